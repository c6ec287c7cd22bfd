"""The talk as a Qt object: start, end, mute, silence, type, and one status to show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.talk_phase import TalkFacts, TalkStatus, talk_status
from livedesk.conversation.conversation import Conversation
from livedesk.conversation.events import (
    ActivityChanged,
    ConversationEvent,
    ErrorOccurred,
    MicrophoneChanged,
    TurnFinished,
)
from livedesk.core.errors import AudioError, LiveDeskError, MicrophoneError
from livedesk.core.listeners import Listener
from livedesk.core.reports import SessionState, SetupApplied, SetupPending, StateChanged
from livedesk.core.setup import SessionSetup
from livedesk.core.tasks import TaskSet

ConversationFactory: TypeAlias = Callable[[SessionSetup, Listener[ConversationEvent]], Conversation]


class ConversationController(QObject):
    """Owns at most one conversation at a time.

    Signals:
        status_changed(TalkStatus): what the microphone button shows.
        error_occurred(LiveDeskError): a sentence for the person.
        error_cleared(): that sentence is not true any more.
        setup_applied(SessionSetup | None): what is active; None when there is no talk.
        turn_finished(): the assistant's turn is over.
    """

    status_changed = Signal(object)
    error_occurred = Signal(object)
    error_cleared = Signal()
    setup_applied = Signal(object)
    turn_finished = Signal()

    def __init__(
        self, build: ConversationFactory, setup: SessionSetup, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._build = build
        self._setup = setup
        self._conversation: Conversation | None = None
        self._facts = TalkFacts()
        self._status = talk_status(self._facts)
        self._tasks = TaskSet()
        self._ending: asyncio.Task[None] | None = None
        self._shown_error: LiveDeskError | None = None

    @property
    def status(self) -> TalkStatus:
        """What the microphone button shows."""
        return self._status

    @property
    def is_talking(self) -> bool:
        """Whether there is a talk, connected or about to be."""
        return self._status.is_talking

    @Slot()
    def toggle_talk(self) -> None:
        """Start to talk aloud, or end the talk."""
        if self._conversation is not None and self._status.microphone_open:
            self.end_talk()
        else:
            self.start_talk()

    @Slot()
    def start_talk(self) -> None:
        """Talk aloud; a typed talk goes on with the microphone open."""
        if self._conversation is None:
            self._start(with_microphone=True)
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
        self._show(TalkFacts())
        self._clear_error(LiveDeskError)
        self.setup_applied.emit(None)
        self._ending = self._tasks.spawn(conversation.aclose(), name="end talk")

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
            self._start(with_microphone=False, text=text)
        else:
            self._conversation.send_text(text)

    @Slot()
    def try_again(self) -> None:
        """What the button beside an error offers: connect or open the microphone again."""
        if self._conversation is None:
            self._start(with_microphone=True)
        elif self._conversation.state in (SessionState.FAILED, SessionState.RECONNECTING):
            self._conversation.retry_now()
        else:
            self._clear_error(LiveDeskError)
            self._conversation.open_microphone()

    @Slot(object)
    def apply_setup(self, setup: SessionSetup) -> None:
        """Use ``setup`` from the next pause, or for the next talk."""
        self._setup = setup
        if self._conversation is not None:
            self._conversation.apply_setup(setup)

    async def aclose(self) -> None:
        """End the talk and wait for it. Idempotent."""
        self.end_talk()
        if self._ending is not None:
            await self._ending
        await self._tasks.aclose()

    def _start(self, *, with_microphone: bool, text: str = "") -> None:
        conversation = self._build(self._setup, self._on_event)
        self._conversation = conversation
        self._clear_error(LiveDeskError)
        self._show(TalkFacts(state=SessionState.CONNECTING))
        self._tasks.spawn(self._begin(conversation, with_microphone, text), name="start talk")

    async def _begin(self, conversation: Conversation, with_microphone: bool, text: str) -> None:
        if self._ending is not None:
            await self._ending  # the devices are given back before they are taken again
        if conversation is not self._conversation:
            return
        conversation.start(with_microphone=with_microphone)
        if text:
            conversation.send_text(text)

    def _on_event(self, event: ConversationEvent) -> None:
        if self._conversation is None:
            return  # what an ending talk still says is of no interest
        match event:
            case StateChanged():
                self._on_state(event)
            case ActivityChanged(activity):
                self._show(replace(self._facts, activity=activity))
            case MicrophoneChanged(is_open, is_muted):
                if is_open:
                    self._clear_error(MicrophoneError)
                self._show(replace(self._facts, microphone_open=is_open, muted=is_muted))
            case SetupApplied(setup):
                self.setup_applied.emit(setup)
            case ErrorOccurred(error):
                self._shown_error = error
                self.error_occurred.emit(error)
            case TurnFinished():
                self.turn_finished.emit()
            case SetupPending():
                pass  # the choices know by themselves

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

    def _clear_error(self, kind: type[LiveDeskError]) -> None:
        if isinstance(self._shown_error, kind):
            self._shown_error = None
            self.error_cleared.emit()

    def _show(self, facts: TalkFacts) -> None:
        self._facts = facts
        status = talk_status(facts)
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)
