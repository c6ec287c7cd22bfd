"""Between the one channel of ours and the channels a device insists on. Runs in callbacks."""

from __future__ import annotations

from typing import Final

import numpy as np

from livedesk.core.audio_format import Samples

# The front pair: the other channels of a surround set are not meant for speech, and of an
# interface with many inputs the microphone is at the first ones.
_FRONT: Final = 2


def to_mono(block: bytes, n_channels: int) -> bytes:
    """Interleaved PCM int16 of ``n_channels`` as mono: the mean of the first two channels."""
    if n_channels == 1:
        return block
    samples = np.frombuffer(block, "<i2").reshape(-1, n_channels)[:, :_FRONT]
    # In 32 bits: two loud channels must not wrap around.
    mono: Samples = (samples.sum(axis=1, dtype=np.int32) // samples.shape[1]).astype("<i2")
    return mono.tobytes()


def from_mono(block: bytes, n_channels: int) -> bytes:
    """Mono PCM int16 on the first two of ``n_channels``; silence on the others."""
    if n_channels == 1:
        return block
    mono = np.frombuffer(block, "<i2")
    samples = np.zeros((len(mono), n_channels), "<i2")
    samples[:, :_FRONT] = mono[:, np.newaxis]
    return samples.tobytes()
