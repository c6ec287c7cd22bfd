"""The microphone button between the two waveforms, and the message field below."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from livedesk.app.sound_meter import SoundMeter
from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.conversation.talk_key import KeySource
from livedesk.settings.schema import Talking
from livedesk.ui.actions import Actions
from livedesk.ui.panels.data_chips import DataChips
from livedesk.ui.panels.mode_button import ModeButton
from livedesk.ui.panels.talk_texts import LOOKS, mode_name, talk_label
from livedesk.ui.panels.waveforms import Waveforms
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.icon_button import IconButton, with_keys
from livedesk.ui.widgets.message_field import MessageField
from livedesk.ui.widgets.mic_button import MicButton
from livedesk.ui.widgets.recording_sign import RecordingSign

# With its margins, as wide as the column of the conversation above it.
_MAX_WIDTH_PX = 728
_BUTTON_PX = 44
_COUNT_MS = 1_000


class TalkBar(QFrame):
    """Shows the talk's status and takes what is typed.

    Signals:
        text_submitted(str): a typed turn.
        talk_pressed(KeySource): the button went down where it makes turns.
        talk_released(KeySource): it went up there.
    """

    text_submitted = Signal(str)
    talk_pressed = Signal(object)
    talk_released = Signal(object)

    def __init__(self, meter: SoundMeter, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._status = TalkStatus()
        self._key = ""
        self._is_held = False
        self._wait_s = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(_COUNT_MS)
        self.mic_button = MicButton(self)
        self.waveforms = Waveforms(meter, self.mic_button, self)
        self.recording_sign = RecordingSign(self.waveforms)
        self.label = QLabel(self)
        self.data_chips = DataChips(self)
        self.message_field = MessageField(self.tr("Type a message"), self)
        self.mode_button = ModeButton(self)
        self.mute_button = IconButton("microphone", "", self)
        self.end_button = IconButton("stop", "", self)
        self._build()
        self._connect()
        self.show_status(self._status)

    def _build(self) -> None:
        self.setObjectName("talkBar")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setWordWrap(True)
        self.label.setProperty("kind", "strong")
        for button in (self.mode_button, self.mute_button, self.end_button):
            button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
            button.setProperty("kind", "framed")
        self.mute_button.follow(self._actions.toggle_mute)
        self.end_button.follow(self._actions.end_talk)
        tip = self.tr("Enter sends, Shift+Enter begins a new line")
        self.message_field.set_tip(with_keys(tip, self._actions.focus_message.shortcut()))
        typing = QHBoxLayout()
        typing.setSpacing(8)
        typing.addWidget(self.message_field, 1)
        typing.addWidget(self.mode_button, 0, Qt.AlignmentFlag.AlignBottom)
        typing.addWidget(self.mute_button, 0, Qt.AlignmentFlag.AlignBottom)
        typing.addWidget(self.end_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QWidget(self)
        column.setMaximumWidth(_MAX_WIDTH_PX)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(16, 4, 16, 12)
        inner.setSpacing(0)
        inner.addWidget(self.waveforms)
        inner.addWidget(self.label)
        inner.addSpacing(8)
        inner.addWidget(self.data_chips)
        inner.addLayout(typing)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(column, 1000)
        outer.addStretch(1)

    def _connect(self) -> None:
        self.mic_button.pressed.connect(self._on_pressed)
        self.mic_button.released.connect(self._on_released)
        self.mic_button.clicked.connect(self._on_clicked)
        self.message_field.submitted.connect(self.text_submitted)
        self._actions.focus_message.triggered.connect(self.message_field.take_focus)
        self._countdown.timeout.connect(self._on_second)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self.waveforms.set_theme(theme)
        self.recording_sign.set_theme(theme)
        for part in (self.mic_button, self.message_field, self.mute_button, self.end_button):
            part.set_theme(theme)
        self.mode_button.set_theme(theme)
        self.data_chips.set_theme(theme)

    @Slot(object)
    def show_talking(self, talking: Talking) -> None:
        """Show how one talks."""
        keys = QKeySequence.fromString(talking.key, QKeySequence.SequenceFormat.PortableText)
        self._key = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self.mode_button.show_mode(talking.mode)
        self._show_words()

    @Slot(object)
    def show_status(self, status: TalkStatus) -> None:
        """Show where the talk stands."""
        changed = status.phase is not self._status.phase
        self._status = status
        self._wait_s = math.ceil(status.retry_in_s)
        waits = status.phase is TalkPhase.RECONNECTING and self._wait_s > 0
        if waits and self.isVisible():
            self._countdown.start()
        else:
            self._countdown.stop()
        self._show_words()
        self._show_buttons()
        self.waveforms.show_status(status)
        if changed:
            urgent = status.phase is TalkPhase.ERROR
            announce(self.mic_button, self.label.text(), urgent=urgent)

    def _show_words(self) -> None:
        words = talk_label(self._status, self._wait_s, self._key)
        self.label.setText(words)
        self.mic_button.set_look(LOOKS[self._status.phase], words)
        keys = None if self._makes_turns else self._actions.toggle_talk.shortcut()
        tip = with_keys(self._next_step(), keys)
        self.mic_button.setToolTip(tip)
        self.mic_button.setAccessibleDescription(tip)

    @property
    def _makes_turns(self) -> bool:
        """Whether a press of the button makes a turn, not a talk."""
        is_manual = self._status.turn_taking.mode.is_manual
        return is_manual and self._status.phase is not TalkPhase.ERROR

    @Slot()
    def _on_pressed(self) -> None:
        self._is_held = self._makes_turns
        if self._is_held:
            self.talk_pressed.emit(KeySource.BUTTON)

    @Slot()
    def _on_released(self) -> None:
        if self._is_held:
            self.talk_released.emit(KeySource.BUTTON)

    @Slot()
    def _on_clicked(self) -> None:
        # The click comes after the release: a press that made a turn was no wish to begin or end.
        if not self._is_held:
            self._actions.toggle_talk.trigger()
        self._is_held = False

    def _next_step(self) -> str:
        if self._status.phase is TalkPhase.ERROR:
            return self.tr("Try again")
        if self._makes_turns:
            return mode_name(self._status.turn_taking.mode)
        if self._status.microphone_open:
            return self.tr("End the talk")
        return self.tr("Start to talk")

    def _show_buttons(self) -> None:
        status = self._status
        mute = self._actions.toggle_mute
        mute.setEnabled(status.microphone_open)
        mute.setText(
            self.tr("Unmute the microphone") if status.muted else self.tr("Mute the microphone")
        )
        if status.muted:
            self.mute_button.set_icon_name("microphone-off", "warning")
        else:
            self.mute_button.set_icon_name("microphone")
        self.end_button.set_icon_name("stop", "danger" if status.is_talking else "text")
        self._actions.end_talk.setEnabled(status.is_talking)

    @Slot()
    def _on_second(self) -> None:
        self._wait_s = max(0, self._wait_s - 1)
        if self._wait_s == 0:
            self._countdown.stop()
        self._show_words()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on counting."""
        super().showEvent(event)
        if self._status.phase is TalkPhase.RECONNECTING and self._wait_s > 0:
            self._countdown.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Cost nothing."""
        super().hideEvent(event)
        self._countdown.stop()
