"""A process that records a tone on both sides until it is killed: ``FILE``; tells each second."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import numpy as np

from livedesk.audio.recorder import Recorder
from livedesk.audio.tape import Tape
from livedesk.core.audio_format import AudioFrame
from livedesk.core.clock import SystemClock

_BLOCK_S = 0.02


def main() -> None:
    """Record for as long as it takes."""
    clock, ended = SystemClock(), threading.Event()
    tape = Tape(clock)
    tape.open(48_000, 0.0)
    recorder = Recorder(tape, Path(sys.argv[1]), clock, lambda *_: ended.set())
    began_s = recorder.start()
    person = np.full(320, 3_000, np.int16)
    assistant = np.full(960, 6_000, np.int16)
    while True:
        now_s = clock.now_s()
        tape.hear(AudioFrame(person, 16_000, now_s))
        tape.write(assistant)
        sys.stdout.write(f"{now_s - began_s}\n")
        sys.stdout.flush()
        time.sleep(_BLOCK_S)  # the pace of a device


main()
