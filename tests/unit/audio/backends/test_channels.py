"""Devices with more channels than one."""

from __future__ import annotations

import numpy as np
import pytest

from livedesk.audio.backends.channels import from_mono, to_mono


def test_one_channel_passes_untouched() -> None:
    block = np.arange(4, dtype="<i2").tobytes()
    assert to_mono(block, 1) is block
    assert from_mono(block, 1) is block


@pytest.mark.parametrize("n_channels", range(2, 9))
def test_the_front_pair_is_heard_and_spoken_to(n_channels: int) -> None:
    frames = np.zeros((3, n_channels), "<i2")
    frames[:, 0], frames[:, 1] = [30_000, -30_000, 100], [30_000, -30_000, 300]
    frames[:, 2:] = 12_345
    mono = np.frombuffer(to_mono(frames.tobytes(), n_channels), "<i2")
    assert mono.tolist() == [30_000, -30_000, 200]
    spoken = np.frombuffer(from_mono(mono.tobytes(), n_channels), "<i2").reshape(3, n_channels)
    assert spoken[:, 0].tolist() == spoken[:, 1].tolist() == mono.tolist()
    assert not spoken[:, 2:].any()
