"""The settings: a list of pages, and the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from livedesk.ui.dialogs.calm_dialog import CalmDialog
from livedesk.ui.settings_pages.page import SettingsPage
from livedesk.ui.theme.icons import icon
from livedesk.ui.theme.theme import Theme

_LIST_WIDTH_PX = 168


class SettingsDialog(CalmDialog):
    """Shows ``pages``; whoever opens it connects them."""

    def __init__(self, pages: Sequence[SettingsPage], theme: Theme, parent: QWidget) -> None:
        super().__init__("", parent)
        self._pages = tuple(pages)
        self.list = QListWidget(self)
        self._stack = QStackedWidget(self)
        self._build()
        self.set_theme(theme)
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.setCurrentRow(0)

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.tr("Settings"))
        self.add_title(self.tr("Settings"))
        self.list.setProperty("kind", "pages")
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setToolTip(self.tr("Arrow keys choose a page"))
        self.list.setFixedWidth(_LIST_WIDTH_PX)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in self._pages:
            QListWidgetItem(page.title, self.list)
            room = QScrollArea(self)
            room.setWidgetResizable(True)
            room.setFrameShape(QFrame.Shape.NoFrame)
            room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            room.setWidget(page)
            self._stack.addWidget(room)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        self.column.addLayout(row, 1)
        self.add_close_row()
        self.resize(QSize(720, 520))

    def show_page(self, kind: type[SettingsPage]) -> None:
        """Turn to the page of that class."""
        for row, page in enumerate(self._pages):
            if isinstance(page, kind):
                self.list.setCurrentRow(row)

    @Slot(object)
    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        for row, page in enumerate(self._pages):
            self.list.item(row).setIcon(icon(page.icon_name, theme, "muted"))
            page.set_theme(theme)
