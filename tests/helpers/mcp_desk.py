"""A host of MCP servers, and what it told; servers are real programs."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from livedesk.core.credential import Secret
from livedesk.core.tool_types import JsonObject
from livedesk.tools.mcp_servers.config import Address, Program, ServerConfig
from livedesk.tools.mcp_servers.declared import tools_of
from livedesk.tools.mcp_servers.host import ServerHost
from livedesk.tools.mcp_servers.report import ServerReport, ServerState
from livedesk.tools.tool import Tool, ToolOutput

PROGRAMS = Path(__file__).parent / "mcp_programs"
_LIMIT_S = 30.0


def rough(name: str, diary: Path, kind: str = "plain", **secrets: str) -> ServerConfig:
    """The server that misbehaves on demand."""
    arguments = (str(PROGRAMS / "rough_server.py"), str(diary), kind)
    environment = {key: Secret(value) for key, value in secrets.items()}
    return ServerConfig(name, Program(sys.executable, arguments, environment))


def official() -> ServerConfig:
    """The registry's own ``mcp-server-time``."""
    return ServerConfig("time", Program(sys.executable, ("-m", "mcp_server_time")))


def elsewhere(port: int, headers: Mapping[str, str]) -> ServerConfig:
    """A server by streamable HTTP."""
    given = {name: Secret(value) for name, value in headers.items()}
    return ServerConfig("desk", Address(f"http://127.0.0.1:{port}/mcp", given))


def pids(diary: Path) -> list[int]:
    """All that a server was started as, the first first."""
    lines = diary.read_text().splitlines() if diary.exists() else []
    return [int(line.split()[1]) for line in lines if line.startswith("start ")]


def is_alive(pid: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


class McpDesk:
    """Runs servers, and waits for what they become. Attempts follow each other at once."""

    def __init__(self) -> None:
        self.reports: list[ServerReport] = []
        self.host = ServerHost(self.reports.append, lambda _data: None, lambda: 0.0)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a state."""
        async with asyncio.timeout(_LIMIT_S):
            while not condition():
                await asyncio.sleep(0.005)

    def states(self, name: str) -> list[ServerState]:
        """What the server was, in order."""
        return [report.state for report in self.reports if report.name == name]

    def last(self, name: str) -> ServerReport:
        """How it is now."""
        return [report for report in self.reports if report.name == name][-1]

    async def begin(self, config: ServerConfig) -> None:
        """Start a server, and wait until it is ready."""
        await self.host.start(config)
        await self.until(lambda: ServerState.READY in self.states(config.name))

    def tools(self, name: str) -> dict[str, Tool]:
        """What a ready server offers, by the names that the model knows."""

        async def call(tool: str, arguments: JsonObject) -> ToolOutput:
            return await self.host.call(name, tool, arguments)

        return {tool.spec.name: tool for tool in tools_of(name, self.last(name).listed, call)}


async def _run_one() -> None:
    await McpDesk().begin(rough("one", Path(sys.argv[1])))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run_one())
