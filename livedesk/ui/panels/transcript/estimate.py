"""How high rows will be about, before they are laid out. Quick enough for 100,000 rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from livedesk.core.exhibits import Picture
from livedesk.transcript.model import Entry, ToolEntry, Utterance
from livedesk.ui.panels.transcript.figures import place_figures, room_px
from livedesk.ui.panels.transcript.layout import (
    CARD_MARGIN_PX,
    CARD_PADDING_PX,
    SCRIPT_PADDING_PX,
)
from livedesk.ui.panels.transcript.style import Style

# Signs about twice as wide as letters: CJK, and what lies above.
_WIDE = re.compile("[\u2e80-\U0010ffff]")
# A line is rarely full to its end: on average half a word is missing.
_UNUSED_CHARACTERS = 3
_LEAST_PER_LINE = 8
_CARD = -1
# About as wide as a card is inside.
_CARD_PX = 420.0


class Estimator:
    """Remembers of each row how much text it has, so that another width costs no second look."""

    def __init__(self) -> None:
        self._sizes = _sizes_of(())

    def reset(self, entries: Iterable[Entry]) -> None:
        """Begin anew."""
        self._sizes = _sizes_of(entries)

    def insert(self, row: int, entries: Iterable[Entry]) -> None:
        """New rows from ``row`` on."""
        self._sizes = np.insert(self._sizes, row, _sizes_of(entries), axis=0)

    def remove(self, row: int, n_rows: int) -> None:
        """Rows that are gone."""
        self._sizes = np.delete(self._sizes, slice(row, row + n_rows), axis=0)

    def change(self, row: int, entry: Entry) -> None:
        """A row has other words."""
        self._sizes[row] = _size_of(entry)

    def heights(
        self, style: Style, column_px: float, first: int = 0, last: int | None = None
    ) -> NDArray[np.int64]:
        """(n,) int64: the rows' heights in pixels, from ``first`` to before ``last``."""
        sizes = self._sizes[first:last]
        per_line = max(_LEAST_PER_LINE, column_px / style.character_px - _UNUSED_CHARACTERS)
        n_lines = np.maximum(1, np.ceil(sizes[:, 0] / per_line)) + sizes[:, 1]
        script = n_lines * style.line_px + 2 * SCRIPT_PADDING_PX
        card = style.line_px + 2 * (CARD_MARGIN_PX + CARD_PADDING_PX) + sizes[:, 1]
        return np.ceil(np.where(sizes[:, 0] == _CARD, card, script)).astype(np.int64)


def _sizes_of(entries: Iterable[Entry]) -> NDArray[np.int64]:
    """(n, 2) int64: characters and line breaks of each entry; of cards -1 and pixels."""
    return np.array([_size_of(entry) for entry in entries], np.int64).reshape(-1, 2)


def _size_of(entry: Entry) -> tuple[int, int]:
    if not isinstance(entry, Utterance):
        pictures = entry.exhibits if isinstance(entry, ToolEntry) else ()
        figures = place_figures((e for e in pictures if isinstance(e, Picture)), 0.0, _CARD_PX)
        return _CARD, round(room_px(figures, 0.0))
    text = entry.text if not entry.unheard else f"{entry.text} — {entry.unheard}"
    n_characters = len(text)
    if not text.isascii():
        n_characters += len(_WIDE.findall(text))
    return n_characters, text.count("\n") + _n_page_lines(entry)


def _n_page_lines(entry: Utterance) -> int:
    if not (entry.sources or entry.suggestions):
        return 0
    return sum(1 + len(pages) for pages in (entry.sources, entry.suggestions) if pages)
