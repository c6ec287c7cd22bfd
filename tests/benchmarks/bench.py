"""What all measurements stand on: screen, sound, windows."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from helpers.live_window import LiveWindow
from helpers.speaker_monitor import SpeakerMonitor
from helpers.speech import speak
from helpers.virtual_screen import VirtualScreen
from helpers.virtual_sound import VirtualSound

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class Bench:
    """A virtual screen and sound, for as long as it is entered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._screen = VirtualScreen()
        self.sound = VirtualSound()

    def __enter__(self) -> Self:
        self._stack.enter_context(self._screen)
        self._stack.enter_context(self.sound)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, traceback)

    def window(self, *options: str, **environment: str) -> LiveWindow:
        """LiveDesk with a home folder of its own; enter it to open it."""
        home = Path(tempfile.mkdtemp(dir=self._folder))
        folders = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
        return LiveWindow(self._screen, self.sound.env | folders | environment, home, *options)

    def monitor(self) -> SpeakerMonitor:
        """Follow the speaker from now on."""
        return SpeakerMonitor(self.sound.record())

    def ask_aloud(self, text: str) -> None:
        """Say ``text`` into the microphone; returns when it is said."""
        self.sound.say(speak(text, self._folder))


def note(text: str) -> None:
    """Tell what is going on, beside the table."""
    sys.stderr.write(f"{text}\n")


def cpu_s(pid: int) -> float:
    """Processor time of a process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S


def memory_mb(pid: int) -> float:
    """Resident memory of a process, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024
