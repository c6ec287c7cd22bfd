"""Runs tool calls: each in its own task, at most one result per call, none after cancelling."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from livedesk.core.clock import Clock
from livedesk.core.errors import ToolError
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.core.tool_types import JsonObject, ToolCall, ToolOutcome, ToolResult
from livedesk.tools.registry import ToolRegistry

_log = get_logger("tools")


class ToolRunner:
    """Runs calls and reports one ``ToolResult`` for each.

    A cancelled call is reported with ``ToolOutcome.CANCELLED``, which must not go to the model.
    A call whose id is already running is ignored: servers repeat themselves.
    """

    def __init__(
        self,
        registry: ToolRegistry,
        listener: Listener[ToolResult],
        *,
        clock: Clock,
        limit_s: float = 30.0,
    ) -> None:
        self._registry = registry
        self._listener = listener
        self._clock = clock
        self._limit_s = limit_s
        self._tasks = TaskSet()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._calls: dict[str, ToolCall] = {}
        self._started_s: dict[str, float] = {}

    @property
    def is_busy(self) -> bool:
        """Whether any call is still running."""
        return bool(self._running)

    def start(self, call: ToolCall) -> bool:
        """Run ``call`` in the background; returns False for one that is running already."""
        if call.call_id in self._running:
            return False
        self._calls[call.call_id] = call
        self._started_s[call.call_id] = self._clock.now_s()
        self._running[call.call_id] = self._tasks.spawn(self._run(call), name=f"tool {call.name}")
        return True

    def cancel(self, call_ids: Iterable[str]) -> None:
        """Stop calls and report them as cancelled at once. Unknown ids are ignored."""
        for call_id in call_ids:
            task = self._running.pop(call_id, None)
            if task is not None:
                task.cancel()
                self._report(self._calls[call_id], ToolOutcome.CANCELLED)

    async def aclose(self) -> None:
        """Cancel what still runs, reporting it, and wait for the tasks. Idempotent."""
        self.cancel(tuple(self._running))
        await self._tasks.aclose()

    async def _run(self, call: ToolCall) -> None:
        output: JsonObject = {}
        error = ""
        try:
            async with asyncio.timeout(self._limit_s):
                output = await self._registry.function(call.name)(call.arguments)
        except ToolError as failure:
            error = str(failure)
        except TimeoutError:
            error = f"The tool {call.name} took longer than {self._limit_s:g} seconds."
        except Exception as failure:  # noqa: BLE001 - a tool is a plug-in: nothing of it may end the talk
            _log.info("tool %s failed: %s", call.name, type(failure).__name__)
            error = f"The tool {call.name} failed."
        if self._running.get(call.call_id) is not asyncio.current_task():
            return  # cancelled, and reported as such, while the tool would not stop
        del self._running[call.call_id]
        outcome = ToolOutcome.FAILED if error else ToolOutcome.SUCCEEDED
        self._report(call, outcome, output, error)

    def _report(
        self,
        call: ToolCall,
        outcome: ToolOutcome,
        output: JsonObject | None = None,
        error: str = "",
    ) -> None:
        del self._calls[call.call_id]
        started_s = self._started_s.pop(call.call_id)
        self._listener(
            ToolResult(
                call_id=call.call_id,
                name=call.name,
                outcome=outcome,
                output=output or {},
                error=error,
                duration_ms=(self._clock.now_s() - started_s) * 1000,
            )
        )
