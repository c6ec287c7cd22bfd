"""What the assistant may do: each tool's rule, granted folders, the person's own tools."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from livedesk.tools.analyst.isolation import Isolation
from livedesk.tools.policy import Policy
from livedesk.tools.tool import Tool
from livedesk.ui.panels.data_texts import isolation_sentence
from livedesk.ui.panels.tool_texts import plain_tip, policy_text, where_from
from livedesk.ui.settings_pages.page import SettingsPage

_LEAST_HEIGHT_PX = 32
_LIST_HEIGHT_PX = 96


class ToolsPage(SettingsPage):
    """Every control takes effect at once.

    Args:
        ruled: gives each tool, and what is done about its calls.
        folders: what may be listed and read.

    Signals:
        policy_chosen(str, str): the rule for the tool of that key.
        folders_chosen(tuple[str, ...]): what may be listed and read.
        search_chosen(bool): whether answers may rest on Google Search.
    """

    icon_name = "tool"

    policy_chosen = Signal(str, str)
    folders_chosen = Signal(object)
    search_chosen = Signal(bool)

    def __init__(
        self,
        ruled: Callable[[], Sequence[tuple[Tool, Policy]]],
        folders: Sequence[str],
        *,
        google_search: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Tools")
        self.search_box = QCheckBox(self.tr("Let it look things up with Google Search"), self)
        self.folder_list = QListWidget(self)
        self.grant_button = QPushButton(self.tr("Grant a folder…"), self)
        self.withdraw_button = QPushButton(self.tr("Withdraw"), self)
        self.rule_boxes: dict[str, QComboBox] = {}
        self._ruled = ruled
        self._rows: dict[str, QWidget] = {}
        self._rules = QVBoxLayout()
        self._build_search(google_search=google_search)
        self.add_words(self.tr("What each tool may do"), "strong")
        self.add_words(
            self.tr(
                "Only you can change this, here or when you are asked. A tool that never may run "
                "is not offered to the assistant."
            ),
            "muted",
        )
        self.column.addLayout(self._rules)
        self.show_tools()
        self.column.addSpacing(16)
        self._build_folders(folders)
        self._build_tables()
        self._connect()

    def _build_search(self, *, google_search: bool) -> None:
        self.add_words(self.tr("The web"), "strong")
        self.search_box.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.search_box.setChecked(google_search)
        self.search_box.setAccessibleName(self.search_box.text())
        self.search_box.setToolTip(self.tr("Takes effect with the next pause of the talk"))
        self.column.addWidget(self.search_box)
        self.add_words(
            self.tr("With Gemini only. The pages that an answer rests on stand under it."), "muted"
        )
        self.column.addSpacing(16)

    def _build_folders(self, folders: Sequence[str]) -> None:
        self.add_words(self.tr("Folders it may list and read"), "strong")
        self.folder_list.addItems(list(folders))
        self.folder_list.setFixedHeight(_LIST_HEIGHT_PX)
        self.folder_list.setAccessibleName(self.tr("Granted folders"))
        self.folder_list.setToolTip(self.tr("Nothing outside of them is read, also not by links"))
        self.column.addWidget(self.folder_list)
        self.none_label = self.add_words(self.tr("None is granted."), "muted")
        self._show_whether_any()
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, tip in (
            (self.grant_button, self.tr("All that lies in it may be read")),
            (self.withdraw_button, self.tr("The chosen folder may not be read any more")),
        ):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addSpacing(16)

    def _build_tables(self) -> None:
        self.add_words(self.tr("Tables"), "strong")
        self.add_words(
            self.tr(
                "With a key Gemini analyses the tables that you attach. Without one a few requests "
                "of LiveDesk's own run on this computer; no other code ever does."
            ),
            "muted",
        )
        self.isolation_label = self.add_words("", "muted")
        self.column.addSpacing(16)

    @Slot(object)
    def show_isolation(self, isolation: Isolation) -> None:
        """What holds them there."""
        self.isolation_label.setText(isolation_sentence(isolation))

    @Slot()
    def show_tools(self) -> None:
        """All tools as they are now: servers come and go."""
        ruled = self._ruled()
        for key in self._rows.keys() - {tool.key for tool, _policy in ruled}:
            self._rows.pop(key).deleteLater()
            del self.rule_boxes[key]
        for tool, policy in ruled:
            if tool.key not in self._rows:
                self._rows[tool.key] = self._row(tool)
                self._rules.addWidget(self._rows[tool.key])
            box = self.rule_boxes[tool.key]
            box.setCurrentIndex(box.findData(policy.value))

    def _row(self, tool: Tool) -> QWidget:
        line = QWidget(self)
        name = QLabel(tool.spec.name, line)
        about = QLabel(where_from(tool), line)
        about.setProperty("kind", "caption")
        about.setWordWrap(True)
        for label in (name, about):
            label.setTextFormat(Qt.TextFormat.PlainText)
        box = QComboBox(line)
        for choice in Policy:
            box.addItem(policy_text(choice), choice.value)
        box.setProperty("key", tool.key)
        box.setAccessibleName(self.tr("Rule for {tool}").format(tool=tool.spec.name))
        box.setToolTip(plain_tip(tool.spec.description))
        box.setMinimumHeight(_LEAST_HEIGHT_PX)
        box.activated.connect(self._on_rule)
        self.rule_boxes[tool.key] = box
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(about)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _connect(self) -> None:
        self.search_box.clicked.connect(self.search_chosen)
        self.grant_button.clicked.connect(self._ask_for_folder)
        self.withdraw_button.clicked.connect(self._withdraw)

    @Slot(str)
    def grant(self, folder: str) -> None:
        """One more folder; "" is none."""
        if folder and folder not in self._folders():
            self.folder_list.addItem(folder)
            self._show_whether_any()
            self.folders_chosen.emit(self._folders())

    def _show_whether_any(self) -> None:
        has_any = self.folder_list.count() > 0
        self.folder_list.setVisible(has_any)
        self.none_label.setVisible(not has_any)
        self.withdraw_button.setEnabled(has_any)

    def _folders(self) -> tuple[str, ...]:
        return tuple(self.folder_list.item(n).text() for n in range(self.folder_list.count()))

    @Slot()
    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Grant a folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.grant)
        dialog.open()

    @Slot()
    def _withdraw(self) -> None:
        if self.folder_list.currentRow() >= 0:
            self.folder_list.takeItem(self.folder_list.currentRow())
            self._show_whether_any()
            self.folders_chosen.emit(self._folders())

    @Slot()
    def _on_rule(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.policy_chosen.emit(str(box.property("key")), str(box.currentData()))
