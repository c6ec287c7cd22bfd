"""What runs on the devices' threads copies and returns: no lock, no log, no growth."""

from __future__ import annotations

import sys
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

import livedesk
from livedesk.audio.capture import MicCapture
from livedesk.audio.dsp_thread import DspThread
from livedesk.audio.playback import SpeakerPlayback
from livedesk.core.clock import SystemClock

PACKAGE = Path(livedesk.__file__).parent
# Where a callback's Python may lie. The chain behind it, the loop and the log are none of these.
PLACES = {
    "audio/capture.py",
    "audio/dsp_thread.py",
    "audio/gain.py",
    "audio/jitter_buffer.py",
    "audio/playback.py",
    "audio/recent_samples.py",
    "audio/render_reference.py",
    "audio/ring_buffer.py",
    "audio/tape.py",
    "core/audio_format.py",
    "core/clock.py",
}
WAITING = {"acquire", "__enter__", "wait", "sleep", "call_soon_threadsafe", "join", "write"}
BLOCK = np.random.default_rng(2).integers(-9000, 9000, 960).astype("<i2").tobytes()


class _Devices:
    """Both callbacks in every state that a talk brings: gaps, flushes, ducking, other speakers."""

    def __init__(self) -> None:
        self.playback = SpeakerPlayback()
        self.playback.set_rate(48_000)
        self.playback.reference.open(48_000, 0.02)
        self.playback.reference.want(True)
        # Never started: what it is woken for piles up nowhere.
        self.capture = MicCapture(48_000, SystemClock(), DspThread(lambda: None).wake)
        self._n_rounds = 0

    def feed(self) -> None:
        """The loop's side and the dsp thread's, for one round of blocks."""
        self._n_rounds += 1
        if self._n_rounds % 7 == 0:
            self.playback.flush()
        if self._n_rounds % 3 == 0:
            self.playback.begin_turn()
        self.playback.push(BLOCK, 24_000)
        self.playback.gain.set(1.0 if self._n_rounds % 2 else 0.1)
        self.playback.reference.collect()
        self.capture.take()

    def call_back(self) -> None:
        """What the devices do in 40 ms."""
        for _ in range(2):
            self.capture.on_block(BLOCK)
            self.playback.fill(960)


@pytest.fixture
def devices() -> _Devices:
    made = _Devices()
    for _ in range(50):
        made.feed()
        made.call_back()
    return made


def _on_another_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_the_callbacks_call_nothing_that_waits_or_logs(devices: _Devices) -> None:
    places: set[str] = set()
    builtins: set[str] = set()

    def note(frame: FrameType, event: str, what: Any) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(PACKAGE):
            places.add(path.relative_to(PACKAGE).as_posix())
        elif event == "call" and "numpy" not in path.parts and path != Path(__file__):
            places.add(str(path))
        elif event == "c_call":
            builtins.add(what.__name__)

    def work() -> None:
        for _ in range(50):
            devices.feed()
            sys.setprofile(note)
            devices.call_back()
            sys.setprofile(None)

    _on_another_thread(work)
    assert places <= PLACES
    assert {"audio/jitter_buffer.py", "audio/ring_buffer.py"} <= places
    assert not builtins & WAITING


def test_the_callbacks_allocate_nothing_that_stays(devices: _Devices) -> None:
    grown: list[int] = []

    def work() -> None:
        tracemalloc.start()
        for n_rounds in (20, 200):
            before = tracemalloc.get_traced_memory()[0]
            for _ in range(n_rounds):
                devices.feed()
                devices.call_back()
            grown.append(tracemalloc.get_traced_memory()[0] - before)
        tracemalloc.stop()

    _on_another_thread(work)
    # Ten times as many blocks; what is in flight at the end differs by a chunk or two.
    assert grown[1] < 20_000, grown
