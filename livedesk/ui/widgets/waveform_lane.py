"""One side's sound as bars that run outwards from the middle of the window."""

from __future__ import annotations

from enum import Enum

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QLinearGradient, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from livedesk.ui.theme.theme import Theme

# A bar of 3 px and a gap of 2 px: single bars can be seen, and silence is a row of dots.
_PITCH_PX = 5
_BAR_PX = 3
# Silence still shows as a dot of that half height.
_DOT = 0.012
# Speech rarely fills the range; the root lifts what is quiet without cutting what is loud.
_GAMMA = 0.6


class Flow(Enum):
    """Where the newest sound is drawn."""

    NEWEST_RIGHT = "newest right"
    NEWEST_LEFT = "newest left"


class WaveformLane(pg.PlotWidget):  # type: ignore[misc]
    """Draws an envelope; draws nothing of its own accord."""

    def __init__(self, flow: Flow, role: str, parent: QWidget | None = None) -> None:
        self._heights: NDArray[np.float32] = np.ones(1, np.float32)
        super().__init__(parent, background=None)
        self._flow = flow
        self._role = role
        self._curve = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._build()

    def _build(self) -> None:
        self.addItem(self._curve)
        self.hideAxis("left")
        self.hideAxis("bottom")
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.setMouseTracking(False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(self.Shape.NoFrame)
        self.getPlotItem().getViewBox().setDefaultPadding(0.0)
        self.setYRange(-1, 1)
        self.setMinimumSize(64, 48)

    @property
    def n_points(self) -> int:
        """How many bars there is room for."""
        return max(2, int(self.width()) // _PITCH_PX)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``: full colour at the newest end, fading outwards."""
        colour = theme.colour(self._role)
        faint = theme.colour(self._role)
        faint.setAlphaF(0.12)
        inner, outer = (1.0, 0.0) if self._flow is Flow.NEWEST_RIGHT else (0.0, 1.0)
        gradient = QLinearGradient(QPointF(outer, 0), QPointF(inner, 0))
        gradient.setColorAt(0.0, faint)
        gradient.setColorAt(1.0, colour)
        pen = QPen(QBrush(gradient), _BAR_PX)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._curve.setPen(pen)

    def show_envelope(self, envelope: NDArray[np.float32]) -> None:
        """Draw ``envelope``: (n, 2) float32 minimum and maximum in −1 … 1, newest last.

        Nothing is done if it looks the same as before.
        """
        heights = np.abs(envelope).max(axis=1) ** _GAMMA
        heights = np.maximum(np.round(heights, 2), _DOT).astype(np.float32)
        if np.array_equal(heights, self._heights):
            return
        self._heights = heights
        count = len(heights)
        newest_last = self._flow is Flow.NEWEST_RIGHT
        ordered = heights if newest_last else heights[::-1]
        x = np.repeat((np.arange(count) + 0.5) / count, 2)
        y = np.empty(2 * count, np.float32)
        y[0::2] = -ordered
        y[1::2] = ordered
        self._curve.setData(x, y)
        self.setXRange(0, 1)

    def show_silence(self) -> None:
        """Draw a quiet lane."""
        self.show_envelope(np.zeros((self.n_points, 2), np.float32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of bars fits; a quiet lane is drawn anew."""
        super().resizeEvent(event)
        if self._heights.max(initial=0.0) <= _DOT:
            self.show_silence()
