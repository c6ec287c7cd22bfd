"""The whole program: real window, virtual screen, virtual microphone and speaker."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers import virtual_sound
from helpers.live_window import LiveWindow
from helpers.speaker_monitor import SpeakerMonitor
from helpers.speech import speak
from helpers.virtual_screen import VirtualScreen
from helpers.virtual_sound import VirtualSound

OpenWindow = Callable[..., LiveWindow]
Ask = Callable[[str], None]


def _give_up(what: str) -> None:
    """Where the tests decide about a change, nothing is left out quietly."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} missing; packaging/test installs it")
    pytest.skip(f"{what} missing; packaging/test installs it")


@pytest.fixture(scope="session")
def screen() -> Iterator[VirtualScreen]:
    """One virtual screen for the whole run."""
    if missing := VirtualScreen.missing_programs():
        _give_up(", ".join(missing))
    with VirtualScreen() as made:
        yield made


@pytest.fixture
def sound() -> Iterator[VirtualSound]:
    """A microphone and a speaker of the test's own."""
    if not virtual_sound.is_available():
        _give_up("PulseAudio")
    with VirtualSound() as made:
        yield made


@pytest.fixture
def heard(sound: VirtualSound) -> SpeakerMonitor:
    """What comes out of the speaker."""
    return SpeakerMonitor(sound.record())


@pytest.fixture(scope="session")
def speech_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where spoken questions are kept for the whole run."""
    return tmp_path_factory.mktemp("speech")


@pytest.fixture
def ask_aloud(sound: VirtualSound, speech_folder: Path) -> Ask:
    """Say something into the microphone and wait until it is said."""

    def ask(text: str) -> None:
        sound.say(speak(text, speech_folder))

    return ask


@pytest.fixture
def open_window(screen: VirtualScreen, sound: VirtualSound, tmp_path: Path) -> Iterator[OpenWindow]:
    """Open LiveDesk; it is closed after the test, and must have ended well and quietly."""
    windows: list[LiveWindow] = []
    with ExitStack() as stack:

        def open_one(*options: str, **environment: str) -> LiveWindow:
            window = LiveWindow(screen, sound.env | environment, tmp_path, *options)
            windows.append(stack.enter_context(window))
            return window

        yield open_one
    for window in windows:
        assert window.exit_status == 0
        assert window.log == ""
