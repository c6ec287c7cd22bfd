"""What is wrong with the sound, and one click that mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from livedesk.app.sound_watch import EchoNotice, SoundNotice
from livedesk.ui.panels.sound_texts import action_words, notice_words
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.icon_button import IconButton
from livedesk.ui.widgets.sliding_strip import SlidingStrip


class SoundStrip(SlidingStrip):
    """Shows one notice of the sound.

    Signals:
        speakers_preset_requested(), other_microphone_requested(): what the button offered.
        audio_settings_requested(): the person wants to see all that can be chosen.
        dismissed(): the person has read it.
    """

    speakers_preset_requested = Signal()
    other_microphone_requested = Signal()
    audio_settings_requested = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice: SoundNotice | None = None
        self.what_label = QLabel(self.frame)
        self.hint_label = QLabel(self.frame)
        self.audio_button = QPushButton(self.tr("Audio settings"), self.frame)
        self.action_button = QPushButton(self.frame)
        self.close_button = IconButton("close", self.tr("Dismiss"), self.frame)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.set_severity("warning")
        self.what_label.setProperty("kind", "strong")
        self.audio_button.setProperty("kind", "quiet")
        self.audio_button.setAccessibleName(self.audio_button.text())
        self.audio_button.setToolTip(self.tr("Choose microphone, speaker and what is done to both"))
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.what_label, self.hint_label):
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
        for button in (self.audio_button, self.action_button, self.close_button):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(buttons)

    def _connect(self) -> None:
        self.audio_button.clicked.connect(self.audio_settings_requested)
        self.action_button.clicked.connect(self._on_action)
        self.close_button.clicked.connect(self.dismissed)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        super().set_theme(theme)
        self.close_button.set_theme(theme)

    @Slot(object)
    def show_notice(self, notice: SoundNotice | None) -> None:
        """Say ``notice``, or nothing any more."""
        self._notice = notice
        if notice is None:
            self.shut()
            return
        what, hint = notice_words(notice)
        action = action_words(notice)
        self.what_label.setText(what)
        self.hint_label.setText(hint)
        self.action_button.setText(action)
        self.action_button.setAccessibleName(action)
        self.action_button.setToolTip(action)
        self.action_button.setVisible(bool(action))
        # Where one click mends it, the sentence gets the room.
        self.audio_button.setVisible(not (action and isinstance(notice, EchoNotice)))
        both = f"{what} {hint}"
        self.setAccessibleName(both)
        announce(self, both, urgent=True)
        self.open_up()

    @Slot()
    def _on_action(self) -> None:
        if isinstance(self._notice, EchoNotice):
            self.speakers_preset_requested.emit()
        elif self._notice is not None:
            self.other_microphone_requested.emit()
