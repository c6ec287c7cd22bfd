"""Which theme is in force: the one the system asks for, or a fixed choice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from livedesk.ui.theme.palette import palette
from livedesk.ui.theme.stylesheet import stylesheet
from livedesk.ui.theme.theme import Theme, load_theme
from livedesk.ui.theme.type_scale import type_scale

FOLLOW_SYSTEM = "system"
_SCHEMES = {False: Qt.ColorScheme.Light, True: Qt.ColorScheme.Dark}


class ThemeSwitch(QObject):
    """Dresses the application in a theme, and again whenever the choice or the system changes.

    Signals:
        theme_changed(Theme): this theme is in force now.
    """

    theme_changed = Signal(object)

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._choice = FOLLOW_SYSTEM
        self._scale = type_scale(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
        # One style everywhere: only Fusion takes every rule of the stylesheet on every system.
        application.setStyle("Fusion")
        self._theme = self._wanted()
        self._dress()
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    @Slot(str)
    def choose(self, choice: str) -> None:
        """``"system"``, or the name of a theme to stay with."""
        self._choice = choice
        hints = self._application.styleHints()
        if choice == FOLLOW_SYSTEM:
            hints.unsetColorScheme()
        else:  # so that the system draws the window's frame to match
            hints.setColorScheme(_SCHEMES[load_theme(choice).is_dark])
        self._update()

    @Slot()
    def _on_system_changed(self) -> None:
        self._update()

    def _update(self) -> None:
        wanted = self._wanted()
        if wanted.name == self._theme.name:
            return
        self._theme = wanted
        self._dress()
        self.theme_changed.emit(wanted)

    def _wanted(self) -> Theme:
        if self._choice != FOLLOW_SYSTEM:
            return load_theme(self._choice)
        return load_theme("dark" if self._system_scheme() is Qt.ColorScheme.Dark else "light")

    def _system_scheme(self) -> Qt.ColorScheme:
        return self._application.styleHints().colorScheme()

    def _dress(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPixelSize(self._scale.control_px)
        self._application.setFont(font)
        self._application.setPalette(palette(self._theme))
        self._application.setStyleSheet(stylesheet(self._theme, self._scale))
