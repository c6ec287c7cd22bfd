"""Every key, read from the table of actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from livedesk.ui.dialogs.calm_dialog import CalmDialog


class KeysDialog(CalmDialog):
    """Lists ``actions`` that have a key."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAccessibleName(self.tr("Keys"))
        self.add_title(self.tr("Keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(48)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, action in enumerate(actions):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            self._add(grid, row, action.text().rstrip("…"), keys)
        last = grid.rowCount()
        self._add(grid, last, self.tr("Send the message"), self.tr("Enter"))
        self._add(grid, last + 1, self.tr("New line in the message"), self.tr("Shift+Enter"))
        self.column.addLayout(grid)
        self.add_close_row()
        self.setMinimumWidth(400)

    def _add(self, grid: QGridLayout, row: int, what: str, keys: str) -> None:
        key = QLabel(keys, self)
        key.setProperty("kind", "key")
        grid.addWidget(QLabel(what, self), row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignTrailing)
