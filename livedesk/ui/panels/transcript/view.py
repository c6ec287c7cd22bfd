"""The transcript's view, read and marked by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QBasicTimer,
    QEvent,
    QPoint,
    Qt,
    QTimerEvent,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from livedesk.app.transcript_model import TranscriptModel
from livedesk.core.events import GroundingSource
from livedesk.ui.panels.transcript.area import TranscriptArea
from livedesk.ui.panels.transcript.caret import Motion, motion_of
from livedesk.ui.panels.transcript.clicks import ClickCounter
from livedesk.ui.panels.transcript.places import Places
from livedesk.ui.panels.transcript.selection import Caret, Selection
from livedesk.ui.theme.theme import Theme

_Key = QKeySequence.StandardKey
_TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_DRAG_PERIOD_MS = 30
_UNFOLD_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TranscriptView(TranscriptArea):
    """A script that can be read, marked and copied; ``places`` tells where its rows are.

    Signals:
        row_reached(int): the keyboard got to another entry.
        menu_requested(QPoint, int): a context menu is wanted at a global place; the row there,
            or -1.
    """

    row_reached = Signal(int)
    menu_requested = Signal(QPoint, int)

    def __init__(self, model: TranscriptModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, theme, parent)
        self.places = Places(self._page, self._scroller)
        self._clicks = ClickCounter()
        self._drag_timer = QBasicTimer()
        self._drag_point = QPoint()
        self._is_dragging = False
        self._pressed_card = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    @property
    def has_marked(self) -> bool:
        """Whether any text is marked."""
        return self._reader.has_marked

    def marked_rows(self) -> list[tuple[int, str | None]]:
        """The rows with marked text, and what is marked of them; None for all of it."""
        return self._reader.marked_rows()

    def copy(self) -> None:
        """Put what is marked on the clipboard."""
        if text := self._reader.copied_text():
            QGuiApplication.clipboard().setText(text)

    def show_row(self, row: int) -> None:
        """Bring an entry into sight, and mark it; one that is not there is nothing."""
        if not 0 <= row < self._page.n_rows:
            return
        self._page.settle(row)
        top = self._page.top(row)
        self._reader.selection = Selection(Caret(row, 0), Caret(row, self._page.layout(row).length))
        self._scroller.reveal(top, self._page.bottom(row))
        self._show_moved()

    def link_at(self, point: QPoint) -> GroundingSource | None:
        """The page to which the text at a point of the viewport leads."""
        return self.places.link_at(point)

    def link_at_caret(self) -> GroundingSource | None:
        """The page to which the text at the caret leads."""
        caret = self._reader.caret
        link = None if caret is None else self._page.layout(caret.row).link_of(caret.position)
        return None if link is None else link.page

    @property
    def caret_row(self) -> int:
        """The row of the caret, -1 without one."""
        return self._reader.caret_row

    def reveal_row(self, row: int) -> None:
        """Bring a row into sight, without marking it."""
        if 0 <= row < self._page.n_rows:
            self._page.settle(row)
            self._scroller.reveal(self._page.top(row), self._page.bottom(row))
            self._show_moved()

    def select_all(self) -> None:
        """Mark everything."""
        self._reader.select_all()
        self.viewport().update()

    def _page_point(self, point: QPoint) -> tuple[float, float]:
        return float(point.x()), float(point.y() + self._scroller.y_px)

    def _card_at(self, point: QPoint) -> int:
        """The row of the card whose head is at ``point``, -1 if there is none."""
        x, y = self._page_point(point)
        row = self._page.row_at(y)
        if row < 0 or not self._page.top(row) <= y < self._page.bottom(row):
            return -1
        layout = self._page.layout(row)
        if not layout.words.is_card or not layout.can_unfold:
            return -1
        box = layout.box.translated(self._page.geometry.column_px, self._page.top(row))
        head = layout.line_box(layout.lines[0]).translated(layout.text_origin)
        box.setHeight(head.bottom() + layout.box.top())
        return row if box.contains(x, y) else -1

    def _hover(self, point: QPoint) -> None:
        row = self._card_at(point)
        if row != self._hovered_row:
            self._hovered_row = row
            self.viewport().update()
        x, _ = self._page_point(point)
        column = self._page.geometry.column(0, 1)
        if row >= 0:
            shape = Qt.CursorShape.PointingHandCursor
        elif column.left() - 8 <= x <= column.right() + 8:
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _press(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        is_double = event.type() is QEvent.Type.MouseButtonDblClick
        n_clicks = self._clicks.press(point, event.timestamp(), is_double=is_double)
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._pressed_card = self._card_at(point) if n_clicks == 1 and not extend else -1
        self._reader.press(*self._page_point(point), n_clicks, extend=extend)
        self._is_dragging = True
        self._shows_caret = False
        self.viewport().update()

    def _drag(self) -> None:
        self._reader.drag(*self._page_point(self._drag_point))
        if self._reader.has_marked:
            self._pressed_card = -1
        self.viewport().update()

    def _move(self, motion: Motion, *, extend: bool) -> None:
        row = self._reader.caret_row
        self._reader.move(motion, self._scroller.screen_px, extend=extend)
        self._show_caret(row)

    def _show_caret(self, row_before: int) -> None:
        caret = self._reader.caret
        if caret is None:
            return
        self._shows_caret = True
        self._page.settle(caret.row)
        box = self._page.layout(caret.row).caret_box(caret.position)
        top = self._page.top(caret.row)
        self._scroller.reveal(top + box.top(), top + box.bottom())
        self._show_moved()
        if caret.row != row_before:
            self.row_reached.emit(caret.row)

    def _put_caret_in_sight(self) -> None:
        rows = self._scroller.visible_rows()
        if not len(rows):
            return
        caret = self._reader.caret
        if caret is None or caret.row not in rows:
            last = rows[-1] if self.is_following else rows[0]
            self._reader.put(Caret(last, 0))
        self._show_caret(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to mark."""
        self._press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mark a word; a third click marks the entry."""
        self._press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on marking; beyond the edge the page scrolls along."""
        point = event.position().toPoint()
        if not self._is_dragging:
            self._hover(point)
            return
        self._drag_point = point
        if self.viewport().rect().contains(point):
            self._drag_timer.stop()
        elif not self._drag_timer.isActive():
            self._drag_timer.start(_DRAG_PERIOD_MS, self)
        self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End marking; a plain click on a card's head folds or unfolds it."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._is_dragging = False
        self._drag_timer.stop()
        point = event.position().toPoint()
        if self._pressed_card >= 0 and self._card_at(point) == self._pressed_card:
            self.toggle(self._pressed_card)
        self._pressed_card = -1
        self._hover(point)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Scroll while the mouse marks beyond the edge."""
        if event.timerId() != self._drag_timer.timerId():
            super().timerEvent(event)
            return
        area = self.viewport().rect()
        beyond = min(0, self._drag_point.y() - area.top())
        beyond += max(0, self._drag_point.y() - area.bottom())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + beyond)
        self._drag()

    def leaveEvent(self, event: QEvent) -> None:
        """No card is under the pointer any more."""
        super().leaveEvent(event)
        self._hovered_row = -1
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of reading from being taken by the window."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (motion_of(event) or event.matches(_Key.Copy) or event.matches(_Key.SelectAll))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, mark, copy, fold."""
        step = motion_of(event)
        if event.matches(_Key.Copy):
            self.copy()
        elif event.matches(_Key.SelectAll):
            self.select_all()
        elif step is not None and self._page.n_rows:
            if self._reader.caret is None:
                self._put_caret_in_sight()
            motion, extend = step
            self._move(motion, extend=extend)
        elif event.key() in _UNFOLD_KEYS and self._reader.caret_row >= 0:
            self.toggle(self._reader.caret_row)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keyboard, show where one is."""
        super().focusInEvent(event)
        if event.reason() in _TAB_REASONS:
            self._put_caret_in_sight()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The caret belongs to the focus; what is marked stays."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._shows_caret = False
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, by mouse or by key."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            caret = self._reader.caret
            if caret is None:
                return
            box = self._page.layout(caret.row).caret_box(caret.position)
            x = self._page.geometry.column_px + box.left()
            y = self._page.top(caret.row) + box.bottom() - self._scroller.y_px
            place = self.viewport().mapToGlobal(QPoint(round(x), round(y)))
            self.menu_requested.emit(place, caret.row)
            return
        _, y = self._page_point(self.viewport().mapFrom(self, event.pos()))
        self.menu_requested.emit(event.globalPos(), self._page.row_at(y))
