"""What is said while the connection is away: why, when the next try is, and what is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from livedesk.app.outage import Outage
from livedesk.app.talk_phase import TalkStatus
from livedesk.core.errors import LiveDeskError
from livedesk.ui.panels.outage_texts import kept_sentence, next_try_sentence
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.share_bar import ShareBar
from livedesk.ui.widgets.sliding_strip import SlidingStrip

# Often enough for each second to be seen, whenever it begins.
_TICK_MS = 200


class OutageStrip(SlidingStrip):
    """Shows one outage, and counts down to the next try.

    Args:
        now_s: the clock by which ``Outage.retry_at_s`` is to be read, in seconds.

    Signals:
        try_now_requested(): do not wait.
        stop_requested(): do not try again.
        details_requested(LiveDeskError): the person wants to know more of the reason.
    """

    try_now_requested = Signal()
    stop_requested = Signal()
    details_requested = Signal(object)

    def __init__(self, now_s: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now_s = now_s
        self._outage: Outage | None = None
        self._is_heard = False
        self.what_label = QLabel(self.frame)
        self.when_label = QLabel(self.frame)
        self.kept_label = QLabel(self.frame)
        self.kept_bar = ShareBar("warning", self.frame)
        self.details_button = QPushButton(self.tr("Details"), self.frame)
        self.stop_button = QPushButton(self.tr("Stop"), self.frame)
        self.try_button = QPushButton(self.tr("Try now"), self.frame)
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.set_severity("warning")
        self.what_label.setProperty("kind", "strong")
        self.kept_label.setProperty("kind", "caption")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.what_label, self.when_label):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
        self.kept_label.setWordWrap(True)
        kept = QHBoxLayout()
        kept.setSpacing(8)
        kept.addWidget(self.kept_bar, 0, Qt.AlignmentFlag.AlignVCenter)
        kept.addWidget(self.kept_label, 1)
        words.addLayout(kept)
        row = QHBoxLayout(self.frame)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button, tip, kind in (
            (self.details_button, self.tr("More about the reason, to be copied"), "quiet"),
            (self.stop_button, self.tr("End the talk and try no more"), "quiet"),
            (self.try_button, self.tr("Do not wait for the next try"), ""),
        ):
            button.setProperty("kind", kind)
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(buttons)

    def _connect(self) -> None:
        self._ticker.timeout.connect(self._show_time)
        self.details_button.clicked.connect(self._on_details)
        self.stop_button.clicked.connect(self.stop_requested)
        self.try_button.clicked.connect(self.try_now_requested)

    @property
    def outage(self) -> Outage | None:
        """What is shown, or None."""
        return self._outage

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        super().set_theme(theme)
        self.kept_bar.set_theme(theme)

    @Slot(object)
    def show_outage(self, outage: Outage | None) -> None:
        """Say what there is to say, or nothing any more."""
        before, self._outage = self._outage, outage
        if outage is None:
            self._ticker.stop()
            self.shut()
            return
        self.what_label.setText(outage.error.user_message)
        self.try_button.setEnabled(outage.retry_at_s is not None)
        self._show_time()
        self._show_kept()
        if before is None:
            announce(self, f"{outage.error.user_message} {self.when_label.text()}")
        self._ticker.start()
        self.open_up()

    @Slot(object)
    def show_status(self, status: TalkStatus) -> None:
        """Whether there is speech to be kept."""
        self._is_heard = status.microphone_open and not status.muted
        self._show_kept()

    @Slot()
    def _show_time(self) -> None:
        if self._outage is None:
            return
        sentence = next_try_sentence(self._outage, self._now_s())
        if sentence != self.when_label.text():
            self.when_label.setText(sentence)
            spoken = self.tr("{what} {when}")
            what = self._outage.error.user_message
            self.setAccessibleName(spoken.format(what=what, when=sentence))

    def _show_kept(self) -> None:
        outage = self._outage
        if outage is None:
            return
        self.kept_label.setText(kept_sentence(outage, is_heard=self._is_heard))
        self.kept_bar.setVisible(outage.waiting_ms > 0)
        if outage.limit_ms > 0:
            self.kept_bar.show_share(outage.waiting_ms / outage.limit_ms)
        self.follow_words()

    @Slot()
    def _on_details(self) -> None:
        if self._outage is not None:
            error: LiveDeskError = self._outage.error
            self.details_requested.emit(error)
