"""From the model's tool calls to its results, and to their cards in the transcript."""

from __future__ import annotations

from dataclasses import dataclass

from livedesk.core.clock import Clock
from livedesk.core.events import ToolCallsCancelled, ToolCallsReceived
from livedesk.core.inputs import ToolResultInput
from livedesk.core.tool_types import ToolOutcome, ToolResult
from livedesk.session.live_session import LiveSession
from livedesk.tools.permission import PermissionGate
from livedesk.tools.registry import ToolRegistry
from livedesk.tools.runner import ToolRunner
from livedesk.transcript.assembler import Assembler


@dataclass(frozen=True, slots=True)
class ToolSet:
    """What the assistant can do, and who says whether it may. Both outlive a talk."""

    registry: ToolRegistry
    gate: PermissionGate


class ToolPath:
    """Runs the calls of one session and answers each exactly once, unless it was cancelled."""

    def __init__(
        self, session: LiveSession, tools: ToolSet, assembler: Assembler, clock: Clock
    ) -> None:
        self._session = session
        self._assembler = assembler
        self._runner = ToolRunner(tools.registry, tools.gate, self._on_result, clock=clock)

    @property
    def is_busy(self) -> bool:
        """Whether a tool is running."""
        return self._runner.is_busy

    def on_event(self, event: ToolCallsReceived | ToolCallsCancelled) -> None:
        """Start or cancel calls."""
        if isinstance(event, ToolCallsCancelled):
            self._runner.cancel(event.call_ids)
            return
        for call in event.calls:
            if self._runner.start(call):
                self._assembler.tool_started(call)

    def stop(self, call_id: str) -> None:
        """The person wants no more of a call; the model is told so. Idempotent."""
        self._runner.stop(call_id)

    async def aclose(self) -> None:
        """Cancel what still runs. Idempotent."""
        await self._runner.aclose()

    def _on_result(self, result: ToolResult) -> None:
        self._assembler.tool_finished(result)
        if result.outcome is not ToolOutcome.CANCELLED:
            self._session.send(ToolResultInput(result))
