"""What is seen while files are dragged over the window: where they may be dropped, and what for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from livedesk.ui.theme.icons import pixmap
from livedesk.ui.theme.theme import Theme

_ICON_PX = 40
_CARD_PX = 440
_MARGIN_PX = 24.0
_RADIUS_PX = 12.0
_DASHES = (6.0, 5.0)
_VEIL_OPACITY = 0.9


class FileTarget(QWidget):
    """Covers ``window`` while local files are over it. Takes no text and no links.

    Args:
        window: gets drops from now on.
        fields: what else inside of it takes drops, and must leave files to the window.

    Signals:
        dropped(tuple[Path, ...]): the files that were let go here.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget, *fields: QWidget) -> None:
        super().__init__(window)
        self._theme: Theme | None = None
        self.card = QFrame(self)
        self.picture = QLabel(self.card)
        self.title = QLabel(self.card)
        self.note = QLabel(self.card)
        self._is_over = False
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(0)
        self._leaving.timeout.connect(self._on_left)
        self._build()
        window.setAcceptDrops(True)
        self.setAcceptDrops(True)
        for watched in (window, *fields):
            watched.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        self.title.setProperty("kind", "title")
        self.note.setProperty("kind", "muted")
        self.card.setObjectName("popupCard")
        self.card.setFixedWidth(_CARD_PX)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        for label in (self.picture, self.title, self.note):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self.picture)
            column.addWidget(label)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(48, 48, 48, 48)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        self.picture.setPixmap(pixmap("table", theme.colour("you"), _ICON_PX, ratio))

    def set_words(self, title: str, note: str) -> None:
        """What a drop does, and what else one should know."""
        self.title.setText(title)
        self.note.setText(note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come up when files come over the window.

        What comes next is the layer's own, but for a hand that is so quick that they leave, or are
        let go, before they have moved over it.
        """
        match event:
            case QDragEnterEvent() if event.type() is QEvent.Type.DragEnter:
                if _files(event.mimeData()):
                    self._come_up()
                    event.acceptProposedAction()
                    return True
            case QDragLeaveEvent():
                self._is_over = False
                self._leaving.start()
            case QDropEvent() if event.type() is QEvent.Type.Drop and self.isVisible():
                self.dropEvent(event)
                return True
            case _ if event.type() is QEvent.Type.Resize and watched is self.parentWidget():
                self._cover()
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """The layer itself is what the files are over, once it is there."""
        if _files(event.mimeData()):
            self._is_over = True
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They left the window, or the person thought better of it."""
        self.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        self.hide()
        files = _files(event.mimeData())
        if files:
            # Never a move: the files stay where they are.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(files)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil with a dashed frame."""
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self._theme.colour("ground"))
        ground.setAlphaF(_VEIL_OPACITY)
        painter.fillRect(self.rect(), ground)
        pen = QPen(self._theme.colour("you"), 2)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        margin = _MARGIN_PX
        frame = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        painter.drawRoundedRect(frame, _RADIUS_PX, _RADIUS_PX)
        painter.end()

    @Slot()
    def _on_left(self) -> None:
        if not self._is_over:
            self.hide()

    def _come_up(self) -> None:
        self._cover()
        self.show()
        self.raise_()

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())


def _files(mime: QMimeData) -> tuple[Path, ...]:
    """The files of this computer that are dragged; not folders' insides, not pages."""
    urls = mime.urls() if mime.hasUrls() else []
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
