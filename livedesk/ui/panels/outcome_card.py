"""A card that takes something and tells what became of it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from livedesk.ui.widgets.announcer import announce


class OutcomeCard(QFrame):
    """Has a label for the outcome, to be placed by whoever builds the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.outcome_label = QLabel(self)
        self.outcome_label.setWordWrap(True)

    def tell(self, sentence: str, kind: str, *, aloud: bool = False) -> None:
        """Show ``sentence`` as ``kind`` of the theme says; ``aloud`` for screen readers too."""
        self.outcome_label.setText(sentence)
        self.outcome_label.setProperty("kind", kind)
        # A changed property shows only after the style has been asked again.
        self.outcome_label.style().unpolish(self.outcome_label)
        self.outcome_label.style().polish(self.outcome_label)
        if aloud:
            announce(self, sentence)
