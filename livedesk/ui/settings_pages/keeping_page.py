"""Which conversations are kept, for how long, and where they lie."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from livedesk.settings.recording_settings import Recordings
from livedesk.settings.schema import Keeping
from livedesk.ui.dialogs.confirm_dialog import ConfirmDialog
from livedesk.ui.settings_pages.moving_card import MovingCard
from livedesk.ui.settings_pages.page import SettingsPage

_DEFAULT_DAYS = 90
_MOST_DAYS = 36_500
_LEAST_HEIGHT_PX = 32


class KeepingPage(SettingsPage):
    """Every control takes effect at once; only deleting asks first.

    Signals:
        keeping_chosen(Keeping): what is kept from now on.
        open_folder_requested(): show where the conversations lie.
        delete_all_requested(): the person has confirmed it.
        recordings_chosen(Recordings): whether talks are recorded, and how.

    Attributes:
        moving_card: backup, restoring and import.
    """

    icon_name = "save"

    keeping_chosen = Signal(object)
    open_folder_requested = Signal()
    delete_all_requested = Signal()
    recordings_chosen = Signal(object)

    def __init__(
        self,
        keeping: Keeping,
        folder: str,
        recordings: Recordings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Conversations")
        self.keep_box = QCheckBox(self.tr("Keep every conversation"), self)
        self.expire_box = QCheckBox(self.tr("Delete them after"), self)
        self.days_field = QSpinBox(self)
        self.record_box = QCheckBox(self.tr("Record talks"), self)
        self.wav_box = QCheckBox(self.tr("As WAV, which more programs open"), self)
        self.folder_field = QLineEdit(folder, self)
        self.open_button = QPushButton(self.tr("Open folder"), self)
        self.moving_card = MovingCard(self)
        self.delete_button = QPushButton(self.tr("Delete all…"), self)
        self._build()
        self._show(keeping)
        self.show_recordings(recordings or Recordings())
        self._name()
        self._connect()

    def _build(self) -> None:
        for box in (self.keep_box, self.expire_box, self.record_box, self.wav_box):
            box.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.add_words(self.tr("Keeping"), "strong")
        self.column.addWidget(self.keep_box)
        self.add_words(
            self.tr(
                "What is said is written down as it is said, on this computer only. One "
                "conversation can be left out by the menu at the top right."
            ),
            "muted",
        )
        self.days_field.setRange(1, _MOST_DAYS)
        self.days_field.setSuffix(self.tr(" days"))
        self.days_field.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.column.addLayout(_row(self.expire_box, self.days_field))
        self.column.addSpacing(16)
        self._build_recording()
        self.add_words(self.tr("Where they lie"), "strong")
        self.folder_field.setReadOnly(True)
        self.folder_field.setCursorPosition(0)
        self.open_button.setAutoDefault(False)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.folder_field, 1)
        place.addWidget(self.open_button)
        self.column.addLayout(place)
        self.column.addSpacing(16)
        self.column.addWidget(self.moving_card)
        self.column.addSpacing(16)
        self.add_words(self.tr("Deleting"), "strong")
        self.add_words(self.tr("What is deleted is overwritten and cannot be brought back."))
        self.delete_button.setProperty("kind", "danger")
        self.delete_button.setAutoDefault(False)
        self.column.addLayout(_row(self.delete_button))
        self.result_label = self.add_words("", "muted")
        self.column.addStretch(1)

    def _build_recording(self) -> None:
        self.add_words(self.tr("Recording"), "strong")
        self.column.addWidget(self.record_box)
        self.add_words(
            self.tr(
                "Both sides of every talk that is kept go to a sound file, each on a track of its "
                "own, without what is said while muted. A sign shows while it is on. Tell others "
                "who may be heard."
            ),
            "muted",
        )
        self.column.addWidget(self.wav_box)
        self.column.addSpacing(16)

    def _name(self) -> None:
        for control, name, tip in (
            (self.keep_box, self.keep_box.text(), self.tr("Takes effect with the next one")),
            (self.expire_box, self.tr("Delete old conversations"), self.tr("But no pinned ones")),
            (self.record_box, self.record_box.text(), self.tr("From now on, also in this talk")),
            (self.wav_box, self.wav_box.text(), self.tr("Else FLAC, which is half as long")),
            (self.days_field, self.tr("Days after which they are deleted"), self.tr("In days")),
            (self.folder_field, self.tr("Folder of the conversations"), self.folder_field.text()),
            (self.open_button, self.open_button.text(), self.tr("Show the folder")),
            (self.delete_button, self.tr("Delete all conversations"), self.tr("Asks first")),
        ):
            control.setAccessibleName(name)
            control.setToolTip(tip)

    def _show(self, keeping: Keeping) -> None:
        self.keep_box.setChecked(keeping.keep)
        self.expire_box.setChecked(keeping.delete_after_days is not None)
        self.days_field.setValue(keeping.delete_after_days or _DEFAULT_DAYS)
        self.days_field.setEnabled(self.expire_box.isChecked())

    def _connect(self) -> None:
        self.keep_box.toggled.connect(self._choose)
        self.expire_box.toggled.connect(self._choose)
        self.record_box.toggled.connect(self._choose_recordings)
        self.wav_box.toggled.connect(self._choose_recordings)
        self.days_field.editingFinished.connect(self._choose)
        self.open_button.clicked.connect(self.open_folder_requested)
        self.delete_button.clicked.connect(self._ask)

    @Slot(int)
    def show_deleted(self, count: int) -> None:
        """So many conversations are gone."""
        words = self.tr("%1 conversations were deleted.").replace("%1", QLocale().toString(count))
        if count == 1:
            words = self.tr("One conversation was deleted.")
        elif not count:
            words = self.tr("There was nothing to delete.")
        self.result_label.setText(words)

    def show_recordings(self, recordings: Recordings) -> None:
        """Show whether talks are recorded, and how."""
        self.record_box.setChecked(recordings.is_on)
        self.wav_box.setChecked(recordings.sound_format == "wav")

    @Slot()
    def _choose_recordings(self) -> None:
        sound_format: Literal["flac", "wav"] = "wav" if self.wav_box.isChecked() else "flac"
        self.recordings_chosen.emit(
            Recordings(is_on=self.record_box.isChecked(), sound_format=sound_format)
        )

    @Slot()
    def _choose(self) -> None:
        self.days_field.setEnabled(self.expire_box.isChecked())
        days = self.days_field.value() if self.expire_box.isChecked() else None
        self.keeping_chosen.emit(Keeping(keep=self.keep_box.isChecked(), delete_after_days=days))

    @Slot()
    def _ask(self) -> None:
        dialog = ConfirmDialog(
            self.tr("Delete all conversations?"),
            self.tr(
                "All conversations and recordings are deleted for good, pinned ones too. A talk "
                "that is going on ends, and an empty conversation is begun."
            ),
            self.tr("Delete all"),
            self,
        )
        dialog.confirmed.connect(self.delete_all_requested)
        dialog.open()


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
