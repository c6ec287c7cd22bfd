"""Controllers without anything behind them: the same signals, every wish noted in ``wishes``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from helpers.fake_tools import FakeAlarms, FakeData, FakeOwnTools, FakeServers, FakeTools
from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.account import PRACTICE, Account
from livedesk.app.connection_report import ConnectionReport, connection_details
from livedesk.app.history_list import Emptiness
from livedesk.app.history_model import HistoryModel
from livedesk.app.past_talks import Answer
from livedesk.app.playback_controller import PlaybackStatus
from livedesk.app.sound_choice import preset_for, processing_for
from livedesk.app.sound_test import SoundTest
from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.app.transcript_controller import TranscriptController
from livedesk.app.word_follow import WordFollow
from livedesk.audio.backend import DeviceInfo, DeviceKind
from livedesk.audio.columns import COLUMN_MS, Columns
from livedesk.audio.devices import DeviceList
from livedesk.audio.levels import Levels
from livedesk.conversation.talk_key import KeySource
from livedesk.core.audio_processing import Preset, Processing
from livedesk.core.credential import CredentialSource
from livedesk.core.errors import InstructionError, LiveDeskError
from livedesk.core.paths import resource_path
from livedesk.core.speakers import Speaker
from livedesk.core.turn_taking import Patience, TalkMode
from livedesk.instructions.library import InstructionLibrary
from livedesk.session.gemini import catalogue
from livedesk.settings.audio_settings import Audio, KnownDevice
from livedesk.settings.connection_settings import Connection
from livedesk.settings.recording_settings import Recordings
from livedesk.settings.schema import Choices, Keeping, Look, Saving, Settings, Talking, Welcome
from livedesk.transcript.model import Transcript

Wishes = list[tuple[Any, ...]]


class FakeConversation(QObject):
    """Shows the status that a test gives it."""

    status_changed = Signal(object)
    error_occurred = Signal(object)
    error_cleared = Signal()
    spoke_while_muted = Signal()

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.status = TalkStatus()

    @property
    def is_talking(self) -> bool:
        return self.status.is_talking

    def show(self, phase: TalkPhase, **facts: Any) -> None:
        talks = phase is not TalkPhase.IDLE
        given = TalkStatus(
            phase, is_talking=talks, microphone_open=talks, muted=phase is TalkPhase.MUTED
        )
        self.status = replace(given, **facts)
        self.status_changed.emit(self.status)

    @Slot()
    def toggle_talk(self) -> None:
        self.wishes.append(("toggle_talk",))

    @Slot()
    def end_talk(self) -> None:
        self.wishes.append(("end_talk",))

    @Slot()
    def toggle_mute(self) -> None:
        self.wishes.append(("toggle_mute",))

    @Slot()
    def silence_assistant(self) -> None:
        self.wishes.append(("silence_assistant",))

    @Slot()
    def try_again(self) -> None:
        self.wishes.append(("try_again",))

    @Slot(str)
    def send_text(self, text: str) -> None:
        self.wishes.append(("send_text", text))


class FakeConnection(QObject):
    """Tells what a test gives it; its clock stands still."""

    outage_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.time_s = 100.0
        self.n_asked = 0
        self.reported = ConnectionReport("Gemini 3.8 Live", False, date(2026, 9, 25))

    def now_s(self) -> float:
        return self.time_s

    def report(self) -> ConnectionReport:
        self.n_asked += 1
        return self.reported

    def details(self, error: LiveDeskError | None = None) -> str:
        return connection_details(self.reported, error)

    @Slot()
    def continue_answer(self) -> None:
        self.wishes.append(("continue",))


class FakeTalkMode(QObject):
    """Talks as it is told to."""

    changed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.talking = Talking()

    def choose(self, **changed: Any) -> None:
        self.talking = self.talking.model_copy(update=changed)
        self.changed.emit(self.talking)

    @Slot(str)
    def choose_mode(self, mode: str) -> None:
        self.choose(mode=TalkMode(mode))

    @Slot(str)
    def choose_patience(self, patience: str) -> None:
        self.choose(patience=Patience(patience))

    @Slot(bool)
    def set_interruptible(self, interruptible: bool) -> None:
        self.choose(interruptible=interruptible)

    @Slot(str)
    def choose_key(self, key: str) -> None:
        self.choose(key=key)

    @Slot(bool)
    def set_hotkey_enabled(self, enabled: bool) -> None:
        self.choose(hotkey_enabled=enabled)

    @Slot(str)
    def choose_hotkey(self, hotkey: str) -> None:
        self.choose(hotkey=hotkey)

    @Slot(object)
    def press(self, source: KeySource) -> None:
        self.wishes.append(("press", source))

    @Slot(object)
    def release(self, source: KeySource) -> None:
        self.wishes.append(("release", source))

    @Slot()
    def let_go_of_window_keys(self) -> None:
        self.wishes.append(("let go",))


class FakeHotkey(QObject):
    """No key in any window, but a word about it."""

    note_changed = Signal(str)
    note = ""


class FakeChoices(QObject):
    """Holds choices; they change at once."""

    choices_changed = Signal(object)
    pending_changed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.choices = Choices()
        self.pending: frozenset[str] = frozenset()

    def models(self) -> Any:
        return catalogue.MODELS

    def voices(self) -> Any:
        return catalogue.VOICES

    def languages(self) -> Any:
        return catalogue.LANGUAGES

    def wait_for_pause(self, *names: str) -> None:
        self.pending = frozenset(names)
        self.pending_changed.emit(self.pending)

    @Slot(str)
    def choose_model(self, model_id: str) -> None:
        self._choose(model_id=model_id)

    @Slot(str)
    def choose_voice(self, voice_name: str) -> None:
        self._choose(voice_name=voice_name)

    @Slot(str)
    def choose_language(self, code: str) -> None:
        self._choose(language_code=code or None)

    @Slot(str)
    def choose_instruction(self, instruction_id: str) -> None:
        self._choose(instruction_id=instruction_id)

    def _choose(self, **changed: Any) -> None:
        self.wishes.append(("choose", changed))
        self.choices = self.choices.model_copy(update=changed)
        self.choices_changed.emit(self.choices)


class FakeInstructions(QObject):
    """A real library in a folder of the test's own."""

    instructions_changed = Signal()
    failed = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.library = InstructionLibrary(resource_path("prompts"), folder)
        self.next_failure: InstructionError | None = None

    def instructions(self) -> Any:
        return self.library.all()

    def get(self, instruction_id: str) -> Any:
        return self.library.get(instruction_id)

    def add(self, title: str, text: str) -> str:
        if self._fails():
            return ""
        added = self.library.add(title, text)
        self.instructions_changed.emit()
        return added.instruction_id

    def update(self, instruction_id: str, title: str, text: str) -> bool:
        if self._fails():
            return False
        self.library.update(instruction_id, title, text)
        self.instructions_changed.emit()
        return True

    def duplicate(self, instruction_id: str) -> str:
        copied = self.library.duplicate(instruction_id)
        self.instructions_changed.emit()
        return copied.instruction_id

    def remove(self, instruction_id: str) -> None:
        if self._fails():
            return
        self.library.remove(instruction_id)
        self.instructions_changed.emit()

    def _fails(self) -> bool:
        failure, self.next_failure = self.next_failure, None
        if failure is not None:
            self.failed.emit(failure)
        return failure is not None


