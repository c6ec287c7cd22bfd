"""Gutter and column for a width. All lengths in device-independent pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from livedesk.ui.panels.transcript.style import Style

BAR_PX = 3.0
_MARGIN_PX = 32.0
_NARROW_MARGIN_PX = 16.0
_NARROW_PX = 720.0
_GAP_PX = 14.0
_NAME_TIME_GAP_PX = 12.0
_LEAST_COLUMN_PX = 120.0


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where things stand from side to side.

    Attributes:
        gutter_px: left edge of the gutter.
        gutter_width_px: its width.
        bar_px: left edge of the bar that marks what the person said.
        column_px: left edge of the text.
        column_width_px: its width.
        is_mirrored: the gutter is at the right.
    """

    gutter_px: float
    gutter_width_px: float
    bar_px: float
    column_px: float
    column_width_px: float
    is_mirrored: bool

    def column(self, top_px: float, height_px: float) -> QRectF:
        """The column from ``top_px`` on."""
        return QRectF(self.column_px, top_px, self.column_width_px, height_px)


def make_geometry(
    style: Style, width_px: float, names: tuple[str, ...], *, is_mirrored: bool
) -> Geometry:
    """Gutter and column side by side, in the middle of ``width_px``."""
    margin = _NARROW_MARGIN_PX if width_px < _NARROW_PX else _MARGIN_PX
    name_px = max(QFontMetricsF(style.name_font).horizontalAdvance(name) for name in names)
    time_px = QFontMetricsF(style.caption_font).horizontalAdvance("00:00")
    gutter_px = round(name_px + _NAME_TIME_GAP_PX + time_px)
    beside = gutter_px + 2 * _GAP_PX + BAR_PX
    room = width_px - 2 * margin - beside
    column_px = round(max(_LEAST_COLUMN_PX, min(style.column_px, room)))
    left = round(max(margin, (width_px - beside - column_px) / 2))
    if is_mirrored:
        bar = left + column_px + _GAP_PX
        return Geometry(bar + BAR_PX + _GAP_PX, gutter_px, bar, left, column_px, True)
    bar = left + gutter_px + _GAP_PX
    return Geometry(left, gutter_px, bar, bar + BAR_PX + _GAP_PX, column_px, False)
