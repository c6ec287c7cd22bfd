"""Opens the dialogs over the window and connects each to the controllers it needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from livedesk.app.moving_controller import Outcome
from livedesk.app.sound_choice import DeviceMoved
from livedesk.core.errors import LiveDeskError
from livedesk.core.events import GroundingSource
from livedesk.tools.analyst.data_files import SUFFIXES
from livedesk.transcript.model import ToolEntry
from livedesk.ui.actions import Actions
from livedesk.ui.dialogs.about_dialog import AboutDialog
from livedesk.ui.dialogs.error_details import ErrorDetails
from livedesk.ui.dialogs.exporting import Exporting
from livedesk.ui.dialogs.instruction_editor import InstructionEditor
from livedesk.ui.dialogs.keys_dialog import KeysDialog
from livedesk.ui.dialogs.link_dialog import LinkDialog
from livedesk.ui.dialogs.pictures_dialog import PicturesDialog
from livedesk.ui.dialogs.settings_dialog import SettingsDialog
from livedesk.ui.settings_pages.account_page import AccountPage
from livedesk.ui.settings_pages.audio_page import AudioPage
from livedesk.ui.settings_pages.connection_page import ConnectionPage
from livedesk.ui.settings_pages.device_options import moved_sentence
from livedesk.ui.settings_pages.keeping_page import KeepingPage
from livedesk.ui.settings_pages.look_page import LookPage
from livedesk.ui.settings_pages.moving_card import MovingCard
from livedesk.ui.settings_pages.moving_texts import outcome_words
from livedesk.ui.settings_pages.own_tools_card import OwnToolsCard
from livedesk.ui.settings_pages.saving_page import SavingPage
from livedesk.ui.settings_pages.servers_page import ServersPage
from livedesk.ui.settings_pages.talking_page import TalkingPage
from livedesk.ui.settings_pages.tools_page import ToolsPage
from livedesk.ui.theme.switch import ThemeSwitch

if TYPE_CHECKING:
    from livedesk.app.context import Context


class DialogOpener(QObject):
    """Keeps no dialog: each belongs to the window and deletes itself.

    Signals:
        notice_given(str): a quiet sentence for the window to show.
        data_chosen(tuple[Path, ...]): tables to attach.

    Attributes:
        exporting: those of exporting and printing.
    """

    notice_given = Signal(str)
    data_chosen = Signal(object)

    def __init__(
        self, context: Context, actions: Actions, themes: ThemeSwitch, window: QWidget
    ) -> None:
        super().__init__(window)
        self._context = context
        self._actions = actions
        self._themes = themes
        self._window = window
        self.exporting = Exporting(context, window)
        self.exporting.notice_given.connect(self.notice_given)
        context.moving.ended.connect(self.on_moved)

    @Slot()
    def open_instructions(self) -> None:
        """The instruction editor, at the chosen instruction."""
        instructions, choices = self._context.instructions, self._context.choices
        chosen = instructions.get(choices.choices.instruction_id).instruction_id
        dialog = InstructionEditor(instructions, self._themes.theme, chosen, self._window)
        instructions.failed.connect(dialog.show_failure)
        dialog.instruction_chosen.connect(choices.choose_instruction)
        dialog.open()

    @Slot()
    def open_settings(self) -> None:
        """The settings, at their first page."""
        self._settings_dialog().open()

    @Slot()
    def open_account(self) -> None:
        """The settings, at the page that says how to set a key."""
        dialog = self._settings_dialog()
        dialog.show_page(AccountPage)
        dialog.open()

    @Slot()
    def open_audio(self) -> None:
        """The settings, at the page of microphone and speaker."""
        dialog = self._settings_dialog()
        dialog.show_page(AudioPage)
        dialog.open()

    @Slot()
    def open_talking(self) -> None:
        """The settings, at the page of ways to talk."""
        dialog = self._settings_dialog()
        dialog.show_page(TalkingPage)
        dialog.open()

    @Slot()
    def open_tools(self) -> None:
        """The settings, at the page of tools."""
        dialog = self._settings_dialog()
        dialog.show_page(ToolsPage)
        dialog.open()

    @Slot()
    def open_servers(self) -> None:
        """The settings, at the page of MCP servers."""
        dialog = self._settings_dialog()
        dialog.show_page(ServersPage)
        dialog.open()

    @Slot()
    def open_keys(self) -> None:
        """Every key."""
        KeysDialog(self._actions.with_keys(), self._window).open()

    @Slot()
    def open_about(self) -> None:
        """Version and licence."""
        AboutDialog(self._window).open()

    @Slot(object)
    def open_error_details(self, error: LiveDeskError) -> None:
        """More about ``error``, to be copied."""
        details = self._context.connection.details(error)
        ErrorDetails(error.user_message, details, self._window).open()

    @Slot(object)
    def open_link(self, page: GroundingSource) -> None:
        """Show where a link leads; the browser opens it if the person wants that."""
        dialog = LinkDialog(page, self._window)
        dialog.notice_given.connect(self.notice_given)
        dialog.open()

    @Slot(object)
    def open_pictures(self, entry: ToolEntry) -> None:
        """What a tool showed."""
        PicturesDialog(entry, self._window).open()

    @Slot()
    def open_data_files(self) -> None:
        """Choose tables to attach."""
        dialog = QFileDialog(self._window, self.tr("Attach data"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog.setNameFilter(self.tr("Tables ({patterns})").format(patterns=patterns))
        dialog.filesSelected.connect(self._on_data_files)
        dialog.open()

    @Slot("QStringList")
    def _on_data_files(self, names: list[str]) -> None:
        self.data_chosen.emit(tuple(Path(name) for name in names))

    @Slot(object)
    def on_devices_moved(self, moved: tuple[DeviceMoved, ...]) -> None:
        """The talk goes on with other devices."""
        self.notice_given.emit(moved_sentence(moved))

    def _settings_dialog(self) -> SettingsDialog:
        settings = self._context.settings
        look = LookPage(settings.settings.look.theme)
        account = self._account_page()
        saving = SavingPage(str(self.exporting.folder))
        keeping = self._keeping_page()
        look.theme_chosen.connect(settings.set_theme)
        saving.folder_chosen.connect(settings.set_save_folder)
        talking, audio = self._talking_page(), self._audio_page()
        connection, tools = self._connection_page(), self._tools_page()
        servers = self._servers_page()
        pages = (look, talking, audio, account, connection, tools, servers, keeping, saving)
        dialog = SettingsDialog(pages, self._themes.theme, self._window)
        self._themes.theme_changed.connect(dialog.set_theme)
        return dialog

    def _audio_page(self) -> AudioPage:
        context = self._context
        return AudioPage(context.audio, context.sound_tester, context.sound_meter)

    def _talking_page(self) -> TalkingPage:
        talk_mode, hotkey = self._context.talk_mode, self._context.hotkey
        page = TalkingPage(talk_mode.talking, hotkey.note)
        page.mode_chosen.connect(talk_mode.choose_mode)
        page.patience_chosen.connect(talk_mode.choose_patience)
        page.interruptible_chosen.connect(talk_mode.set_interruptible)
        page.key_chosen.connect(talk_mode.choose_key)
        page.hotkey_enabled_chosen.connect(talk_mode.set_hotkey_enabled)
        page.hotkey_chosen.connect(talk_mode.choose_hotkey)
        talk_mode.changed.connect(page.show_talking)
        hotkey.note_changed.connect(page.show_note)
        return page

    def _account_page(self) -> AccountPage:
        account = self._context.account
        page = AccountPage(account.account)
        account.account_changed.connect(page.show_account)
        account.check_started.connect(page.key_card.show_checking)
        account.key_accepted.connect(page.key_card.show_accepted)
        account.key_refused.connect(page.key_card.show_refused)
        page.key_card.key_submitted.connect(account.use_key)
        page.remove_requested.connect(account.remove_key)
        account.sign_in_started.connect(page.sign_in_card.show_asking)
        account.signed_in.connect(page.sign_in_card.show_signed_in)
        account.sign_in_refused.connect(page.sign_in_card.show_refused)
        account.code_given.connect(page.sign_in_card.show_code)
        page.sign_in_card.sign_in_requested.connect(account.sign_in)
        page.sign_in_card.cancelled.connect(account.cancel_sign_in)
        page.sign_out_requested.connect(account.sign_out)
        return page

    def _connection_page(self) -> ConnectionPage:
        settings = self._context.settings
        page = ConnectionPage(settings.settings.connection)
        page.connection_chosen.connect(settings.set_connection)
        return page

    def _tools_page(self) -> ToolsPage:
        tools, own = self._context.tools, self._context.own_tools
        rules = tools.rules
        page = ToolsPage(tools.ruled, rules.folders, google_search=rules.google_search)
        tools.tools_changed.connect(page.show_tools)
        page.policy_chosen.connect(tools.choose_policy)
        page.folders_chosen.connect(tools.grant_folders)
        page.search_chosen.connect(tools.set_google_search)
        self._context.data.isolation_found.connect(page.show_isolation)
        self._context.data.find_isolation()
        card = OwnToolsCard(rules.own_folder, own.files, page)
        card.folder_chosen.connect(own.choose_folder)
        card.trusted.connect(own.trust)
        card.refresh_requested.connect(own.refresh)
        own.changed.connect(card.show_files)
        page.column.addWidget(card)
        page.column.addStretch(1)
        return page

    def _servers_page(self) -> ServersPage:
        servers = self._context.servers
        page = ServersPage(servers.views, servers.error_lines, servers.now_s)
        servers.changed.connect(page.show_servers)
        servers.added.connect(page.show_added)
        servers.failed.connect(page.show_failed)
        page.text_added.connect(servers.add)
        page.file_chosen.connect(servers.import_file)
        page.switched.connect(servers.switch)
        page.tool_switched.connect(servers.switch_tool)
        page.restart_requested.connect(servers.restart)
        page.removed.connect(servers.remove)
        return page

    def _keeping_page(self) -> KeepingPage:
        settings, keeping = self._context.settings, self._context.keeping
        recordings = settings.settings.recordings
        page = KeepingPage(settings.settings.keeping, str(keeping.folder), recordings)
        page.recordings_chosen.connect(settings.set_recordings)
        page.keeping_chosen.connect(settings.set_keeping)
        page.open_folder_requested.connect(keeping.open_folder)
        page.delete_all_requested.connect(keeping.delete_all)
        keeping.all_deleted.connect(page.show_deleted)
        self._connect_moving(page.moving_card)
        return page

    def _connect_moving(self, card: MovingCard) -> None:
        moving = self._context.moving
        card.folder = self.exporting.folder
        card.backup_requested.connect(moving.back_up)
        card.restore_requested.connect(moving.restore)
        card.import_requested.connect(moving.bring_in)
        moving.began.connect(card.show_work)
        moving.advanced.connect(card.show_advance)
        moving.ended.connect(card.show_outcome)
        moving.failed.connect(card.show_failure)
        if moving.work is not None:
            card.show_work(moving.work)

    @Slot(object)
    def on_moved(self, outcome: Outcome) -> None:
        """Say it also where the settings are closed; the dialogs start in that folder again."""
        self._context.settings.set_save_folder(str(outcome.path.parent))
        self.notice_given.emit(outcome_words(outcome))
