"""Where keys move the caret."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtGui import QKeyEvent, QKeySequence, QTextLayout

from livedesk.ui.panels.transcript.page import Page
from livedesk.ui.panels.transcript.selection import Caret


class Motion(Enum):
    """One step of the caret."""

    LEFT = auto()
    RIGHT = auto()
    WORD_LEFT = auto()
    WORD_RIGHT = auto()
    UP = auto()
    DOWN = auto()
    LINE_START = auto()
    LINE_END = auto()
    PAGE_UP = auto()
    PAGE_DOWN = auto()
    START = auto()
    END = auto()


_Key = QKeySequence.StandardKey
_KEYS: tuple[tuple[_Key, _Key, Motion], ...] = (
    (_Key.MoveToPreviousChar, _Key.SelectPreviousChar, Motion.LEFT),
    (_Key.MoveToNextChar, _Key.SelectNextChar, Motion.RIGHT),
    (_Key.MoveToPreviousWord, _Key.SelectPreviousWord, Motion.WORD_LEFT),
    (_Key.MoveToNextWord, _Key.SelectNextWord, Motion.WORD_RIGHT),
    (_Key.MoveToPreviousLine, _Key.SelectPreviousLine, Motion.UP),
    (_Key.MoveToNextLine, _Key.SelectNextLine, Motion.DOWN),
    (_Key.MoveToStartOfLine, _Key.SelectStartOfLine, Motion.LINE_START),
    (_Key.MoveToEndOfLine, _Key.SelectEndOfLine, Motion.LINE_END),
    (_Key.MoveToPreviousPage, _Key.SelectPreviousPage, Motion.PAGE_UP),
    (_Key.MoveToNextPage, _Key.SelectNextPage, Motion.PAGE_DOWN),
    (_Key.MoveToStartOfDocument, _Key.SelectStartOfDocument, Motion.START),
    (_Key.MoveToEndOfDocument, _Key.SelectEndOfDocument, Motion.END),
)
_WORDS = QTextLayout.CursorMode.SkipWords


def motion_of(event: QKeyEvent) -> tuple[Motion, bool] | None:
    """The step that a key asks for, and whether it draws the selection along."""
    for move, select, motion in _KEYS:
        if event.matches(move):
            return motion, False
        if event.matches(select):
            return motion, True
    return None


class CaretMover:
    """Moves a caret over the rows of a page. Up and down keep to the column they began in."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._goal_x: float | None = None

    def moved(self, caret: Caret, motion: Motion, screen_px: int) -> Caret:
        """Where ``caret`` gets to; a screen is ``screen_px`` high."""
        if motion in (Motion.UP, Motion.DOWN, Motion.PAGE_UP, Motion.PAGE_DOWN):
            if self._goal_x is None:
                self._goal_x = self._x_of(caret)
            return self._vertically(caret, motion, screen_px)
        self._goal_x = None
        moves: dict[Motion, Callable[[Caret], Caret]] = {
            Motion.LEFT: self._left,
            Motion.RIGHT: self._right,
            Motion.WORD_LEFT: self._previous_word,
            Motion.WORD_RIGHT: self._next_word,
            Motion.LINE_START: self._line_start,
            Motion.LINE_END: self._line_end,
        }
        if motion in moves:
            return moves[motion](caret)
        return Caret(0, 0) if motion is Motion.START else self._end_of(self._page.n_rows - 1)

    def forget_column(self) -> None:
        """The caret was put elsewhere by other means."""
        self._goal_x = None

    def _end_of(self, row: int) -> Caret:
        return Caret(row, self._page.layout(row).length)

    def _left(self, caret: Caret) -> Caret:
        position = self._page.layout(caret.row).text_layout.leftCursorPosition(caret.position)
        if position != caret.position:
            return Caret(caret.row, position)
        return self._end_of(caret.row - 1) if caret.row > 0 else caret

    def _right(self, caret: Caret) -> Caret:
        position = self._page.layout(caret.row).text_layout.rightCursorPosition(caret.position)
        if position != caret.position:
            return Caret(caret.row, position)
        return Caret(caret.row + 1, 0) if caret.row + 1 < self._page.n_rows else caret

    def _previous_word(self, caret: Caret) -> Caret:
        if caret.position == 0:
            return self._end_of(caret.row - 1) if caret.row > 0 else caret
        layout = self._page.layout(caret.row).text_layout
        return Caret(caret.row, layout.previousCursorPosition(caret.position, _WORDS))

    def _next_word(self, caret: Caret) -> Caret:
        layout = self._page.layout(caret.row)
        if caret.position >= layout.length:
            return Caret(caret.row + 1, 0) if caret.row + 1 < self._page.n_rows else caret
        return Caret(caret.row, layout.text_layout.nextCursorPosition(caret.position, _WORDS))

    def _line_start(self, caret: Caret) -> Caret:
        layout = self._page.layout(caret.row)
        return Caret(caret.row, layout.lines[layout.line_of(caret.position)].textStart())

    def _line_end(self, caret: Caret) -> Caret:
        layout = self._page.layout(caret.row)
        number = layout.line_of(caret.position)
        line = layout.lines[number]
        end = line.textStart() + line.textLength()
        if number + 1 < len(layout.lines):
            end = layout.text_layout.previousCursorPosition(end)
        return Caret(caret.row, end)

    def _x_of(self, caret: Caret) -> float:
        layout = self._page.layout(caret.row)
        return layout.caret_x(caret.position) + layout.text_origin.x()

    def _vertically(self, caret: Caret, motion: Motion, screen_px: int) -> Caret:
        page = self._page
        x = page.geometry.column_px + (self._goal_x or 0.0)
        box = page.layout(caret.row).caret_box(caret.position)
        y = page.top(caret.row) + box.center().y()
        match motion:
            case Motion.PAGE_UP:
                return page.caret_at(x, y - screen_px) or caret
            case Motion.PAGE_DOWN:
                return page.caret_at(x, y + screen_px) or caret
            case Motion.UP:
                return self._to_line(caret, -1, x)
            case _:
                return self._to_line(caret, 1, x)

    def _to_line(self, caret: Caret, step: int, x_px: float) -> Caret:
        row = caret.row
        number = self._page.layout(row).line_of(caret.position) + step
        if number < 0 or number >= len(self._page.layout(row).lines):
            row += step
            if not 0 <= row < self._page.n_rows:
                return caret
            number = len(self._page.layout(row).lines) - 1 if step < 0 else 0
        layout = self._page.layout(row)
        y = layout.text_origin.y() + layout.line_box(layout.lines[number]).center().y()
        return Caret(row, layout.position_at(x_px - self._page.geometry.column_px, y))
