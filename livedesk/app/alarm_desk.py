"""Rings alarms, also those that were set before the program was started."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from livedesk.app.conversation_controller import ConversationController
from livedesk.core.clock import Clock
from livedesk.core.errors import StoreError
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.tools.alarms import Alarm, Alarms
from livedesk.transcript.store import notes
from livedesk.transcript.store.transcript_store import TranscriptStore

_log = get_logger("tools")
# Looked at again after this at the latest: a computer that slept has another time.
_LONGEST_S = 30.0


class AlarmDesk(QObject):
    """Keeps alarms in the store, and rings.

    Signals:
        rang(Alarm): it is due now, or was while the program did not run.
    """

    rang = Signal(object)

    def __init__(
        self, store: Callable[[], TranscriptStore], clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._alarms = Alarms()
        self._conversation: ConversationController | None = None
        self._tasks = TaskSet()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def follow(self, conversation: ConversationController) -> None:
        """Let the assistant say it aloud where there is a talk. Must be called once."""
        self._conversation = conversation
        self.rang.connect(self._say)

    async def prepare(self) -> None:
        """Take up what was set before."""
        try:
            kept = await asyncio.wrap_future(self._store().run(notes.alarms))
        except StoreError as error:
            _log.info("alarms cannot be read: %s", error.detail)  # the window says so already
            return
        for number, due_at, text in kept:
            self._alarms.add(Alarm(due_at, number, text))
        self._look()

    async def aclose(self) -> None:
        """Ring no more; what has not rung is kept. Idempotent."""
        self._timer.stop()
        await self._tasks.aclose()

    def pending(self) -> tuple[Alarm, ...]:
        """What has not rung, the next first."""
        return self._alarms.pending

    async def set(self, due_at: datetime, text: str) -> Alarm:
        """Ring at ``due_at``.

        Raises:
            StoreError: it cannot be kept.
        """
        job = self._store().run(lambda connection: notes.add_alarm(connection, due_at, text))
        alarm = Alarm(due_at, await asyncio.wrap_future(job), text)
        self._alarms.add(alarm)
        self._look()
        return alarm

    async def cancel(self, number: int) -> bool:
        """Whether there was an alarm of that number to take back."""
        was_there = self._alarms.remove(number)
        if was_there:
            await self._forget(number)
            self._look()
        return was_there

    async def _forget(self, number: int) -> None:
        job = self._store().run(lambda connection: notes.remove_alarm(connection, number))
        await asyncio.wrap_future(job)

    @Slot(object)
    def _say(self, alarm: Alarm) -> None:
        if self._conversation is not None and self._conversation.is_talking:
            self._conversation.send_text(f"Say after me: It is time. {alarm.text}")

    @Slot()
    def _look(self) -> None:
        now = self._clock.wall_time()
        for alarm in self._alarms.take_due(now):
            self._tasks.spawn(self._forget(alarm.number), name="forget an alarm")
            self.rang.emit(alarm)
        wait_s = self._alarms.wait_s(now)
        if wait_s is None:
            self._timer.stop()
        else:
            self._timer.start(int(min(wait_s, _LONGEST_S) * 1000) + 1)
