"""The person reading: where the caret is, what is marked, what is copied."""

from __future__ import annotations

from PySide6.QtCore import QTextBoundaryFinder

from livedesk.ui.panels.transcript.caret import CaretMover, Motion
from livedesk.ui.panels.transcript.page import Page
from livedesk.ui.panels.transcript.selection import Caret, Selection
from livedesk.ui.panels.transcript.words import LINE_BREAK, utf16_slice

_CHARACTER, _WORD, _ENTRY = 1, 2, 3


class Reader:
    """Turns presses, drags and keys into a selection on a page.

    Attributes:
        selection: what is marked; empty where only the caret stands; None before anything.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self.selection: Selection | None = None
        self._mover = CaretMover(page)
        self._unit = _CHARACTER
        self._origin: Selection | None = None

    @property
    def caret(self) -> Caret | None:
        """Where the caret stands."""
        return None if self.selection is None else self.selection.head

    @property
    def caret_row(self) -> int:
        """The row in which the caret stands, -1 if it stands nowhere."""
        return -1 if self.selection is None else self.selection.head.row

    @property
    def has_marked(self) -> bool:
        """Whether any text is marked."""
        return self.selection is not None and not self.selection.is_empty

    def put(self, caret: Caret) -> None:
        """Put the caret somewhere; nothing is marked then."""
        self.selection = Selection(caret, caret)
        self._mover.forget_column()

    def press(self, x_px: float, y_px: float, n_clicks: int, *, extend: bool) -> None:
        """Begin to mark by characters, words or entries, or go on with what is marked."""
        caret = self._page.caret_at(x_px, y_px)
        if caret is None:
            return
        self._mover.forget_column()
        if extend and self.selection is not None:
            self._unit = _CHARACTER
            self._origin = Selection(self.selection.anchor, self.selection.anchor)
            self.drag(x_px, y_px)
            return
        self._unit = n_clicks
        self._origin = self.selection = self._unit_at(caret)

    def drag(self, x_px: float, y_px: float) -> None:
        """Mark from where it was begun to here, by whole units."""
        caret = self._page.caret_at(x_px, y_px)
        if caret is None or self._origin is None:
            return
        here = self._unit_at(caret)
        origin = self._origin
        if here.first < origin.first:
            self.selection = Selection(origin.last, here.first)
        else:
            self.selection = Selection(origin.first, max(here.last, origin.last))

    def move(self, motion: Motion, screen_px: int, *, extend: bool) -> None:
        """Move the caret by a key."""
        if self.selection is None or not self._page.n_rows:
            return
        if not extend and not self.selection.is_empty and motion in (Motion.LEFT, Motion.RIGHT):
            ends = self.selection
            self.put(ends.first if motion is Motion.LEFT else ends.last)
            return
        head = self._mover.moved(self.selection.head, motion, screen_px)
        self.selection = Selection(self.selection.anchor if extend else head, head)

    def select_all(self) -> None:
        """Mark everything."""
        if self._page.n_rows:
            last = self._page.n_rows - 1
            end = Caret(last, self._page.layout(last).length)
            self.selection = Selection(Caret(0, 0), end)

    def span_in(self, row: int) -> tuple[int, int] | None:
        """The marked part of a row."""
        if self.selection is None or self.selection.is_empty:
            return None
        if not self.selection.first.row <= row <= self.selection.last.row:
            return None
        return self.selection.span_in(row, self._page.layout(row).length)

    def copied_text(self) -> str:
        """What is marked, with the speakers' names where it goes over several entries."""
        if self.selection is None or self.selection.is_empty:
            return ""
        first, last = self.selection.first, self.selection.last
        if first.row == last.row:
            return self._marked(first.row)
        blocks = []
        for row in range(first.row, last.row + 1):
            text = self._marked(row)
            if text.strip():
                name = self._page.words(row).name
                blocks.append(f"{name}: {text}" if name else text)
        return "\n\n".join(blocks)

    def marked_rows(self) -> list[tuple[int, str | None]]:
        """The rows with marked text, and what is marked of them; None for all of it."""
        if self.selection is None or self.selection.is_empty:
            return []
        rows: list[tuple[int, str | None]] = []
        for row in range(self.selection.first.row, self.selection.last.row + 1):
            text = self._marked(row)
            is_whole = text == self._page.words(row).text.replace(LINE_BREAK, "\n")
            if text.strip():
                rows.append((row, None if is_whole else text))
        return rows

    def on_inserted(self, row: int, n_rows: int) -> None:
        """Rows were put in: the same text stays marked."""
        if self.selection is not None:
            self.selection = self.selection.after_insert(row, n_rows)

    def on_removed(self, row: int, n_rows: int) -> None:
        """Rows are gone, and with them what was marked in them."""
        if self.selection is not None:
            self.selection = self.selection.after_remove(row, n_rows)

    def on_changed(self, row: int) -> None:
        """A row has other words, perhaps fewer: nothing may be marked behind them."""
        if self.selection is None or row not in (self.selection.anchor.row, self.caret_row):
            return
        length = self._page.layout(row).length
        ends = (self.selection.anchor, self.selection.head)
        anchor, head = (
            Caret(row, min(end.position, length)) if end.row == row else end for end in ends
        )
        self.selection = Selection(anchor, head)

    def on_reset(self) -> None:
        """There are other rows."""
        self.selection = self._origin = None

    def _marked(self, row: int) -> str:
        words = self._page.words(row)
        if self.selection is None:
            return ""
        first, last = self.selection.first, self.selection.last
        if first.row < row < last.row:
            return words.text.replace(LINE_BREAK, "\n")
        layout = self._page.layout(row)
        span = self.selection.span_in(row, layout.length)
        if span == (0, layout.length):
            text = words.text  # all of it, also what a folded card has no room for
        else:
            text = utf16_slice(layout.text, *span) if span else ""
        return text.replace(LINE_BREAK, "\n")

    def _unit_at(self, caret: Caret) -> Selection:
        layout = self._page.layout(caret.row)
        if self._unit == _ENTRY:
            return Selection(Caret(caret.row, 0), Caret(caret.row, layout.length))
        if self._unit == _WORD:
            start, end = _word_at(layout.text, caret.position, layout.length)
            return Selection(Caret(caret.row, start), Caret(caret.row, end))
        return Selection(caret, caret)


def _word_at(text: str, position: int, length: int) -> tuple[int, int]:
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(min(position + 1, length))
    start = max(finder.toPreviousBoundary(), 0)
    if start > 0 and utf16_slice(text, start, start + 1).isspace():
        # The place behind a word's last letter is also the one before the blank: meant is the word.
        start = max(finder.toPreviousBoundary(), 0)
    end = finder.toNextBoundary()
    return start, end if end >= 0 else length
