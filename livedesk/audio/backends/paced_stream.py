"""A thread that plays the part of a device."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from livedesk.core.audio_format import duration_ms


class PacedStream:
    """Calls ``step`` once for each block, evenly and without drift, from ``start`` to ``close``.

    Args:
        rate_hz: the rate of the device it plays.
        block_samples: samples of one block.
        step: moves one block; returns how much of its time it takes, usually 1.0.
        on_close: called once after the last step.
    """

    device_id = None
    latency_s = 0.0
    lost_blocks = 0

    def __init__(
        self,
        rate_hz: int,
        block_samples: int,
        step: Callable[[], float],
        on_close: Callable[[], None] | None = None,
    ) -> None:
        self.rate_hz = rate_hz
        self.block_ms = duration_ms(block_samples, rate_hz)
        self._step = step
        self._on_close = on_close
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._main, name="paced-audio", daemon=True)

    def start(self) -> None:
        """Begin to call."""
        self._thread.start()

    def close(self) -> None:
        """Stop; no call comes after this returns. Idempotent."""
        is_first = not self._closing.is_set()
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()
        if is_first and self._on_close is not None:
            self._on_close()

    def _main(self) -> None:
        block_s = self.block_ms / 1000
        due_s = time.monotonic()
        while True:
            due_s += block_s * self._step()
            # A thread that was held up catches up, as a device's buffer does.
            if self._closing.wait(max(0.0, due_s - time.monotonic())):
                return
