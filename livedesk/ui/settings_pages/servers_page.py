"""MCP servers: whose tools the assistant may use, besides LiveDesk's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from livedesk.app.server_views import ServerView
from livedesk.core.errors import LiveDeskError
from livedesk.tools.mcp_servers.report import ServerState
from livedesk.ui.dialogs.confirm_dialog import ConfirmDialog
from livedesk.ui.dialogs.error_details import ErrorDetails
from livedesk.ui.settings_pages.page import SettingsPage
from livedesk.ui.settings_pages.server_card import ServerCard

_FIELD_HEIGHT_PX = 96
_SECOND_MS = 1_000
_EXAMPLE = """{"mcpServers": {
    "time": {"command": "uvx", "args": ["mcp-server-time"]}
}}"""


class ServersPage(SettingsPage):
    """Lists the servers; adds, imports, switches and removes them.

    Args:
        servers: as they are.
        messages: gives what a server last wrote to standard error, by its name.
        now_s: the program's clock.

    Signals:
        text_added(str), file_chosen(str): ``mcpServers`` JSON, or a file of it.
        switched, tool_switched, restart_requested, removed: as of ``ServerCard``.
    """

    icon_name = "server"

    text_added = Signal(str)
    file_chosen = Signal(str)
    switched = Signal(str, bool)
    tool_switched = Signal(str, str, bool)
    restart_requested = Signal(str)
    removed = Signal(str)

    def __init__(
        self,
        servers: Sequence[ServerView],
        messages: Callable[[str], Sequence[str]],
        now_s: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("MCP servers")
        self._messages = messages
        self._now_s = now_s
        self._asked = ""
        self.cards: dict[str, ServerCard] = {}
        self._views: dict[str, ServerView] = {}
        self.add_words(
            self.tr(
                "Programs and web addresses whose tools the assistant may use. Each call asks "
                "first, unless you decide otherwise under Tools."
            ),
            "muted",
        )
        self.none_label = self.add_words(self.tr("There is none yet."), "muted")
        self._list = QVBoxLayout()
        self.column.addLayout(self._list)
        self._build_adding()
        self.column.addStretch(1)
        self._timer = QTimer(self, interval=_SECOND_MS)
        self._timer.timeout.connect(self._on_second)
        self.show_servers(servers)

    def _build_adding(self) -> None:
        self.column.addSpacing(8)
        self.add_words(self.tr("Add servers"), "strong")
        self.add_words(
            self.tr("Paste their JSON, as other MCP clients have it, or choose such a file."),
            "muted",
        )
        self.text_field = QPlainTextEdit(self)
        self.text_field.setPlaceholderText(_EXAMPLE)
        self.text_field.setAccessibleName(self.tr("JSON of the servers"))
        self.text_field.setToolTip(self.tr("Values of env and headers go to the keyring"))
        self.text_field.setFixedHeight(_FIELD_HEIGHT_PX)
        self.text_field.setTabChangesFocus(True)
        self.column.addWidget(self.text_field)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.add_button = QPushButton(self.tr("Add"), self)
        self.add_button.setProperty("kind", "primary")
        self.add_button.setToolTip(self.tr("They run only when you switch them on"))
        self.import_button = QPushButton(self.tr("Choose a file…"), self)
        self.import_button.setToolTip(self.tr("Such as another client's settings"))
        for button in (self.add_button, self.import_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.outcome_label = self.add_words("", "good")
        self.outcome_label.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome_label.hide()
        self.add_button.clicked.connect(self._on_add)
        self.import_button.clicked.connect(self._on_import)

    @Slot(object)
    def show_servers(self, servers: Sequence[ServerView]) -> None:
        """All servers as they are now."""
        self._views = {view.name: view for view in servers}
        for name in [name for name in self.cards if name not in self._views]:
            self.cards.pop(name).deleteLater()
        for name, view in self._views.items():
            if name in self.cards:
                self.cards[name].show_view(view)
            else:
                self._add_card(view)
        self.none_label.setVisible(not self.cards)
        if any(view.state is ServerState.FAILING for view in servers):
            self._timer.start()
        else:
            self._timer.stop()

    @Slot(object)
    def show_added(self, names: Sequence[str]) -> None:
        """These are new."""
        self.text_field.clear()
        words = self.tr("Added: {names}. Switch on what you want to run.")
        self._tell(words.format(names=", ".join(names)), "good")

    @Slot(object)
    def show_failed(self, error: LiveDeskError) -> None:
        """Something was not done."""
        self._tell(str(error), "danger")

    def _add_card(self, view: ServerView) -> None:
        card = ServerCard(view, self._now_s, self)
        card.switched.connect(self._on_switched)
        card.tool_switched.connect(self.tool_switched)
        card.restart_requested.connect(self.restart_requested)
        card.messages_requested.connect(self._on_messages)
        card.removal_requested.connect(self._on_removal)
        self.cards[view.name] = card
        self._list.addWidget(card)

    def _tell(self, words: str, kind: str) -> None:
        self.outcome_label.setProperty("kind", kind)
        self.outcome_label.setText(words)
        self.outcome_label.style().unpolish(self.outcome_label)
        self.outcome_label.style().polish(self.outcome_label)
        self.outcome_label.show()

    @Slot()
    def _on_second(self) -> None:
        for card in self.cards.values():
            card.show_time()

    @Slot()
    def _on_add(self) -> None:
        if self.text_field.toPlainText().strip():
            self.text_added.emit(self.text_field.toPlainText())

    @Slot()
    def _on_import(self) -> None:
        dialog = QFileDialog(self, self.tr("Settings of an MCP client"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("JSON (*.json);;All files (*)"))
        dialog.fileSelected.connect(self.file_chosen)
        dialog.open()

    @Slot(str, bool)
    def _on_switched(self, name: str, is_on: bool) -> None:
        if not is_on:
            self.switched.emit(name, False)
            return
        words = self.tr(
            "{where}\n\nA program can do whatever you can, and an address sees what is asked."
        )
        self._ask(
            name,
            self.tr("Run {name}?").format(name=name),
            words.format(where=self._views[name].where),
            self.tr("Run"),
        ).confirmed.connect(self._on_run)

    @Slot(str)
    def _on_removal(self, name: str) -> None:
        self._ask(
            name,
            self.tr("Remove {name}?").format(name=name),
            self.tr("Its secrets and what you allowed its tools are forgotten."),
            self.tr("Remove"),
        ).confirmed.connect(self._on_remove)

    def _ask(self, name: str, title: str, words: str, verb: str) -> ConfirmDialog:
        self._asked = name
        dialog = ConfirmDialog(title, words, verb, self)
        dialog.open()
        return dialog

    @Slot()
    def _on_run(self) -> None:
        self.switched.emit(self._asked, True)

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self._asked)

    @Slot(str)
    def _on_messages(self, name: str) -> None:
        lines = "\n".join(self._messages(name)) or self.tr("It has written nothing.")
        ErrorDetails(self.tr("Messages of {name}").format(name=name), lines, self).open()
