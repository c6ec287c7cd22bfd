"""One entry as lines: how high it is, and which position is where."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from livedesk.ui.panels.transcript.figures import Figure, place_figures, room_px
from livedesk.ui.panels.transcript.style import Style
from livedesk.ui.panels.transcript.words import (
    LINE_BREAK,
    EntryWords,
    Link,
    Meaning,
    runs_leftwards,
    utf16_length,
)

# Space above and below an entry.
SCRIPT_PADDING_PX = 10.0
CARD_MARGIN_PX = 4.0
CARD_PADDING_PX = 6.0
# Before a card's text: its icon, and its fold mark where it has one.
ICON_LEAD_PX = 40.0
FOLD_LEAD_PX = 20.0
CARD_TRAIL_PX = 12.0
# Around the words of a button at a card's end.
OFFER_AIR_PX = 36.0
# Fonts that stand in for another script are often a little too high for the line, but only on
# paper: their signs do not touch. What is higher still gets the room it asks for.
_TOLERANCE = 1.3
_CARD_LINE_HEIGHT = 1.3
# Above a label inside a card, and below the last line of an open one.
_LABEL_GAP_PX = 6.0
_FOOTNOTE_GAP_PX = 2.0


class EntryLayout:
    """An entry laid out in a column. Coordinates count from the entry's and column's corner.

    Attributes:
        words: what is laid out.
        text: what can be selected.
        length: its length in UTF-16 units.
        runs_leftwards: it is read from right to left.
        height_px: of the whole entry, space around it included.
        text_origin: where the text's own coordinates begin.
        baseline_px: of the first line.
    """

    def __init__(
        self,
        words: EntryWords,
        style: Style,
        width_px: float,
        *,
        is_unfolded: bool = False,
        is_mirrored: bool = False,
    ) -> None:
        self.words = words
        self.is_unfolded = is_unfolded
        self.is_elided = False
        self.is_mirrored = is_mirrored
        self._style = style
        self._width_px = width_px
        self.text = self._fitting_text()
        self.length = utf16_length(self.text)
        font = style.card_font if words.is_card else style.text_font
        self._layout = QTextLayout(self.text, font)
        self._layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.runs_leftwards = runs_leftwards(self.text, otherwise=is_mirrored)
        if self.runs_leftwards:
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        self._layout.setTextOption(option)
        self._layout.setFormats(self._formats())
        self._figures: tuple[Figure, ...] = ()
        text_px = self._break_lines()
        self.text_origin, self.height_px = self._place(text_px)
        first = self._layout.lineAt(0)
        self.baseline_px = self.text_origin.y() + first.y() + first.ascent()

    @property
    def can_unfold(self) -> bool:
        """Whether a click folds or unfolds it."""
        return self.words.can_unfold or self.is_elided or self.is_unfolded

    @property
    def lead_px(self) -> float:
        """Before a card's text."""
        return ICON_LEAD_PX + (FOLD_LEAD_PX if self.can_unfold else 0.0)

    @property
    def trail_px(self) -> float:
        """Behind a card's text: some air, or a button."""
        if not self.words.offer:
            return CARD_TRAIL_PX
        metrics = QFontMetricsF(self._style.card_font)
        return metrics.horizontalAdvance(self.words.offer) + OFFER_AIR_PX

    @property
    def box(self) -> QRectF:
        """The card's outline."""
        return QRectF(0, CARD_MARGIN_PX, self._width_px, self.height_px - 2 * CARD_MARGIN_PX)

    def figures(self) -> list[Figure]:
        """The pictures of a card, in the entry's coordinates."""
        shift = self.text_origin
        if self.is_mirrored:
            right = self._width_px - self.lead_px
            return [
                Figure(f.picture, f.box.translated(right - f.box.width(), shift.y()))
                for f in self._figures
            ]
        return [Figure(f.picture, f.box.translated(shift)) for f in self._figures]

    @property
    def text_bottom_px(self) -> float:
        """Where the last line ends."""
        return self.text_origin.y() + self.line_box(self.lines[-1]).bottom()

    @property
    def lines(self) -> list[QTextLine]:
        """All lines, top to bottom."""
        return [self._layout.lineAt(number) for number in range(self._layout.lineCount())]

    @property
    def text_layout(self) -> QTextLayout:
        """Qt's layout, for drawing and for moving by characters."""
        return self._layout

    def position_at(self, x_px: float, y_px: float) -> int:
        """The position nearest to a point."""
        y = y_px - self.text_origin.y()
        line = self._layout.lineAt(0)
        for candidate in self.lines:
            if self.line_box(candidate).top() > y:
                break
            line = candidate
        return _cursor_at(line, x_px - self.text_origin.x())

    def link_at(self, x_px: float, y_px: float) -> Link | None:
        """The link under a point of the entry."""
        x, y = x_px - self.text_origin.x(), y_px - self.text_origin.y()
        for line in self.lines if self.words.links else ():
            box, text = self.line_box(line), line.naturalTextRect()
            if box.top() <= y < box.bottom() and text.left() <= x < text.right():
                return self.link_of(line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter))
        return None

    def link_of(self, position: int) -> Link | None:
        """The link that holds a position."""
        holds = (k for k in self.words.links if k.start <= position < k.start + k.length)
        return next(holds, None)

    def line_of(self, position: int) -> int:
        """The number of the line in which a position is."""
        line = self._layout.lineForTextPosition(position)
        return line.lineNumber() if line.isValid() else self._layout.lineCount() - 1

    def caret_x(self, position: int) -> float:
        """From side to side, in the text's coordinates."""
        return cursor_x(self._layout.lineAt(self.line_of(position)), position)

    def line_box(self, line: QTextLine) -> QRectF:
        """A line as high as the distance between lines, in the text's coordinates."""
        height = self._line_height(line)
        top = line.y() - (height - line.height()) / 2
        return QRectF(line.x(), top, line.width(), height)

    def caret_box(self, position: int) -> QRectF:
        """Where the caret stands, in the entry's coordinates."""
        line = self._layout.lineAt(self.line_of(position))
        box = QRectF(self.caret_x(position) - 1, line.y(), 2, line.height())
        return box.translated(self.text_origin)

    def _fitting_text(self) -> str:
        text = self.words.text or " "
        if not self.words.is_card or self.is_unfolded:
            return text
        metrics = QFontMetricsF(self._style.card_font)
        room = self._width_px - self.lead_px - self.trail_px
        self.is_elided = LINE_BREAK in text or metrics.horizontalAdvance(text) > room
        if not self.is_elided:
            return text
        room = self._width_px - self.lead_px - self.trail_px
        first = text.split(LINE_BREAK)[0]
        return metrics.elidedText(f"{first} …", Qt.TextElideMode.ElideRight, room)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        ranges = []
        for span in self.words.spans:
            if span.start >= self.length:
                continue
            made = QTextLayout.FormatRange()
            made.start = span.start
            made.length = min(span.length, self.length - span.start)
            made.format = QTextCharFormat(self._style.formats[span.meaning])
            ranges.append(made)
        return ranges

    def _break_lines(self) -> float:
        width = self._width_px
        if self.words.is_card:
            width -= self.lead_px + self.trail_px
        begun = False
        labels = {span.start for span in self.words.spans if span.meaning is Meaning.LABEL}
        y = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            if line.textStart() in labels:
                y += 0.0 if begun else self._put_figures(y)
                y += _LABEL_GAP_PX
                begun = True
            line.setLineWidth(max(width, 1.0))
            height = self._line_height(line)
            line.setPosition(QPointF(0, y + (height - line.height()) / 2))
            y += height
        self._layout.endLayout()
        return y if begun else y + self._put_figures(y)

    def _put_figures(self, y: float) -> float:
        """Put the pictures below what is there; returns how much room they take."""
        width = self._width_px - self.lead_px - CARD_TRAIL_PX
        self._figures = place_figures(self.words.pictures, y, width)
        return room_px(self._figures, y)

    def _line_height(self, line: QTextLine) -> float:
        if self.words.is_card:
            return float(math.ceil(line.height() * _CARD_LINE_HEIGHT))
        usual = self._style.line_px
        return usual if line.height() <= usual * _TOLERANCE else float(math.ceil(line.height()))

    def _place(self, text_px: float) -> tuple[QPointF, int]:
        if self.words.is_card:
            height = text_px + 2 * (CARD_MARGIN_PX + CARD_PADDING_PX)
            height += _LABEL_GAP_PX if len(self.lines) > 1 else 0.0
            left = self.trail_px if self.is_mirrored else self.lead_px
            return QPointF(left, CARD_MARGIN_PX + CARD_PADDING_PX), math.ceil(height)
        height = text_px + 2 * SCRIPT_PADDING_PX
        if self.words.footnote:
            height += _FOOTNOTE_GAP_PX + QFontMetricsF(self._style.caption_font).height()
        return QPointF(0, SCRIPT_PADDING_PX), math.ceil(height)


def cursor_x(
    line: QTextLine, position: int, edge: QTextLine.Edge = QTextLine.Edge.Leading
) -> float:
    """Where an edge of the character at ``position`` is, in the text's coordinates."""
    found: Any = line.cursorToX(position, edge)  # x and position, though the stub says "object"
    return float(found[0])


def _cursor_at(line: QTextLine, x_px: float) -> int:
    position = int(line.xToCursor(x_px))
    # Behind a line's last blank, or line break, the caret would show up on the next line.
    end = line.textStart() + line.textLength()
    return min(position, end)
