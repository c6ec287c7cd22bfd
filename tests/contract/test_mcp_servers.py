"""MCP servers as real programs: started, asked, ended, lost, and never in the way."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.mcp_desk import PROGRAMS, McpDesk, elsewhere, is_alive, official, pids, rough

from livedesk.core.clock import SystemClock
from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk, ToolCall, ToolOutcome, ToolResult
from livedesk.tools.mcp_servers.config import Program, ServerConfig
from livedesk.tools.mcp_servers.report import ServerState
from livedesk.tools.permission import Nobody, PermissionGate
from livedesk.tools.policy import Policy
from livedesk.tools.registry import ToolRegistry
from livedesk.tools.runner import ToolRunner
from livedesk.tools.tool import Tool

SECRET = "correct-horse-battery-9"
PASS = f"Bearer {SECRET}"


@pytest.fixture
async def desk() -> AsyncIterator[McpDesk]:
    made = McpDesk()
    yield made
    await made.host.aclose()


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


async def run(desk: McpDesk, tool: Tool) -> ToolResult:
    """What becomes of a call that nobody has to allow."""
    registry, results = ToolRegistry(), list[ToolResult]()
    registry.add(replace(tool, risk=Risk.NOTHING, usual_policy=Policy.ALLOW))
    gate = PermissionGate(Nobody(), Nobody())
    runner = ToolRunner(registry, gate, results.append, clock=SystemClock())
    runner.start(ToolCall("1", tool.spec.name, {}))
    await desk.until(lambda: results)
    await runner.aclose()
    return results[0]


async def test_a_server_of_the_registry_is_listed_and_asked(desk: McpDesk):
    await desk.begin(official())
    tools = desk.tools("time")
    assert set(tools) == {"time__get_current_time", "time__convert_time"}
    output = await tools["time__get_current_time"].function({"timezone": "Asia/Tokyo"})
    assert output.output["result"]["datetime"].endswith("+09:00")
    with pytest.raises(ToolError, match="says that this failed"):
        await desk.host.call("time", "get_current_time", {"timezone": "Nowhere"})
    with pytest.raises(ToolError, match="refused this: Unknown tool"):
        await desk.host.call("time", "open_the_door", {})


async def test_a_server_that_ends_is_started_again_and_no_other_notices(
    desk: McpDesk, diary: Path, tmp_path: Path
):
    await desk.begin(rough("one", diary))
    await desk.begin(rough("two", tmp_path / "other"))
    with pytest.raises(ToolError, match="ended while it worked on this"):
        await desk.host.call("one", "crash", {})
    await desk.until(lambda: desk.states("one").count(ServerState.READY) == 2)
    assert desk.states("one")[2:4] == [ServerState.FAILING, ServerState.STARTING]
    assert (await desk.host.call("one", "echo", {"text": "back"})).output == {"text": "back"}
    assert len(pids(diary)) == 2
    assert desk.states("two") == [ServerState.STARTING, ServerState.READY]


async def test_a_server_that_never_runs_is_given_up_and_tells_no_secret(
    desk: McpDesk, diary: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    config = rough("bad", diary, "dies", TOKEN=SECRET)
    await desk.host.start(config)
    await desk.until(lambda: desk.states("bad")[-1:] == [ServerState.GIVEN_UP])
    assert len(pids(diary)) == 9
    assert desk.last("bad").fault == "It ended before it was ready."
    await desk.until(lambda: desk.host.error_lines("bad"))
    assert desk.host.error_lines("bad")[-1].startswith("cannot start with ")
    told = f"{desk.reports}{desk.host.error_lines('bad')}{config!r}{caplog.text}"
    assert SECRET not in told
    with pytest.raises(ToolError, match="is not running just now"):
        await desk.host.call("bad", "echo", {})


async def test_a_secret_reaches_the_program_and_nobody_else(
    desk: McpDesk, diary: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    await desk.begin(rough("one", diary, TOKEN=SECRET))
    assert SECRET not in Path(f"/proc/{pids(diary)[0]}/cmdline").read_text()
    with pytest.raises(ToolError, match="bad ") as caught:
        await desk.host.call("one", "fail", {})
    assert SECRET not in f"{caught.value!r}{caught.getrepr()}{caplog.text}"


async def test_who_is_stopped_or_too_slow_is_told(desk: McpDesk, diary: Path):
    await desk.begin(rough("one", diary))
    result = await run(desk, replace(desk.tools("one")["one__hang"], limit_s=0.05))
    assert result.outcome is ToolOutcome.FAILED
    assert "longer than 0.05 seconds" in result.error
    await desk.until(lambda: "cancelled" in diary.read_text())
    assert (await desk.host.call("one", "echo", {"text": "on"})).output == {"text": "on"}


async def test_a_megabyte_is_cut_with_a_note(desk: McpDesk, diary: Path):
    await desk.begin(rough("one", diary))
    result = await run(desk, desk.tools("one")["one__large"])
    assert result.outcome is ToolOutcome.SUCCEEDED
    assert "Only the first 40000 of 1000" in result.output["note"]


async def test_what_a_server_offers_later_is_offered(desk: McpDesk, diary: Path):
    await desk.begin(rough("one", diary))
    await desk.host.call("one", "more", {})
    await desk.until(lambda: "one__late" in desk.tools("one"))


async def test_rubbish_and_a_flood_of_messages_do_no_harm(desk: McpDesk, diary: Path):
    await desk.begin(rough("loud", diary, "noisy"))
    assert (await desk.host.call("loud", "echo", {"text": "hm"})).output == {"text": "hm"}
    await desk.until(lambda: len(desk.host.error_lines("loud")) == 40)


async def test_who_writes_nothing_but_rubbish_is_given_up(desk: McpDesk, diary: Path):
    await desk.host.start(rough("loud", diary, "flood"))
    await desk.until(lambda: ServerState.FAILING in desk.states("loud"))
    assert "It writes what is not MCP." in {report.fault for report in desk.reports}


async def test_nothing_that_a_server_lists_gives_it_a_right(desk: McpDesk, diary: Path):
    await desk.begin(rough("bad", diary, "hostile"))
    tools = desk.tools("bad")
    assert len(tools) == 3
    assert all(name.startswith("bad__") and name.isidentifier() for name in tools)
    gate = PermissionGate(Nobody(), Nobody())
    for tool in tools.values():
        assert (tool.risk, gate.policy(tool)) == (Risk.REACHES_OUT, Policy.ASK)


@pytest.mark.parametrize("kind", ["plain", "stubborn"])
async def test_no_program_is_left_behind(desk: McpDesk, diary: Path, kind: str):
    await desk.begin(rough("one", diary, kind))
    await desk.host.aclose()
    assert not [pid for pid in pids(diary) if is_alive(pid)]
    assert desk.states("one")[-1] is ServerState.OFF


async def test_a_program_that_never_answers_can_be_ended(desk: McpDesk, diary: Path):
    await desk.host.start(rough("one", diary, "mute"))
    await desk.until(lambda: pids(diary))
    await desk.host.stop("one")
    assert not is_alive(pids(diary)[0])


async def test_a_program_that_is_just_being_started_is_not_left_behind(diary: Path):
    for _ in range(5):
        desk = McpDesk()
        await desk.host.start(rough("one", diary))
        await desk.host.aclose()
    assert not any(is_alive(pid) for pid in pids(diary))


async def test_a_program_that_does_not_exist_is_told(desk: McpDesk):
    await desk.host.start(ServerConfig("none", Program("no-such-program-here")))
    await desk.until(lambda: desk.states("none")[-1:] == [ServerState.GIVEN_UP])
    assert "no program “no-such-program-here”" in desk.last("none").fault


async def test_a_program_ends_with_a_livedesk_that_was_killed(desk: McpDesk, diary: Path):
    tests = str(PROGRAMS.parents[1])
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "helpers.mcp_desk", str(diary)),
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": tests},
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    assert is_alive(pids(diary)[0])
    process.kill()
    await process.wait()
    await desk.until(lambda: not is_alive(pids(diary)[0]))


class Elsewhere:
    """The HTTP server, which can be killed and started again on its port."""

    def __init__(self) -> None:
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self._process is not None:
            return
        self._process = subprocess.Popen(
            [sys.executable, str(PROGRAMS / "http_server.py"), str(self.port), PASS],
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@pytest.fixture(scope="module")
def kept_http_server() -> Iterator[Elsewhere]:
    server = Elsewhere()
    yield server
    server.kill()


@pytest.fixture
def http_server(kept_http_server: Elsewhere) -> Elsewhere:
    """It runs; a test may kill it."""
    kept_http_server.start()
    return kept_http_server


async def test_a_server_elsewhere_that_refuses_is_told(desk: McpDesk, http_server: Elsewhere):
    await desk.host.start(elsewhere(http_server.port, {"Authorization": "Bearer wrong-one"}))
    await desk.until(lambda: ServerState.FAILING in desk.states("desk"))
    assert "refuses" in next(report.fault for report in desk.reports if report.fault)
    assert "wrong-one" not in str(desk.reports)


async def test_a_server_elsewhere_is_asked_and_lost(desk: McpDesk, http_server: Elsewhere):
    config = elsewhere(http_server.port, {"Authorization": PASS})
    await desk.begin(config)
    assert (await desk.host.call("desk", "add", {"left": 2, "right": 3})).output["result"] == {
        "result": 5
    }
    large = await run(desk, desk.tools("desk")["desk__large"])
    assert "Only the first" in large.output["note"]
    http_server.kill()
    with pytest.raises(ToolError):
        await desk.host.call("desk", "add", {"left": 2, "right": 3})
    await desk.until(lambda: ServerState.FAILING in desk.states("desk"))
    await desk.until(lambda: desk.states("desk")[-1] is ServerState.GIVEN_UP)
    assert desk.last("desk").fault == "Nobody answers at its address."
