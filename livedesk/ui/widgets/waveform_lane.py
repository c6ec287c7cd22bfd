"""One side's sound as bars that run outwards from the middle of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QStyleOptionGraphicsItem, QWidget

from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.waveform_strip import SPARE_BARS, Bar, Flow, WaveformStrip

__all__ = ["SPARE_BARS", "Bar", "Flow", "WaveformLane"]


class WaveformLane(pg.GraphicsView):  # type: ignore[misc]
    """Shows bars, and moves them while they can be seen to move.

    A bare view and one item: pyqtgraph's plots bring menus that outlive their window.

    Args:
        flow: where the newest bar is.
        role: whose colour it wears.
        frames: beats for each picture; it need not run all the time.
        progress: asked with each picture, how much of the newest bars has come in; see
            ``SPARE_BARS``.
    """

    def __init__(
        self,
        flow: Flow,
        role: str,
        frames: QTimer,
        progress: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        self.strip = WaveformStrip(flow, role)
        self._frames = frames
        self._is_moving = False
        self._item = _StripItem(self.strip, progress)
        super().__init__(parent, background=None)
        self.addItem(self._item)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(64, 48)
        # The strip covers all of it: nothing below needs to be painted, and nothing is kept twice.
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def is_moving(self) -> bool:
        """Whether there is more than silence to be seen."""
        return self._is_moving

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        # Painted, not left out: a transparent view keeps the ground of the theme before.
        self.setBackground(theme.colour("ground"))
        self.strip.set_theme(theme)
        self.viewport().update()

    def set_faded(self, is_faded: bool) -> None:
        """Draw in grey what nobody hears."""
        self.strip.set_faded(is_faded)
        self.viewport().update()

    def append(self, bars: Iterable[Bar]) -> None:
        """New bars, oldest first."""
        for bar in bars:
            self.strip.append(bar)
        self._follow()

    def show_silence(self) -> None:
        """Show a quiet lane."""
        self.strip.clear()
        self._follow()

    def _follow(self) -> None:
        moves = not self.strip.is_still
        if moves is self._is_moving:
            return
        self._is_moving = moves
        # Straight to Qt: Python has nothing to do with a beat until it is to paint.
        if moves:
            self._frames.timeout.connect(self.viewport().update)
        else:
            self._frames.timeout.disconnect(self.viewport().update)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of bars fits."""
        super().resizeEvent(event)
        self.strip.resize(self.viewport().size(), self.devicePixelRatioF())
        self._item.resize(self.viewport().size())
        self._follow()


class _StripItem(pg.GraphicsObject):  # type: ignore[misc]
    """The strip in the view's scene."""

    def __init__(self, strip: WaveformStrip, progress: Callable[[], float]) -> None:
        super().__init__()
        self._strip = strip
        self._progress = progress
        self._area = QRectF()

    def resize(self, size: QSize) -> None:
        self.prepareGeometryChange()
        self._area = QRectF(0, 0, size.width(), size.height())

    def boundingRect(self) -> QRectF:  # noqa: N802 -- Qt's name
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        progress = min(float(SPARE_BARS), max(0.0, self._progress()))
        self._strip.paint(painter, progress)
