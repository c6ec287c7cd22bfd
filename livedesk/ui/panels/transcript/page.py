"""The whole transcript as one tall page, of which only what is asked for is laid out."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QCoreApplication

from livedesk.app.transcript_model import TranscriptModel
from livedesk.transcript.model import Entry
from livedesk.ui.panels.transcript.estimate import Estimator
from livedesk.ui.panels.transcript.geometry import Geometry, make_geometry
from livedesk.ui.panels.transcript.heights import Heights
from livedesk.ui.panels.transcript.layout import EntryLayout
from livedesk.ui.panels.transcript.selection import Caret
from livedesk.ui.panels.transcript.style import Style
from livedesk.ui.panels.transcript.words import EntryWords, entry_words

TOP_PX = 14
BOTTOM_PX = 26
# Some screens full; a layout of a usual entry takes about 4 kB.
_MOST_LAYOUTS = 400


class Page:
    """Rows of a model at heights of a page. Coordinates count from the page's upper corner.

    Attributes:
        style: how entries look.
        geometry: where they stand from side to side.
        unfolded: ids of the cards that are open.
    """

    def __init__(self, model: TranscriptModel, style: Style) -> None:
        self.model = model
        self.style = style
        self.unfolded: set[int] = set()
        self._estimator = Estimator()
        self._heights = Heights()
        self._layouts: OrderedDict[int, EntryLayout] = OrderedDict()
        self.geometry = self._make_geometry(640.0, is_mirrored=False)
        self.reset()

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        return len(self._heights)

    @property
    def height_px(self) -> int:
        """Of the page, with the space around it."""
        return TOP_PX + self._heights.total_px + BOTTOM_PX

    def reset(self) -> None:
        """The model has other rows, or everything looks different."""
        self._estimator.reset(self._entries(0, self.model.rowCount()))
        self._estimate_all()

    def set_style(self, style: Style, width_px: float, *, is_mirrored: bool) -> None:
        """Look different, in ``width_px``."""
        self.style = style
        self.geometry = self._make_geometry(width_px, is_mirrored=is_mirrored)
        self._estimate_all()

    def set_width(self, width_px: float, *, is_mirrored: bool) -> bool:
        """Take another width; returns whether rows have to be laid out anew."""
        geometry = self._make_geometry(width_px, is_mirrored=is_mirrored)
        before, self.geometry = self.geometry, geometry
        if (before.column_width_px, before.is_mirrored) == (geometry.column_width_px, is_mirrored):
            return False
        self._estimate_all()
        return True

    def entry(self, row: int) -> Entry:
        """The entry of a row."""
        return self.model.entry(row)

    def words(self, row: int) -> EntryWords:
        """What is written for a row."""
        entry = self.entry(row)
        return entry_words(entry, is_unfolded=entry.entry_id in self.unfolded)

    def layout(self, row: int) -> EntryLayout:
        """The row laid out; its height is exact from now on."""
        entry = self.entry(row)
        layout = self._layouts.get(entry.entry_id)
        if layout is None:
            is_unfolded = entry.entry_id in self.unfolded
            layout = EntryLayout(
                entry_words(entry, is_unfolded=is_unfolded),
                self.style,
                self.geometry.column_width_px,
                is_unfolded=is_unfolded,
                is_mirrored=self.geometry.is_mirrored,
            )
            self._layouts[entry.entry_id] = layout
            if len(self._layouts) > _MOST_LAYOUTS:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(entry.entry_id)
        return layout

    def settle(self, row: int) -> int:
        """Make a row's height exact; returns by how many pixels it grew."""
        return self._heights.set_height(row, self.layout(row).height_px)

    def insert(self, row: int, n_rows: int) -> None:
        """The model has new rows."""
        self._estimator.insert(row, self._entries(row, n_rows))
        column_px = self.geometry.column_width_px
        guesses = self._estimator.heights(self.style, column_px, row, row + n_rows)
        self._heights.insert(row, guesses)

    def remove(self, row: int, n_rows: int) -> None:
        """The model has lost rows."""
        self._estimator.remove(row, n_rows)
        self._heights.remove(row, n_rows)

    def change(self, row: int) -> int:
        """A row's entry was replaced; returns by how many pixels it grew."""
        entry = self.entry(row)
        self._estimator.change(row, entry)
        self._layouts.pop(entry.entry_id, None)
        return self.settle(row)

    def toggle(self, row: int) -> None:
        """Fold or unfold a card."""
        self.unfolded ^= {self.entry(row).entry_id}
        self.change(row)

    def top(self, row: int) -> int:
        """Where a row begins."""
        return TOP_PX + self._heights.top(row)

    def bottom(self, row: int) -> int:
        """Where a row ends."""
        return self.top(row) + self._heights.height(row)

    def row_at(self, y_px: float) -> int:
        """The row at a height; the nearest where there is none, -1 on an empty page."""
        return self._heights.row_at(y_px - TOP_PX)

    def caret_at(self, x_px: float, y_px: float) -> Caret | None:
        """The place in the text nearest to a point; None on an empty page."""
        row = self.row_at(y_px)
        if row < 0:
            return None
        layout = self.layout(row)
        x, y = x_px - self.geometry.column_px, y_px - self.top(row)
        if y < 0:
            return Caret(row, 0)
        return Caret(row, layout.position_at(x, y))

    def _make_geometry(self, width_px: float, *, is_mirrored: bool) -> Geometry:
        translate = QCoreApplication.translate
        names = tuple(translate("Transcript", name) for name in ("You", "Assistant", "Tool"))
        return make_geometry(self.style, width_px, names, is_mirrored=is_mirrored)

    def _entries(self, first: int, n_rows: int) -> list[Entry]:
        return [self.entry(row) for row in range(first, first + n_rows)]

    def _estimate_all(self) -> None:
        self._layouts.clear()
        column_px = self.geometry.column_width_px
        self._heights.reset(self._estimator.heights(self.style, column_px))
