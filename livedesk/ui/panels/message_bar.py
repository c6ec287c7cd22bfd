"""The one error sentence, what to do about it, and one button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from livedesk.core.errors import AudioError, LiveDeskError, Remedy
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.icon_button import IconButton
from livedesk.ui.widgets.sliding_strip import SlidingStrip


class MessageBar(SlidingStrip):
    """Shows one error at a time, the latest.

    Signals:
        try_again_requested(), set_key_requested(), choose_model_requested(),
        type_instead_requested(): what the button offered.
        audio_settings_requested(): the person wants another microphone or speaker.
        details_requested(LiveDeskError): the person wants to know more of it.
    """

    try_again_requested = Signal()
    set_key_requested = Signal()
    choose_model_requested = Signal()
    type_instead_requested = Signal()
    audio_settings_requested = Signal()
    details_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error: LiveDeskError | None = None
        self._is_of_talk = False
        self._what = QLabel(self.frame)
        self._hint = QLabel(self.frame)
        self.details_button = QPushButton(self.tr("Details"), self.frame)
        self.audio_button = QPushButton(self.tr("Audio settings"), self.frame)
        self.remedy_button = QPushButton(self.frame)
        self.close_button = IconButton("close", self.tr("Dismiss"), self.frame)
        self._build()
        self._connect()

    def _build(self) -> None:
        for button, tip in (
            (self.details_button, self.tr("More about this error, to be copied")),
            (self.audio_button, self.tr("Choose another microphone or speaker")),
        ):
            button.setProperty("kind", "quiet")
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
        self._what.setProperty("kind", "strong")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._what, self._hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
        row = QHBoxLayout(self.frame)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.details_button, self.audio_button, self.remedy_button):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(buttons)

    def _connect(self) -> None:
        self.details_button.clicked.connect(self._on_details)
        self.audio_button.clicked.connect(self.audio_settings_requested)
        self.remedy_button.clicked.connect(self._on_remedy)
        self.close_button.clicked.connect(self.dismiss)

    @property
    def error(self) -> LiveDeskError | None:
        """What is shown, or None."""
        return self._error

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        super().set_theme(theme)
        self.close_button.set_theme(theme)

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
        self._error = None
        self.shut()

    def _show(self, error: LiveDeskError, *, of_talk: bool) -> None:
        self._error, self._is_of_talk = error, of_talk
        self._what.setText(error.user_message)
        self._hint.setText(error.hint)
        self._hint.setVisible(bool(error.hint))
        offered = self._offer(error.remedy)
        is_sound = isinstance(error, AudioError)
        self.audio_button.setVisible(is_sound)
        self.details_button.setVisible(bool(error.detail) and not is_sound)
        self.remedy_button.setVisible(bool(offered))
        self.remedy_button.setText(offered)
        self.remedy_button.setToolTip(offered)
        self.remedy_button.setAccessibleName(offered)
        # Without sound the talk goes on by typing; anything else stops it.
        self.set_severity("warning" if is_sound else "danger")
        self.setAccessibleName(str(error))
        announce(self, str(error), urgent=True)
        self.open_up()

    @Slot()
    def _on_details(self) -> None:
        if self._error is not None:
            self.details_requested.emit(self._error)

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
                return self.tr("Enter API key")
            case Remedy.CHOOSE_MODEL:
                return self.tr("Choose another model")
            case Remedy.TYPE_INSTEAD:
                return self.tr("Type instead")
