"""The best JPEG that fits into so many bytes."""

from __future__ import annotations

from collections.abc import Callable

# From what Google's own sample sends down to where text can no longer be read.
QUALITIES = (80, 65, 50, 35)
# Where even the lowest quality is too big, the picture shrinks to these parts of its sides.
SCALES = (1.0, 0.75, 0.5, 0.25)


def encoded_within(encode: Callable[[int, float], bytes], budget_bytes: int) -> bytes | None:
    """The first JPEG within ``budget_bytes``, finest first; None if none of them is.

    Args:
        encode: makes a JPEG by quality (1 to 100) and scale of the sides (0 to 1).
        budget_bytes: the most that may be sent.
    """
    for scale in SCALES:
        for quality in QUALITIES:
            jpeg = encode(quality, scale)
            if len(jpeg) <= budget_bytes:
                return jpeg
    return None
