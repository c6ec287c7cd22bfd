"""The project's icons in a theme's colours, sharp at every device pixel ratio.

An icon file draws with ``currentColor``; here that becomes the colour of a role.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from livedesk.core.paths import resource_path
from livedesk.ui.theme.theme import Theme

ICON_PX = 20
# Drawn ahead, so that a window moved to another screen stays sharp.
_RATIOS = (1.0, 1.5, 2.0, 3.0)
_DISABLED_OPACITY = 0.38


def icon(name: str, theme: Theme, role: str = "text", size_px: int = ICON_PX) -> QIcon:
    """The icon of that file name in the colour of ``role``; disabled it is faint."""
    colour = theme.colour(role)
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(pixmap(name, colour, size_px, ratio))
        faint = QColor(colour)
        faint.setAlphaF(_DISABLED_OPACITY)
        made.addPixmap(pixmap(name, faint, size_px, ratio), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: QColor, size_px: int, ratio: float) -> QPixmap:
    """One picture of ``size_px`` device-independent pixels at a device pixel ratio."""
    side = round(size_px * ratio)
    drawn = QPixmap(QSize(side, side))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setOpacity(colour.alphaF())
    renderer(name, colour.name()).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@lru_cache(maxsize=256)
def renderer(name: str, colour_name: str) -> QSvgRenderer:
    """The icon's drawing in one colour, such as ``#1c1d1f``."""
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour_name).encode()))


def application_icon() -> QIcon:
    """The icon of the program itself, in its own colours."""
    made = QIcon()
    for side_px in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("livedesk", QColor("black"), side_px, 1.0))
    return made
