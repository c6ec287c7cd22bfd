"""Scenes of faults: reconnecting, what is said of key, model, quota and network, and the story."""

from __future__ import annotations

import time
from contextlib import ExitStack

from helpers.command_line import LoopbackProcess
from helpers.live_window import LiveWindow
from helpers.practice_network import PracticeNetwork
from helpers.speech import speak
from helpers.talk_states import is_answered
from screenshots.sound_scenes import SoundStudio

_SPEECH_S = 2.0
_WAITED_FOR = ("error-quota", "error-network")
_NOBODY_LISTENS = "https://127.0.0.1:9"


class FaultStudio(SoundStudio):
    """Takes the pictures of faults as well."""

    def all_scenes(self) -> None:
        """All scenes, those of faults last."""
        super().all_scenes()
        self.fault_scenes()

    def fault_scenes(self) -> None:
        """Reconnecting, the story, and a sentence for each refusal."""
        self._sound.room_noise(True)
        with PracticeNetwork() as network, self._window(**network.env) as window:
            self._story_and_outage(network, window)
        for name, (environment, options) in self._refusals().items():
            with ExitStack() as stack:
                if options:
                    environment |= stack.enter_context(LoopbackProcess(*options)).env
                window = stack.enter_context(self._window(**environment))
                window.ask("call", target="settings.set_practice_seen", arguments=[])
                window.ask("call", target="conversation.start_talk", arguments=[])
                window.wait_for_phase("ERROR", "RECONNECTING")
                if name in _WAITED_FOR:
                    window.wait_for(lambda state: bool(state["outage"]))
                self._shoot(window, self._named(name))

    def _refusals(self) -> dict[str, tuple[dict[str, str], tuple[str, ...]]]:
        own = {"GEMINI_API_KEY": "practice"}
        return {
            "error-key": ({"GEMINI_API_KEY": "wrong"}, ("--port", "0")),
            "error-quota": (dict(own), ("--scenario", "handshake_429")),
            "error-model": (dict(own), ("--scenario", "model_unknown")),
            "error-network": (own | {"GOOGLE_GEMINI_BASE_URL": _NOBODY_LISTENS}, ()),
        }

    def _story_and_outage(self, network: PracticeNetwork, window: LiveWindow) -> None:
        self._begin(window)
        self._ask(window, "what time is it")
        window.wait_for_phase("LISTENING")
        network.do(network.proxy.reset)
        network.until(lambda: len(network.book.visits) == 2 and network.book.visits[1].frames)
        self._sound.say(speak("tell me a joke", self._work))
        window.wait_for(is_answered(2))
        window.wait_for_phase("LISTENING")
        window.click("top_bar.status_pill")
        self._shoot(window, self._named("story"), whole_screen=True)
        window.click("top_bar.status_pill")
        network.wait(network.proxy.go_away())
        self._sound.say(speak("tell me a long story", self._work))
        window.wait_for_phase("RECONNECTING")
        time.sleep(_SPEECH_S)  # the countdown has got longer, some speech waits
        self._shoot(window, self._named("reconnecting"))
