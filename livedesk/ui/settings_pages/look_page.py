"""Light, dark, or as the system."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from livedesk.ui.settings_pages.page import SettingsPage


class LookPage(SettingsPage):
    """Chooses the theme.

    Signals:
        theme_chosen(str): ``"system"``, ``"light"`` or ``"dark"``.
    """

    icon_name = "look"

    theme_chosen = Signal(str)

    def __init__(self, chosen: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Look")
        self.add_words(self.tr("Colours"), "strong")
        self._names: dict[QRadioButton, str] = {}
        self._group = QButtonGroup(self)
        for name, text in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            button = QRadioButton(text, self)
            button.setAccessibleName(text)
            button.setToolTip(self.tr("Takes effect at once"))
            button.setChecked(name == chosen)
            self._names[button] = name
            self._group.addButton(button)
            self.column.addWidget(button)
        self.column.addStretch(1)
        self._group.buttonClicked.connect(self._on_clicked)

    @Slot(QRadioButton)
    def _on_clicked(self, button: QRadioButton) -> None:
        self.theme_chosen.emit(self._names[button])
