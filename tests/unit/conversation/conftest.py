"""A conversation that can be driven and asked."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from helpers.plain_tools import plain_tool, plain_tools

from livedesk.audio.backends.silent_backend import SilentBackend
from livedesk.audio.engine import AudioEngine
from livedesk.conversation.conversation import Conversation, Parts
from livedesk.conversation.events import ConversationEvent
from livedesk.core.clock import SystemClock
from livedesk.core.events import AudioOutput
from livedesk.core.reports import SessionState
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.session.scripted import ScriptedConnector
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.model import Transcript, Utterance

SETUP = SessionSetup("gemini-3.8-live", "Kore", "Be kind.")


class Talk:
    """A conversation and everything that it told."""

    def __init__(self, *steps, backend=SilentBackend) -> None:
        clock = SystemClock()
        self.connector = ScriptedConnector(*steps)
        self.audio = AudioEngine(backend, clock=clock)
        self.transcript = Transcript(clock)
        self.tool_release = asyncio.Event()
        tools = plain_tools(plain_tool("tell", self._tell))
        parts = Parts(self.connector, self.audio, tools, Assembler(self.transcript, clock), clock)
        self.events: list[ConversationEvent] = []
        self._changed = asyncio.Event()
        self.conversation = Conversation(parts, SETUP, self._on_event)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.005)

    def said(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    def sent(self, kind: type) -> list:
        return [item for item in self.connector.sent if isinstance(item, kind)]

    def texts(self, speaker: Speaker) -> list[str]:
        entries = self.transcript.entries
        return [e.text for e in entries if isinstance(e, Utterance) and e.speaker is speaker]

    async def live(self) -> None:
        await self.until(lambda: self.conversation.state is SessionState.LIVE)
        await self.until(lambda: self.audio.speaker_open)

    def _on_event(self, event: ConversationEvent) -> None:
        self.events.append(event)

    async def _tell(self, arguments):
        await self.tool_release.wait()
        return {"told": True}


@pytest.fixture
async def talks() -> AsyncIterator[Callable[..., Talk]]:
    made: list[Talk] = []

    def make(*steps, **options) -> Talk:
        made.append(Talk(*steps, **options))
        return made[-1]

    yield make
    for talk in made:
        await talk.conversation.aclose()
        await talk.audio.close()


@pytest.fixture
def speech() -> AudioOutput:
    """A second of it."""
    return AudioOutput(bytes(48_000), 24_000)
