"""Scenes of MCP servers: their page in the settings, and a tool of one that asks."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from helpers.live_window import LiveWindow
from helpers.mcp_desk import PROGRAMS
from screenshots.analyst_scenes import AnalystStudio


class ServerStudio(AnalystStudio):
    """Takes the pictures of MCP servers as well."""

    def all_scenes(self) -> None:
        """All scenes."""
        super().all_scenes()
        self.server_scenes()

    def server_scenes(self) -> None:
        """None yet; one that runs, one that does not, one that is off; a question and its card."""
        with self._window() as window, tempfile.TemporaryDirectory() as folder:
            window.ask("call", target="settings.set_practice_seen", arguments=[])
            window.ask("show", target="dialogs.open_servers")
            self._shoot(window, self._named("settings-servers-none"), whole_screen=True)
            self._add_servers(window, Path(folder))
            self._shoot(window, self._named("settings-servers"), whole_screen=True)
            self._screen.press("Escape")
            self._type(window, "what time is it in Tokyo")
            window.wait_for(lambda state: state["question"] and state["can_answer"])
            self._shoot(window, self._named("server-permission"))
            self._allow(window)
            window.ask("unfold", row=1)
            window.wait_for_phase("IDLE", "LISTENING")
            self._shoot(window, self._named("server-card"))

    def _add_servers(self, window: LiveWindow, folder: Path) -> None:
        # By its plain name, as people write it: the folder of Python's programs is on the path.
        servers = {
            "time": {"command": "mcp-server-time", "args": ["--local-timezone", "Europe/Berlin"]},
            "files": {
                "command": sys.executable,
                "args": [str(PROGRAMS / "rough_server.py"), str(folder / "diary"), "dies"],
                "env": {"API_TOKEN": "a-secret-of-the-picture"},
            },
            "wiki": {"url": "https://wiki.example/mcp"},
        }
        text = json.dumps({"mcpServers": servers})
        window.ask("call", target="servers.add", arguments=[text])
        window.wait_for(lambda state: len(state["servers"]) == len(servers))
        for name in ("time", "files"):
            window.ask("call", target="servers.switch", arguments=[name, True])
        window.wait_for(
            lambda state: (
                state["servers"]["time"] == "READY" and state["servers"]["files"] == "FAILING"
            )
        )
