"""A quiet sentence for some seconds, over the lower edge of its parent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QWidget

from livedesk.ui.widgets.announcer import announce

_SHOWN_MS = 5_000
_MARGIN_PX = 16


class Toast(QLabel):
    """Says something that needs no answer. Never takes focus or clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show ``sentence`` for some seconds, instead of what was there."""
        self._sentence = sentence
        self.setAccessibleName(sentence)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, sentence)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.width() - 2 * _MARGIN_PX
        self.ensurePolished()
        self.setText(self._sentence)
        padding = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self._sentence)
        self.setText(
            self.fontMetrics().elidedText(
                self._sentence, Qt.TextElideMode.ElideMiddle, room - padding
            )
        )
        self.adjustSize()
        left = (parent.width() - self.width()) // 2
        self.move(left, parent.height() - self.height() - _MARGIN_PX)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the parent's lower edge."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
