"""Draws one entry: gutter, bar, text, card, caret."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QTextLayout,
    QTextLine,
)

from livedesk.ui.panels.transcript.geometry import BAR_PX, Geometry
from livedesk.ui.panels.transcript.layout import EntryLayout, cursor_x
from livedesk.ui.panels.transcript.plots import Plots
from livedesk.ui.panels.transcript.style import Style
from livedesk.ui.theme.icons import pixmap

_RADIUS_PX = 8.0
_ICON_PX = 16
# From the middle of a card's icon to its text.
_ICON_BEFORE_TEXT_PX = 18.0
_FOLD_X_PX = 18.0
_RING_PX = 2.0
_RING_GAP_PX = 6.0


@dataclass(frozen=True, slots=True)
class EntryLook:
    """What of an entry's look is not its own.

    Attributes:
        name_role: the name's colour role; "you" also has the bar.
        icon_role: a card's icon's colour role.
        time: for the gutter, or "".
        marked: the marked part of the text.
        caret: where the caret is drawn.
        has_ring: the keyboard is here.
        is_hovered: the pointer is over the card.
        coming_from: the position from which on the words are still to be spoken, or None.
    """

    name_role: str = "muted"
    icon_role: str = "muted"
    time: str = ""
    marked: tuple[int, int] | None = None
    caret: int | None = None
    has_ring: bool = False
    is_hovered: bool = False
    coming_from: int | None = None


class EntryPainter:
    """Draws entries in one style and geometry, at one device pixel ratio."""

    def __init__(self, style: Style, geometry: Geometry, plots: Plots, ratio: float) -> None:
        self._style = style
        self._plots = plots
        self._geometry = geometry
        self.ratio = ratio
        self._icons: dict[tuple[str, str], QPixmap] = {}

    def paint(self, painter: QPainter, layout: EntryLayout, top_px: float, look: EntryLook) -> None:
        """Draw an entry whose upper edge is at ``top_px``."""
        if layout.words.is_card:
            self._paint_card(painter, layout, top_px, look)
        else:
            self._paint_bar(painter, layout, top_px, look)
        self._paint_figures(painter, layout, top_px)
        self._paint_gutter(painter, layout, top_px, look)
        self._paint_text(painter, layout, top_px, look)
        if layout.words.footnote:
            self._paint_footnote(painter, layout, top_px)
        if look.has_ring:
            self._paint_ring(painter, layout, top_px)

    def _paint_gutter(
        self, painter: QPainter, layout: EntryLayout, top_px: float, look: EntryLook
    ) -> None:
        left = self._geometry.gutter_px
        right = left + self._geometry.gutter_width_px
        baseline = round(top_px + layout.baseline_px)
        outer, inner = (right, left) if self._geometry.is_mirrored else (left, right)
        painter.setFont(self._style.name_font)
        painter.setPen(self._style.colour(look.name_role))
        self._draw_inwards(painter, layout.words.name, outer, baseline)
        painter.setFont(self._style.caption_font)
        painter.setPen(self._style.colour("muted"))
        self._draw_inwards(painter, look.time, inner, baseline)

    def _draw_inwards(
        self, painter: QPainter, text: str, edge_px: float, baseline_px: float
    ) -> None:
        """Draw a label from one of the gutter's edges into it."""
        if edge_px > self._geometry.gutter_px:
            edge_px -= QFontMetricsF(painter.font()).horizontalAdvance(text)
        painter.drawText(QPointF(edge_px, baseline_px), text)

    def _paint_bar(
        self, painter: QPainter, layout: EntryLayout, top_px: float, look: EntryLook
    ) -> None:
        if look.name_role != "you":
            return
        top = layout.text_origin.y()
        bar = QRectF(self._geometry.bar_px, top_px + top, BAR_PX, layout.text_bottom_px - top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._style.colour("you"))
        painter.drawRoundedRect(bar, BAR_PX / 2, BAR_PX / 2)

    def _paint_card(
        self, painter: QPainter, layout: EntryLayout, top_px: float, look: EntryLook
    ) -> None:
        box = layout.box.translated(self._geometry.column_px, top_px)
        fill = "hover" if look.is_hovered and layout.can_unfold else "surface"
        painter.setPen(QPen(self._style.colour("line"), 1))
        painter.setBrush(self._style.colour(fill))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)
        first = layout.line_box(layout.lines[0]).translated(layout.text_origin)
        middle = round(top_px + first.center().y())
        if layout.can_unfold:
            self._paint_fold_mark(painter, QPointF(self._card_x(_FOLD_X_PX), middle), layout)
        x = self._card_x(layout.lead_px - _ICON_BEFORE_TEXT_PX) - _ICON_PX / 2
        icon = self._icon(layout.words.icon_name, look.icon_role)
        painter.drawPixmap(QPointF(round(x), middle - _ICON_PX / 2), icon)

    def _paint_figures(self, painter: QPainter, layout: EntryLayout, top_px: float) -> None:
        """The pictures, or empty frames where they are not ready, or are none."""
        for figure in layout.figures():
            box = figure.box.translated(self._geometry.column_px, top_px).toAlignedRect()
            drawn = self._plots.pixmap(figure.picture.png, box.size(), self.ratio)
            if drawn is not None and not drawn.isNull():
                painter.drawPixmap(box.topLeft(), drawn)
            painter.setPen(QPen(self._style.colour("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))

    def _card_x(self, offset_px: float) -> float:
        geometry = self._geometry
        if geometry.is_mirrored:
            return geometry.column_px + geometry.column_width_px - offset_px
        return geometry.column_px + offset_px

    def _paint_fold_mark(self, painter: QPainter, middle: QPointF, layout: EntryLayout) -> None:
        """A chevron: down when open, else to where the text goes."""
        if layout.is_unfolded:
            corners = [QPointF(-4, -2), QPointF(0, 2), QPointF(4, -2)]
        else:
            side = -1 if self._geometry.is_mirrored else 1
            corners = [QPointF(-2 * side, -4), QPointF(2 * side, 0), QPointF(-2 * side, 4)]
        pen = QPen(self._style.colour("muted"), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([middle + corner for corner in corners]))

    def _icon(self, name: str, role: str) -> QPixmap:
        if (name, role) not in self._icons:
            drawn = pixmap(name, self._style.colour(role), _ICON_PX, self.ratio)
            self._icons[name, role] = drawn
        return self._icons[name, role]

    def _paint_text(
        self, painter: QPainter, layout: EntryLayout, top_px: float, look: EntryLook
    ) -> None:
        origin = layout.text_origin + QPointF(self._geometry.column_px, top_px)
        selections: list[QTextLayout.FormatRange] = []
        if look.coming_from is not None and look.coming_from < layout.length:
            coming = QTextLayout.FormatRange()
            coming.start = look.coming_from
            coming.length = layout.length - look.coming_from
            coming.format = self._style.coming
            selections.append(coming)
        if look.marked is not None and look.marked[0] < look.marked[1]:
            self._paint_marked(painter, layout, origin, look.marked)
            marked = QTextLayout.FormatRange()
            marked.start = look.marked[0]
            marked.length = look.marked[1] - look.marked[0]
            marked.format = self._style.selected
            selections.append(marked)
        painter.setPen(self._style.colour("text"))
        layout.text_layout.draw(painter, origin, selections)
        if look.caret is not None:
            box = layout.caret_box(look.caret).translated(self._geometry.column_px, top_px)
            painter.fillRect(box, self._style.colour("you"))

    def _paint_marked(
        self, painter: QPainter, layout: EntryLayout, origin: QPointF, marked: tuple[int, int]
    ) -> None:
        """Fill behind the marked text, as high as the lines are apart."""
        colour = self._style.colour("you_fill")
        for line in layout.lines:
            start = max(marked[0], line.textStart())
            end = min(marked[1], line.textStart() + line.textLength())
            if start >= end:
                continue
            box = layout.line_box(line).translated(origin)
            for left, right in _visual_runs(line, start, end):
                painter.fillRect(
                    QRectF(origin.x() + left, box.top(), right - left, box.height()), colour
                )

    def _paint_footnote(self, painter: QPainter, layout: EntryLayout, top_px: float) -> None:
        metrics = QFontMetricsF(self._style.caption_font)
        baseline = round(top_px + layout.text_bottom_px + 2 + metrics.ascent())
        text = metrics.elidedText(
            layout.words.footnote, Qt.TextElideMode.ElideRight, self._geometry.column_width_px
        )
        x = self._geometry.column_px
        if layout.runs_leftwards:
            x += self._geometry.column_width_px - metrics.horizontalAdvance(text)
        painter.setFont(self._style.caption_font)
        painter.setPen(self._style.colour("muted"))
        painter.drawText(QPointF(x, baseline), text)

    def _paint_ring(self, painter: QPainter, layout: EntryLayout, top_px: float) -> None:
        box = layout.box.translated(self._geometry.column_px, top_px)
        if not layout.words.is_card:
            box.adjust(-_RING_GAP_PX, 0, _RING_GAP_PX, 0)
        painter.setPen(QPen(self._style.colour("you"), _RING_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), _RADIUS_PX, _RADIUS_PX)


def _visual_runs(line: QTextLine, start: int, end: int) -> list[tuple[float, float]]:
    """Where the characters from ``start`` to ``end`` stand; several runs where directions mix."""
    line_end = line.textStart() + line.textLength()
    if (start, end) == (line.textStart(), line_end):
        box = line.naturalTextRect()
        return [(box.left(), box.right())]
    runs: list[tuple[float, float]] = []
    for position in range(start, end):
        lead = cursor_x(line, position)
        trail = cursor_x(line, position, QTextLine.Edge.Trailing)
        left, right = sorted((lead, trail))
        if right <= left:
            continue
        if runs and abs(runs[-1][1] - left) < 0.5:
            runs[-1] = runs[-1][0], right
        elif runs and abs(runs[-1][0] - right) < 0.5:
            runs[-1] = left, runs[-1][1]
        else:
            runs.append((left, right))
    return runs
