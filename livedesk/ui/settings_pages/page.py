"""What all pages of the settings share."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from livedesk.ui.theme.theme import Theme


class SettingsPage(QWidget):
    """A page; its controls take effect at once.

    Attributes:
        title: its name in the list of pages, set by each page.
        icon_name: its icon there.
    """

    title = ""
    icon_name = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsPage")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``; most pages have nothing to do, the stylesheet does it."""

    def add_words(self, text: str, kind: str = "") -> QLabel:
        """A paragraph."""
        label = QLabel(text, self)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label