class FakeTranscript(TranscriptController):
    """Shows a real transcript; notes where it was to be saved."""

    def __init__(self, wishes: Wishes, transcript: Transcript) -> None:
        super().__init__(transcript)
        self.wishes = wishes
        self.is_empty = False

    def has_entries(self) -> bool:
        return not self.is_empty

    def suggested_name(self) -> str:
        return "talk-2026-11-23.md"

    @Slot(str)
    def save(self, path: str) -> None:
        self.wishes.append(("save", path))


class FakeExport(QObject):
    """Notes what was to be exported or printed."""

    exported = Signal(object)
    printed = Signal()
    failed = Signal(object)
    sound_found = Signal(bool)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes

    def look_for_sound(self, uuid: str) -> None:
        pass

    def export(self, talks: Any, wish: Any) -> None:
        self.wishes.append(("export", talks, wish))

    def print_on(self, record: Any, printer: Any) -> None:
        self.wishes.append(("print", record))


class FakeRecording(QObject):
    """The recording's switch and sign."""

    on_changed = Signal(bool)
    recording_changed = Signal(bool)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.is_on = False

    @Slot(bool)
    def set_on(self, is_on: bool) -> None:
        self.is_on = is_on
        self.wishes.append(("set_on", is_on))
        self.on_changed.emit(is_on)


