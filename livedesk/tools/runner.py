"""Runs tool calls: each in its own task, at most one result per call, none after cancelling."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace

from livedesk.core.clock import Clock
from livedesk.core.errors import LiveDeskError, ToolDeniedError, ToolError
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.tools.output import fitting
from livedesk.tools.permission import PermissionGate
from livedesk.tools.registry import ToolRegistry
from livedesk.tools.tool import Tool, ToolOutput

_log = get_logger("tools")
STOPPED = "The person stopped it."


@dataclass(slots=True)
class _Running:
    call: ToolCall
    task: asyncio.Task[None]
    started_s: float


class ToolRunner:
    """Runs calls and reports one ``ToolResult`` for each.

    A cancelled call is reported with ``ToolOutcome.CANCELLED``, which must not go to the model.
    An id that was given once is not run again: servers repeat themselves.
    """

    def __init__(
        self,
        registry: ToolRegistry,
        gate: PermissionGate,
        listener: Listener[ToolResult],
        *,
        clock: Clock,
    ) -> None:
        self._registry = registry
        self._gate = gate
        self._listener = listener
        self._clock = clock
        self._tasks = TaskSet()
        self._running: dict[str, _Running] = {}
        self._known: set[str] = set()

    @property
    def is_busy(self) -> bool:
        """Whether any call is still running."""
        return bool(self._running)

    def start(self, call: ToolCall) -> bool:
        """Run ``call`` in the background; returns False for one that was started before."""
        if call.call_id in self._known:
            return False
        self._known.add(call.call_id)
        task = self._tasks.spawn(self._run(call), name=f"tool {call.name}")
        self._running[call.call_id] = _Running(call, task, self._clock.now_s())
        return True

    def cancel(self, call_ids: Iterable[str]) -> None:
        """Stop calls and report them as cancelled at once. Unknown ids are ignored.

        A call of that id that comes later is not run: its cancelling was faster.
        """
        for call_id in call_ids:
            self._known.add(call_id)
            self._end(call_id, ToolResult(call_id, "", ToolOutcome.CANCELLED))

    def stop(self, call_id: str) -> None:
        """The person wants no more of a call: stop it, and answer the model so. Idempotent."""
        self._end(call_id, ToolResult(call_id, "", ToolOutcome.FAILED, error=STOPPED))

    async def aclose(self) -> None:
        """Cancel what still runs, reporting it, and wait for the tasks. Idempotent."""
        self.cancel(tuple(self._running))
        await self._tasks.aclose()

    def _end(self, call_id: str, result: ToolResult) -> None:
        running = self._running.get(call_id)
        if running is not None:
            running.task.cancel()
            self._report(running.call, result)

    async def _run(self, call: ToolCall) -> None:
        result = ToolResult(call.call_id, call.name, ToolOutcome.FAILED)
        try:
            tool = self._registry.get(call.name)
            await self._gate.admit(tool, call)
            output = fitting(await self._output(tool, call))
            result = replace(
                result,
                outcome=ToolOutcome.SUCCEEDED,
                output=output.output,
                exhibits=output.exhibits,
            )
        except ToolDeniedError as denial:
            result = replace(result, outcome=ToolOutcome.DENIED, error=str(denial))
        except LiveDeskError as failure:
            result = replace(result, error=str(failure))
        except Exception as failure:  # noqa: BLE001 - a tool is a plug-in: nothing of it may end the talk
            _log.info("tool %s failed: %s", call.name, type(failure).__name__)
            result = replace(result, error=f"The tool {call.name} failed.")
        running = self._running.get(call.call_id)
        if running is not None and running.task is asyncio.current_task():
            self._report(call, result)
        # else it was cancelled, and reported as such, while the tool would not stop

    async def _output(self, tool: Tool, call: ToolCall) -> ToolOutput:
        limit = asyncio.timeout(tool.limit_s)
        try:
            async with limit:
                output = await tool.function(call.arguments)
        except TimeoutError as error:
            if not limit.expired():
                raise  # the tool's own
            raise ToolError(
                f"The tool {call.name} took longer than {tool.limit_s:g} seconds."
            ) from error
        return output if isinstance(output, ToolOutput) else ToolOutput(output)

    def _report(self, call: ToolCall, result: ToolResult) -> None:
        started_s = self._running.pop(call.call_id).started_s
        duration_ms = (self._clock.now_s() - started_s) * 1000
        self._listener(replace(result, name=call.name, duration_ms=duration_ms))
