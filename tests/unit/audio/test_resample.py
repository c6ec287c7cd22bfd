"""Resampling keeps length, alignment and content, wherever the runs are cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.audio.resample import live_resampler, queue_resampler, resampled
from livedesk.core.audio_format import Samples

_RATES = [(48_000, 16_000), (44_100, 16_000), (8_000, 16_000), (24_000, 48_000), (24_000, 44_100)]


def _tone(rate_hz: int, duration_s: float, tone_hz: float = 440.0) -> Samples:
    t = np.arange(round(rate_hz * duration_s)) / rate_hz
    return (8000 * np.sin(2 * np.pi * tone_hz * t)).astype(np.int16)


@pytest.mark.parametrize("make", [live_resampler, queue_resampler])
@pytest.mark.parametrize(("from_hz", "to_hz"), _RATES)
@settings(max_examples=15)
@given(lengths=st.lists(st.integers(0, 3000), min_size=1, max_size=12))
def test_borders_of_runs_leave_no_trace(make, from_hz, to_hz, lengths) -> None:
    stream = _tone(from_hz, sum(lengths) / from_hz)
    cut, whole = make(from_hz, to_hz), make(from_hz, to_hz)
    runs = [cut.push(run) for run in np.split(stream, np.cumsum(lengths)[:-1])]
    in_runs = np.concatenate([*runs, cut.finish()])
    at_once = np.concatenate((whole.push(stream), whole.finish()))
    assert len(in_runs) == len(at_once) == pytest.approx(len(stream) * to_hz / from_hz, abs=2)
    # The engines dither their rounding.
    assert np.abs(in_runs.astype(int) - at_once).max(initial=0) <= 2


@pytest.mark.parametrize("make", [live_resampler, queue_resampler])
@pytest.mark.parametrize(("from_hz", "to_hz"), _RATES)
def test_time_and_content_are_kept(make, from_hz, to_hz) -> None:
    resampler = make(from_hz, to_hz)
    sound = np.concatenate((resampler.push(_tone(from_hz, 1.0)), resampler.finish()))
    wanted = _tone(to_hz, 1.0)
    middle = slice(to_hz // 4, to_hz * 3 // 4)
    error = sound[middle].astype(float) - wanted[middle]
    # 0.2 ms of shift would be 0.55 of the tone's own size.
    assert np.sqrt(np.mean(error**2)) < 0.3 * np.sqrt(np.mean(wanted[middle].astype(float) ** 2))


@pytest.mark.parametrize("from_hz", [44_100, 48_000, 96_000])
def test_live_sound_is_at_most_15_ms_late(from_hz: int) -> None:
    resampler = live_resampler(from_hz, 16_000)
    n_in = n_out = 0
    for run in np.split(_tone(from_hz, 1.0), 50):
        n_in += len(run)
        n_out += len(resampler.push(run))
        late_ms = (n_in / from_hz - n_out / 16_000) * 1000
        assert late_ms <= 15


def test_a_tone_above_the_new_rate_is_gone() -> None:
    resampler = live_resampler(48_000, 16_000)
    assert np.abs(resampler.push(_tone(48_000, 1.0, 10_000))[500:]).max() < 50


@pytest.mark.parametrize("make", [live_resampler, queue_resampler])
@pytest.mark.parametrize("how", ["finish", "reset"])
def test_the_next_stream_begins_clean(make, how: str) -> None:
    resampler = make(24_000, 48_000)
    resampler.push(_tone(24_000, 0.3))
    getattr(resampler, how)()
    silence = np.concatenate((resampler.push(np.zeros(4800, np.int16)), resampler.finish()))
    assert len(silence) == 9600
    assert np.abs(silence).max() <= 1


def test_equal_rates_pass_through() -> None:
    tone = _tone(16_000, 0.1)
    assert resampled(tone, 16_000, 16_000) is not None
    assert np.array_equal(live_resampler(16_000, 16_000).push(tone), tone)


@given(n_samples=st.integers(0, 5000))
def test_a_recording_keeps_its_length(n_samples: int) -> None:
    sound = resampled(np.zeros(n_samples, np.int16), 22_050, 16_000)
    assert len(sound) == pytest.approx(n_samples * 16_000 / 22_050, abs=1)
