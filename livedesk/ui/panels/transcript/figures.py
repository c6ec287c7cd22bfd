"""Where the pictures of a card stand, by the sizes that their files name. Nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from livedesk.core.exhibits import Picture, png_size

GAP_PX = 8.0
# A plot is drawn finer than it is shown, so that it stays sharp on a fine screen.
_FILE_PX_PER_PX = 1.5
_MOST_HEIGHT_PX = 360.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and its place in the text's coordinates."""

    picture: Picture
    box: QRectF


def place_figures(
    pictures: Iterable[Picture], top_px: float, width_px: float
) -> tuple[Figure, ...]:
    """The pictures below each other from ``top_px`` on, none wider than ``width_px``.

    One whose file names no size is left out.
    """
    placed: list[Figure] = []
    y = top_px
    for picture in pictures:
        size = png_size(picture.png)
        if size is None:
            continue
        width, height = (side / _FILE_PX_PER_PX for side in size)
        shrink = min(1.0, width_px / width, _MOST_HEIGHT_PX / height)
        box = QRectF(0, y + GAP_PX, max(1.0, width * shrink), max(1.0, height * shrink))
        placed.append(Figure(picture, box))
        y = box.bottom()
    return tuple(placed)


def room_px(figures: tuple[Figure, ...], top_px: float) -> float:
    """How much higher an entry gets by figures that were placed from ``top_px`` on."""
    return figures[-1].box.bottom() + GAP_PX - top_px if figures else 0.0
