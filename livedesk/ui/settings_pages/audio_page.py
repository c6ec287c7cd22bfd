"""Microphone and speaker: which, how loud, whether they work, and what is done to the sound."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from livedesk.app.audio_controller import AudioController
from livedesk.app.sound_meter import SoundMeter
from livedesk.app.sound_test import SoundTest, SoundTester
from livedesk.core.errors import AudioError
from livedesk.ui.settings_pages.device_options import FOLLOW, device_options, preset_options
from livedesk.ui.settings_pages.page import SettingsPage
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.chooser import Chooser
from livedesk.ui.widgets.level_meter import LevelMeter, Loudness
from livedesk.ui.widgets.named_slider import NamedSlider, row_of

_TICK_MS = 33
_GAIN_DB = (-20, 20)
_PERCENT = (0, 100)
_LEAST_HEIGHT_PX = 32
# The page is longer than its place: room between the values and the scroll bar.
_SCROLL_ROOM_PX = 8


class AudioPage(SettingsPage):
    """Every control takes effect at once, in mid-talk too."""

    icon_name = "speaker"

    def __init__(
        self,
        audio: AudioController,
        tester: SoundTester,
        meter: SoundMeter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Audio")
        self._audio = audio
        self._tester = tester
        self._meter = meter
        self.microphone_chooser = Chooser("microphone", self.tr("Microphone"), self)
        self.level_meter = LevelMeter(self)
        self.microphone_button = QPushButton(self)
        self.gain_slider = NamedSlider(self.tr("Boost"), _GAIN_DB, self)
        self.speaker_chooser = Chooser("speaker", self.tr("Speaker"), self)
        self.volume_slider = NamedSlider(self.tr("Volume"), _PERCENT, self)
        self.speaker_button = QPushButton(self)
        self.preset_chooser = Chooser("voice", self.tr("Where you talk"), self)
        self.boxes = {
            "echo_cancelling": QCheckBox(self.tr("Keep the assistant's voice out"), self),
            "noise_suppression": QCheckBox(self.tr("Keep noise out"), self),
            "gain_control": QCheckBox(self.tr("Even out how loud I am"), self),
        }
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._build()
        self._connect()
        self.show_audio()

    def _build(self) -> None:
        self.column.setContentsMargins(0, 0, _SCROLL_ROOM_PX, 0)
        for chooser in self._choosers():
            chooser.set_framed(True)
        for button in (self.microphone_button, self.speaker_button):
            button.setAutoDefault(False)
        self.level_meter.setAccessibleName(self.tr("Level of the microphone"))
        self.add_words(self.tr("Microphone"), "strong")
        self.column.addWidget(self.microphone_chooser)
        self.column.addLayout(row_of(self.level_meter, self.microphone_button))
        self.level_label = self.add_words("", "caption")
        self.column.addWidget(self.gain_slider)
        self.column.addSpacing(16)
        self.add_words(self.tr("Speaker"), "strong")
        self.column.addWidget(self.speaker_chooser)
        self.column.addLayout(row_of(self.volume_slider, self.speaker_button))
        self.failure_label = self.add_words("", "danger")
        self.failure_label.hide()
        self.column.addSpacing(16)
        self.add_words(self.tr("Where you talk"), "strong")
        self.column.addWidget(self.preset_chooser)
        for name, box in self.boxes.items():
            box.setObjectName(name)
            box.setMinimumHeight(_LEAST_HEIGHT_PX)
            box.setAccessibleName(box.text())
            box.setToolTip(self._tip(name))
            self.column.addWidget(box)
        if not self._audio.can_cancel_echo:
            self.add_words(
                self.tr(
                    "There is no echo canceller for this computer, so your microphone is turned "
                    "down while the assistant speaks. With headphones you can talk at any time."
                ),
                "muted",
            )
        self.column.addStretch(1)

    def _connect(self) -> None:
        audio, tester = self._audio, self._tester
        self.microphone_chooser.chosen.connect(audio.choose_microphone)
        self.speaker_chooser.chosen.connect(audio.choose_speaker)
        self.preset_chooser.chosen.connect(audio.choose_preset)
        self.gain_slider.value_changed.connect(self._on_gain)
        self.volume_slider.value_changed.connect(self._on_volume)
        self.microphone_button.clicked.connect(tester.toggle_microphone)
        self.speaker_button.clicked.connect(tester.toggle_speaker)
        for box in self.boxes.values():
            box.toggled.connect(self._on_switched)
        audio.devices_changed.connect(self.show_audio)
        audio.audio_changed.connect(self.show_audio)
        tester.changed.connect(self.show_test)
        tester.may_test_changed.connect(self.show_test)
        tester.failed.connect(self._show_failure)
        self._timer.timeout.connect(self.pull)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        for chooser in self._choosers():
            chooser.set_theme(theme)
        self.level_meter.set_theme(theme)

    @Slot()
    def show_audio(self) -> None:
        """Show what is chosen, and what there is to choose from."""
        audio, devices = self._audio.audio, self._audio.devices
        for chooser, there, known, in_use in (
            (self.microphone_chooser, devices.inputs, audio.inputs, devices.input_in_use),
            (self.speaker_chooser, devices.outputs, audio.outputs, devices.output_in_use),
        ):
            chooser.set_options(device_options(there, known, in_use))
            chooser.set_current(known[0].device_id if known else FOLLOW)
        self.preset_chooser.set_options(preset_options(self._audio.preset))
        self.preset_chooser.set_current(audio.preset.value if audio.preset else FOLLOW)
        gain_db, percent = round(audio.microphone_gain_db), round(audio.volume * 100)
        sign = "+" if gain_db > 0 else ""
        self.gain_slider.show_value(gain_db, f"{sign}{QLocale().toString(gain_db)} dB")
        self.volume_slider.show_value(percent, f"{QLocale().toString(percent)} %")
        for name, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(getattr(self._audio.processing, name))
            box.blockSignals(False)
        self.show_test()

    @Slot()
    def show_test(self) -> None:
        """Show what is tried out, and whether that can be."""
        now = self._tester.now
        for button, test, start, stop in (
            (self.microphone_button, SoundTest.MICROPHONE, self.tr("Test"), self.tr("Stop")),
            (self.speaker_button, SoundTest.SPEAKER, self.tr("Play a sentence"), self.tr("Stop")),
        ):
            button.setText(stop if now is test else start)
            button.setEnabled(self._tester.may_test)
        self.microphone_button.setAccessibleName(self.tr("Test the microphone"))
        self.speaker_button.setAccessibleName(self.tr("Play a test sentence"))
        in_talk = self.tr("During a talk you hear the assistant itself")
        for button in (self.microphone_button, self.speaker_button):
            tip = button.accessibleName() if self._tester.may_test else in_talk
            button.setToolTip(tip)
        if now is not SoundTest.NONE:
            self.failure_label.hide()
        self.pull()

    @Slot()
    def pull(self) -> None:
        """Look at the microphone's level once."""
        before = self.level_meter.loudness
        self.level_meter.show_level(self._meter.levels().user_db)
        words = self._level_words()
        if words != self.level_label.text():
            self.level_label.setText(words)
            self.level_meter.setAccessibleDescription(words)
            if self.level_meter.loudness is not before:
                announce(self.level_meter, words)

    @Slot(object)
    def _show_failure(self, error: AudioError) -> None:
        self.failure_label.setText(str(error))
        self.failure_label.show()
        announce(self.failure_label, str(error), urgent=True)

    @Slot(int)
    def _on_gain(self, gain_db: int) -> None:
        self._audio.set_microphone_gain(float(gain_db))

    @Slot(int)
    def _on_volume(self, percent: int) -> None:
        self._audio.set_volume(percent / 100)

    @Slot(bool)
    def _on_switched(self, on: bool) -> None:
        sender = self.sender()
        if sender is not None:
            self._audio.switch(sender.objectName(), on)

    def _choosers(self) -> tuple[Chooser, ...]:
        return self.microphone_chooser, self.speaker_chooser, self.preset_chooser

    def _level_words(self) -> str:
        if self.level_meter.loudness is Loudness.TOO_LOUD:
            return self.tr("Too loud: move away a little, or turn the boost down.")
        if self.level_meter.loudness is Loudness.GOOD:
            return self.tr("You are well heard.")
        if self._tester.now is SoundTest.MICROPHONE:
            return self.tr("Say something…")
        return ""

    def _tip(self, name: str) -> str:
        return {
            "echo_cancelling": self.tr("To talk over speakers; needless with a headset"),
            "noise_suppression": self.tr("Fans, traffic and keyboards"),
            "gain_control": self.tr("Near or far from the microphone"),
        }[name]

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the level while it can be seen."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Cost nothing, and leave no microphone open."""
        super().hideEvent(event)
        self._timer.stop()
        self._tester.stop()
