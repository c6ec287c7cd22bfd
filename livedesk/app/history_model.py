"""The history as a list for views: headings, conversations, finds. It grows as one scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from livedesk.app.past_talks import Answer, Day, Row
from livedesk.transcript.store.reading import Summary
from livedesk.transcript.store.search import Find

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HistoryModel(QAbstractListModel):
    """``ROW_ROLE`` gives the row itself: ``Day``, ``Summary`` or ``Find``.

    Signals:
        more_wanted(): one has scrolled to the last row that is known.
        renamed(str, str): the person gave a conversation another title: its uuid, the title.
    """

    more_wanted = Signal()
    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._has_more = False

    @property
    def n_rows(self) -> int:
        """How many rows are known."""
        return len(self._rows)

    @property
    def n_items(self) -> int:
        """How many conversations or finds are known."""
        return sum(not isinstance(row, Day) for row in self._rows)

    @property
    def last(self) -> Summary | Find | None:
        """The last conversation or find that is known."""
        last = self._rows[-1] if self._rows else None
        return None if isinstance(last, Day) else last

    def row_at(self, index: _Index) -> Row | None:
        """The row of an index, None outside of the list."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def show(self, answer: Answer) -> None:
        """Show these rows; those that stay keep their place and what is chosen among them."""
        new = answer.rows
        self._has_more = answer.has_more
        head = _common([_key(row) for row in self._rows], [_key(row) for row in new])
        old_rest = [_key(row) for row in reversed(self._rows[head:])]
        tail = _common(old_rest, [_key(row) for row in reversed(new[head:])])
        old_end, new_end = len(self._rows) - tail, len(new) - tail
        if old_end > head:
            self.beginRemoveRows(QModelIndex(), head, old_end - 1)
            del self._rows[head:old_end]
            self.endRemoveRows()
        if new_end > head:
            self.beginInsertRows(QModelIndex(), head, new_end - 1)
            self._rows[head:head] = new[head:new_end]
            self.endInsertRows()
        self._update(new)

    def append(self, answer: Answer) -> None:
        """These rows follow those that are shown."""
        self._has_more = answer.has_more
        if answer.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(answer.rows) - 1)
            self._rows += answer.rows
            self.endInsertRows()

    def _update(self, new: Sequence[Row]) -> None:
        for row, value in enumerate(new):
            if self._rows[row] != value:
                self._rows[row] = value
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many rows are known so far."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether the store holds more."""
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: _Index) -> None:
        """Ask for more; it comes later."""
        if not parent.isValid() and self._has_more:
            self._has_more = False
            self.more_wanted.emit()

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings cannot be chosen; conversations can be renamed."""
        row = self.row_at(index)
        if row is None or isinstance(row, Day):
            return Qt.ItemFlag.ItemNeverHasChildren
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if isinstance(row, Summary) else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row, or the title that is renamed."""
        row = self.row_at(index)
        if role == ROW_ROLE:
            return row
        is_title = role in (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.DisplayRole)
        return row.title if is_title and not isinstance(row, Day | None) else None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """The person renamed a conversation."""
        row = self.row_at(index)
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, Summary):
            return False
        title = " ".join(str(value).split())
        if title != row.title:
            self.renamed.emit(row.uuid, title)
        return True


def _key(row: Row) -> object:
    if isinstance(row, Day):
        return row
    return row.uuid if isinstance(row, Summary) else (row.place, row.snippet)


def _common(a: Sequence[object], b: Sequence[object]) -> int:
    """How many of the first are the same."""
    for count, (one, other) in enumerate(zip(a, b, strict=False)):
        if one != other:
            return count
    return min(len(a), len(b))
