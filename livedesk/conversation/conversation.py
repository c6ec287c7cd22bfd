"""One talk from start to end: owns a Live session and everything that flows through it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from livedesk.audio.engine import AudioEngine
from livedesk.conversation.audio_path import AudioPath
from livedesk.conversation.events import (
    ActivityChanged,
    ConversationEvent,
    ErrorOccurred,
    MicrophoneChanged,
    SpeakerReturned,
    SpokeWhileMuted,
)
from livedesk.conversation.key_path import KeyPath
from livedesk.conversation.metrics_path import MetricsPath
from livedesk.conversation.person_words import PersonWords
from livedesk.conversation.report_path import ReportPath
from livedesk.conversation.tool_path import ToolPath, ToolSet
from livedesk.conversation.video_path import VideoPath
from livedesk.core.clock import Clock
from livedesk.core.connection_story import ConnectionStory
from livedesk.core.errors import AudioError
from livedesk.core.inputs import HistoryTurn, TextInput
from livedesk.core.listeners import Listener
from livedesk.core.reports import SessionReport, SessionState, StateChanged
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import ActivityState, Speaker
from livedesk.core.tasks import TaskSet
from livedesk.seeing.pacing import Hearing
from livedesk.session.connection import Connector
from livedesk.session.live_session import LiveSession
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.heard import HeardSoFar
from livedesk.transcript.history import HISTORY_TOKENS

# How often "is it still playing" is asked while something goes on: well below what an eye notices.
_ACTIVITY_PERIOD_S = 0.05


@dataclass(frozen=True, slots=True)
class Parts:
    """What a conversation is made of; all but the session outlive it."""

    connector: Connector
    audio: AudioEngine
    tools: ToolSet
    assembler: Assembler
    clock: Clock


class Conversation:
    """One talk. Built idle; ``start`` once, ``aclose`` once; both are idempotent.

    Everything runs on the loop on which ``start`` is called; so does the listener.

    Attributes:
        key: where the key to talk is pressed and released.
        metrics: what its answers take and use.
        video: what the person shares.
    """

    def __init__(
        self, parts: Parts, setup: SessionSetup, listener: Listener[ConversationEvent]
    ) -> None:
        self._listener = listener
        self._audio = parts.audio
        self._assembler = parts.assembler
        self._clock = parts.clock
        self._session = LiveSession(
            parts.connector,
            setup,
            self._on_report,
            clock=parts.clock,
            history=self._recent_history,
        )
        self._sound = AudioPath(self._session, parts.audio, parts.assembler, parts.clock)
        self._sound.set_turn_taking(setup.turn_taking)
        self.key = KeyPath(self._sound.speech, listener)
        self._tools = ToolPath(self._session, parts.tools, parts.assembler, parts.clock)
        self._reports = ReportPath(
            self._sound, self._tools, parts.assembler, listener, self._recent_history
        )
        self.metrics = MetricsPath(self._sound, parts.audio, parts.clock, setup.model_id, listener)
        self.video = VideoPath(self._session.send)
        self._words = PersonWords(listener, parts.clock)
        self._tasks = TaskSet()
        self._activity = ActivityState.LISTENING
        self._microphone_lock = asyncio.Lock()
        self._is_started = False
        self._is_closing = False

    @property
    def state(self) -> SessionState:
        """Where the session stands."""
        return self._session.state

    @property
    def setup(self) -> SessionSetup:
        """The desired setup."""
        return self._session.desired_setup

    @property
    def story(self) -> ConnectionStory:
        """What can be told about the connection just now."""
        return self._session.story

    def start(self, *, with_microphone: bool) -> None:
        """Connect; speech is captured from this instant and kept until the server listens."""
        if self._is_started:
            return
        self._is_started = True
        self._audio.on_fault = self._on_audio_fault
        self._audio.on_back = self._on_audio_back
        self._session.start(self._recent_history())
        self.open_speaker()
        self._tasks.spawn(self._follow_activity(), name="follow activity")
        if with_microphone:
            self.open_microphone()

    def open_microphone(self) -> None:
        """Listen to the person. A microphone that cannot be had is reported; typing goes on."""
        self._tasks.spawn(self._open_microphone(), name="open microphone")

    def open_speaker(self) -> None:
        """Be heard. A speaker that cannot be had is reported; reading goes on. Idempotent."""
        self._tasks.spawn(self._open_speaker(), name="open speaker")

    def set_muted(self, muted: bool) -> None:
        """Let no sound of the person's out, or let it out again."""
        self._sound.set_muted(muted)
        self._report_microphone()

    def send_text(self, text: str) -> None:
        """A typed turn; it waits while there is no connection."""
        self._reports.broken.on_talk_goes_on()
        self._assembler.add_typed(text)
        self._sound.silence()
        now_s = self._clock.now_s()
        self._look(now_s, is_typed=True)  # before the words: they may be about it
        self._session.send(TextInput(text))
        self._sound.activity.on_question(now_s)
        self.metrics.on_typed(now_s)

    def heard_so_far(self) -> HeardSoFar | None:
        """Which word of the answer is spoken now; None while nothing is heard."""
        if not self._audio.is_playing:
            return None
        return self._assembler.heard_so_far(self._audio.played_ms)

    def silence(self) -> None:
        """Stop the assistant's voice; the talk goes on."""
        self._sound.silence()

    def apply_setup(self, setup: SessionSetup) -> None:
        """Make ``setup`` the desired one; it is active from the next pause."""
        self._sound.set_turn_taking(setup.turn_taking)
        self._session.apply(setup)
        self.key.report()

    def retry_now(self) -> None:
        """Do not wait for the next attempt."""
        self._session.retry_now()

    def note_wake(self) -> None:
        """The computer slept or its network changed: look after the connection at once."""
        self._session.note_wake()

    def set_policy(self, policy: SessionPolicy) -> None:
        """Be as patient with the server as ``policy`` says from now on."""
        self._session.set_policy(policy)

    def continue_answer(self) -> bool:
        """Ask for the rest of the answer that broke off.

        Returns:
            Whether it was asked for: an answer broke off last, and nobody speaks.
        """
        request = self._reports.broken.request
        busy = self._sound.in_turn or self._sound.is_playing or self._tools.is_busy
        if not request or busy:
            return False
        self.send_text(request)
        return True

    def stop_tool(self, call_id: str) -> None:
        """The person wants no more of a tool's call. Idempotent."""
        self._tools.stop(call_id)

    async def aclose(self) -> None:
        """End the talk: devices, session and tools, within about two seconds. Idempotent."""
        if self._is_closing:
            return
        self._is_closing = True
        self.video.stop()
        self._audio.on_fault = self._audio.on_back = None
        # Before the devices are closed: what is still being opened must not be open afterwards.
        await self._tasks.aclose()
        await asyncio.gather(self._sound.aclose(), self._session.aclose(), self._tools.aclose())
        self._assembler.end_of_talk()

    def _recent_history(self) -> tuple[HistoryTurn, ...]:
        return self._assembler.recent_history(HISTORY_TOKENS)

    async def _open_microphone(self) -> None:
        async with self._microphone_lock:
            try:
                await self._sound.open_microphone()
            except AudioError as error:
                self._listener(ErrorOccurred(error))
        self._report_microphone()

    async def _open_speaker(self) -> None:
        try:
            await self._audio.open_speaker()
        except AudioError as error:
            self._listener(ErrorOccurred(error))

    async def _follow_activity(self) -> None:
        while True:
            activity = self._sound.activity.state(
                self._clock.now_s(),
                is_playing=self._sound.is_playing,
                tools_busy=self._tools.is_busy,
            )
            if activity is not self._activity:
                self._activity = activity
                self._listener(ActivityChanged(activity))
            if self._sound.on_time():
                self._listener(SpokeWhileMuted())
            self.metrics.on_time()
            self._look(self._clock.now_s())
            await asyncio.sleep(_ACTIVITY_PERIOD_S)

    def _on_audio_fault(self, error: AudioError) -> None:
        if not self._audio.microphone_open:
            self._sound.speech.end()
        self._listener(ErrorOccurred(error))
        self._report_microphone()

    def _on_audio_back(self, side: Speaker) -> None:
        if side is Speaker.USER:
            self._report_microphone()
        else:
            self._listener(SpeakerReturned())

    def _report_microphone(self) -> None:
        self._listener(MicrophoneChanged(self._audio.microphone_open, self._audio.muted))
        self.key.report()

    def _look(self, now_s: float, *, is_typed: bool = False) -> None:
        is_muted = self._audio.muted and self._audio.microphone_open
        hearing = Hearing(is_typed or self._sound.user_speaking, is_muted=is_muted)
        self.video.look(now_s, hearing, is_live=self.state is SessionState.LIVE)

    def _on_report(self, report: SessionReport) -> None:
        if isinstance(report, StateChanged) and report.state is SessionState.LIVE:
            self.video.on_connection()
        asked_at_s = self._sound.activity.asked_at_s
        self._reports.take(report)
        self._words.take(report)
        self.metrics.take(report, asked_at_s)
