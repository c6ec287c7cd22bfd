"""Scenes of what was kept: history, search, a played turn, other scripts, the exports."""

from __future__ import annotations

import tempfile
from pathlib import Path

from helpers.kept_talks import ARABIC, CHINESE, RECORDED, keep_talks
from helpers.live_window import LiveWindow
from screenshots.scenes import Studio

_ANSWER_ROW = 1


class TranscriptStudio(Studio):
    """Takes the pictures of kept conversations."""

    def transcript_scenes(self) -> None:
        """One window on a store of six conversations, in two of which another script is used."""
        data = Path(tempfile.mkdtemp(dir=self._work))
        keep_talks(data, self._work)
        with self._window(XDG_DATA_HOME=str(data)) as window:
            window.ask("call", target="settings.set_practice_seen", arguments=[])
            window.press("ctrl+h")
            self._open(window, RECORDED)
            self._shoot(window, self._named("history"))
            self._shoot_played(window)
            self._shoot_search(window)
            for name, uuid in (("right-to-left", ARABIC), ("chinese", CHINESE)):
                self._open(window, uuid)
                self._shoot(window, self._named(name))
            self._open(window, RECORDED)
            window.press("ctrl+s")
            self._shoot(window, self._named("export"), whole_screen=True)

    def _open(self, window: LiveWindow, uuid: str) -> None:
        window.ask("call", target="history.open", arguments=[uuid])
        window.wait_for(lambda state: state["shown"] == uuid)

    def _shoot_played(self, window: LiveWindow) -> None:
        window.wait_for(lambda state: state["playback"]["duration_s"] > 0)
        window.click_row(_ANSWER_ROW)
        window.wait_for(lambda state: state["playback"]["position_s"] > 7)
        self._shoot(window, self._named("played"))
        window.ask("call", target="playback.close", arguments=[])

    def _shoot_search(self, window: LiveWindow) -> None:
        window.press("ctrl+f")
        self._screen.type_text("clock")
        window.wait_for(lambda state: state["n_found"] > 2)
        self._shoot(window, self._named("search"))
        window.press("Escape")
