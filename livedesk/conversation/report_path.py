"""What the session reports, and to whom it matters: sound, tools, transcript, outside."""

from __future__ import annotations

from collections.abc import Callable

from livedesk.conversation.audio_path import AudioPath
from livedesk.conversation.broken_answer import BrokenAnswer
from livedesk.conversation.events import ConversationEvent, ErrorOccurred, TurnFinished
from livedesk.conversation.setup_notice import setup_notice
from livedesk.conversation.tool_path import ToolPath
from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    InteractionIdle,
    Interrupted,
    SessionEvent,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    Unrecognised,
)
from livedesk.core.inputs import HistoryTurn
from livedesk.core.listeners import Listener
from livedesk.core.reports import (
    AnswerBroken,
    AudioLost,
    SessionReport,
    SessionState,
    SetupApplied,
    SetupPending,
    SpeechRepeated,
    SpeechWaiting,
    StateChanged,
)
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.model import NoticeKind


class ReportPath:
    """Takes the reports of one session, in order, on the loop's thread.

    Attributes:
        broken: the answer that broke off with its connection, if one did.
    """

    def __init__(
        self,
        sound: AudioPath,
        tools: ToolPath,
        assembler: Assembler,
        listener: Listener[ConversationEvent],
        history: Callable[[], tuple[HistoryTurn, ...]],
    ) -> None:
        self.broken = BrokenAnswer()
        self._sound = sound
        self._tools = tools
        self._assembler = assembler
        self._listener = listener
        self._history = history
        self._applied: SessionSetup | None = None
        self._was_lost = False

    def take(self, report: SessionReport) -> None:
        """Pass ``report`` on to whom it concerns."""
        match report:
            case StateChanged():
                self._on_state(report)
            case SetupPending():
                self._listener(report)
            case SetupApplied(setup):
                self._on_setup(setup)
                self._listener(report)
            case AudioLost(lost_ms):
                self._assembler.notice(
                    NoticeKind.AUDIO_LOST,
                    f"{max(0.1, lost_ms / 1000):.1f} s of speech could not be sent.",
                )
            case AnswerBroken():
                self._on_broken(report)
            case SpeechRepeated(begun_s):
                self._assembler.hear_again(begun_s)
            case SpeechWaiting():
                self._listener(report)
            case Unrecognised():
                pass  # the session has logged it
            case _:
                self._on_event(report)

    def _on_broken(self, report: AnswerBroken) -> None:
        self._assembler.end_turn()
        self.broken.on_broken(self._history())
        self._assembler.notice(
            NoticeKind.ANSWER_BROKEN, "The connection was lost in the middle of this answer."
        )
        self._listener(report)

    def _on_setup(self, setup: SessionSetup) -> None:
        before, self._applied = self._applied, setup
        self._sound.speech.set_server_listens(not setup.turn_taking.mode.is_manual)
        if before is not None and (notice := setup_notice(before, setup)):
            self._assembler.notice(NoticeKind.SETUP_CHANGED, notice)

    def _on_event(self, event: SessionEvent) -> None:
        match event:
            case AudioOutput():
                self.broken.on_talk_goes_on()
                self._sound.on_audio(event)
            case Transcription(speaker=Speaker.USER):
                self.broken.on_talk_goes_on()
            case Interrupted():
                self._sound.on_interrupted()
            case GenerationComplete():
                self._sound.on_all_generated()
            case ToolCallsReceived() | ToolCallsCancelled():
                self._tools.on_event(event)
            case _:
                pass
        self._assembler.on_event(event, self._sound.received_ms)
        if isinstance(event, TurnComplete | InteractionIdle):
            self._sound.on_turn_over()
            self._listener(TurnFinished())

    def _on_state(self, change: StateChanged) -> None:
        if change.previous in (SessionState.LIVE, SessionState.DRAINING):
            self._on_connection_over(change)
        if (
            change.state is SessionState.LIVE
            and change.previous is SessionState.RECONNECTING
            and self._was_lost
        ):
            self._was_lost = False
            self._assembler.notice(NoticeKind.RECONNECTED, "The connection was lost and is back.")
        self._listener(change)
        if change.state is SessionState.FAILED and change.error is not None:
            self._listener(ErrorOccurred(change.error))

    def _on_connection_over(self, change: StateChanged) -> None:
        if change.state not in (SessionState.RECONNECTING, SessionState.FAILED):
            return
        was_answering = self._sound.in_turn
        self._sound.on_turn_over()
        self._assembler.end_turn()
        self._was_lost = not change.planned
        if was_answering:
            self._listener(TurnFinished())
