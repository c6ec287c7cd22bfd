"""The bars of one lane as a picture of which only the newest bar is ever drawn.

A lane moves 60 times a second, a bar never changes: so each bar is drawn once, onto a strip that is
moved along (decision 0011).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.veil import veil

# A bar of 3 px and a gap of 2 px: single bars can be seen, and silence is a row of dots.
_PITCH_PX = 5
_BAR_PX = 3
# What is quieter is drawn as a dot: a room's noise must not fidget.
_QUIET = 0.04
# Speech rarely fills the range; the root lifts what is quiet without cutting what is loud.
_GAMMA = 0.6
_MARK_PX = 4
# Drawn but not come in yet: the stream comes in lumps, the picture moves evenly behind it.
SPARE_BARS = 2


class Flow(Enum):
    """Where the newest sound is drawn."""

    NEWEST_RIGHT = "newest right"
    NEWEST_LEFT = "newest left"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        peak: the loudest sample, 0 … 1.
        is_shaded: a soft ground behind it: somebody speaks.
        is_clipped: drawn as overdriven, with flat ends.
        is_marked: the assistant was cut here.
    """

    peak: float = 0.0
    is_shaded: bool = False
    is_clipped: bool = False
    is_marked: bool = False

    @property
    def is_still(self) -> bool:
        """Whether it looks like silence."""
        height = 0.0 if self.peak <= 0 else self.peak**_GAMMA
        return height <= _QUIET and not (self.is_shaded or self.is_clipped or self.is_marked)


class WaveformStrip:
    """A row of bars in ``role``, newest at the end where ``flow`` says.

    Attributes:
        n_drawn: bars drawn so far.
    """

    def __init__(self, flow: Flow, role: str) -> None:
        self.n_drawn = 0
        self._flow = flow
        self._role = role
        self._is_faded = False
        self._theme: Theme | None = None
        self._size = QSize()
        self._ratio = 1.0
        self._pitch = _PITCH_PX
        self._bars: deque[Bar] = deque([Bar()], maxlen=1)
        self._n_lively = 0
        self._strip = QPixmap()
        self._veil = QPixmap()
        self._pens: dict[str, QPen] = {}
        self._grounds: dict[bool, QColor] = {}

    @property
    def n_bars(self) -> int:
        """How many bars there is room for."""
        return len(self._bars)

    @property
    def pitch_px(self) -> float:
        """From bar to bar, in logical pixels; whole in those of the screen."""
        return self._pitch / self._ratio

    @property
    def is_still(self) -> bool:
        """Whether moving it would not be seen."""
        return self._n_lively == 0

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        for ink in (self._role, "danger", "edge"):
            self._pens[ink] = QPen(theme.colour(ink), _BAR_PX, c=Qt.PenCapStyle.RoundCap)
        self._grounds = {False: theme.colour("ground"), True: theme.colour(f"{self._role}_soft")}
        self._draw_all()

    def set_faded(self, is_faded: bool) -> None:
        """Draw in grey what nobody hears."""
        if is_faded is not self._is_faded:
            self._is_faded = is_faded
            self._draw_all()

    def resize(self, size: QSize, ratio: float) -> None:
        """Fill ``size`` logical pixels on a screen of so many pixels each; what was there stays."""
        self._size, self._ratio = size, ratio
        self._pitch = max(2, round(_PITCH_PX * ratio))
        n_bars = int(size.width() * ratio) // self._pitch + 1 + SPARE_BARS
        kept = list(self._bars)[-n_bars:]
        self._bars = deque([Bar()] * (n_bars - len(kept)) + kept, maxlen=n_bars)
        self._n_lively = sum(not bar.is_still for bar in self._bars)
        self._draw_all()

    def clear(self) -> None:
        """Only silence."""
        if self._n_lively:
            self._bars = deque([Bar()] * len(self._bars), maxlen=len(self._bars))
            self._n_lively = 0
            self._draw_all()

    def append(self, bar: Bar) -> None:
        """The newest bar; the oldest is forgotten."""
        was_still = self.is_still
        self._n_lively += (not bar.is_still) - (not self._bars[0].is_still)
        self._bars.append(bar)
        if (was_still and self.is_still) or self._strip.isNull():
            return
        forward = self._flow is Flow.NEWEST_RIGHT
        whole = self._strip.rect()
        self._strip.scroll(-self._pitch if forward else self._pitch, 0, whole)
        painter = QPainter(self._strip)
        place = whole.width() - self._pitch if forward else 0
        self._draw(painter, bar, place)
        painter.end()

    def paint(self, painter: QPainter, progress: float) -> None:
        """Draw the strip; ``progress`` 0 … 2 is how much of the two newest bars has come in."""
        if self._strip.isNull():
            return
        hidden = round((SPARE_BARS - progress) * self._pitch)
        if self._flow is Flow.NEWEST_RIGHT:
            width = round(self._size.width() * self._ratio)
            left = width + hidden - self._strip.width()
        else:
            left = -hidden
        painter.drawPixmap(QPointF(left / self._ratio, 0), self._strip)
        painter.drawPixmap(QPointF(0, 0), self._veil)

    def _draw_all(self) -> None:
        if self._theme is None or self._size.isEmpty():
            return
        height = round(self._size.height() * self._ratio)
        self._strip = QPixmap(len(self._bars) * self._pitch, height)
        self._strip.setDevicePixelRatio(self._ratio)
        painter = QPainter(self._strip)
        bars = self._bars if self._flow is Flow.NEWEST_RIGHT else reversed(self._bars)
        for number, bar in enumerate(bars):
            self._draw(painter, bar, number * self._pitch)
        painter.end()
        size = QSize(round(self._size.width() * self._ratio), height)
        newest_right = self._flow is Flow.NEWEST_RIGHT
        self._veil = veil(self._theme.colour("ground"), size, newest_right=newest_right)
        self._veil.setDevicePixelRatio(self._ratio)

    def _draw(self, painter: QPainter, bar: Bar, left: int) -> None:
        """Draw ``bar`` where pixel column ``left`` of the screen begins."""
        if self._theme is None:
            return
        self.n_drawn += 1
        left_px, height_px = left / self._ratio, self._size.height()
        place = QRectF(left_px, 0, self.pitch_px, height_px)
        painter.fillRect(place, self._grounds[bar.is_shaded and not self._is_faded])
        middle_px, x_px = height_px / 2, left_px + self.pitch_px / 2
        height = bar.peak**_GAMMA if bar.peak > 0 else 0.0
        reach_px = 0.01 if height <= _QUIET else height * (middle_px - _BAR_PX)
        ink = "edge" if self._is_faded else "danger" if bar.is_clipped else self._role
        painter.setPen(self._pens[ink])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low_px, high_px = middle_px + reach_px, middle_px - reach_px
        painter.drawLine(QLineF(x_px, low_px, x_px, high_px))
        if bar.is_clipped:
            for y_px in (low_px, high_px):
                painter.drawLine(QLineF(left_px + 1, y_px, left_px + self.pitch_px - 1, y_px))
        if bar.is_marked:
            self._draw_mark(painter, x_px)

    def _draw_mark(self, painter: QPainter, x_px: float) -> None:
        if self._theme is None:
            return
        colour = self._theme.colour("text")
        painter.setPen(QPen(colour, 1))
        painter.drawLine(QPointF(x_px, 0), QPointF(x_px, self._size.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        half = _MARK_PX / 2
        corners = (QPointF(x_px - half, 0), QPointF(x_px + half, 0), QPointF(x_px, _MARK_PX))
        painter.drawPolygon(QPolygonF(corners))
        painter.setBrush(Qt.BrushStyle.NoBrush)
