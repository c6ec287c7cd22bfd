"""A bar that shows how loud a sound is, and says it in a word."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from livedesk.ui.theme.theme import Theme

_HEIGHT_PX = 10
_LEAST_WIDTH_PX = 120
# From a whisper across the room to a shout at the microphone.
_FLOOR_DB = -60.0
# Speech at arm's length lies between -40 and -15 dBFS.
_HEARD_DB = -45.0
_TOO_LOUD_DB = -6.0
# So much falls the bar with each look; a syllable stays to be seen.
_FALL_DB = 2.0


class Loudness(Enum):
    """What the level means."""

    SILENT = "silent"
    GOOD = "good"
    TOO_LOUD = "too loud"


def loudness_of(level_db: float) -> Loudness:
    """RMS in dBFS as one of three."""
    if level_db >= _TOO_LOUD_DB:
        return Loudness.TOO_LOUD
    return Loudness.GOOD if level_db >= _HEARD_DB else Loudness.SILENT


class LevelMeter(QWidget):
    """Shows what it is given; whoever owns it looks at the sound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._level_db = _FLOOR_DB
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def level_db(self) -> float:
        """What is shown, in dBFS."""
        return self._level_db

    @property
    def loudness(self) -> Loudness:
        """What is shown, in a word."""
        return loudness_of(self._level_db)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.update()

    def show_level(self, level_db: float) -> None:
        """Rise to ``level_db`` at once, or fall a little towards it."""
        shown_db = max(_FLOOR_DB, level_db, self._level_db - _FALL_DB)
        if shown_db != self._level_db:
            self._level_db = shown_db
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(2 * _LEAST_WIDTH_PX, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Still to be read."""
        return QSize(_LEAST_WIDTH_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A groove, and the bar in it."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(self.rect())
        radius = groove.height() / 2
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(groove, radius, radius)
        share = (self._level_db - _FLOOR_DB) / -_FLOOR_DB
        if share > 0:
            width = max(groove.height(), groove.width() * min(1.0, share))
            left = groove.right() - width if self.isRightToLeft() else 0.0
            role = "warning" if self.loudness is Loudness.TOO_LOUD else "you"
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(QRectF(left, 0, width, groove.height()), radius, radius)
        painter.end()