class FakePlayback(QObject):
    """A player that notes where it was sent."""

    status_changed = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.status = PlaybackStatus()

    def show(self, **facts: Any) -> None:
        self.status = replace(self.status, **facts)
        self.status_changed.emit(self.status)

    @Slot(int)
    def play_entry(self, number: int) -> None:
        self.wishes.append(("play_entry", number))

    @Slot()
    def toggle(self) -> None:
        self.wishes.append(("toggle",))

    @Slot(float)
    def seek(self, position_s: float) -> None:
        self.wishes.append(("seek", position_s))

    @Slot(float)
    def set_speed(self, speed: float) -> None:
        self.wishes.append(("set_speed", speed))

    @Slot()
    def close(self) -> None:
        self.wishes.append(("close",))


class FakeSettings(QObject):
    """Settings that are never written."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.load_error: Any = None

    @Slot(bool)
    def set_history_open(self, is_open: bool) -> None:
        self.settings = self.settings.model_copy(
            update={"look": self.settings.look.model_copy(update={"history_open": is_open})}
        )

    @Slot(str)
    def set_theme(self, theme: Any) -> None:
        self._change(look=Look(theme=theme))

    @Slot(str)
    def set_geometry(self, geometry: str) -> None:
        self._change(look=self.settings.look.model_copy(update={"geometry": geometry}))

    @Slot(str)
    def set_save_folder(self, folder: str) -> None:
        self._change(saving=Saving(folder=folder))

    @Slot(object)
    def set_connection(self, connection: Connection) -> None:
        self._change(connection=connection)

    @Slot(object)
    def set_keeping(self, keeping: Keeping) -> None:
        self._change(keeping=keeping)

    @Slot(object)
    def set_recordings(self, recordings: Recordings) -> None:
        self._change(recordings=recordings)

    @Slot()
    def set_practice_seen(self) -> None:
        self._change(welcome=Welcome(practice_seen=True))

    def _change(self, **groups: Any) -> None:
        self.settings = self.settings.model_copy(update=groups)
        self.changed.emit(self.settings)


class FakeKeeping(QObject):
    """Notes what is to be kept, and deletes nothing."""

    failed = Signal(object)
    told = Signal(str)
    keeps_changed = Signal(bool)
    all_deleted = Signal(int)

    def __init__(self, wishes: Wishes, folder: Path) -> None:
        super().__init__()
        self.wishes = wishes
        self.folder = folder
        self.keeps = True

    @Slot(bool)
    def set_keeps(self, keeps: bool) -> None:
        self.wishes.append(("set_keeps", keeps))

    @Slot()
    def open_folder(self) -> None:
        self.wishes.append(("open_folder",))

    @Slot()
    def delete_all(self) -> None:
        self.wishes.append(("delete_all",))
        self.all_deleted.emit(3)


class FakeMoving(QObject):
    """Notes what is to be backed up, brought back and imported."""

    began = Signal(object)
    advanced = Signal(int, int)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.work = None

    def back_up(self, path: Any) -> None:
        self.wishes.append(("back_up", path))

    def restore(self, path: Any) -> None:
        self.wishes.append(("restore", path))

    def bring_in(self, paths: Any) -> None:
        self.wishes.append(("bring_in", paths))


class FakeDesk(QObject):
    """Notes that another conversation is wanted."""

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes

    @Slot()
    def begin_new(self) -> None:
        self.wishes.append(("begin_new",))


class FakeHistory(QObject):
    """Shows the rows that a test gives it; notes every wish."""

    emptiness_changed = Signal(object)
    reading_changed = Signal(object)
    row_wanted = Signal(int)
    modes_changed = Signal(object)
    deleted = Signal(object)
    failed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.model = HistoryModel(self)
        self.model.renamed.connect(lambda uuid, title: wishes.append(("rename", uuid, title)))
        self.emptiness = Emptiness.NO_TALKS
        self.reading: Any = None
        self.held = "held"
        self.is_search = False

    def show(self, *rows: Any) -> None:
        self.model.show(Answer(rows, has_more=False))
        self.emptiness = Emptiness.FILLED if rows else Emptiness.NO_TALKS
        self.emptiness_changed.emit(self.emptiness)

    @Slot(bool)
    def set_shown(self, is_shown: bool) -> None:
        pass

    @Slot(str)
    def look_for(self, text: str) -> None:
        self.wishes.append(("look_for", text))

    @Slot(object)
    def narrow(self, filters: Any) -> None:
        self.wishes.append(("narrow", filters))

    @Slot(str, int)
    def open(self, uuid: str, number: int = -1) -> None:
        self.wishes.append(("open", uuid, number))

    def pin(self, uuid: str, is_pinned: bool) -> None:
        self.wishes.append(("pin", uuid, is_pinned))

    @Slot(object)
    def delete(self, talks: Any) -> None:
        self.wishes.append(("delete", *(talk.uuid for talk in talks)))
        self.deleted.emit(talks)

    @Slot()
    def undo(self) -> None:
        self.wishes.append(("undo",))

    @Slot()
    def back(self) -> None:
        if self.reading is not None:
            self.wishes.append(("back",))

    @Slot()
    def go_on(self) -> None:
        self.wishes.append(("go_on",))


class FakeSoundMeter:
    """Steady sound of both sides; counts how often it was asked."""

    def __init__(self) -> None:
        self.n_asked = 0
        self.n_columns = 66
        self.loudness = 1.0
        self.is_clipped = False
        self.stream = 1

    def levels(self) -> Levels:
        self.n_asked += 1
        return Levels(user_db=-24.0, assistant_db=-22.0, user_is_speech=True)

    def level_db(self, side: Speaker) -> float:
        levels = self.levels()
        return levels.user_db if side is Speaker.USER else levels.assistant_db

    def columns(self, side: Speaker, since: int) -> Columns:
        self.n_asked += 1
        turn = 0.0 if side is Speaker.USER else 1.3
        numbers = np.arange(min(since, self.n_columns), self.n_columns)
        none = np.zeros(len(numbers), np.bool_)
        return Columns(
            stream=self.stream,
            end=self.n_columns,
            position_ms=self.n_columns * COLUMN_MS,
            peaks=np.abs(np.sin(numbers * 0.37 + turn) * np.sin(numbers * 0.083 + turn))
            * (0.6 * self.loudness),
            speech=numbers % 20 > 12 if side is Speaker.USER and self.loudness else none,
            clipped=none | (self.is_clipped and side is Speaker.USER),
            marked=none,
        )


class FakeSoundWatch(QObject):
    """Says what a test has it say."""

    notice_changed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes

    @Slot()
    def use_speakers_preset(self) -> None:
        self.wishes.append(("use_speakers_preset",))

    @Slot()
    def try_other_microphone(self) -> None:
        self.wishes.append(("try_other_microphone",))

    @Slot()
    def dismiss(self) -> None:
        self.wishes.append(("dismiss",))
        self.notice_changed.emit(None)


class FakeAccount(QObject):
    """A key from the environment, or none."""

    account_changed = Signal(object)
    check_started = Signal()
    key_accepted = Signal(object)
    key_refused = Signal(object)
    sign_in_started = Signal()
    signed_in = Signal(object)
    sign_in_refused = Signal(object)
    code_given = Signal(object)

    def __init__(self, wishes: Wishes, *, is_practice: bool) -> None:
        super().__init__()
        self._wishes = wishes
        self.account = Account(False, "GEMINI_API_KEY", source=CredentialSource.ENVIRONMENT)
        if is_practice:
            self.account = PRACTICE

    @Slot(str, str)
    def sign_in(self, url: str, bearer: str) -> None:
        self._wishes.append(("sign_in", url, bearer))

    @Slot()
    def cancel_sign_in(self) -> None:
        self._wishes.append(("cancel_sign_in",))

    @Slot()
    def sign_out(self) -> None:
        self._wishes.append(("sign_out",))

    @Slot(str)
    def use_key(self, text: str) -> None:
        self._wishes.append(("use key", text))

    @Slot()
    def remove_key(self) -> None:
        self._wishes.append(("remove key",))


class FakeAudio(QObject):
    """A laptop with a headset; what is chosen holds at once."""

    devices_changed = Signal(object)
    devices_moved = Signal(object)
    audio_changed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.audio = Audio()
        self.can_cancel_echo = True
        self.devices = DeviceList(
            (
                DeviceInfo("own", "Built-in Audio", 2, 0, 48_000, True, DeviceKind.BUILT_IN),
                DeviceInfo("worn", "USB Headset", 1, 0, 48_000, False, DeviceKind.HEADSET),
            ),
            (
                DeviceInfo("own", "Built-in Audio", 0, 2, 48_000, True, DeviceKind.BUILT_IN),
                DeviceInfo("worn", "USB Headset", 0, 2, 48_000, False, DeviceKind.HEADSET),
            ),
        )

    @property
    def preset(self) -> Preset:
        return preset_for(self.audio, self.devices)

    @property
    def processing(self) -> Processing:
        return processing_for(self.audio, self.devices)

    def choose_microphone(self, device_id: str) -> None:
        self._change(inputs=self._known(device_id, self.devices.inputs))

    def choose_speaker(self, device_id: str) -> None:
        self._change(outputs=self._known(device_id, self.devices.outputs))

    def choose_preset(self, preset: str) -> None:
        self._change(preset=Preset(preset) if preset else None)

    def set_volume(self, fraction: float) -> None:
        self._change(volume=fraction)

    def set_microphone_gain(self, gain_db: float) -> None:
        self._change(microphone_gain_db=gain_db)

    def switch(self, name: str, on: bool) -> None:
        self._change(switches=self.audio.switches.model_copy(update={name: on}))

    def show(self, **changed: Any) -> None:
        self.devices = replace(self.devices, **changed)
        self.devices_changed.emit(self.devices)

    def _known(self, device_id: str, there: Any) -> tuple[KnownDevice, ...]:
        names = {device.device_id: device.name for device in there}
        known = KnownDevice(device_id=device_id, name=names.get(device_id, ""))
        return (known,) if device_id else ()

    def _change(self, **changed: Any) -> None:
        self.wishes.append(("audio", changed))
        self.audio = self.audio.model_copy(update=changed)
        self.audio_changed.emit(self.audio)


class FakeSoundTester(QObject):
    """Shows the test that it was told to show."""

    changed = Signal(object)
    may_test_changed = Signal()
    failed = Signal(object)

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.now = SoundTest.NONE
        self.may_test = True

    def toggle_microphone(self) -> None:
        self._toggle(SoundTest.MICROPHONE)

    def toggle_speaker(self) -> None:
        self._toggle(SoundTest.SPEAKER)

    def stop(self) -> None:
        if self.now is not SoundTest.NONE:
            self._toggle(self.now)

    def _toggle(self, test: SoundTest) -> None:
        self.now = SoundTest.NONE if self.now is test else test
        self.wishes.append(("test", self.now))
        self.changed.emit(self.now)


class FakeContext:
    """What the window needs of the program."""

    def __init__(self, folder: Path, transcript: Transcript, *, is_practice: bool = True) -> None:
        self.wishes: Wishes = []
        self.account = FakeAccount(self.wishes, is_practice=is_practice)
        seen = Welcome(practice_seen=not is_practice)
        self.settings = FakeSettings(Settings(welcome=seen))
        self.connection = FakeConnection(self.wishes)
        self.instructions = FakeInstructions(folder / "instructions")
        self.choices = FakeChoices(self.wishes)
        self.transcript = FakeTranscript(self.wishes, transcript)
        self.desk = FakeDesk(self.wishes)
        self.history = FakeHistory(self.wishes)
        self.tools = FakeTools(self.wishes)
        self.alarms = FakeAlarms()
        self.own_tools = FakeOwnTools(self.wishes)
        self.servers = FakeServers(self.wishes)
        self.data = FakeData(self.wishes)
        self.export = FakeExport(self.wishes)
        self.recording = FakeRecording(self.wishes)
        self.playback = FakePlayback(self.wishes)
        self.keeping = FakeKeeping(self.wishes, folder)
        self.moving = FakeMoving(self.wishes)
        self.sound_meter = FakeSoundMeter()
        self.audio = FakeAudio(self.wishes)
        self.sound_tester = FakeSoundTester(self.wishes)
        self.sound_watch = FakeSoundWatch(self.wishes)
        self.conversation = FakeConversation(self.wishes)
        self.talk_mode = FakeTalkMode(self.wishes)
        self.words = WordFollow(lambda: None)
        self.hotkey = FakeHotkey()
