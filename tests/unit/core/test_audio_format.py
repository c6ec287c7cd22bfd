"""Samples, bytes and milliseconds agree."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.audio_format import AudioFrame, duration_ms, samples_from_bytes, samples_in


def test_twenty_milliseconds() -> None:
    assert samples_in(20, 16_000) == 320
    assert duration_ms(480, 24_000) == 20.0


@given(st.binary(max_size=64))
def test_bytes_survive_but_for_an_odd_one(chunk: bytes) -> None:
    samples = samples_from_bytes(chunk)
    assert AudioFrame(samples, 16_000, 0.0).to_bytes() == chunk[: len(chunk) // 2 * 2]
    assert samples.dtype == np.int16
