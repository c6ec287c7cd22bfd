"""Recording: one switch; a file for each kept talk, of which nothing stays if it is not kept."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest_asyncio
from helpers.fake_controllers import FakeConversation, FakeSettings
from helpers.talk_script import TalkScript
from PySide6.QtCore import QObject, Signal

from livedesk.app.keeping_controller import KeepingController
from livedesk.app.recording_controller import RecordingController, RecordingParts
from livedesk.app.talk_phase import TalkPhase
from livedesk.audio.sound_file import recorded_s
from livedesk.audio.tape import Tape
from livedesk.core.audio_format import AudioFrame
from livedesk.core.clock import SystemClock
from livedesk.core.errors import StoreError
from livedesk.settings.recording_settings import Recordings
from livedesk.settings.schema import Keeping, Settings
from livedesk.transcript.store.recordings import Recording, recordings_of


class Desk(QObject):
    """With a conversation on it."""

    transcript_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        self.talk = TalkScript()
        self.transcript = self.talk.transcript
        self.transcript_changed.emit(self.transcript)


class Recorded:
    """The controller among a real store, a real tape, and a talk that is only claimed."""

    def __init__(self, folder: Path, *, is_on: bool = True) -> None:
        self.clock = SystemClock()
        self.tape = Tape(self.clock)
        self.settings = FakeSettings(Settings(recordings=Recordings(is_on=is_on)))
        self.conversation = FakeConversation([])
        self.desk = Desk()
        self.keeping = KeepingController(folder / "conversations.db", Keeping(), self.clock)
        self.keeping.follow(self.desk.transcript)
        parts = RecordingParts(self.settings, self.conversation, self.desk, self.keeping)
        self.controller = RecordingController(self.tape, parts, self.clock)
        self.desk.transcript_changed.connect(self.keeping.follow)
        self.folder = folder / "recordings"
        self.signs: list[bool] = []
        self.told: list[str] = []
        self.recorded: list[str] = []
        self.failed: list[str] = []
        self.controller.recording_changed.connect(self.signs.append)
        self.controller.told.connect(self.told.append)
        self.controller.recorded.connect(self.recorded.append)
        self.controller.failed.connect(lambda error: self.failed.append(str(error)))

    def say(self, text: str) -> None:
        """The person says something."""
        self.desk.talk.assembler.add_typed(text)
        self.controller.note_entry()
        samples = np.full(3_200, 900, np.int16)
        self.tape.hear(AudioFrame(samples, 16_000, self.clock.now_s()))

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*"))

    def known(self) -> tuple[Recording, ...]:
        try:
            with self.keeping.store.reading() as connection:
                return recordings_of(connection, self.desk.transcript.conversation_id)
        except StoreError:
            return ()  # not made yet

    async def aclose(self) -> None:
        await self.controller.aclose()
        await self.keeping.aclose()


async def until(condition) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


@pytest_asyncio.fixture
async def recorded(tmp_path: Path, qapp: object) -> AsyncIterator[Recorded]:
    made = Recorded(tmp_path)
    yield made
    await made.aclose()


async def test_a_talk_is_recorded_from_its_beginning_to_its_end(recorded: Recorded) -> None:
    assert not recorded.controller.is_recording
    recorded.conversation.show(TalkPhase.LISTENING)
    recorded.say("Hello")
    recorded.conversation.show(TalkPhase.IDLE)
    await until(lambda: recorded.recorded)
    assert recorded.signs == [True, False]
    (known,) = recorded.known()
    assert recorded.files() == [known.file]
    assert abs(known.duration_s - recorded_s(recorded.folder / known.file)) < 0.001


async def test_the_switch_works_in_the_middle_of_a_talk(recorded: Recorded) -> None:
    recorded.conversation.show(TalkPhase.LISTENING)
    recorded.say("Hello")
    recorded.controller.set_on(False)
    assert not recorded.controller.is_recording
    await until(lambda: recorded.recorded)
    recorded.controller.set_on(True)
    assert recorded.controller.is_recording
    recorded.conversation.show(TalkPhase.IDLE)
    await until(lambda: len(recorded.recorded) == 2)
    assert len(recorded.files()) == len(recorded.known()) == 2


async def test_nothing_stays_of_what_is_not_kept(recorded: Recorded) -> None:
    recorded.conversation.show(TalkPhase.LISTENING)
    recorded.say("A secret")
    await until(recorded.known)
    await until(recorded.files)
    recorded.keeping.set_keeps(False)
    assert not recorded.controller.is_recording
    await until(lambda: not recorded.files())
    await until(lambda: not recorded.known())
    recorded.controller.set_on(True)
    assert recorded.told == ["Recording begins with a conversation that is kept."]
    assert not recorded.controller.is_recording


async def test_a_new_conversation_gets_a_file_of_its_own(recorded: Recorded) -> None:
    recorded.conversation.show(TalkPhase.LISTENING)
    recorded.say("Hello")
    first = recorded.desk.transcript.conversation_id
    await until(recorded.known)
    recorded.desk.begin()
    recorded.say("Something else")
    second = recorded.desk.transcript.conversation_id
    recorded.conversation.show(TalkPhase.IDLE)
    await until(lambda: sorted(recorded.recorded) == sorted((first, second)))
    assert len(recorded.files()) == 2


async def test_the_next_one_is_not_kept_and_this_one_stays(recorded: Recorded) -> None:
    recorded.conversation.show(TalkPhase.LISTENING)
    recorded.say("Hello")
    first = recorded.desk.transcript.conversation_id
    recorded.keeping.apply_settings(Settings(keeping=Keeping(keep=False)))
    recorded.desk.begin()
    recorded.say("A secret")
    assert not recorded.controller.is_recording
    await until(lambda: recorded.recorded == [first])
    recorded.conversation.show(TalkPhase.IDLE)
    await until(lambda: [name[:32] for name in recorded.files()] == [first])


async def test_a_talk_without_a_word_leaves_no_file(recorded: Recorded) -> None:
    recorded.conversation.show(TalkPhase.LISTENING)
    await until(recorded.files)
    recorded.conversation.show(TalkPhase.IDLE)
    await until(lambda: not recorded.files())
    assert recorded.recorded == []


async def test_what_a_crash_left_is_found_at_the_next_start(tmp_path: Path, qapp: object) -> None:
    first = Recorded(tmp_path)
    first.conversation.show(TalkPhase.LISTENING)
    first.say("Hello")
    await until(first.known)
    await first.aclose()
    uuid = first.desk.transcript.conversation_id
    whole = first.known()
    second = Recorded(tmp_path, is_on=False)
    forget = "UPDATE recording SET duration_s = 0"  # as it stands while a talk is recorded
    await asyncio.wrap_future(second.keeping.store.run(lambda c: c.execute(forget)))
    second.controller.prepare()

    def found() -> tuple[Recording, ...]:
        with second.keeping.store.reading() as connection:
            return recordings_of(connection, uuid)

    await until(lambda: found()[0].duration_s > 0)
    assert abs(found()[0].duration_s - whole[0].duration_s) < 0.001
    await second.aclose()


async def test_a_folder_that_cannot_be_written_is_told_once(recorded: Recorded) -> None:
    recorded.folder.write_text("in the way")
    recorded.conversation.show(TalkPhase.LISTENING)
    recorded.conversation.show(TalkPhase.SPEAKING)
    (told,) = recorded.failed
    assert told.startswith("The recording could not begin: its folder cannot be written.")
    assert recorded.signs == []
