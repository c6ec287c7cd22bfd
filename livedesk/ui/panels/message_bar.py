"""The one error sentence, what to do about it, and one button that does it."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from livedesk.core.errors import AudioError, LiveDeskError, Remedy
from livedesk.ui.theme.icons import icon
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.icon_button import IconButton
from livedesk.ui.widgets.motion import TRANSITION_MS, is_motion_reduced

_MAX_WIDTH_PX = 696
_ICON_PX = 20


class MessageBar(QWidget):
    """Shows one error at a time, the latest. It slides open, so that nothing jumps.

    Signals:
        try_again_requested(), set_key_requested(), choose_model_requested(),
        type_instead_requested(): what the button offered.
        audio_settings_requested(): the person wants another microphone or speaker.
    """

    try_again_requested = Signal()
    set_key_requested = Signal()
    choose_model_requested = Signal()
    type_instead_requested = Signal()
    audio_settings_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error: LiveDeskError | None = None
        self._is_of_talk = False
        self._theme: Theme | None = None
        self._frame = QFrame(self)
        self._icon = QLabel(self._frame)
        self._what = QLabel(self._frame)
        self._hint = QLabel(self._frame)
        self.audio_button = QPushButton(self.tr("Audio settings"), self._frame)
        self.remedy_button = QPushButton(self._frame)
        self.close_button = IconButton("close", self.tr("Dismiss"), self._frame)
        self._slide = QPropertyAnimation(self, b"maximumHeight", self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._frame.setObjectName("messageBar")
        self.audio_button.setProperty("kind", "quiet")
        self.audio_button.setAccessibleName(self.audio_button.text())
        self.audio_button.setToolTip(self.tr("Choose another microphone or speaker"))
        self._frame.setMaximumWidth(_MAX_WIDTH_PX)
        self._what.setProperty("kind", "strong")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._what, self._hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.audio_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.remedy_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 0, 16, 8)
        outer.addStretch(1)
        outer.addWidget(self._frame, 1000)
        outer.addStretch(1)
        self._slide.setDuration(TRANSITION_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    def _connect(self) -> None:
        self.audio_button.clicked.connect(self.audio_settings_requested)
        self.remedy_button.clicked.connect(self._on_remedy)
        self.close_button.clicked.connect(self.dismiss)
        self._slide.finished.connect(self._on_slid)

    @property
    def error(self) -> LiveDeskError | None:
        """What is shown, or None."""
        return self._error

    @property
    def is_sliding(self) -> bool:
        """Whether it is just opening or closing."""
        return self._slide.state() is QPropertyAnimation.State.Running

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.close_button.set_theme(theme)
        self._show_severity()

    @Slot(object)
    def show_error(self, error: LiveDeskError) -> None:
        """An error of the talk; it goes when the talk is well again."""
        self._show(error, of_talk=True)

    @Slot(object)
    def show_failure(self, error: LiveDeskError) -> None:
        """An error of anything else; it stays until it is dismissed."""
        self._show(error, of_talk=False)

    @Slot()
    def clear(self) -> None:
        """The talk is well again."""
        if self._is_of_talk:
            self.dismiss()

    @Slot()
    def dismiss(self) -> None:
        """Say nothing any more."""
        if self._error is None:
            return
        self._error = None
        self._slide_to(0)

    def _show(self, error: LiveDeskError, *, of_talk: bool) -> None:
        was_shown = self._error is not None
        self._error, self._is_of_talk = error, of_talk
        self._what.setText(error.user_message)
        self._hint.setText(error.hint)
        self._hint.setVisible(bool(error.hint))
        offered = self._offer(error.remedy)
        self.audio_button.setVisible(isinstance(error, AudioError))
        self.remedy_button.setVisible(bool(offered))
        self.remedy_button.setText(offered)
        self.remedy_button.setToolTip(offered)
        self.remedy_button.setAccessibleName(offered)
        self._show_severity()
        self.setAccessibleName(str(error))
        announce(self, str(error), urgent=True)
        if was_shown:
            self.setMaximumHeight(self._full_height())
            return
        self.setMaximumHeight(0)
        self.show()
        self._slide_to(self._full_height())

    def _show_severity(self) -> None:
        if self._theme is None or self._error is None:
            return
        # Without sound the talk goes on by typing; anything else stops it.
        severity = "warning" if isinstance(self._error, AudioError) else "danger"
        name = "warning" if severity == "warning" else "error"
        picture = icon(name, self._theme, severity, _ICON_PX)
        self._icon.setPixmap(picture.pixmap(QSize(_ICON_PX, _ICON_PX), self.devicePixelRatio()))
        self._frame.setProperty("severity", severity)
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)

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
        if self._error is None:
            self.hide()
        else:  # the words may have been measured before the bar was dressed
            self.setMaximumHeight(self._full_height())

    @Slot()
    def _on_remedy(self) -> None:
        if self._error is None:
            return
        match self._error.remedy:
            case Remedy.TRY_AGAIN:
                self.try_again_requested.emit()
            case Remedy.SET_KEY:
                self.set_key_requested.emit()
            case Remedy.CHOOSE_MODEL:
                self.choose_model_requested.emit()
            case Remedy.TYPE_INSTEAD:
                self.type_instead_requested.emit()
            case Remedy.NONE:
                pass

    def _offer(self, remedy: Remedy) -> str:
        match remedy:
            case Remedy.NONE:
                return ""
            case Remedy.TRY_AGAIN:
                return self.tr("Try again")
            case Remedy.SET_KEY:
                return self.tr("How to set the key")
            case Remedy.CHOOSE_MODEL:
                return self.tr("Choose a model")
            case Remedy.TYPE_INSTEAD:
                return self.tr("Type instead")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence may need another number of lines."""
        super().resizeEvent(event)
        if self._error is not None and not self.is_sliding:
            self.setMaximumHeight(self._full_height())
