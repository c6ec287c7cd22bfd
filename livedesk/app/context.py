"""The composition root: builds every object once, in order, and closes them in reverse."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from livedesk.app.account import policy_for
from livedesk.app.account_controller import AccountController
from livedesk.app.alarm_desk import AlarmDesk
from livedesk.app.audio_controller import AudioController
from livedesk.app.choices_controller import ChoicesController
from livedesk.app.connection_controller import ConnectionController, Neighbours
from livedesk.app.conversation_controller import ConversationController
from livedesk.app.data_desk import DataDesk
from livedesk.app.export_controller import ExportController
from livedesk.app.history_controller import HistoryController
from livedesk.app.hotkey.controller import HotkeyController
from livedesk.app.instructions_controller import InstructionsController
from livedesk.app.keeping_controller import KeepingController
from livedesk.app.moving_controller import MovingController
from livedesk.app.own_tools_controller import OwnToolsController
from livedesk.app.playback_controller import PlaybackController, PlaybackParts
from livedesk.app.recording_controller import RecordingController, RecordingParts
from livedesk.app.servers_controller import ServersController
from livedesk.app.session_setup import talk_setting
from livedesk.app.settings_controller import SettingsController
from livedesk.app.sound_meter import SoundMeter
from livedesk.app.sound_test import SoundTester
from livedesk.app.sound_watch import SoundWatch
from livedesk.app.talk_desk import TalkDesk
from livedesk.app.talk_mode_controller import TalkModeController
from livedesk.app.talk_usage import TalkUsage
from livedesk.app.tool_surroundings import KeptTalks, StoredNotebook, granted, qt_desktop
from livedesk.app.tools_controller import ToolsController
from livedesk.app.transcript_controller import TranscriptController
from livedesk.app.word_follow import WordFollow
from livedesk.audio.engine import AudioEngine
from livedesk.audio.system_sound import system_backend
from livedesk.conversation.conversation import Conversation, Parts
from livedesk.conversation.events import ConversationEvent
from livedesk.core.analysis import DataFile
from livedesk.core.clock import SystemClock
from livedesk.core.listeners import Listener
from livedesk.core.paths import config_dir, data_dir, resource_path
from livedesk.core.setup import SessionSetup
from livedesk.instructions.library import InstructionLibrary
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.settings.store import SettingsStore
from livedesk.settings.usage_book import UsageBook
from livedesk.tools.analyst.analyze_data import analyze_data
from livedesk.tools.builtin import builtin_registry
from livedesk.tools.builtin.desktop import desktop
from livedesk.tools.builtin.files import files
from livedesk.tools.builtin.notes import notes
from livedesk.tools.builtin.past_talks import past_talks
from livedesk.tools.builtin.timers import timers
from livedesk.transcript.heard import HeardSoFar
from livedesk.transcript.store.transcript_store import TranscriptStore, default_path


class Context(QObject):
    """Every long-lived object of the running program. Build it on the main thread, once."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        super().__init__()
        self._clock = SystemClock()
        folder = config_dir()
        library = _instruction_library(folder)
        self._library = library
        self._practice_server = EmbeddedServer()
        self.settings = SettingsController(SettingsStore(folder / "settings.json"), self)
        self.account = self._make_account(environment)
        self.instructions = InstructionsController(library, self)
        self._add_tools()
        self.choices = ChoicesController(self.settings, library, self.tools.specs, self)

        self.desk = TalkDesk(self._clock, self)
        self.transcript = TranscriptController(self.desk.transcript, self)
        self.keeping = KeepingController(
            default_path(), self.settings.settings.keeping, self._clock, self
        )
        self.keeping.follow(self.desk.transcript)

        self.history = HistoryController(
            self.keeping, self.desk, self.transcript, clock=self._clock, parent=self
        )
        self.export = ExportController(self.keeping, self)
        self.moving = MovingController(self.keeping, self)
        self._audio = AudioEngine(system_backend, clock=self._clock)
        self.sound_meter = SoundMeter(self._audio)
        self.conversation = ConversationController(
            self._build_conversation, self.choices.setup, self
        )
        self.desk.set_talker(self.conversation)
        self._add_sound()
        self.connection = ConnectionController(
            Neighbours(self.conversation, self.choices, self.account, self.settings),
            UsageBook(data_dir() / "usage.json"),
            self._clock,
            self,
        )
        self._talk_usage = TalkUsage(
            self.desk, self.keeping, self.account, self.connection.prices, self
        )
        self.words = WordFollow(self._heard_so_far, self)
        self.talk_mode = TalkModeController(self.settings, self.conversation, self)
        self.hotkey = HotkeyController(self)
        self._add_recording()  # before keeping is connected: it ends one file before the next talk
        self._connect()

    def _make_account(self, environment: Mapping[str, str]) -> AccountController:
        place = self.settings.settings.account
        return AccountController(
            environment,
            self._practice_server,
            is_in_keyring=place.key_in_keyring,
            token_url=place.token_server,
            parent=self,
        )

    def _heard_so_far(self) -> HeardSoFar | None:
        talk = self.conversation.talk
        return talk.heard_so_far() if talk is not None else None

    async def prepare(self) -> None:
        """Look for the sound devices, so that the first click finds them, and watch them."""
        self.hotkey.follow(self.talk_mode.talking)
        self.recording.prepare()
        await self.alarms.prepare()
        await self.own_tools.prepare()
        await self.servers.prepare()
        await self.connection.prepare()
        await self.audio.prepare()

    async def aclose(self) -> None:
        """End the talk, keep the settings, stop the practice server. Idempotent."""
        self.hotkey.stop()
        self.servers.begin_end()
        await self.alarms.aclose()
        await self.own_tools.aclose()
        await self.data.aclose()
        await self.account.aclose()
        await self.sound_watch.aclose()
        await self.sound_tester.aclose()
        await self.audio.aclose()
        await self.playback.aclose()
        await self.conversation.aclose()
        await self.recording.aclose()
        await self.connection.aclose()
        await self.transcript.aclose()
        await self.export.aclose()
        await self.moving.aclose()
        await self.history.aclose()
        await self.keeping.aclose()
        await self.servers.aclose()
        await self.settings.aclose()
        await self._audio.close()
        await asyncio.to_thread(self._practice_server.stop)

    def _connect(self) -> None:
        self.instructions.instructions_changed.connect(self.choices.on_instructions_changed)
        self.talk_mode.changed.connect(self.choices.on_talking_changed)
        self.talk_mode.changed.connect(self.hotkey.follow)
        self.tools.follow(self.conversation)
        self.alarms.follow(self.conversation)
        self.tools.tools_changed.connect(self.choices.on_tools_changed)
        self.desk.transcript_changed.connect(self.data.clear)
        self.desk.transcript_changed.connect(self.tools.on_conversation_changed)
        self.hotkey.pressed.connect(self.talk_mode.press)
        self.hotkey.released.connect(self.talk_mode.release)
        self.hotkey.talk_toggled.connect(self.conversation.toggle_talk)
        self.conversation.status_changed.connect(self.sound_watch.follow)
        self.settings.changed.connect(self.keeping.apply_settings)
        self.keeping.new_conversation_requested.connect(self.desk.begin_new)
        self.moving.ended.connect(self.history.refresh)
        self.desk.transcript_changed.connect(self.keeping.follow)
        self.desk.transcript_changed.connect(self.transcript.set_transcript)
        self.choices.setup_changed.connect(self.conversation.apply_setup)
        self.conversation.setup_applied.connect(self.choices.on_setup_applied)
        self.conversation.setup_applied.connect(self._note_setting)
        self.conversation.told.connect(self._talk_usage.on_event)
        self.account.account_changed.connect(self.settings.note_account)
        # A talk that runs with another key, or with practice, is not what the person wants now.
        self.account.key_accepted.connect(self.conversation.end_talk)
        self.account.key_removed.connect(self.conversation.end_talk)
        self.account.signed_in.connect(self.conversation.end_talk)
        self.account.signed_out.connect(self.conversation.end_talk)

    def _add_tools(self) -> None:
        registry = builtin_registry(self._clock)
        self.tools = ToolsController(registry, self.settings, self._clock, self)
        self.own_tools = OwnToolsController(registry, self.settings, self)
        self.servers = ServersController(self.tools, self.settings, self._clock, parent=self)
        self.alarms = AlarmDesk(self._store, self._clock, self)
        self.data = DataDesk(self.account.analyser, self)
        registry.add(
            *timers(self.alarms, self._clock),
            *notes(StoredNotebook(self._store, self._clock)),
            past_talks(KeptTalks(self._store).find),
            *files(self._folders),
            *desktop(qt_desktop(), self._folders),
            analyze_data(self._data_files, self.data.analyser),
        )

    def _store(self) -> TranscriptStore:
        return self.keeping.store

    def _folders(self) -> tuple[Path, ...]:
        return granted(self.settings.settings.tools.folders)

    def _data_files(self) -> tuple[DataFile, ...]:
        return self.data.files

    def _add_sound(self) -> None:
        self.audio = AudioController(self._audio, self.settings, self)
        self.sound_tester = SoundTester(self._audio, self.conversation, self)
        self.sound_watch = SoundWatch(self._audio, self.audio, self._clock.now_s, self)

    def _add_recording(self) -> None:
        self.recording = RecordingController(
            self._audio.tape,
            RecordingParts(self.settings, self.conversation, self.desk, self.keeping),
            self._clock,
            self,
        )
        self.transcript.model.rowsInserted.connect(self.recording.note_entry)
        self.playback = PlaybackController(
            PlaybackParts(
                self._audio,
                self.conversation,
                self.transcript,
                self.history,
                self.recording,
                self.keeping.store,
            ),
            self,
        )

    @Slot(object)
    def _note_setting(self, setup: SessionSetup | None) -> None:
        if setup is not None:
            self.desk.transcript.setting = talk_setting(
                self.choices.choices, self._library, is_practice=self.account.account.is_practice
            )
            self.keeping.note_facts()

    def _build_conversation(
        self, setup: SessionSetup, listener: Listener[ConversationEvent]
    ) -> Conversation:
        parts = Parts(
            self.account.connector,
            self._audio,
            self.tools.tool_set,
            self.desk.assembler,
            self._clock,
        )
        conversation = Conversation(parts, setup, listener)
        policy = self.settings.settings.connection.policy
        conversation.set_policy(policy_for(self.account.account, policy))
        return conversation


def _instruction_library(folder: Path) -> InstructionLibrary:
    return InstructionLibrary(resource_path("prompts"), folder / "instructions")
