"""The scenes of which pictures are taken, each reached as a person would reach it."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from helpers.command_line import LoopbackProcess
from helpers.live_window import LiveWindow
from helpers.speaker_monitor import SpeakerMonitor
from helpers.speech import speak
from helpers.talk_states import is_answered, utterances
from helpers.virtual_screen import VirtualScreen
from helpers.virtual_sound import VirtualSound

_SIZE_PX = (1000, 720)
_SPOKEN_S = 1.2
# Whatever slides or fades in has come to rest by then.
_MOTION_S = 0.4


class MisheardError(Exception):
    """The practice server misheard a question, which makes no good picture."""


class Studio:
    """One window in one theme at one scale, with a camera. A context manager."""

    def __init__(self, work: Path, folder: Path, theme: str, scale: int) -> None:
        self._work = work
        self._folder = folder
        self._theme = theme
        self._scale = scale
        self._stack = ExitStack()
        self._screen = VirtualScreen(1400 * scale, 1000 * scale)
        self._sound = VirtualSound()

    def __enter__(self) -> Self:
        self._stack.enter_context(self._screen)
        self._stack.enter_context(self._sound)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, traceback)

    def conversation(self, name: str) -> None:
        """A few questions and answers; the picture is taken while the assistant speaks."""
        with self._window() as window:
            self._begin(window)
            self._talk(window)
            self._shoot(window, name)

    def all_scenes(self) -> None:
        """Welcome, idle, listening, speaking, a long conversation, an editor and an error."""
        with self._window() as window:
            self._shoot(window, self._named("welcome"))
            window.ask("call", target="settings.set_practice_seen", arguments=[])
            window.ask("show", target="show_transcript")
            self._shoot(window, self._named("idle"))
            self._begin(window)
            self._sound.play(speak("how are you", self._work), latency_ms=200)
            time.sleep(_SPOKEN_S)  # in the middle of the question
            self._shoot(window, self._named("listening"))
            window.wait_for(is_answered())
            window.wait_for_phase("LISTENING")
            self._talk(window)
            self._shoot(window, self._named("speaking"))
            window.ask("show", target="dialogs.open_instructions")
            self._shoot(window, self._named("editor"), whole_screen=True)
        with (
            LoopbackProcess("--scenario", "handshake_401") as server,
            self._window(GEMINI_API_KEY="none", **server.env) as window,
        ):
            window.ask("call", target="conversation.start_talk", arguments=[])
            window.wait_for_phase("ERROR")
            self._shoot(window, self._named("error"))

    def _named(self, scene: str) -> str:
        return f"{scene}-{self._theme}-{self._scale}x"

    def _window(self, **environment: str) -> LiveWindow:
        home = Path(tempfile.mkdtemp(dir=self._work))
        own = {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "QT_SCALE_FACTOR": str(self._scale),
        }
        return _Themed(self._theme, self._screen, self._sound.env | own | environment, home)

    def _begin(self, window: LiveWindow) -> None:
        window.ask("call", target="settings.set_practice_seen", arguments=[])
        window.click("talk_bar.mic_button")
        window.wait_for_phase("LISTENING")

    def _talk(self, window: LiveWindow) -> None:
        monitor = SpeakerMonitor(self._sound.record())
        for question in ("what time is it", "tell me a joke"):
            self._ask(window, question)
            monitor.wait_for_silence(time.monotonic())
            window.wait_for_phase("LISTENING")
        begun_s = time.monotonic()
        self._sound.say(speak("tell me a long story", self._work))
        window.wait_for_phase("SPEAKING")
        while monitor.heard_s(begun_s) < 4 * _SPOKEN_S:
            time.sleep(0.05)

    def _ask(self, window: LiveWindow, question: str) -> None:
        n_before = len(utterances(window.state(), "ASSISTANT"))
        self._sound.say(speak(question, self._work))
        state = window.wait_for(is_answered(n_before + 1))
        understood = utterances(state, "USER")[-1]["text"]
        if understood != question:
            raise MisheardError(f"{question!r} was heard as {understood!r}")

    def _shoot(self, window: LiveWindow, name: str, *, whole_screen: bool = False) -> None:
        time.sleep(_MOTION_S)
        path = window.grab(self._folder / f"{name}.png", whole_screen=whole_screen)
        sys.stderr.write(f"{path.name}\n")


class _Themed(LiveWindow):
    """A window of one size in one theme, whatever the system prefers."""

    def __init__(
        self, theme: str, screen: VirtualScreen, environment: dict[str, str], folder: Path
    ) -> None:
        super().__init__(screen, environment, folder)
        self._theme = theme

    def __enter__(self) -> Self:
        super().__enter__()
        self.ask("resize", width_px=_SIZE_PX[0], height_px=_SIZE_PX[1])
        self.ask("call", target="settings.set_theme", arguments=[self._theme])
        return self
