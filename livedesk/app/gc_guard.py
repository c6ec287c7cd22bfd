"""Garbage is collected on the main thread only.

Python's cyclic collector runs in whichever thread allocates; in an audio thread it would finalise
Qt objects there, which crashes. So automatic collection is off and a timer collects instead.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

# Young objects often, all of them rarely.
_YOUNG_PERIOD_MS = 1_000
_FULL_EVERY = 60
# A collection holds Python for about 1 µs per object, and the speaker's callback with it, which
# can bear some 20 ms. Loading the Gemini SDK brings 77,000 objects, 70 ms for each collection.
_MOST_YOUNG = 10_000
_LONGEST_S = 0.010


class GcGuard(QObject):
    """Switches automatic collection off while it lives; ``close`` switches it on again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_YOUNG_PERIOD_MS)
        self._timer.timeout.connect(self._collect)
        # What lives since start-up stays; leaving it out keeps each collection short.
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer.start()

    def close(self) -> None:
        """Give the collector back. Idempotent."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        self._ticks += 1
        if gc.get_count()[0] > _MOST_YOUNG:
            # So many at once are a library or a long transcript: they are here to stay.
            gc.freeze()
            return
        begun_s = time.perf_counter()
        gc.collect(2 if self._ticks % _FULL_EVERY == 0 else 1)
        if time.perf_counter() - begun_s > _LONGEST_S:
            gc.freeze()  # what has survived so far would make the next one as long
