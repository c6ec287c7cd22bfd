"""What goes wrong with tools, what the person sees of it, and what the model is told.

The real conversation, runner and transcript, each fault in a talk of its own; only the server is a
script.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from livedesk.audio.backends.silent_backend import SilentBackend
from livedesk.audio.engine import AudioEngine
from livedesk.conversation.conversation import Conversation, Parts
from livedesk.conversation.tool_path import ToolSet
from livedesk.core.clock import SystemClock
from livedesk.core.errors import ServerUnreachableError, ToolError
from livedesk.core.events import Interrupted, ToolCallsCancelled, ToolCallsReceived
from livedesk.core.inputs import ToolResultInput
from livedesk.core.reports import SessionState
from livedesk.core.setup import SessionSetup
from livedesk.core.tool_types import Risk, ToolCall
from livedesk.session.scripted import Accept, ScriptedConnector
from livedesk.tools.from_function import tool_from
from livedesk.tools.permission import Nobody, PermissionGate
from livedesk.tools.registry import ToolRegistry
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.model import ToolEntry, ToolState, Transcript

_LIMIT_S = 5.0
_MOST_CHARACTERS = 96


class _Talk:
    def __init__(self) -> None:
        self.connector = ScriptedConnector(Accept(), Accept())
        self.never = asyncio.Event()
        registry, nobody = ToolRegistry(), Nobody()
        registry.add(
            *(tool_from(of, Risk.NOTHING) for of in (self.add, self.wait, self.fail, self.large)),
            tool_from(self.slow, Risk.NOTHING, limit_s=0.05),
            tool_from(self.private, Risk.READS),
        )
        clock = SystemClock()
        self.transcript = Transcript(clock)
        self.audio = AudioEngine(SilentBackend, clock=clock)
        tools = ToolSet(registry, PermissionGate(nobody, nobody))
        parts = Parts(self.connector, self.audio, tools, Assembler(self.transcript, clock), clock)
        setup = SessionSetup("gemini-3.8-live", "Kore", "", tools=registry.specs())
        self.conversation = Conversation(parts, setup, lambda _event: None)

    async def add(self, left: int, right: int) -> int:
        """Add two numbers."""
        return left + right

    async def wait(self) -> None:
        """Wait for ever."""
        await self.never.wait()

    async def slow(self) -> None:
        """Take longer than allowed."""
        await self.never.wait()

    async def fail(self) -> None:
        """Fail as a tool may."""
        raise ToolError("There is no such town.")

    async def large(self) -> str:
        """Return a megabyte."""
        return "x" * 1_000_000

    async def private(self) -> None:
        """Read what is the person's."""

    @property
    def card(self) -> ToolEntry | None:
        cards = [entry for entry in self.transcript.entries if isinstance(entry, ToolEntry)]
        return cards[-1] if cards else None

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(_LIMIT_S):
            while not condition():
                await asyncio.sleep(0.002)


@dataclass(frozen=True)
class _Fault:
    title: str
    tool: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    meanwhile: Callable[[_Talk], Awaitable[None]] | None = None


async def _stop(talk: _Talk) -> None:
    talk.conversation.stop_tool("c1")


async def _cancel(talk: _Talk) -> None:
    talk.connector.emit(ToolCallsCancelled(("c1",)))


async def _talk_over(talk: _Talk) -> None:
    talk.connector.emit(Interrupted(), ToolCallsCancelled(("c1",)))


async def _lose(talk: _Talk) -> None:
    talk.connector.drop(ServerUnreachableError("gone"))


FAULTS = (
    _Fault("longer than its limit", "slow"),
    _Fault("fails", "fail"),
    _Fault("not allowed by the person, or nobody there", "private"),
    _Fault("arguments of the wrong kind", "add", {"left": "many"}),
    _Fault("arguments that it does not take", "add", {"left": 1, "right": 2, "more": 3}),
    _Fault("no such tool", "launch"),
    _Fault("a result of a megabyte", "large"),
    _Fault("stopped on its card", "wait", meanwhile=_stop),
    _Fault("cancelled by the server", "wait", meanwhile=_cancel),
    _Fault("talked over", "wait", meanwhile=_talk_over),
    _Fault("session lost while it runs", "wait", meanwhile=_lose),
)


def measured() -> str:
    """The table, as Markdown."""
    rows = [asyncio.run(_row(fault)) for fault in FAULTS]
    head = ("fault", "card", "what the person reads", "what the model is told")
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


async def _row(fault: _Fault) -> tuple[str, str, str, str]:
    talk = _Talk()
    talk.conversation.start(with_microphone=False)
    await talk.until(lambda: talk.conversation.state is SessionState.LIVE)
    talk.connector.emit(ToolCallsReceived((ToolCall("c1", fault.tool, fault.arguments),)))
    await talk.until(lambda: talk.card is not None)
    if fault.meanwhile is not None:
        await fault.meanwhile(talk)
    await talk.until(lambda: talk.card is not None and talk.card.state is not ToolState.RUNNING)
    card = talk.card
    assert card is not None
    if card.state is not ToolState.CANCELLED:
        await talk.until(lambda: talk.connector.sent)
    answers = [item.result for item in talk.connector.sent if isinstance(item, ToolResultInput)]
    told = "nothing"
    if answers:
        told = answers[0].error or json.dumps(answers[0].output)
    read = card.error or (json.dumps(card.output) if card.output else "–")
    await talk.conversation.aclose()
    await talk.audio.close()
    return fault.title, card.state.value, _short(read), _short(told)


def _short(text: str) -> str:
    text = " ".join(text.split()).replace("|", "/")
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
