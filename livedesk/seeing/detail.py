"""How much of a source is shown, by a choice that needs no numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Resolution(Enum):
    """Media resolution of the API, for the whole connection."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class FrameLimits:
    """The most that one frame may be: ``long_side_px``, ``budget_bytes`` of its JPEG."""

    long_side_px: int
    budget_bytes: int
    resolution: Resolution


class Detail(Enum):
    """The person's choice."""

    SMALL_TEXT = "small_text"
    NORMAL = "normal"
    FRUGAL = "frugal"

    @property
    def limits(self) -> FrameLimits:
        """What the choice means."""
        return _LIMITS[self]


# 1024 px is what others send (LiveKit, 2026); text of 10 px on a full-HD screen needs 1536. The
# bytes let a page of text keep a JPEG quality of about 75 and go up a line of 2 Mbit/s in 1 s.
_LIMITS = {
    Detail.SMALL_TEXT: FrameLimits(1536, 250_000, Resolution.HIGH),
    Detail.NORMAL: FrameLimits(1024, 120_000, Resolution.LOW),
    Detail.FRUGAL: FrameLimits(640, 50_000, Resolution.LOW),
}


def fitted(width_px: int, height_px: int, long_side_px: int) -> tuple[int, int]:
    """Width and height in pixels with the long side within ``long_side_px``; never enlarged.

    Raises:
        ValueError: the picture has no area, as a window that is folded away.
    """
    if width_px < 1 or height_px < 1:
        raise ValueError(f"a picture of {width_px} x {height_px} px shows nothing")
    longest_px = max(width_px, height_px)
    if longest_px <= long_side_px:
        return width_px, height_px
    scale = long_side_px / longest_px
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))
