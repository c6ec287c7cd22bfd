"""Scenes of tables: a file over the window, a plot in the transcript, its code."""

from __future__ import annotations

from screenshots.account_scenes import AccountStudio

_QUESTION = "how does bill length correlate with body mass by species"


class AnalystStudio(AccountStudio):
    """Takes the pictures of tables as well."""

    def all_scenes(self) -> None:
        """All scenes."""
        super().all_scenes()
        self.analyst_scenes()

    def analyst_scenes(self) -> None:
        """The sample is attached and asked about."""
        with self._window() as window:
            window.ask("call", target="settings.set_practice_seen", arguments=[])
            window.ask("drag", path="/penguins.csv")
            self._shoot(window, self._named("drop-target"))
            window.ask("drag_away")
            window.ask("call", target="data.attach_sample", arguments=[])
            window.wait_for(lambda state: state["data"])
            self._type(window, _QUESTION)
            window.wait_for(lambda state: _answered(state))
            window.wait_for_phase("IDLE", "LISTENING")
            self._shoot(window, self._named("analyst"))
            window.ask("unfold", row=1)
            self._shoot(window, self._named("analyst-code"))


def _answered(state: dict) -> bool:
    last = state["entries"][-1] if state["entries"] else {}
    return last.get("speaker") == "ASSISTANT" and last.get("is_final", False)
