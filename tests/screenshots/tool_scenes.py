"""Scenes of tools: a question for permission, cards, a timer that rings, sources, the settings."""

from __future__ import annotations

from helpers.live_window import LiveWindow
from screenshots.fault_scenes import FaultStudio
from screenshots.transcript_scenes import TranscriptStudio

_ANSWER_LIMIT_S = 60.0


class ToolStudio(FaultStudio, TranscriptStudio):
    """Takes the pictures of tools as well."""

    def all_scenes(self) -> None:
        """All scenes; those of kept talks show the sources of a search."""
        super().all_scenes()
        self.transcript_scenes()
        self.tool_scenes()

    def tool_scenes(self) -> None:
        """One typed talk that uses tools, and the page of the settings."""
        with self._window() as window:
            window.ask("call", target="settings.set_practice_seen", arguments=[])
            self._type(window, "copy see you at five to my clipboard")
            window.wait_for(lambda state: state["question"])
            window.wait_for(lambda state: state["can_answer"])  # not at once, for safety
            self._shoot(window, self._named("permission"))
            self._allow(window)
            window.ask("pretend_weather")
            self._type(window, "what is the weather in Paris")
            window.wait_for(lambda state: _ended(state) == 2, _ANSWER_LIMIT_S)
            self._type(window, "set a timer for 9 seconds for tea")
            window.wait_for(lambda state: _ended(state) == 3)
            window.ask("unfold", row=4)
            self._shoot(window, self._named("tool-cards"))
            window.wait_for(lambda state: state["alarm"])
            self._shoot(window, self._named("timer"))
            window.ask("show", target="dialogs.open_tools")
            self._shoot(window, self._named("settings-tools"), whole_screen=True)

    def _allow(self, window: LiveWindow) -> None:
        window.click("permission_strip.once_button")
        window.wait_for(lambda state: _ended(state) == 1)

    def _type(self, window: LiveWindow, text: str) -> None:
        window.wait_for_phase("IDLE", "LISTENING")
        window.ask("call", target="conversation.send_text", arguments=[text])


def _ended(state: dict) -> int:
    entries = [entry for entry in state["entries"] if "call_id" in entry]
    return sum(entry["state"] != "RUNNING" for entry in entries)
