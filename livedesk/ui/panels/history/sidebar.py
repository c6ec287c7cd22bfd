"""Former conversations beside the transcript: look for them, open, rename, pin, delete them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from livedesk.app.history_controller import HistoryController, Reading
from livedesk.app.history_list import Emptiness
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.reading import Summary
from livedesk.ui.panels.history.filter_chip import FilterChip
from livedesk.ui.panels.history.history_texts import emptiness_words, mode_words, title_words
from livedesk.ui.panels.history.talk_list import TalkList
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.notice_strip import NoticeStrip

_WIDTH_PX = 240
_FILTERS_FROM_PX = 320
_UNDO_SHOWN_MS = 10_000


class Sidebar(QFrame):
    """The history of ``controller``; ``voices`` are offered as a filter."""

    def __init__(
        self,
        controller: HistoryController,
        voices: Iterable[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self.field = QLineEdit(self)
        anything: list[tuple[str, object]] = [(self.tr("Any voice"), None)]
        self.when_chip = FilterChip(self.tr("When"), self._times(), self)
        named: list[tuple[str, object]] = [(voice, voice) for voice in voices]
        self.voice_chip = FilterChip(self.tr("Voice"), anything + named, self)
        self.mode_chip = FilterChip(self.tr("Mode"), [(self.tr("Any mode"), None)], self)
        self.sound_chip = FilterChip(self.tr("Sound"), self._sounds(), self)
        self.list = TalkList(controller.model, self)
        self.empty_note = QLabel(self)
        self.undo_strip = NoticeStrip(self)
        self._undo_timer = QTimer(self)
        self._undo_timer.setSingleShot(True)
        self._undo_timer.setInterval(_UNDO_SHOWN_MS)
        self._undo_timer.timeout.connect(self.undo_strip.hide)
        self._build()
        self._connect()
        self.show_emptiness(controller.emptiness)
        self.show_reading(controller.reading)

    def _times(self) -> list[tuple[str, object]]:
        return [
            (self.tr("Any time"), None),
            (self.tr("Last 7 days"), 7),
            (self.tr("Last 30 days"), 30),
            (self.tr("Last year"), 365),
        ]

    def _sounds(self) -> list[tuple[str, object]]:
        return [
            (self.tr("Any sound"), None),
            (self.tr("Recorded"), True),
            (self.tr("Not recorded"), False),
        ]

    def _build(self) -> None:
        self.setObjectName("sidebar")
        self.setFixedWidth(_WIDTH_PX)
        self.setAccessibleName(self.tr("History"))
        self.field.setPlaceholderText(self.tr("Search conversations"))
        self.field.setAccessibleName(self.tr("Search conversations"))
        self.field.setToolTip(self.tr("Search all that was said (Ctrl+F)"))
        self.field.setClearButtonEnabled(True)
        self.empty_note.setWordWrap(True)
        self.empty_note.setProperty("kind", "muted")
        self.empty_note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.empty_note.setContentsMargins(10, 8, 10, 8)
        self._chips = QWidget(self)
        chips = QGridLayout(self._chips)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(4)
        for number, chip in enumerate(self._filters()):
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            chips.addWidget(chip, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self._chips)
        column.addWidget(self.empty_note, 1)
        column.addWidget(self.list, 1)
        column.addWidget(self.undo_strip)

    def _connect(self) -> None:
        controller = self._controller
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        for chip in self._filters():
            chip.chosen.connect(self._on_filters)
        self.list.open_requested.connect(controller.open)
        self.list.pin_requested.connect(controller.pin)
        self.list.delete_requested.connect(controller.delete)
        self.undo_strip.accepted.connect(controller.undo)
        controller.emptiness_changed.connect(self.show_emptiness)
        controller.reading_changed.connect(self.show_reading)
        controller.deleted.connect(self._on_deleted)
        controller.modes_changed.connect(self.show_modes)

    def _filters(self) -> tuple[FilterChip, ...]:
        return self.when_chip, self.voice_chip, self.mode_chip, self.sound_chip

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self.list.set_theme(theme)

    def search(self) -> None:
        """Bring the keyboard to the search field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @Slot(object)
    def show_emptiness(self, emptiness: Emptiness) -> None:
        """Show the list, or why there is none."""
        is_filled = emptiness is Emptiness.FILLED
        self.empty_note.setText(emptiness_words(emptiness))
        self.empty_note.setVisible(not is_filled)
        self.list.setVisible(is_filled)
        self.list.set_search(self._controller.is_search)

    @Slot(object)
    def show_modes(self, modes: tuple[str, ...]) -> None:
        """Of which modes there are conversations."""
        named = [(mode_words(mode), mode) for mode in modes]
        self.mode_chip.offer([(self.tr("Any mode"), None), *named])

    @Slot(object)
    def show_reading(self, reading: Reading | None) -> None:
        """Mark what is in the window."""
        self.list.set_current(self._controller.held if reading is None else reading.uuid)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the field into the list, Escape empties the field."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_press = event.type() is QEvent.Type.KeyPress
        if is_press and event.key() == Qt.Key.Key_Down and self.list.isVisible():
            self.list.choose_first()
            return True
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and event.key() == Qt.Key.Key_Escape:
            has_text = bool(self.field.text())
            self.field.clear()
            event.setAccepted(has_text)
            return has_text
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list is worth more than the filters."""
        super().resizeEvent(event)
        self._chips.setVisible(self.height() >= _FILTERS_FROM_PX)

    def showEvent(self, event: QShowEvent) -> None:
        """Only a list that is seen is read."""
        super().showEvent(event)
        self._controller.set_shown(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self._controller.set_shown(False)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._controller.look_for(text)

    @Slot()
    def _on_filters(self) -> None:
        days, voice = self.when_chip.value, self.voice_chip.value
        since = (
            datetime.now().astimezone() - timedelta(days=days) if isinstance(days, int) else None
        )
        mode, sound = self.mode_chip.value, self.sound_chip.value
        self._controller.narrow(
            Filters(
                since,
                voice=voice if isinstance(voice, str) else None,
                mode=mode if isinstance(mode, str) else None,
                has_audio=sound if isinstance(sound, bool) else None,
            )
        )

    @Slot(object)
    def _on_deleted(self, talks: tuple[Summary, ...]) -> None:
        words = self.tr("{n} conversations are deleted.").format(n=len(talks))
        if len(talks) == 1:
            title = title_words(talks[0].title)
            words = self.tr("“{title}” is deleted.").format(title=title)
        self.undo_strip.say(words, self.tr("Undo"))
        self._undo_timer.start()
