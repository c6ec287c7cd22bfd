"""Draws the rows of the history: headings, conversations, finds with what was found marked."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from livedesk.app.history_model import ROW_ROLE
from livedesk.app.past_talks import Day
from livedesk.transcript.spacing import last_boundary
from livedesk.transcript.store.reading import Summary
from livedesk.transcript.store.search import Find
from livedesk.transcript.store.snippet import Snippet
from livedesk.ui.panels.history.history_texts import (
    date_words,
    day_words,
    talk_words,
    time_words,
    title_words,
)
from livedesk.ui.theme.icons import renderer
from livedesk.ui.theme.theme import Theme
from livedesk.ui.theme.type_scale import type_scale

_Index = QModelIndex | QPersistentModelIndex
_PADDING_PX = 10
_PIN_PX = 14
_SNIPPET_LINES = 2
_LINE = 1.3


class RowDelegate(QStyledItemDelegate):
    """One look for each kind of row.

    Attributes:
        current: the conversation that is in the window.
        is_search: whether finds are shown, which are higher.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current = ""
        self.is_search = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The same for all rows, so that ten thousand cost nothing."""
        _, control = self._fonts(option.font)
        n_lines = 1 + (_SNIPPET_LINES if self.is_search else 1)
        line_px = round(_LINE * control.pixelSize())
        return QSize(120, 16 + n_lines * line_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row."""
        row = index.data(ROW_ROLE)
        area: QRect = option.rect
        inner = area.adjusted(_PADDING_PX, 8, -_PADDING_PX, -8)
        caption, control = self._fonts(option.font)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Day):
            words = day_words(row.day, date.today())
            caption.setWeight(QFont.Weight.DemiBold)
            painter.setFont(caption)
            self._line(painter, inner, words, "muted", Qt.AlignmentFlag.AlignBottom)
        elif isinstance(row, Summary):
            self._paint_fill(painter, area, option.state, is_current=row.uuid == self.current)
            if row.is_pinned:
                inner = self._paint_pin(painter, inner)
            title = title_words(row.title)
            painter.setFont(control)
            self._line(painter, inner, title, "text", Qt.AlignmentFlag.AlignTop)
            below = talk_words(row)
            painter.setFont(caption)
            self._line(painter, inner, below, "muted", Qt.AlignmentFlag.AlignBottom)
        elif isinstance(row, Find):
            self._paint_fill(painter, area, option.state, is_current=False)
            when = f"{date_words(row.started_at.astimezone().date())}, {time_words(row.started_at)}"
            painter.setFont(caption)
            self._line(painter, inner, when, "muted", Qt.AlignmentFlag.AlignTop)
            top = round(_LINE * control.pixelSize())
            self._paint_snippet(painter, inner.adjusted(0, top, 0, 0), row.snippet, control)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A field over the title."""
        field = QLineEdit(parent)
        field.setAccessibleName(self.tr("Title"))
        field.setToolTip(self.tr("Enter keeps the title, Escape leaves it as it was"))
        field.setMaxLength(200)
        return field

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """As wide as the row."""
        area: QRect = option.rect
        height = editor.sizeHint().height()
        editor.setGeometry(area.left(), area.center().y() - height // 2, area.width(), height)

    def _fonts(self, base: QFont) -> tuple[QFont, QFont]:
        scale = type_scale(base)
        caption, control = QFont(base), QFont(base)
        caption.setPixelSize(scale.caption_px)
        control.setPixelSize(scale.control_px)
        return caption, control

    def _paint_fill(
        self, painter: QPainter, area: QRect, state: QStyle.StateFlag, *, is_current: bool
    ) -> None:
        box = area.adjusted(2, 1, -2, -1)
        focused = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected
        has_focus = state & focused == focused
        painter.setPen(QPen(self.theme.colour("you"), 2) if has_focus else Qt.PenStyle.NoPen)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        fill = "you_soft" if is_current else "pressed" if is_chosen else ""
        fill = fill or ("hover" if is_hovered else "")
        painter.setBrush(self.theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("you"))
            is_mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
            left = box.right() - 2 if is_mirrored else box.left()
            painter.drawRoundedRect(left, box.top() + 8, 3, box.height() - 16, 1, 1)

    def _paint_pin(self, painter: QPainter, inner: QRect) -> QRect:
        is_mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = inner.left() if is_mirrored else inner.right() + 1 - _PIN_PX
        box = QRect(left, inner.top() + 2, _PIN_PX, _PIN_PX)
        renderer("pin", self.theme.colour("muted").name()).render(painter, box.toRectF())
        room = _PIN_PX + 6
        return inner.adjusted(room, 0, 0, 0) if is_mirrored else inner.adjusted(0, 0, -room, 0)

    def _line(
        self, painter: QPainter, area: QRect, words: str, role: str, place: Qt.AlignmentFlag
    ) -> None:
        """One line in the painter's font."""
        painter.setPen(self.theme.colour(role))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(place | Qt.AlignmentFlag.AlignLeading), shown)

    def _paint_snippet(self, painter: QPainter, area: QRect, found: Snippet, font: QFont) -> None:
        mark = QTextCharFormat()
        mark.setBackground(self.theme.colour("warning_soft"))
        mark.setForeground(self.theme.colour("warning"))
        mark.setFontWeight(QFont.Weight.DemiBold)
        text = _two_lines(found.text, font, area.width())
        layout = QTextLayout(text, font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([_range(text, a, b, mark) for a, b in found.marks if b <= len(text)])
        layout.beginLayout()
        top = 0.0
        for _ in range(_SNIPPET_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(area.width())
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        painter.setPen(self.theme.colour("text"))
        layout.draw(painter, QPointF(area.topLeft()))


def _two_lines(text: str, font: QFont, width_px: int) -> str:
    """As much of ``text`` as two lines hold; what is missing is told by "…"."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    ends = 0
    for number in range(_SNIPPET_LINES + 1):
        line = layout.createLine()
        if not line.isValid():
            layout.endLayout()
            return text
        line.setLineWidth(width_px)
        if number < _SNIPPET_LINES:
            ends = line.textStart() + line.textLength()
    layout.endLayout()
    shown = text.encode("utf-16-le")[: 2 * ends].decode("utf-16-le", "ignore").rstrip()
    # Room for the sign, also where the last line is full to its end.
    return shown[: last_boundary(shown, len(shown) - 2)].rstrip(" ,;:") + " …"


def _range(text: str, start: int, end: int, looks: QTextCharFormat) -> QTextLayout.FormatRange:
    """Qt counts in UTF-16."""
    made = QTextLayout.FormatRange()
    made.start = len(text[:start].encode("utf-16-le")) // 2
    made.length = len(text[start:end].encode("utf-16-le")) // 2
    made.format = looks
    return made
