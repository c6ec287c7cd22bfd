"""A strip across the window's column that slides open and shut, so that nothing jumps."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from livedesk.ui.theme.icons import icon
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.motion import TRANSITION_MS, is_motion_reduced

_MAX_WIDTH_PX = 696
_ICON_PX = 20


class SlidingStrip(QWidget):
    """Shut at first. Subclasses fill ``frame`` and call ``open_up`` and ``shut``.

    Attributes:
        frame: the coloured card.
        picture: the icon that tells how grave it is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._severity = "danger"
        self._is_open = False
        self.frame = QFrame(self)
        self.frame.setObjectName("messageBar")
        self.frame.setMaximumWidth(_MAX_WIDTH_PX)
        self.picture = QLabel(self.frame)
        self._slide = QPropertyAnimation(self, b"maximumHeight", self)
        self._slide.setDuration(TRANSITION_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._on_slid)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 0, 16, 8)
        outer.addStretch(1)
        outer.addWidget(self.frame, 1000)
        outer.addStretch(1)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it has something to say."""
        return self._is_open

    @property
    def is_sliding(self) -> bool:
        """Whether it is just opening or closing."""
        return self._slide.state() is QPropertyAnimation.State.Running

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self._dress()

    def set_severity(self, severity: str) -> None:
        """``"warning"``: the talk goes on; ``"danger"``: it does not."""
        self._severity = severity
        self._dress()

    def open_up(self) -> None:
        """Show what was filled in; while it is open it only follows its words."""
        if self._is_open and not self.isHidden():
            self.follow_words()
            return
        self._is_open = True
        self.setMaximumHeight(0)
        self.show()
        self._slide_to(self._full_height())

    def shut(self) -> None:
        """Have nothing to say. Idempotent."""
        if self._is_open:
            self._is_open = False
            self._slide_to(0)

    def follow_words(self) -> None:
        """The words are others: be as high as they need."""
        if self._is_open and not self.is_sliding:
            self.setMaximumHeight(self._full_height())

    def _dress(self) -> None:
        if self._theme is None:
            return
        name = "warning" if self._severity == "warning" else "error"
        picture = icon(name, self._theme, self._severity, _ICON_PX)
        size = QSize(_ICON_PX, _ICON_PX)
        self.picture.setPixmap(picture.pixmap(size, self.devicePixelRatio()))
        self.frame.setProperty("severity", self._severity)
        self.frame.style().unpolish(self.frame)
        self.frame.style().polish(self.frame)

    def _full_height(self) -> int:
        layout = self.layout()
        if layout is None:
            return 0
        layout.activate()
        parent = self.parentWidget()
        width = self.width() if parent is None else parent.width()
        return max(layout.heightForWidth(width), layout.minimumSize().height())

    def _slide_to(self, height_px: int) -> None:
        self._slide.stop()
        if is_motion_reduced(self) or not self.window().isVisible():
            self.setMaximumHeight(height_px)
            self._on_slid()
            return
        self._slide.setStartValue(min(self.height(), self.maximumHeight()))
        self._slide.setEndValue(height_px)
        self._slide.start()

    @Slot()
    def _on_slid(self) -> None:
        if self._is_open:  # the words may have been measured before the strip was dressed
            self.setMaximumHeight(self._full_height())
        else:
            self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence may need another number of lines."""
        super().resizeEvent(event)
        self.follow_words()
