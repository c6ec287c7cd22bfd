"""The settings as a Qt object: changed in one place, kept without the window waiting for it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.account import Account
from livedesk.core.credential import CredentialSource
from livedesk.core.errors import SettingsError
from livedesk.core.tasks import TaskSet
from livedesk.settings.audio_settings import Audio
from livedesk.settings.connection_settings import Connection
from livedesk.settings.recording_settings import Recordings
from livedesk.settings.schema import (
    AccountPlace,
    Choices,
    Keeping,
    Saving,
    Settings,
    Talking,
    ThemeChoice,
    Welcome,
)
from livedesk.settings.server_settings import Servers
from livedesk.settings.store import SettingsStore
from livedesk.settings.tool_settings import Tools


class SettingsController(QObject):
    """Holds the settings and writes them in the background.

    Signals:
        changed(Settings): something was changed; the new whole.
        failed(SettingsError): the settings could not be read or kept.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, store: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._settings, self.load_error = store.load()
        self._unsaved = False
        self._saving: asyncio.Task[None] | None = None
        self._tasks = TaskSet()

    @property
    def settings(self) -> Settings:
        """All settings as they are now."""
        return self._settings

    def set_choices(self, choices: Choices) -> None:
        """What the menus hold."""
        self._change(choices=choices)

    def set_talking(self, talking: Talking) -> None:
        """How one takes the turn."""
        self._change(talking=talking)

    def set_audio(self, audio: Audio) -> None:
        """Devices, loudness, and what is done to the microphone."""
        self._change(audio=audio)

    @Slot(object)
    def set_connection(self, connection: Connection) -> None:
        """How patient a talk is with its connection, and how much of it is remembered."""
        self._change(connection=connection)

    @Slot(str)
    def set_theme(self, theme: ThemeChoice) -> None:
        """``"system"``, ``"light"`` or ``"dark"``."""
        self._change(look=self._settings.look.model_copy(update={"theme": theme}))

    @Slot(str)
    def set_geometry(self, geometry: str) -> None:
        """Where the window stood, as Qt's own base64 text."""
        self._change(look=self._settings.look.model_copy(update={"geometry": geometry}))

    @Slot(bool)
    def set_history_open(self, is_open: bool) -> None:
        """Whether the list of conversations is open."""
        self._change(look=self._settings.look.model_copy(update={"history_open": is_open}))

    @Slot(object)
    def set_keeping(self, keeping: Keeping) -> None:
        """Which conversations are kept, and for how long."""
        self._change(keeping=keeping)

    @Slot(object)
    def set_recordings(self, recordings: Recordings) -> None:
        """Whether talks are recorded, and in which kind of file."""
        self._change(recordings=recordings)

    @Slot(object)
    def set_tools(self, tools: Tools) -> None:
        """What the assistant may do."""
        self._change(tools=tools)

    def set_servers(self, servers: Servers) -> None:
        """Which MCP servers there are."""
        self._change(servers=servers)

    @Slot(str)
    def set_save_folder(self, folder: str) -> None:
        """Where the last transcript was saved."""
        self._change(saving=Saving(folder=folder))

    @Slot()
    def set_practice_seen(self) -> None:
        """The person has read what the practice server is."""
        self._change(welcome=Welcome(practice_seen=True))

    @Slot(object)
    def note_account(self, account: Account) -> None:
        """Remember whether the keyring is to be asked, and where; never what it holds."""
        in_keyring = account.source is CredentialSource.KEYRING
        is_token = account.source is CredentialSource.TOKEN_SERVER
        place = AccountPlace(
            key_in_keyring=in_keyring,
            token_server=account.origin if is_token and account.is_own else "",
        )
        self._change(account=place)

    async def aclose(self) -> None:
        """Wait until everything is kept. Idempotent."""
        if self._saving is not None:
            await asyncio.shield(self._saving)

    def _change(self, **groups: object) -> None:
        changed = self._settings.model_copy(update=groups)
        if changed == self._settings:
            return
        self._settings = changed
        self.changed.emit(changed)
        self._unsaved = True
        if self._saving is None or self._saving.done():
            self._saving = self._tasks.spawn(self._save(), name="save settings")

    async def _save(self) -> None:
        while self._unsaved:
            self._unsaved = False
            try:
                await asyncio.to_thread(self._store.save, self._settings)
            except SettingsError as error:
                self.failed.emit(error)
