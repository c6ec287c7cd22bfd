"""How each look of the microphone button is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from livedesk.ui.theme.icons import renderer
from livedesk.ui.theme.theme import Theme

DISC_PX = 72
# Room around the disc for the ring at full level, and the focus ring outside of it.
SIDE_PX = 96
_ICON_PX = 30
_FOCUS_RADIUS_PX = 46.5
_RING_PX = 3.0
_RING_GAP_PX = 3.5
_RING_TRAVEL_PX = 4.0


class MicLook(Enum):
    """What the button shows."""

    IDLE = "idle"
    CONNECTING = "connecting"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    MUTED = "muted"
    RECONNECTING = "reconnecting"
    ERROR = "error"


class Ring(Enum):
    """What goes round the disc."""

    NONE = "none"
    TURNING = "turning arc"
    BROKEN = "broken arc"
    PULSE = "slow pulse"
    LEVEL = "follows the level"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Appearance:
    """One look, by colour roles; ``outline`` is the disc's edge, ``ring`` lies around it."""

    icon: str
    icon_role: str
    fill: str
    outline: str
    ring: Ring = Ring.NONE
    ring_role: str = "you"


APPEARANCES = {
    MicLook.IDLE: Appearance("microphone", "you", "surface", "you"),
    MicLook.CONNECTING: Appearance("microphone", "you", "surface", "line", Ring.TURNING),
    MicLook.LISTENING: Appearance("microphone", "on_you", "you_fill", "you_fill", Ring.LEVEL),
    MicLook.THINKING: Appearance("microphone", "you", "you_soft", "you_soft", Ring.PULSE),
    MicLook.SPEAKING: Appearance(
        "voice", "ground", "assistant", "assistant", Ring.LEVEL, "assistant"
    ),
    MicLook.MUTED: Appearance("microphone-off", "warning", "warning_soft", "warning"),
    MicLook.RECONNECTING: Appearance(
        "microphone", "warning", "surface", "surface", Ring.BROKEN, "warning"
    ),
    MicLook.ERROR: Appearance("warning", "danger", "danger_soft", "danger", Ring.STILL, "danger"),
}


@dataclass(slots=True)
class MicMotion:
    """What moves: ``level`` 0 … 1, and ``phase`` 0 … 1 of the turn or the pulse."""

    level: float = 0.0
    phase: float = 0.0


@dataclass(frozen=True, slots=True)
class MicFlags:
    """How the button is being handled."""

    is_hovered: bool = False
    is_pressed: bool = False
    has_focus: bool = False


def paint_mic(
    painter: QPainter, look: MicLook, theme: Theme, motion: MicMotion, flags: MicFlags
) -> None:
    """Draw the button into a square of ``SIDE_PX`` at the painter's origin."""
    appearance = APPEARANCES[look]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(SIDE_PX / 2, SIDE_PX / 2)
    _paint_disc(painter, appearance, theme, flags)
    _paint_ring(painter, appearance, theme, motion)
    half = _ICON_PX / 2
    drawing = renderer(appearance.icon, theme.colour(appearance.icon_role).name())
    drawing.render(painter, QRectF(-half, -half, _ICON_PX, _ICON_PX))
    if flags.has_focus:
        _circle(painter, theme.colour("you"), 2.0, _FOCUS_RADIUS_PX)


def _paint_disc(painter: QPainter, appearance: Appearance, theme: Theme, flags: MicFlags) -> None:
    fill = theme.colour(appearance.fill)
    if flags.is_pressed:
        fill = fill.darker(108) if not theme.is_dark else fill.lighter(112)
    elif flags.is_hovered:
        fill = fill.darker(104) if not theme.is_dark else fill.lighter(106)
    painter.setBrush(fill)
    painter.setPen(QPen(theme.colour(appearance.outline), 2.0))
    radius = DISC_PX / 2 - 1
    painter.drawEllipse(QPointF(0, 0), radius, radius)


def _paint_ring(painter: QPainter, appearance: Appearance, theme: Theme, motion: MicMotion) -> None:
    colour = theme.colour(appearance.ring_role)
    edge = DISC_PX / 2
    match appearance.ring:
        case Ring.NONE:
            return
        case Ring.TURNING:
            _arc(painter, colour, -360 * motion.phase + 90, 100)
        case Ring.BROKEN:
            for start in (100, 220, 340):
                _arc(painter, colour, start, 70)
        case Ring.PULSE:
            colour.setAlphaF(0.30 + 0.70 * (0.5 + 0.5 * math.cos(2 * math.pi * motion.phase)))
            _circle(painter, colour, _RING_PX, edge + _RING_GAP_PX)
        case Ring.LEVEL:
            halo = QColor(colour)
            halo.setAlphaF(0.18)
            reach = edge + _RING_GAP_PX + _RING_TRAVEL_PX * motion.level
            _circle(painter, halo, 2 * (reach - edge), edge + (reach - edge) / 2)
            _circle(painter, colour, _RING_PX * (0.5 + 0.5 * motion.level), reach)
        case Ring.STILL:
            _circle(painter, colour, _RING_PX, edge + _RING_GAP_PX)


def _circle(painter: QPainter, colour: QColor, width_px: float, radius_px: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width_px))
    painter.drawEllipse(QPointF(0, 0), radius_px, radius_px)


def _arc(painter: QPainter, colour: QColor, start_deg: float, span_deg: float) -> None:
    pen = QPen(colour, _RING_PX)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = DISC_PX / 2 - 1
    box = QRectF(-radius, -radius, 2 * radius, 2 * radius)
    painter.drawArc(box, round(start_deg * 16), round(span_deg * 16))
