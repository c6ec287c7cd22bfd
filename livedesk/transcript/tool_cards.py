"""The entries of tool calls."""

from __future__ import annotations

from dataclasses import replace

from livedesk.core.clock import Clock
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.transcript.model import ToolEntry, ToolState, Transcript

_STATES = {
    ToolOutcome.SUCCEEDED: ToolState.SUCCEEDED,
    ToolOutcome.FAILED: ToolState.FAILED,
    ToolOutcome.CANCELLED: ToolState.CANCELLED,
    ToolOutcome.DENIED: ToolState.DENIED,
}


class ToolCards:
    """One card for each call; its state follows the call's."""

    def __init__(self, transcript: Transcript, clock: Clock) -> None:
        self._transcript = transcript
        self._clock = clock

    def is_running(self, call_id: str) -> bool:
        """Whether there is a card of a call that has not ended."""
        return self._running(call_id) is not None

    def start(self, call: ToolCall) -> int:
        """Put a card at the end; returns its entry's id."""
        entry_id = self._transcript.new_id()
        now = self._clock.wall_time()
        self._transcript.append(ToolEntry(entry_id, call.call_id, call.name, call.arguments, now))
        return entry_id

    def finish(self, result: ToolResult) -> bool:
        """Show how a call ended; returns whether it was running."""
        entry = self._running(result.call_id)
        if entry is None:
            return False
        self._transcript.replace(
            replace(
                entry,
                state=_STATES[result.outcome],
                output=result.output,
                error=result.error,
                duration_ms=result.duration_ms,
                exhibits=result.exhibits,
            )
        )
        return True

    def cancel_running(self) -> None:
        """Nobody waits for these calls any more."""
        for entry in tuple(self._transcript.entries):
            if isinstance(entry, ToolEntry) and entry.state is ToolState.RUNNING:
                self._transcript.replace(replace(entry, state=ToolState.CANCELLED))

    def _running(self, call_id: str) -> ToolEntry | None:
        for entry in reversed(self._transcript.entries):
            if (
                isinstance(entry, ToolEntry)
                and entry.call_id == call_id
                and entry.state is ToolState.RUNNING
            ):
                return entry
        return None
