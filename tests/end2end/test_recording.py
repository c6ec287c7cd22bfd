"""A talk is recorded, and a click on a turn lets the person hear that turn again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from helpers.speaker_monitor import SpeakerMonitor
from helpers.talk_states import is_answered, utterances

pytestmark = [pytest.mark.sound, pytest.mark.display]

RATE_HZ = 24_000
QUESTION = "what time is it"


def recordings() -> list[Path]:
    return sorted(Path(os.environ["XDG_DATA_HOME"]).rglob("recordings/*"))


def likeness(whole: np.ndarray, part: np.ndarray, rate_hz: int) -> float:
    """How well the loudness of ``part`` over time is found in ``whole``, up to 1."""
    curves = []
    for samples in (whole, part):
        n_windows = len(samples) * 100 // rate_hz
        windows = samples[: n_windows * (rate_hz // 100)].reshape(n_windows, -1)
        curves.append(np.sqrt(np.mean(windows.astype(np.float64) ** 2, axis=1)))
    long, short = curves
    if len(long) < len(short):
        long = np.pad(long, (0, len(short) - len(long)))
    short = (short - short.mean()) / (short.std() * len(short) + 1e-9)
    best = 0.0
    for start in range(len(long) - len(short) + 1):
        window = long[start : start + len(short)]
        if window.std() > 1:
            best = max(best, float(np.dot(window - window.mean(), short) / window.std()))
    return best


def test_a_recorded_turn_is_heard_again(open_window, ask_aloud, sound):
    recorder = sound.record()
    heard = SpeakerMonitor(recorder)
    window = open_window()
    window.press("ctrl+r")
    window.click("talk_bar.mic_button")
    window.wait_for_phase("LISTENING")
    window.wait_for(lambda state: state["is_recording"])
    window.ask("find", part="talk_bar.recording_sign")  # is to be seen
    asked_at_s = time.monotonic()
    ask_aloud(QUESTION)
    window.wait_for(is_answered())
    heard.wait_for_sound(asked_at_s)
    heard.wait_for_silence(asked_at_s)
    window.wait_for_phase("LISTENING")
    window.press("ctrl+space")
    state = window.wait_for(lambda state: state["playback"]["duration_s"] > 0)
    assert not state["is_recording"]

    (file,) = recordings()
    tracks, rate_hz = soundfile.read(file, dtype="int16")
    assert rate_hz == RATE_HZ
    question, answer = utterances(state, "USER")[0], utterances(state, "ASSISTANT")[0]
    start_s = int(file.stem.rsplit("-", 1)[1]) / 1000
    spans = {}
    for entry, track in ((question, 0), (answer, 1)):
        begins, ends = (int((entry[f"spoken_{at}_s"] - start_s) * RATE_HZ) for at in ("from", "to"))
        spans[track] = tracks[begins:ends, track]
        loud = np.abs(tracks[:, track]) > 300
        # What lies outside of the turn's times is next to nothing.
        assert loud[begins - 7_200 : ends + 7_200].sum() > 0.95 * loud.sum()
    for row, wanted in ((state["entries"].index(answer), spans[1]),
                        (state["entries"].index(question), spans[0])):  # fmt: skip
        n_before = recorder.n_samples
        clicked_at_s = time.monotonic()
        window.click_row(row)
        number = state["entries"][row]["entry_id"]
        window.wait_for(lambda state, n=number: state["playback"]["number"] == n)
        heard.wait_for_sound(clicked_at_s)
        window.wait_for(lambda state: not state["playback"]["is_playing"])
        played = recorder.samples_from(n_before)
        assert likeness(played, _at(wanted, recorder.rate_hz), recorder.rate_hz) > 0.5


def _at(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """At another rate; good enough to compare loudness."""
    places = np.arange(int(len(samples) * rate_hz / RATE_HZ)) * RATE_HZ / rate_hz
    return np.interp(places, np.arange(len(samples)), samples)
