"""Where the screen stands on the page: follows the end, or keeps what is read where it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QScrollBar

from livedesk.ui.panels.transcript.page import Page

# So near to the end counts as at the end.
_NEAR_PX = 3
_REVEAL_MARGIN_PX = 24


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that survives a new layout: a row, and how far into it, 0 to 1."""

    row: int
    share: float


class Scroller:
    """Keeps a scroll bar in step with a page whose rows become exact as they come into sight.

    Attributes:
        screen_px: height of what can be seen.
        is_following: the end is kept in sight.
        is_settling: the bar moves by itself, not by the person.
    """

    def __init__(self, page: Page, bar: QScrollBar) -> None:
        self._page = page
        self._bar = bar
        self.screen_px = 0
        self.is_following = True
        self.is_settling = False

    @property
    def y_px(self) -> int:
        """The page's height at the screen's upper edge."""
        return self._bar.value()

    def visible_rows(self) -> range:
        """The rows on the screen, in part or whole."""
        first = self._page.row_at(self.y_px)
        if first < 0:
            return range(0)
        return range(first, self._page.row_at(self.y_px + self.screen_px - 1) + 1)

    def follow(self) -> None:
        """Keep the end in sight from now on."""
        self.is_following = True
        self.settle()

    def scrolled(self) -> None:
        """The person moved the bar."""
        self.is_following = self._bar.value() >= self._bar.maximum() - _NEAR_PX
        self.settle()

    def settle(self) -> None:
        """Make the rows on the screen exact, without moving what was seen already."""
        y = self.y_px
        for _ in range(4):  # rows that come in at the edges may be of another height, and so on
            before = y
            y = self._settle_end() if self.is_following else self._settle_from(y)
            y = max(0, min(y, self._highest_px()))
            if y == before:
                break
        self._move(y)

    def anchor(self) -> Anchor:
        """What is at the screen's upper edge."""
        row = self._page.row_at(self.y_px)
        if row < 0:
            return Anchor(-1, 0.0)
        top, bottom = self._page.top(row), self._page.bottom(row)
        return Anchor(row, (self.y_px - top) / max(1, bottom - top))

    def restore(self, anchor: Anchor) -> None:
        """Bring ``anchor`` to the screen's upper edge again, unless the end is followed."""
        if not self.is_following and 0 <= anchor.row < self._page.n_rows:
            self._page.settle(anchor.row)
            top, bottom = self._page.top(anchor.row), self._page.bottom(anchor.row)
            self._move(round(top + anchor.share * (bottom - top)))
        self.settle()

    def on_inserted(self, first: int, last: int) -> None:
        """Rows came in; above the screen they must not push it down."""
        if not self.is_following and self._page.top(first) <= self.y_px:
            self._move(self.y_px + self._page.bottom(last) - self._page.top(first))
        self.settle()

    def before_removed(self, first: int, last: int) -> None:
        """Rows will go; above the screen they must not pull it up."""
        if not self.is_following and self._page.bottom(last) <= self.y_px:
            height = self._page.bottom(last) - self._page.top(first)
            self._move(self.y_px - height)

    def on_changed(self, row: int) -> None:
        """A row has other words."""
        is_above = self._page.bottom(row) <= self.y_px
        growth = self._page.change(row)
        if is_above and growth and not self.is_following:
            self._move(self.y_px + growth)
        self.settle()

    def hold(self) -> None:
        """Leave the screen where it is, though the page grew; follow only if the end is seen."""
        self.is_following = False
        self.settle()
        self.is_following = self._bar.value() >= self._bar.maximum() - _NEAR_PX

    def reveal(self, top_px: float, bottom_px: float) -> None:
        """Move as little as is needed to see this part of the page."""
        y = self.y_px
        lowest = bottom_px + _REVEAL_MARGIN_PX - self.screen_px
        highest = top_px - _REVEAL_MARGIN_PX
        wanted = round(min(max(y, lowest), max(highest, 0)))
        if wanted != y:
            self._move(min(wanted, self._highest_px()))
            self.scrolled()

    def _settle_end(self) -> int:
        height = 0
        for row in range(self._page.n_rows - 1, -1, -1):
            self._page.settle(row)
            height += self._page.bottom(row) - self._page.top(row)
            if height > self.screen_px:
                break
        return self._highest_px()

    def _settle_from(self, y_px: int) -> int:
        """Settle downwards from the row at ``y_px``; returns where the same sight is then."""
        page = self._page
        row = page.row_at(y_px)
        if row < 0:
            return y_px
        y_px += page.settle(row)
        while row > 0 and page.top(row) > y_px:
            row -= 1
            y_px += page.settle(row)
        while row < page.n_rows and page.top(row) < y_px + self.screen_px:
            page.settle(row)
            row += 1
        return y_px

    def _highest_px(self) -> int:
        return max(0, self._page.height_px - self.screen_px)

    def _move(self, y_px: int) -> None:
        self.is_settling = True
        self._bar.setPageStep(max(1, self.screen_px - 2 * _REVEAL_MARGIN_PX))
        self._bar.setSingleStep(round(self._page.style.line_px))
        self._bar.setRange(0, self._highest_px())
        self._bar.setValue(y_px)
        self.is_settling = False
