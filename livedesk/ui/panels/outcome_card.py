"""A card that takes something and tells what became of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from livedesk.ui.widgets.announcer import announce

_MARGIN_PX = 24


class OutcomeCard(QFrame):
    """Has a label for the outcome, to be placed by whoever builds the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.outcome_label = QLabel(self)
        self.outcome_label.setWordWrap(True)
        self.outcome_label.setTextFormat(Qt.TextFormat.PlainText)  # addresses come from outside

    def tell(self, sentence: str, kind: str, *, aloud: bool = False) -> None:
        """Show ``sentence`` as ``kind`` of the theme says; ``aloud`` for screen readers too."""
        self.outcome_label.setText(sentence)
        self.outcome_label.setProperty("kind", kind)
        # A changed property shows only after the style has been asked again.
        self.outcome_label.style().unpolish(self.outcome_label)
        self.outcome_label.style().polish(self.outcome_label)
        if aloud:
            announce(self, sentence)
        QTimer.singleShot(0, self, self._bring_into_sight)  # when it has its place

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the outcome, whose lines the page makes room for one after the other."""
        super().resizeEvent(event)
        if event.size().height() > event.oldSize().height() > 0:
            QTimer.singleShot(0, self, self._bring_into_sight)

    @Slot()
    def _bring_into_sight(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self.outcome_label.isVisible():
            above.ensureWidgetVisible(self.outcome_label, 0, _MARGIN_PX)
