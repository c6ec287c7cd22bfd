"""What is marked, from one entry to another."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class Caret:
    """A place between two characters; ``position`` in UTF-16 units."""

    row: int
    position: int


@dataclass(frozen=True, slots=True)
class Selection:
    """From where it was begun to where it was drawn; both may be first."""

    anchor: Caret
    head: Caret

    @property
    def is_empty(self) -> bool:
        """Whether nothing is marked."""
        return self.anchor == self.head

    @property
    def first(self) -> Caret:
        """Its upper end."""
        return min(self.anchor, self.head)

    @property
    def last(self) -> Caret:
        """Its lower end."""
        return max(self.anchor, self.head)

    def span_in(self, row: int, length: int) -> tuple[int, int] | None:
        """The marked part of a row whose text has ``length``: start and end, or None."""
        first, last = self.first, self.last
        if self.is_empty or not first.row <= row <= last.row:
            return None
        start = min(first.position, length) if row == first.row else 0
        end = min(last.position, length) if row == last.row else length
        return start, end

    def after_insert(self, row: int, n_rows: int) -> Selection:
        """The same text, when rows were put in at ``row``."""
        return Selection(_down(self.anchor, row, n_rows), _down(self.head, row, n_rows))

    def after_remove(self, row: int, n_rows: int) -> Selection | None:
        """The same text, when rows from ``row`` on were taken out; None if that was part of it."""
        if any(row <= caret.row < row + n_rows for caret in (self.anchor, self.head)):
            return None
        return Selection(_up(self.anchor, row, n_rows), _up(self.head, row, n_rows))


def _down(caret: Caret, row: int, n_rows: int) -> Caret:
    return replace(caret, row=caret.row + n_rows) if caret.row >= row else caret


def _up(caret: Caret, row: int, n_rows: int) -> Caret:
    return replace(caret, row=caret.row - n_rows) if caret.row >= row else caret
