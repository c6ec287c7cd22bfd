"""What lets a row of bars fade outwards.

Laid over them it is cheaper than pens that fade. It has the colour of the ground, and where there
is only ground it must not be seen: but a half-transparent colour laid on itself is off by one at
some opacities, and in Qt's own gradients at more, which shows as faint stripes. So only opacities
are used at which nothing changes.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

# How much of the outermost bar is left.
_FAINTEST = 0.12
_OPAQUE = 255


def unseen_opacities(ground: QColor) -> list[int]:
    """The opacities 0 … 255 at which ``ground`` laid on itself stays what it is, ascending."""
    under = QImage(_OPAQUE + 1, 1, QImage.Format.Format_RGB32)
    under.fill(ground)
    painter = QPainter(under)
    painter.drawPixmap(0, 0, QPixmap.fromImage(_opacities(ground, list(range(_OPAQUE + 1)))))
    painter.end()
    return [alpha for alpha in range(_OPAQUE + 1) if under.pixelColor(alpha, 0) == ground]


def veil(ground: QColor, size: QSize, *, newest_right: bool) -> QPixmap:
    """A picture of ``size`` pixels to be laid over a row whose newest bar is at one end."""
    usable = unseen_opacities(ground)
    width = max(1, size.width())
    wanted = [(1 - _FAINTEST) * _OPAQUE * (1 - (x + 0.5) / width) for x in range(width)]
    alphas = [_nearest(usable, opacity) for opacity in wanted]
    row = _opacities(ground, alphas if newest_right else alphas[::-1])
    tall = row.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio)
    return QPixmap.fromImage(tall)


def _nearest(usable: list[int], wanted: float) -> int:
    return min(usable, key=lambda alpha: abs(alpha - wanted))


def _opacities(ground: QColor, alphas: list[int]) -> QImage:
    """One row of ``ground`` in these opacities."""
    row = QImage(len(alphas), 1, QImage.Format.Format_ARGB32)
    for x, alpha in enumerate(alphas):
        row.setPixelColor(x, 0, QColor(ground.red(), ground.green(), ground.blue(), alpha))
    return row.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
