"""What a chooser offers: the options, the filter on them, and how a row is drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from livedesk.ui.theme.icons import renderer
from livedesk.ui.theme.theme import Theme

OPTION_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW_PX = 36
_MARK_PX = 18
_PADDING_PX = 10


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its key, its name, and one muted remark."""

    key: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CurrentOption:
    """Which option is chosen, and the icon that marks it."""

    key: str
    mark: str = "check"


def plain(text: str) -> str:
    """``text`` without case and accents, for comparing."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def matching(options: Sequence[Option], filter_text: str) -> list[Option]:
    """The options of which every typed word is found in the name or the remark."""
    words = plain(filter_text).split()
    return [one for one in options if all(w in plain(f"{one.name} {one.note}") for w in words)]


class OptionsModel(QAbstractListModel):
    """The options that match what was typed."""

    def __init__(self, options: Sequence[Option], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = tuple(options)
        self._shown = list(options)

    def set_filter(self, text: str) -> None:
        """Show what matches ``text``."""
        self.beginResetModel()
        self._shown = matching(self._all, text)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row that shows ``key``, or -1."""
        keys = [option.key for option in self._shown]
        return keys.index(key) if key in keys else -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The option, and what a screen reader says of it."""
        if not index.isValid():
            return None
        option = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return option.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{option.name}, {option.note}" if option.note else option.name
            case _ if role == OPTION_ROLE:
                return option
        return None


class OptionDelegate(QStyledItemDelegate):
    """Draws a row: a mark on the current one, the name, the remark at the far side."""

    def __init__(self, theme: Theme, current: CurrentOption, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._current = current

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """High enough for a finger, and for large type."""
        given: Option = index.data(OPTION_ROLE)
        metrics = option.fontMetrics
        width = metrics.horizontalAdvance(f"{given.name}    {given.note}")
        return QSize(width + _MARK_PX + 4 * _PADDING_PX, max(_ROW_PX, metrics.height() + 16))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        given: Option = index.data(OPTION_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_fill(painter, area, state)
        content = area.adjusted(_PADDING_PX, 0, -_PADDING_PX, 0)
        self._paint_mark(painter, content, given)
        inset = _MARK_PX + _PADDING_PX
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        words = content.adjusted(0, 0, -inset, 0) if mirrored else content.adjusted(inset, 0, 0, 0)
        self._paint_words(painter, words, given)
        painter.restore()

    def _paint_fill(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        role = ""
        if state & QStyle.StateFlag.State_Selected:
            role = "you_soft"
        elif state & QStyle.StateFlag.State_MouseOver:
            role = "hover"
        if not role:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("you"), 2))
        painter.setBrush(self._theme.colour(role))
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_mark(self, painter: QPainter, content: QRect, given: Option) -> None:
        if given.key != self._current.key:
            return
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = content.right() + 1 - _MARK_PX if mirrored else content.left()
        top = content.center().y() - _MARK_PX / 2 + 0.5
        drawing = renderer(self._current.mark, self._theme.colour("you").name())
        drawing.render(painter, QRectF(left, top, _MARK_PX, _MARK_PX))

    def _paint_words(self, painter: QPainter, words: QRect, given: Option) -> None:
        metrics = painter.fontMetrics()
        centre = Qt.AlignmentFlag.AlignVCenter
        name = metrics.elidedText(given.name, Qt.TextElideMode.ElideRight, words.width())
        painter.setPen(self._theme.colour("text"))
        painter.drawText(words, int(centre | Qt.AlignmentFlag.AlignLeading), name)
        room = words.width() - metrics.horizontalAdvance(name) - 2 * _PADDING_PX
        note = metrics.elidedText(given.note, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(words, int(centre | Qt.AlignmentFlag.AlignTrailing), note)
