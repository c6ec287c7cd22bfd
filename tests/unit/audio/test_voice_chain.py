"""The whole chain in a simulated room: the assistant is not heard, the person is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from helpers.room import (
    Nlms,
    Room,
    convergence_s,
    erle_db,
    heard,
    near_snr_db,
    processed,
    scene,
    speech_frames,
    torn,
)
from helpers.still_clock import StillClock

from livedesk.audio import echo
from livedesk.audio.capture import MicCapture
from livedesk.audio.echo import open_canceller
from livedesk.audio.render_reference import RenderReference
from livedesk.audio.voice_chain import VoiceChain, VoiceControls
from livedesk.core.audio_format import AudioFrame
from livedesk.core.audio_processing import Preset, Processing

CANCELLING = Processing(echo_cancelling=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("room")


def test_a_canceller_beats_a_plain_filter_and_leaves_the_person(folder: Path) -> None:
    recorded = scene(Room(length_s=9.0, near_from_s=6.0, near_to_s=8.5), folder)
    cleaned = processed(recorded, open_canceller(CANCELLING))
    plain = processed(recorded, Nlms(taps_ms=100))
    assert erle_db(recorded, cleaned, 2.0, 6.0) > 15
    assert erle_db(recorded, cleaned, 2.0, 6.0) > erle_db(recorded, plain, 2.0, 6.0) + 5
    assert convergence_s(recorded, cleaned, 15.0) < 3
    assert near_snr_db(recorded, cleaned) > -1


@pytest.mark.parametrize(
    "room",
    [
        Room(delay_ms=20, near_from_s=6.0, near_to_s=8.5, length_s=8.5),
        Room(delay_ms=250, near_from_s=6.0, near_to_s=8.5, length_s=8.5),
        Room(drift_ppm=100, near_from_s=6.0, near_to_s=8.5, length_s=8.5),
        Room(echo_db=0, snr_db=30, near_from_s=6.0, near_to_s=8.5, length_s=8.5),
    ],
    ids=["20 ms", "250 ms", "100 ppm", "as loud as played"],
)
def test_only_the_person_is_speech_while_the_assistant_speaks(folder: Path, room: Room) -> None:
    recorded = scene(room, folder)
    frames = heard(recorded, Preset.SPEAKERS.processing)
    n_false, missed = speech_frames(recorded, frames)
    assert n_false == 0
    assert missed is not None
    assert missed <= 10  # a first sound far softer than the echo cannot be told from it


@pytest.mark.parametrize("n_lost", [320, -320], ids=["lost", "doubled"])
def test_a_torn_stream_lets_no_echo_through(folder: Path, n_lost: int) -> None:
    recorded = torn(
        scene(Room(near_from_s=6.0, near_to_s=8.5, length_s=8.5), folder), at_s=4.0, n_lost=n_lost
    )
    n_false, missed = speech_frames(recorded, heard(recorded, Preset.SPEAKERS.processing))
    assert n_false == 0
    assert missed is not None
    assert missed <= 10


def test_the_person_is_heard_while_the_canceller_still_learns(folder: Path) -> None:
    recorded = scene(Room(near_from_s=1.0, near_to_s=3.5, length_s=3.6), folder)
    n_false, missed = speech_frames(recorded, heard(recorded, Preset.SPEAKERS.processing))
    assert n_false == 0
    assert missed is not None
    assert missed <= 25


def test_only_silence_goes_out_while_only_the_assistant_speaks(folder: Path) -> None:
    recorded = scene(Room(near_from_s=6.0, near_to_s=6.0, length_s=6.0), folder)
    sent = np.concatenate([f.samples for f in heard(recorded, Preset.SPEAKERS.processing)])
    assert not sent[16_000:].any()


def test_without_a_library_either_side_is_heard_at_a_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "livedesk.audio.echo_apm", None)
    recorded = scene(Room(near_from_s=2.0, near_to_s=3.0, length_s=3.0), folder)
    frames = heard(recorded, Preset.SPEAKERS.processing)
    assert speech_frames(recorded, frames)[0] == 0
    cleaned = np.concatenate([frame.samples for frame in frames]) / 32_768
    assert erle_db(recorded, cleaned, 0.5, 2.0) > 30


def test_whether_there_is_a_library_is_known_without_loading_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert echo.is_available()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not echo.is_available()


def _chain(processing: Processing, rate_hz: int = 16_000):
    frames: list[AudioFrame] = []
    controls = VoiceControls()
    controls.processing = processing
    capture = MicCapture(rate_hz, StillClock(), lambda: None)
    chain = VoiceChain(capture, RenderReference(), controls, frames.append)
    return chain, capture, controls, frames


def test_a_microphone_without_echo_is_not_cancelled_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Processing] = []
    monkeypatch.setattr("livedesk.audio.voice_chain.open_canceller", asked.append)
    chain, _, _, _ = _chain(Preset.SPEAKERS.processing)
    chain.run(is_cancelled=True)
    chain.run(is_cancelled=True)
    assert asked == [Processing(False, True, True)]


def test_switching_in_mid_talk_loses_no_frame() -> None:
    chain, capture, controls, frames = _chain(Processing())
    for processing in (Processing(), CANCELLING, Preset.HEADPHONES.processing, Processing()):
        controls.processing = processing
        capture.on_block(np.full(640, 100, "<i2").tobytes())
        chain.run()
    assert len(frames) == 8
    assert (frames[-1].samples == 100).all()


def test_a_person_far_from_the_microphone_is_brought_nearer(folder: Path) -> None:
    room = Room(echo_db=-60, near_from_s=0.5, near_to_s=11.0, length_s=11.0, snr_db=None)
    recorded = scene(room, folder)
    soft = (recorded.near * 30 * 32_768).astype("<i2")
    levels = []
    for processing in (Processing(), Processing(gain_control=True)):
        chain, capture, _, frames = _chain(processing)
        for block in np.split(soft, len(soft) // 320):
            capture.on_block(block.tobytes())
            chain.run()
        levels.append(np.abs(np.concatenate([f.samples for f in frames[-100:]]).astype(int)).mean())
    assert levels[1] > 1.5 * levels[0]
