"""Where the rows of the transcript stand in its viewport."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF

from livedesk.core.events import GroundingSource
from livedesk.ui.panels.transcript.page import Page
from livedesk.ui.panels.transcript.scroll import Scroller

# What is so near to the text still counts as on it.
_NEAR_PX = 8


class Places:
    """From points to rows and back, in the viewport's pixels."""

    def __init__(self, page: Page, scroller: Scroller) -> None:
        self._page = page
        self._scroller = scroller

    def row_at(self, point: QPoint) -> int:
        """The row at a point, -1 where there is none."""
        y = point.y() + self._scroller.y_px
        row = self._page.row_at(y)
        is_in = row >= 0 and self._page.top(row) <= y < self._page.bottom(row)
        return row if is_in else -1

    def row_box(self, row: int) -> QRect | None:
        """A row from its gutter to the end of its text; None where it is out of sight."""
        if row not in self._scroller.visible_rows():
            return None
        geometry = self._page.geometry
        top = self._page.top(row) - self._scroller.y_px
        height = self._page.bottom(row) - self._page.top(row)
        gutter = QRectF(geometry.gutter_px, top, geometry.gutter_width_px, height)
        return gutter.united(geometry.column(top, height)).toRect()

    def link_at(self, point: QPoint) -> GroundingSource | None:
        """The page to which the text at a point leads."""
        y = point.y() + self._scroller.y_px
        row = self._page.row_at(y)
        if row < 0:
            return None
        x, y = point.x() - self._page.geometry.column_px, y - self._page.top(row)
        link = self._page.layout(row).link_at(x, y)
        return None if link is None else link.page

    def is_card(self, row: int) -> bool:
        """Whether the row is a card, not something said."""
        return self._page.layout(row).words.is_card

    def is_in_column(self, point: QPoint) -> bool:
        """Whether a point is on the column of text."""
        column = self._page.geometry.column(0, 1)
        return column.left() - _NEAR_PX <= point.x() <= column.right() + _NEAR_PX
