"""Decodes pictures beside the window: a plot takes longer than a frame may."""

from __future__ import annotations

from collections import OrderedDict
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QSize, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from livedesk.app.png_file import read_png

_Key = tuple[bytes, int, int]
# Some screens full.
_MOST = 16
_LOOK_MS = 15


class Plots(QObject):
    """Gives pictures in the size in which they are drawn, once they are ready.

    Signals:
        ready(): one that was asked for can be drawn now.
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawn: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._under_way: set[_Key] = set()
        # Not a signal: this object may be gone when a thread has finished.
        self._done: SimpleQueue[tuple[_Key, QImage]] = SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def pixmap(self, png: bytes, size: QSize, ratio: float) -> QPixmap | None:
        """The picture in ``size`` device-independent pixels; None while it is not ready.

        What is no picture gives an empty one.
        """
        key = (png, round(size.width() * ratio), round(size.height() * ratio))
        drawn = self._drawn.get(key)
        if drawn is not None:
            self._drawn.move_to_end(key)
            drawn.setDevicePixelRatio(ratio)
        elif key not in self._under_way:
            self._begin(key)
        return drawn

    def _begin(self, key: _Key) -> None:
        done = self._done

        def run() -> None:
            done.put((key, _read(*key)))

        self._under_way.add(key)
        QThreadPool.globalInstance().start(run)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        before = len(self._under_way)
        while self._under_way:
            try:
                key, image = self._done.get_nowait()
            except Empty:
                break
            self._under_way.discard(key)
            self._drawn[key] = QPixmap.fromImage(image)
            if len(self._drawn) > _MOST:
                self._drawn.popitem(last=False)
        if not self._under_way:
            self._timer.stop()
        if len(self._under_way) < before:
            self.ready.emit()


def _read(png: bytes, width: int, height: int) -> QImage:
    image = read_png(png)
    if image.isNull():
        return image
    ratio = Qt.AspectRatioMode.IgnoreAspectRatio
    return image.scaled(width, height, ratio, Qt.TransformationMode.SmoothTransformation)
