"""What all dialogs share: they delete themselves, and their buttons lie at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class CalmDialog(QDialog):
    """A dialog over ``parent``. Opened by ``open()``; gone for good when it is closed."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(16)
        self.close_row = QHBoxLayout()

    def done(self, result: int) -> None:
        """Close; a hidden dialog is never deleted by its attribute alone."""
        super().done(result)
        self.deleteLater()

    def fit(self, width_px: int) -> None:
        """Be ``width_px`` wide and as high as the wrapped words need."""
        self.ensurePolished()
        width = max(width_px, self.column.minimumSize().width())
        self.resize(width, self.column.totalHeightForWidth(width))

    def add_title(self, text: str) -> None:
        """A heading."""
        label = QLabel(text, self)
        label.setProperty("kind", "title")
        label.setWordWrap(True)
        self.column.addWidget(label)

    def add_close_row(self) -> QPushButton:
        """A row with the button that closes the dialog, at its end."""
        button = QPushButton(self.tr("Close"), self)
        button.setAccessibleName(button.text())
        button.setToolTip(self.tr("Close (Esc)"))
        button.setDefault(True)
        button.clicked.connect(self.accept)
        self.close_row.addStretch(1)
        self.close_row.addWidget(button)
        self.column.addLayout(self.close_row)
        return button
