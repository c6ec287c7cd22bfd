"""Recording as a Qt object: one switch, and a file for each talk that is kept while it is on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.conversation_controller import ConversationController
from livedesk.app.keeping_controller import KeepingController
from livedesk.app.settings_controller import SettingsController
from livedesk.app.talk_desk import TalkDesk
from livedesk.audio.recorder import Recorder
from livedesk.audio.sound_file import recorded_s
from livedesk.audio.tape import Tape
from livedesk.core.clock import Clock
from livedesk.core.erasing import erase
from livedesk.core.errors import RecordingError, StoreError
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.transcript.model import Transcript
from livedesk.transcript.store import recordings
from livedesk.transcript.store.recordings import Recording, file_name
from livedesk.transcript.store.transcript_store import recordings_folder

_log = get_logger("store")


@dataclass(frozen=True, slots=True)
class RecordingParts:
    """Whom recording goes by."""

    settings: SettingsController
    conversation: ConversationController
    desk: TalkDesk
    keeping: KeepingController


@dataclass(slots=True, eq=False)
class _Run:
    """One file being written."""

    recorder: Recorder
    transcript: Transcript
    recording: Recording
    is_noted: bool = False
    is_unwanted: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class RecordingController(QObject):
    """Records while it is switched on, a talk runs and its conversation is kept.

    Signals:
        on_changed(bool): the switch.
        recording_changed(bool): whether sound goes to a file just now.
        recorded(str): the recording of that conversation became longer.
        told(str): a quiet sentence.
        failed(RecordingError): the disk takes no more; the talk goes on.
    """

    on_changed = Signal(bool)
    recording_changed = Signal(bool)
    recorded = Signal(str)
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, tape: Tape, parts: RecordingParts, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tape = tape
        self._parts = parts
        self._clock = clock
        self._store = parts.keeping.store
        self._folder = recordings_folder(self._store.path)
        self._loop = asyncio.get_running_loop()
        self._tasks = TaskSet()
        self._run: _Run | None = None
        self._under_way: set[_Run] = set()
        self._noting: set[asyncio.Task[None]] = set()
        self._has_failed = False
        self._was_on = self.is_on
        parts.keeping.before_deletion = self.discard
        parts.settings.changed.connect(self._on_settings)
        parts.conversation.status_changed.connect(self._follow)
        parts.keeping.keeps_changed.connect(self._follow)
        parts.keeping.all_deleted.connect(self._follow)
        parts.desk.transcript_changed.connect(self._on_transcript)

    @property
    def is_on(self) -> bool:
        """Whether talks are to be recorded."""
        return self._parts.settings.settings.recordings.is_on

    @property
    def is_recording(self) -> bool:
        """Whether sound goes to a file just now."""
        return self._run is not None

    @Slot(bool)
    def set_on(self, is_on: bool) -> None:
        """The one switch: record talks from now on, or record none."""
        self._has_failed = False
        settings = self._parts.settings
        chosen = settings.settings.recordings.model_copy(update={"is_on": is_on})
        settings.set_recordings(chosen)
        if is_on and not self._parts.keeping.keeps:
            self.told.emit(self.tr("Recording begins with a conversation that is kept."))
        self._follow()

    @Slot()
    def discard(self) -> None:
        """Record no more of this conversation, and leave nothing of it behind."""
        run = self._run
        if run is not None:
            run.is_unwanted = True
            run.recorder.discard()
            self._show(None)

    @Slot()
    def note_entry(self) -> None:
        """The conversation got an entry, and with it a place in the store."""
        run = self._run
        if run is not None and not run.is_noted:
            self._note(run, run.recording)

    def prepare(self) -> None:
        """Make files and rows agree after a crash, in the background."""
        self._tasks.spawn(self._settle(), name="settle recordings")

    async def aclose(self) -> None:
        """Record no more, and wait until the file is whole and known. Idempotent."""
        self._stop()
        for run in tuple(self._under_way):
            await run.ended.wait()
        if self._noting:
            await asyncio.wait(self._noting)
        await self._tasks.aclose()

    @Slot()
    def _follow(self) -> None:
        parts = self._parts
        talks = parts.conversation.is_talking and parts.keeping.keeps
        is_wanted = self.is_on and talks and not self._has_failed
        if is_wanted and self._run is None:
            self._start(parts.desk.transcript)
        elif not is_wanted:
            self._stop()

    @Slot()
    def _on_settings(self) -> None:
        if self.is_on is not self._was_on:
            self._was_on = self.is_on
            self._has_failed = False
            self.on_changed.emit(self.is_on)
        self._follow()

    @Slot()
    def _on_transcript(self) -> None:
        self._stop()
        self._has_failed = False
        self._follow()

    def _start(self, transcript: Transcript) -> None:
        start_s = max(0.0, self._clock.now_s() - transcript.started_s)
        ending = self._parts.settings.settings.recordings.sound_format
        name = file_name(transcript.conversation_id, start_s, ending)
        recording = Recording(name, start_s, 0.0)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            self._fail(
                RecordingError(
                    "The recording could not begin: its folder cannot be written.",
                    "Check the folder of the conversations in the settings; the talk goes on.",
                    detail=type(error).__name__,
                )
            )
            return
        run: _Run

        def on_end(duration_s: float, error: RecordingError | None) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._on_end, run, duration_s, error)

        recorder = Recorder(self._tape, self._folder / name, self._clock, on_end)
        run = _Run(recorder, transcript, recording)
        recorder.start()
        self._under_way.add(run)
        self._show(run)
        self._note(run, recording)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.recorder.stop()
            self._show(None)

    def _show(self, run: _Run | None) -> None:
        was = self.is_recording
        self._run = run
        if was is not self.is_recording:
            self.recording_changed.emit(self.is_recording)

    def _on_end(self, run: _Run, duration_s: float, error: RecordingError | None) -> None:
        if run is self._run:
            self._show(None)
        self._under_way.discard(run)
        run.ended.set()
        if error is not None:
            self._fail(error)
        if not run.is_unwanted:
            whole = Recording(run.recording.file, run.recording.start_s, duration_s)
            self._note(run, whole, is_last=True)

    def _fail(self, error: RecordingError) -> None:
        self._has_failed = True
        self.failed.emit(error)

    def _note(self, run: _Run, recording: Recording, *, is_last: bool = False) -> None:
        uuid = run.transcript.conversation_id
        future = self._store.run(lambda connection: recordings.note(connection, uuid, recording))
        task = self._tasks.spawn(
            self._finish_note(run, future, is_last=is_last), name="note recording"
        )
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    async def _finish_note(self, run: _Run, future: Future[bool], *, is_last: bool) -> None:
        try:
            run.is_noted = await asyncio.wrap_future(future)
        except StoreError as error:
            _log.info("a recording is not known to the store: %s", error.detail)
            return  # the next start finds it by its name
        if is_last and not run.is_noted and not run.transcript.entries:
            # Nobody said a word, so there is no conversation that it could be found in.
            await asyncio.to_thread(_erased, run.recorder.path)
        elif is_last:
            self.recorded.emit(run.transcript.conversation_id)

    async def _settle(self) -> None:
        folder = self._folder
        try:
            names = await self._ask(lambda c: recordings.unsettled(c, folder))
            lengths = await asyncio.to_thread(_lengths, folder, names)
            homeless = await self._ask(lambda c: recordings.settle(c, folder, lengths))
        except StoreError as error:
            _log.info("recordings are not settled: %s", error.detail)
            return
        if homeless:
            _log.info("%d recordings belong to no conversation", len(homeless))

    async def _ask(self, job: Callable[[sqlite3.Connection], Any]) -> Any:
        return await asyncio.wrap_future(self._store.run(job))


def _lengths(folder: Path, names: list[str]) -> dict[str, float]:
    lengths = {}
    for name in names:
        try:
            lengths[name] = recorded_s(folder / name)
        except RecordingError as error:
            _log.info("a recording cannot be read: %s", error.detail)
    return lengths


def _erased(path: Path) -> None:
    try:
        erase(path)
    except OSError as error:
        _log.warning("a recording could not be deleted: %s", type(error).__name__)
