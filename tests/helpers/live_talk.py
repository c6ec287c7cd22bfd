"""A whole talk without a window: real session, real SDK, practice server, bad network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from helpers.plain_tools import plain_tool, plain_tools

from livedesk.audio.engine import AudioEngine
from livedesk.conversation.conversation import Conversation, Parts
from livedesk.conversation.events import ConversationEvent, ErrorOccurred
from livedesk.core.audio_format import Samples
from livedesk.core.clock import SystemClock
from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.core.errors import LiveDeskError
from livedesk.core.reports import SessionState, StateChanged
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import JsonObject
from livedesk.loopback.scenario import DEFAULT, Scenario, read_scenario
from livedesk.loopback.server import LoopbackServer
from livedesk.session.gemini.connector import Endpoint, GeminiConnector
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.model import Notice, ToolEntry, ToolState, Transcript, Utterance

from .guest_book import Delivery, GuestBook, delivery
from .numbered_microphone import NumberedBackend
from .tcp_proxy import TcpProxy

_LIMIT_S = 8.0
# A practice server in a hurry answers within a fraction of a second.
_IN_A_HURRY = SessionPolicy(silence_s=2.0)


class LiveTalk:
    """A conversation through a proxy, from entering the context to leaving it.

    Attributes:
        book: what the server heard.
        proxy: the network.
        server: behind it.
        events: everything that the conversation told.
    """

    def __init__(
        self,
        scenario: Scenario = DEFAULT,
        *,
        pace: float = 8.0,
        key: str = "practice",
        model_id: str = "gemini-3.8-live",
        sound: Samples | None = None,
        policy: SessionPolicy = _IN_A_HURRY,
    ) -> None:
        self.book = GuestBook()
        self.server = LoopbackServer(scenario=scenario, pace=pace, on_call=self.book.on_call)
        self.microphone = NumberedBackend(sound)
        self.events: list[ConversationEvent] = []
        self.times_s: list[float] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self._clock = SystemClock()
        self._key = key
        self._model_id = model_id
        self._policy = policy

    @classmethod
    def playing(cls, scenario: str, *, pace: float = 8.0) -> Self:
        """With a scenario as TOML."""
        return cls(read_scenario(scenario), pace=pace)

    async def __aenter__(self) -> Self:
        await self.server.start()
        self.proxy = TcpProxy(urlsplit(self.server.base_url).port or 0)
        await self.proxy.start()
        self.audio = AudioEngine(self.microphone, clock=self._clock)
        self.transcript = Transcript(self._clock)
        tools = plain_tools(plain_tool("get_local_time", self._tell_time))
        parts = Parts(
            self._connector(),
            self.audio,
            tools,
            Assembler(self.transcript, self._clock),
            self._clock,
        )
        setup = SessionSetup(self._model_id, "Kore", "Be kind.", tools=tools.registry.specs())
        self.conversation = Conversation(parts, setup, self._on_event)
        self.conversation.set_policy(self._policy)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.may_answer.set()
        await self.conversation.aclose()
        await self.audio.close()
        await self.proxy.__aexit__(kind, error, traceback)
        await self.server.aclose()

    def _connector(self) -> GeminiConnector:
        credential = Credential(Secret(self._key), CredentialSource.PRACTICE, "test")
        endpoint = Endpoint(base_url=self.proxy.base_url, ca_file=str(self.server.ca_file))
        return GeminiConnector(credential, endpoint)

    async def _tell_time(self, _: JsonObject) -> JsonObject:
        await self.may_answer.wait()
        return {"time": "12:05", "date": "2026-11-23"}

    def _on_event(self, event: ConversationEvent) -> None:
        self.events.append(event)
        self.times_s.append(self._clock.now_s())

    @property
    def state(self) -> SessionState:
        return self.conversation.state

    @property
    def errors(self) -> list[LiveDeskError]:
        """What the person was told, apart from why the connection is being made again."""
        return [event.error for event in self.events if isinstance(event, ErrorOccurred)]

    @property
    def losses(self) -> list[StateChanged]:
        """Every attempt to come back that was not planned."""
        return [
            event
            for event in self.events
            if isinstance(event, StateChanged)
            and event.state is SessionState.RECONNECTING
            and event.error is not None
        ]

    @property
    def notices(self) -> list[str]:
        """The remarks in the transcript."""
        return [e.text for e in self.transcript.entries if isinstance(e, Notice)]

    @property
    def tool_states(self) -> list[ToolState]:
        """What became of the tool calls so far."""
        return [e.state for e in self.transcript.entries if isinstance(e, ToolEntry)]

    @property
    def typed(self) -> list[str]:
        """What the person typed, in order."""
        entries = self.transcript.entries
        return [e.text for e in entries if isinstance(e, Utterance) and e.is_typed]

    def said(self, speaker: Speaker) -> list[str]:
        """The words of one side, turn by turn."""
        entries = self.transcript.entries
        return [e.text for e in entries if isinstance(e, Utterance) and e.speaker is speaker]

    def heard(self) -> Delivery:
        """What became of the speech into the microphone."""
        return delivery(self.microphone.speech, self.book)

    async def until(self, condition: Callable[[], Any], limit_s: float = _LIMIT_S) -> None:
        """Wait until ``condition``; the failure shows where the talk stands."""
        try:
            async with asyncio.timeout(limit_s):
                while not condition():
                    await asyncio.sleep(0.002)
        except TimeoutError:
            raise AssertionError(f"this did not come about; {self.describe()}") from None

    async def live(self) -> None:
        """Wait until the server listens."""
        await self.until(lambda: self.state is SessionState.LIVE)

    async def begin(self, *, with_microphone: bool = False) -> None:
        """Start, and wait until the server listens."""
        self.conversation.start(with_microphone=with_microphone)
        await self.live()
        if with_microphone:
            await self.until(lambda: self.book.frames)

    async def ask(self, text: str = "thanks", *, limit_s: float = _LIMIT_S) -> str:
        """Type, wait until the server has it and for a whole answer, and give its words."""
        n_before = len(self.transcript.entries)
        n_times = self.book.texts.count(text)
        self.conversation.send_text(text)
        await self.until(lambda: self.book.texts.count(text) > n_times, limit_s)
        await self.until(lambda: self._answers_from(n_before), limit_s)
        return self._answers_from(n_before)[-1]

    async def begin_answer(self, text: str = "tell me a long story") -> None:
        """Type, and wait until the answer has begun."""
        n_before = len("".join(self.said(Speaker.ASSISTANT)))
        self.conversation.send_text(text)
        await self.until(lambda: len("".join(self.said(Speaker.ASSISTANT))) > n_before)

    def describe(self) -> str:
        """Where the talk stands, for the message of a failed test."""
        changes = [event for event in self.events if isinstance(event, StateChanged)]
        return f"state {self.state}, changes {changes[-4:]}, visits {self.book.ends}"

    def _answers_from(self, index: int) -> list[str]:
        """The assistant's turns since then that are over and were not cut off."""
        return [
            e.text
            for e in self.transcript.entries[index:]
            if isinstance(e, Utterance)
            and e.speaker is Speaker.ASSISTANT
            and e.is_final
            and e.text
            and not e.was_cut
        ]
