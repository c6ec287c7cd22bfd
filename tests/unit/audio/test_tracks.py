"""Both sides of a recording on one clock."""

from __future__ import annotations

import numpy as np
from helpers.still_clock import StillClock

from livedesk.audio.tape import Run, Tape
from livedesk.audio.tracks import Tracks
from livedesk.core.audio_format import AudioFrame, Samples

_RATE_HZ = 24_000


def _loud(n_samples: int) -> Samples:
    return np.full(n_samples, 8_000, np.int16)


def _loud_from_s(track: Samples) -> float:
    return float(np.flatnonzero(np.abs(track) > 4_000)[0] / _RATE_HZ)


def test_each_side_lies_where_it_was_said() -> None:
    tracks = Tracks(10.0)
    tracks.person.add(Run(_loud(16_000), 16_000, 12.0))
    tracks.assistant.add(Run(_loud(48_000), 48_000, 14.0))
    samples = tracks.take(15.0)
    assert samples.shape == (5 * _RATE_HZ, 2)
    assert abs(_loud_from_s(samples[:, 0]) - 1.0) < 0.02
    assert abs(_loud_from_s(samples[:, 1]) - 3.0) < 0.02


def test_late_callbacks_leave_no_gap_in_speech() -> None:
    tracks = Tracks(0.0)
    for n in range(50):
        late_s = 0.05 if n % 7 == 3 else 0.0
        tracks.assistant.add(Run(_loud(480), _RATE_HZ, 1.0 + (n + 1) * 0.02 + late_s))
    heard = tracks.take(3.0)[:, 1]
    assert np.count_nonzero(heard) == 50 * 480
    assert np.all(heard[_RATE_HZ : 2 * _RATE_HZ] == 8_000)


def test_what_two_clocks_differ_is_made_good_in_silence() -> None:
    tracks = Tracks(0.0)
    tracks.assistant.add(Run(np.zeros(_RATE_HZ, np.int16), _RATE_HZ, 1.0))
    tracks.assistant.add(Run(np.zeros(480, np.int16), _RATE_HZ, 1.06))
    tracks.assistant.add(Run(_loud(480), _RATE_HZ, 1.08))
    assert abs(_loud_from_s(tracks.take(2.0)[:, 1]) - 1.06) < 0.001


def test_nothing_is_on_the_tape_but_while_it_is_wanted() -> None:
    clock = StillClock()
    tape = Tape(clock)
    frame = AudioFrame(_loud(320), 16_000, 1.0)
    tape.open(48_000, 0.01)
    tape.hear(frame)
    tape.write(_loud(720))
    assert tape.collect() == ([], [])
    tape.begin()
    tape.hear(frame)
    tape.write(_loud(720))
    said, heard = tape.collect()
    assert [run.ends_at_s for run in said] == [1.0]
    assert [len(run.samples) for run in heard] == [720]
    tape.end()
    tape.hear(frame)
    tape.write(_loud(720))
    assert tape.collect() == ([], [])


def test_what_one_speaker_played_is_kept_when_another_takes_over() -> None:
    tape = Tape(StillClock())
    tape.begin()
    tape.open(48_000, 0.01)
    tape.write(_loud(720))
    tape.close()
    tape.open(44_100, 0.01)
    tape.write(_loud(441))
    _, heard = tape.collect()
    assert [(run.rate_hz, len(run.samples)) for run in heard] == [(48_000, 720), (44_100, 441)]
