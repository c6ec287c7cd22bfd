"""The talk as a Qt object: start, end, mute, silence, type, and one status to show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.talk_phase import TalkFacts, TalkPhase, TalkStatus, talk_status
from livedesk.conversation.conversation import Conversation
from livedesk.conversation.events import (
    ActivityChanged,
    ConversationEvent,
    ErrorOccurred,
    MicrophoneChanged,
    PersonSpoke,
    SpeakerReturned,
    SpokeWhileMuted,
    TalkKeyChanged,
    TokensUsed,
    TurnFinished,
)
from livedesk.conversation.key_path import KeyPath
from livedesk.core.errors import (
    AudioError,
    LiveDeskError,
    MicrophoneError,
    ModelError,
    SpeakerError,
)
from livedesk.core.listeners import Listener
from livedesk.core.reports import (
    AnswerBroken,
    SessionState,
    SetupApplied,
    SetupPending,
    SpeechWaiting,
    StateChanged,
)
from livedesk.core.setup import SessionSetup
from livedesk.core.tasks import TaskSet

ConversationFactory: TypeAlias = Callable[[SessionSetup, Listener[ConversationEvent]], Conversation]


@dataclass(slots=True)
class _Waiting:
    """What a talk shall begin with once the last one has ended."""

    with_microphone: bool
    texts: list[str] = field(default_factory=list)


class ConversationController(QObject):
    """Owns at most one conversation at a time.

    Signals:
        status_changed(TalkStatus): what the microphone button shows.
        error_occurred(LiveDeskError): a sentence for the person.
        error_cleared(): that sentence is not true any more.
        setup_applied(SessionSetup | None): what is active; None when there is no talk.
        turn_finished(): the assistant's turn is over.
        spoke_while_muted(): the person speaks, and nobody hears it.
        told(ConversationEvent): whatever the talk tells; what was used, also after its end.
    """

    status_changed = Signal(object)
    error_occurred = Signal(object)
    error_cleared = Signal()
    setup_applied = Signal(object)
    turn_finished = Signal()
    spoke_while_muted = Signal()
    told = Signal(object)

    def __init__(
        self, build: ConversationFactory, setup: SessionSetup, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._build = build
        self._setup = setup
        self._conversation: Conversation | None = None
        self._facts = TalkFacts(turn_taking=setup.turn_taking)
        self._wants_microphone = False
        self._status = talk_status(self._facts)
        self._tasks = TaskSet()
        self._ending: asyncio.Task[None] | None = None
        self._waiting: _Waiting | None = None
        self._n_talks = 0
        self._shown_error: LiveDeskError | None = None

    @property
    def status(self) -> TalkStatus:
        """What the microphone button shows."""
        return self._status

    @property
    def is_talking(self) -> bool:
        """Whether there is a talk, connected or about to be."""
        return self._status.is_talking

    @property
    def is_heard(self) -> bool:
        """Whether the microphone is open, or about to be."""
        return self._status.microphone_open or self._wants_microphone

    @property
    def talk(self) -> Conversation | None:
        """The talk, to be asked about; None while there is none."""
        return self._conversation

    @property
    def key(self) -> KeyPath | None:
        """Where the key to talk is pressed; None while there is no talk."""
        return None if self._conversation is None else self._conversation.key

    @Slot()
    def toggle_talk(self) -> None:
        """Start to talk aloud, or end the talk; a failed talk is tried again."""
        has_failed = self._status.phase is TalkPhase.ERROR  # the button says what it does then
        if self.is_heard and not has_failed:
            self.end_talk()
        else:
            self.start_talk()

    @Slot()
    def start_talk(self) -> None:
        """Talk aloud; a typed talk goes on with the microphone open."""
        self._wants_microphone = True
        if self._conversation is None:
            self._start(with_microphone=True)
        elif self._waiting is not None:
            self._waiting.with_microphone = True
        elif self._conversation.state is SessionState.FAILED:
            self.try_again()
        else:
            self._conversation.open_microphone()

    @Slot()
    def end_talk(self) -> None:
        """End the talk. The transcript stays, and a later talk goes on from it."""
        conversation, self._conversation = self._conversation, None
        if conversation is None:
            return
        self._waiting = None
        self._wants_microphone = False
        self._show(TalkFacts())
        self._clear_error(LiveDeskError)
        self.setup_applied.emit(None)
        self._ending = self._tasks.spawn(self._end(conversation, self._ending), name="end talk")

    @Slot()
    def toggle_mute(self) -> None:
        """Mute or unmute the microphone; without an open microphone nothing happens."""
        if self._conversation is not None and self._status.microphone_open:
            self._conversation.set_muted(not self._status.muted)

    @Slot()
    def silence_assistant(self) -> None:
        """Stop the assistant's voice; the talk goes on."""
        if self._conversation is not None:
            self._conversation.silence()

    @Slot(str)
    def send_text(self, text: str) -> None:
        """A typed turn; begins a talk without microphone where there is none."""
        text = text.strip()
        if not text:
            return
        if self._conversation is None:
            self._start(with_microphone=False)
        if self._waiting is not None:
            self._waiting.texts.append(text)
        elif self._conversation is not None:
            self._conversation.send_text(text)

    @Slot()
    def try_again(self) -> None:
        """What the button beside an error offers: connect, or open the lost device again."""
        if self._conversation is None:
            self._start(with_microphone=True)
        elif self._conversation.state in (SessionState.FAILED, SessionState.RECONNECTING):
            self._conversation.retry_now()
        elif isinstance(self._shown_error, SpeakerError):
            self._clear_error(LiveDeskError)
            self._conversation.open_speaker()
        else:
            self._clear_error(LiveDeskError)
            self._conversation.open_microphone()

    @Slot(object)
    def apply_setup(self, setup: SessionSetup) -> None:
        """Use ``setup`` from the next pause, or for the next talk; at once if the last failed."""
        is_remedy = isinstance(self._facts.error, ModelError) and setup != self._setup
        self._setup = setup
        if self._conversation is not None:
            self._conversation.apply_setup(setup)
            if is_remedy and self._conversation.state is SessionState.FAILED:
                self._conversation.retry_now()
        self._show(self._facts)

    async def aclose(self) -> None:
        """End the talk and wait for it. Idempotent."""
        self.end_talk()
        if self._ending is not None:
            await self._ending
        await self._tasks.aclose()

    def _start(self, *, with_microphone: bool) -> None:
        self._n_talks += 1
        conversation = self._build(self._setup, partial(self._on_event, self._n_talks))
        self._conversation = conversation
        self._clear_error(LiveDeskError)
        self._show(TalkFacts(state=SessionState.CONNECTING))
        if self._ending is None or self._ending.done():
            conversation.start(with_microphone=with_microphone)
        else:
            self._waiting = _Waiting(with_microphone)
            self._tasks.spawn(self._begin_later(conversation, self._ending), name="start talk")

    async def _begin_later(self, conversation: Conversation, ending: asyncio.Task[None]) -> None:
        """Start once the last talk has given its devices back."""
        await asyncio.wait([ending])
        if conversation is not self._conversation or self._waiting is None:
            return  # ended before it began; a later talk may be waiting by now
        waiting, self._waiting = self._waiting, None
        conversation.start(with_microphone=waiting.with_microphone)
        for text in waiting.texts:
            conversation.send_text(text)

    async def _end(self, conversation: Conversation, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        await conversation.aclose()

    def _on_event(  # noqa: C901  one case for each kind of event
        self, talk: int, event: ConversationEvent
    ) -> None:
        is_over = self._conversation is None or talk != self._n_talks
        if not is_over or isinstance(event, TokensUsed):
            self.told.emit(event)
        if is_over:
            return  # what else an ending talk still says is of no interest
        match event:
            case StateChanged():
                self._on_state(event)
            case ActivityChanged(activity):
                self._show(replace(self._facts, activity=activity))
            case TalkKeyChanged(is_down):
                self._show(replace(self._facts, key_down=is_down))
            case SpokeWhileMuted():
                self.spoke_while_muted.emit()
            case MicrophoneChanged(is_open, is_muted):
                self._wants_microphone = is_open
                if is_open:
                    self._clear_error(MicrophoneError)
                self._show(replace(self._facts, microphone_open=is_open, muted=is_muted))
            case SpeakerReturned():
                self._clear_error(SpeakerError)
            case SetupApplied(setup):
                self.setup_applied.emit(setup)
            case ErrorOccurred(error):
                self._tell(error)
            case TurnFinished():
                self.turn_finished.emit()
            case SetupPending() | SpeechWaiting() | AnswerBroken() | TokensUsed() | PersonSpoke():
                pass  # of interest to other controllers

    def _on_state(self, change: StateChanged) -> None:
        if change.state is SessionState.LIVE and not isinstance(self._shown_error, AudioError):
            self._clear_error(LiveDeskError)
        self._show(
            replace(
                self._facts,
                state=change.state,
                reconnect_planned=change.planned,
                attempt=change.attempt,
                retry_in_s=change.retry_in_s,
                error=change.error,
            )
        )

    def _tell(self, error: LiveDeskError) -> None:
        self._shown_error = error
        self.error_occurred.emit(error)

    def _clear_error(self, kind: type[LiveDeskError]) -> None:
        if isinstance(self._shown_error, kind):
            self._shown_error = None
            self.error_cleared.emit()

    def _show(self, facts: TalkFacts) -> None:
        self._facts = replace(facts, turn_taking=self._setup.turn_taking)
        status = talk_status(self._facts)
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)
