"""Listening to what was recorded, as a Qt object: a turn, the whole, faster or slower."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from livedesk.app.conversation_controller import ConversationController
from livedesk.app.history_controller import HistoryController
from livedesk.app.past_talks import unreadable
from livedesk.app.recording_controller import RecordingController
from livedesk.app.transcript_controller import TranscriptController
from livedesk.audio.engine import AudioEngine
from livedesk.audio.player import Player
from livedesk.audio.recorded_talk import RecordedPart, RecordedTalk
from livedesk.core.errors import LiveDeskError, StoreError
from livedesk.core.tasks import TaskSet
from livedesk.transcript.entries import Entry, Utterance
from livedesk.transcript.store.recordings import recordings_of
from livedesk.transcript.store.transcript_store import TranscriptStore, recordings_folder

SPEEDS = (0.75, 1.0, 1.25, 1.5, 2.0)
# How often the bar moves on.
_TICK_MS = 100
# A first consonant is softer than the speech gate hears; so much is played ahead of a turn.
_BEFORE_S = 0.25


@dataclass(frozen=True, slots=True)
class PlaybackStatus:
    """What the player's bar shows.

    Attributes:
        duration_s: of all sound of the conversation, in seconds; 0 where there is none.
        position_s: what is heard, in seconds from the beginning of the sound.
        number: the entry that is heard, or None.
        is_open: whether anything was played, and the bar is wanted.
        may_play: whether no talk runs.
    """

    duration_s: float = 0.0
    position_s: float = 0.0
    is_playing: bool = False
    speed: float = 1.0
    number: int | None = None
    is_open: bool = False
    may_play: bool = True

    @property
    def has_sound(self) -> bool:
        """Whether there is anything to hear."""
        return self.duration_s > 0


@dataclass(frozen=True, slots=True)
class PlaybackParts:
    """Whom playing goes by."""

    engine: AudioEngine
    conversation: ConversationController
    transcript: TranscriptController
    history: HistoryController
    recording: RecordingController
    store: TranscriptStore


class PlaybackController(QObject):
    """Plays the recording of the conversation that is shown, and never over a talk.

    Signals:
        status_changed(PlaybackStatus): what the bar shows.
        told(str): a quiet sentence.
        failed(LiveDeskError): it cannot be played.
    """

    status_changed = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, parts: PlaybackParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._player = Player(parts.engine, RecordedTalk(()))
        self._uuid = ""
        self._n_looks = 0
        self._is_open = False
        self._running: asyncio.Task[None] | None = None
        self._tasks = TaskSet()
        self._shown = PlaybackStatus()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._show)
        parts.conversation.status_changed.connect(self._on_talk)
        parts.history.reading_changed.connect(self._look)
        parts.recording.recorded.connect(self._on_recorded)
        parts.transcript.model.modelReset.connect(self._look)

    @property
    def status(self) -> PlaybackStatus:
        """What the bar shows."""
        return self._shown

    @Slot(int)
    def play_entry(self, number: int) -> None:
        """Play from the beginning of that entry on."""
        entry = next((e for e in self._entries() if e.entry_id == number), None)
        begins_s = None if entry is None else _begins_s(entry)
        if begins_s is None:
            return
        talk = self._player.talk
        position_s = talk.position_of(max(0.0, begins_s - _BEFORE_S))
        if position_s is None:
            position_s = talk.position_of(begins_s)
        if position_s is None:
            self.told.emit(self.tr("This was not recorded."))
        elif self._may_play():
            self._player.seek(position_s)
            self._play()

    @Slot()
    def toggle(self) -> None:
        """Play, from the beginning where the end was reached; or pause."""
        if self._running is not None:
            self._pause()
        elif self._may_play():
            if self._player.position_s >= self._player.talk.duration_s - 0.05:
                self._player.seek(0.0)
            self._play()

    @Slot(float)
    def seek(self, position_s: float) -> None:
        """Go to that second of the sound."""
        self._player.seek(position_s)
        self._show()

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        """One of ``SPEEDS``."""
        self._player.set_speed(speed)
        self._show()

    @Slot()
    def close(self) -> None:
        """Stop, and put the bar away."""
        self._is_open = False
        self._pause()
        self._player.seek(0.0)
        self._show()

    async def aclose(self) -> None:
        """Stop and wait for it. Idempotent."""
        self._timer.stop()
        self._pause()
        await self._tasks.aclose()

    def _may_play(self) -> bool:
        if self._parts.conversation.is_talking:
            self.told.emit(self.tr("End the talk first, then you can listen to it."))
            return False
        return self._player.talk.duration_s > 0

    def _play(self) -> None:
        self._is_open = True
        if self._running is None:
            self._running = self._tasks.spawn(self._run(self._player), name="play recording")
            self._timer.start()
        self._show()

    def _pause(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
        self._timer.stop()
        self._show()

    async def _run(self, player: Player) -> None:
        me = asyncio.current_task()
        try:
            await player.play()
        except LiveDeskError as error:
            self.failed.emit(error)
        finally:
            # A talk that began meanwhile has taken the speaker over, or the next turn is played.
            if self._running is me:
                self._running = None
                self._timer.stop()
            if self._running is None and not self._parts.conversation.is_talking:
                await self._parts.engine.close_speaker()
            self._show()

    @Slot()
    def _on_talk(self) -> None:
        if self._parts.conversation.is_talking and self._running is not None:
            self._pause()
        self._show()

    @Slot(str)
    def _on_recorded(self, uuid: str) -> None:
        if uuid == self._parts.transcript.transcript.conversation_id:
            self._look()

    @Slot()
    def _look(self) -> None:
        """Another conversation is shown, or its recording became longer."""
        self._n_looks += 1
        uuid = self._parts.transcript.transcript.conversation_id
        self._tasks.spawn(self._find(uuid, self._n_looks), name="look for recordings")

    async def _find(self, uuid: str, look: int) -> None:
        try:
            parts = await asyncio.to_thread(_recorded_parts, self._parts.store, uuid)
        except StoreError:
            parts = ()  # the list of conversations tells of it already
        if look != self._n_looks or (uuid == self._uuid and parts == self._player.talk.parts):
            return
        self._pause()
        if uuid != self._uuid:
            self._is_open = False
        speed = self._player.speed
        self._uuid = uuid
        self._player = Player(self._parts.engine, RecordedTalk(parts))
        self._player.set_speed(speed)
        self._show()

    def _entries(self) -> Sequence[Entry]:
        return self._parts.transcript.transcript.entries

    @Slot()
    def _show(self) -> None:
        player = self._player
        position_s = player.position_s
        status = PlaybackStatus(
            player.talk.duration_s,
            position_s,
            self._running is not None,
            player.speed,
            self._heard(position_s) if self._is_open else None,
            self._is_open and player.talk.duration_s > 0,
            not self._parts.conversation.is_talking,
        )
        if status != self._shown:
            self._shown = status
            self.status_changed.emit(status)

    def _heard(self, position_s: float) -> int | None:
        """The entry that is heard there: the last that began by then."""
        clock_s = self._player.talk.clock_at(position_s) + _BEFORE_S
        begun = [
            (begins_s, entry.entry_id)
            for entry in self._entries()
            if (begins_s := _begins_s(entry)) is not None and begins_s <= clock_s
        ]
        return max(begun)[1] if begun else None


def _begins_s(entry: Entry) -> float | None:
    """When it was said; where nobody measured that, when its words came."""
    if not isinstance(entry, Utterance) or entry.is_typed:
        return None
    return entry.offset_s if entry.spoken_from_s is None else entry.spoken_from_s


def _recorded_parts(store: TranscriptStore, uuid: str) -> tuple[RecordedPart, ...]:
    folder = recordings_folder(store.path)
    with store.reading() as connection:
        try:
            found = recordings_of(connection, uuid)
        except sqlite3.Error as error:
            raise unreadable(error) from error
    return tuple(
        RecordedPart(folder / one.file, one.start_s, one.duration_s)
        for one in found
        if one.duration_s > 0 and (folder / one.file).is_file()
    )
