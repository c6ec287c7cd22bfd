"""A talk with the practice server through real sound, without a window."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from helpers.plain_tools import plain_tools
from helpers.speech import speak
from helpers.virtual_sound import VirtualSound

from livedesk.app.practice_connector import PracticeConnector
from livedesk.audio.engine import AudioEngine
from livedesk.audio.system_sound import system_backend
from livedesk.conversation.conversation import Conversation, Parts
from livedesk.conversation.events import ConversationEvent, ErrorOccurred
from livedesk.core.audio_processing import Processing
from livedesk.core.clock import SystemClock
from livedesk.core.errors import LiveDeskError
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.loopback.admission import PLAIN_MODEL
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.model import Transcript, Utterance

STORY = "tell me a long story"


class SpokenTalk:
    """An engine, a conversation and the practice server; an async context manager.

    The virtual devices of ``sound`` must be in this process's environment before it is entered.
    """

    def __init__(self, sound: VirtualSound, folder: Path, processing: Processing) -> None:
        clock = SystemClock()
        self.audio = AudioEngine(system_backend, clock=clock)
        self.audio.set_processing(processing)
        self.errors: list[LiveDeskError] = []
        self._sound = sound
        self._folder = folder
        self._server = EmbeddedServer()
        self._transcript = Transcript(clock)
        parts = Parts(
            PracticeConnector(self._server),
            self.audio,
            plain_tools(),
            Assembler(self._transcript, clock),
            clock,
        )
        setup = SessionSetup(PLAIN_MODEL, "Puck", "Be kind.")
        self._conversation = Conversation(parts, setup, self._on_event)

    async def __aenter__(self) -> Self:
        self._conversation.start(with_microphone=True)
        await self.until(lambda: self.audio.microphone_open and self.audio.speaker_open)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._conversation.aclose()
        await self.audio.close()
        await asyncio.to_thread(self._server.stop)

    def said_by(self, speaker: Speaker) -> list[Utterance]:
        """Everything that side said so far, in order."""
        entries = self._transcript.entries
        return [e for e in entries if isinstance(e, Utterance) and e.speaker is speaker]

    @property
    def n_cut(self) -> int:
        """Answers that were broken off."""
        return sum(utterance.was_cut for utterance in self.said_by(Speaker.ASSISTANT))

    async def say(self, text: str) -> None:
        """Say something into the microphone; returns when it is said."""
        await asyncio.to_thread(self._sound.say, speak(text, self._folder))

    async def until(self, condition: Callable[[], object], limit_s: float = 15.0) -> None:
        """Wait for something.

        Raises:
            TimeoutError: it did not come about.
        """
        async with asyncio.timeout(limit_s):
            while not condition():
                await asyncio.sleep(0.02)

    async def begin_story(self) -> None:
        """Ask for the story, and wait until it is heard."""
        n_answers = len(self.said_by(Speaker.ASSISTANT))
        await self.say(STORY)
        await self.until(lambda: len(self.said_by(Speaker.ASSISTANT)) > n_answers)
        await self.until(lambda: self.audio.played_ms > 100 and self.audio.is_playing)

    async def listen(self, duration_s: float) -> int:
        """Say nothing for a while, or until the story is over.

        Returns:
            How often the assistant was interrupted meanwhile: by itself.
        """
        n_cut, n_user = self.n_cut, len(self.said_by(Speaker.USER))
        end_s = time.monotonic() + duration_s
        while time.monotonic() < end_s and self.audio.is_playing:
            await asyncio.sleep(0.05)
        return max(self.n_cut - n_cut, len(self.said_by(Speaker.USER)) - n_user)

    def _on_event(self, event: ConversationEvent) -> None:
        if isinstance(event, ErrorOccurred):
            self.errors.append(event.error)
