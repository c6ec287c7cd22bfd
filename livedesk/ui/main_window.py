"""The window: places the panels, and says when the person wants it closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from livedesk.app.account import Account
from livedesk.app.outage import Outage
from livedesk.core.analysis import DataFile
from livedesk.settings.schema import Settings, Talking
from livedesk.ui import wiring
from livedesk.ui.actions import Actions
from livedesk.ui.dialogs.opener import DialogOpener
from livedesk.ui.panels.alarm_strip import AlarmStrip
from livedesk.ui.panels.data_texts import attached_sentence, data_note
from livedesk.ui.panels.history.reading_strip import ReadingStrip
from livedesk.ui.panels.history.sidebar import Sidebar
from livedesk.ui.panels.message_bar import MessageBar
from livedesk.ui.panels.outage_strip import OutageStrip
from livedesk.ui.panels.permission_strip import PermissionStrip
from livedesk.ui.panels.player_bar import PlayerBar
from livedesk.ui.panels.sound_strip import SoundStrip
from livedesk.ui.panels.status_popover import StatusPopover
from livedesk.ui.panels.talk_bar import TalkBar
from livedesk.ui.panels.top_bar import TopBar
from livedesk.ui.panels.transcript_pane import TranscriptPane
from livedesk.ui.panels.welcome_page import WelcomePage
from livedesk.ui.talk_key_filter import TalkKeyFilter
from livedesk.ui.theme.icons import application_icon
from livedesk.ui.theme.switch import ThemeSwitch
from livedesk.ui.theme.theme import Theme
from livedesk.ui.tray import Tray
from livedesk.ui.widgets.file_target import FileTarget
from livedesk.ui.widgets.page_stack import PageStack
from livedesk.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from livedesk.app.context import Context

_DEFAULT_PX = QSize(1000, 720)
_LEAST_PX = QSize(640, 480)


class MainWindow(QMainWindow):
    """All panels, wired to ``context``.

    It never closes by itself: whoever shows it hides it when the end is prepared.

    Signals:
        close_requested(): the person wants to leave.
        geometry_changed(str): where the window stood when it was hidden, as base64 text.
    """

    close_requested = Signal()
    geometry_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise RuntimeError("a window needs a QApplication")
        self.themes = ThemeSwitch(application, self)
        self.themes.choose(context.settings.settings.look.theme)
        self.actions_table = Actions(self)
        self.dialogs = DialogOpener(context, self.actions_table, self.themes, self)
        self.top_bar = TopBar(context.choices, context.instructions, self.actions_table, self)
        self.transcript_pane = TranscriptPane(context.transcript, self)
        self.welcome_page = WelcomePage(self)
        self.middle = PageStack(self)
        voices = [voice.name for voice in context.choices.voices()]
        self.sidebar = Sidebar(context.history, voices, self)
        self.reading_strip = ReadingStrip(self)
        self.player_bar = PlayerBar(self)
        self.outage_strip = OutageStrip(context.connection.now_s, self)
        self.message_bar = MessageBar(self)
        self.alarm_strip = AlarmStrip(self)
        self.permission_strip = PermissionStrip(context.connection.now_s, self)
        self.sound_strip = SoundStrip(self)
        self.talk_bar = TalkBar(context.sound_meter, self.actions_table, self)
        self.talk_key = TalkKeyFilter(self.talk_bar.message_field.editor, self)
        self._talking = context.talk_mode.talking
        self._connection = context.connection
        self._account = context.account.account
        self.tray = Tray(self.actions_table, self)
        self._build()
        self.toast = Toast(self.middle)
        self.file_target = FileTarget(self, self.talk_bar.message_field.editor.viewport())
        self._show_settings(context)
        self.set_theme(self.themes.theme)
        wiring.connect(self, context)
        self.talk_bar.message_field.take_focus()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("LiveDesk"))
        self.setWindowIcon(application_icon())
        self.setMinimumSize(_LEAST_PX)
        self.middle.addWidget(self.transcript_pane)
        self.middle.addWidget(self.welcome_page)
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        reading = QVBoxLayout()
        reading.addWidget(self.reading_strip)
        reading.addWidget(self.middle, 1)
        row = QHBoxLayout()
        row.addWidget(self.sidebar)
        row.addLayout(reading, 1)
        column.addLayout(row, 1)
        column.addWidget(self.player_bar)
        column.addWidget(self.outage_strip)
        column.addWidget(self.message_bar)
        column.addWidget(self.permission_strip)
        column.addWidget(self.alarm_strip)
        column.addWidget(self.sound_strip)
        column.addWidget(self.talk_bar)
        self.setCentralWidget(central)

    def _show_settings(self, context: Context) -> None:
        settings = context.settings.settings
        self.resize(_DEFAULT_PX)
        if settings.look.geometry:
            self.restoreGeometry(QByteArray.fromBase64(settings.look.geometry.encode()))
        is_practice = context.account.account.is_practice
        self.actions_table.show_history.setChecked(settings.look.history_open)
        self.sidebar.setVisible(settings.look.history_open)
        self.show_account(context.account.account)
        if is_practice and not settings.welcome.practice_seen:
            self.show_welcome()
        else:
            self.show_transcript()
        if context.settings.load_error is not None:
            self.message_bar.show_failure(context.settings.load_error)

    @Slot(object)
    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self.top_bar.set_theme(theme)
        self.sidebar.set_theme(theme)
        self.transcript_pane.set_theme(theme)
        self.welcome_page.set_theme(theme)
        self.player_bar.set_theme(theme)
        self.outage_strip.set_theme(theme)
        self.message_bar.set_theme(theme)
        self.permission_strip.set_theme(theme)
        self.alarm_strip.set_theme(theme)
        self.sound_strip.set_theme(theme)
        self.talk_bar.set_theme(theme)
        self.tray.set_theme(theme)
        self.file_target.set_theme(theme)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        """Settings changed: wear the chosen theme."""
        self.themes.choose(settings.look.theme)

    @Slot(object)
    def show_account(self, account: Account) -> None:
        """Tell whether the next talk is practice."""
        self._account = account
        self.top_bar.set_practice(account.is_practice)
        self.actions_table.show_welcome.setVisible(account.is_practice)
        self.file_target.set_words(self.tr("Drop a table to ask about it"), data_note(account))

    @Slot(object)
    def show_outage(self, outage: Outage | None) -> None:
        """The connection is away, or back; an error of the talk is out of date then."""
        if outage is not None:
            self.message_bar.clear()
        self.outage_strip.show_outage(outage)

    @Slot()
    def open_story(self) -> None:
        """Tell how the connection is, and what the talk takes."""
        pill = self.top_bar.status_pill
        popover = StatusPopover(self, self._connection.report, self._connection.details)
        popover.set_focus_after(pill)
        popover.open_below(QRect(pill.mapTo(self, QPoint(0, 0)), pill.size()))

    @Slot(object)
    def watch_talk_key(self, talking: Talking) -> None:
        """Look at the window's keys where one of them makes turns."""
        self._talking = talking
        window = self.windowHandle() if talking.mode.is_manual else None
        self.talk_key.watch(window, talking.key)

    @Slot()
    def come_to_front(self) -> None:
        """Be seen, wherever the window is."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.activateWindow()

    @Slot()
    def say_muted(self) -> None:
        """Tell the person that nobody hears them, and what to do about it."""
        keys = self.actions_table.toggle_mute.shortcut()
        words = self.tr("You are muted. {keys} lets you be heard again.")
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self.toast.say(words.format(keys=shown))

    @Slot(object)
    def say_attached(self, file: DataFile) -> None:
        """Tell that a table can be asked about, and what becomes of it."""
        self.toast.say(attached_sentence(file, self._account))

    @Slot()
    def show_welcome(self) -> None:
        """Turn to what practice is."""
        self.middle.setCurrentWidget(self.welcome_page)

    @Slot()
    def search(self) -> None:
        """Open the history with the keyboard in its search field."""
        if not self.actions_table.show_history.isChecked():
            self.actions_table.show_history.trigger()
        self.sidebar.search()

    @Slot()
    def show_transcript(self) -> None:
        """Turn to the conversation."""
        self.middle.setCurrentWidget(self.transcript_pane)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only ask: the talk has to end first."""
        event.ignore()
        self.close_requested.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only a window that is shown has keys to look at."""
        super().showEvent(event)
        self.watch_talk_key(self._talking)
        self.tray.appear()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember where the window stood, unless it was only minimised."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.tray.vanish()
            self.geometry_changed.emit(self.saveGeometry().toBase64().toStdString())
