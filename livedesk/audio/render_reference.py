"""What the speaker plays, kept for the echo canceller in step with the microphone.

The output callback copies every block in the moment in which it leaves for the device; the
microphone's side takes 10 ms of it for each 10 ms of its own. Both devices have clocks of their
own, so the store between them slowly grows or shrinks. It is held where the reference comes some
10 to 20 ms late, which is less than the shortest way through two devices, so that an echo never
comes before its cause, and long enough to bridge the blocks of the output.
"""

from __future__ import annotations

import numpy as np

from livedesk.audio.alignment import Alignment
from livedesk.audio.resample import Resampler, live_resampler
from livedesk.audio.ring_buffer import RingBuffer
from livedesk.core.audio_format import CAPTURE_RATE_HZ, Samples, duration_ms, samples_in

# The reading side may be held up so long; what does not fit is counted and aligned anew.
_RING_MS = 4_000

# Longer than any callback was late on a machine with twice as much work as it can do; what is later
# than this was not late, the output stood still.
_PATIENCE = samples_in(60, CAPTURE_RATE_HZ)


class RenderReference:
    """``open``, ``write`` and ``close`` on the speaker's side, all else on the microphone's.

    Each speaker that is opened is a new source; the other side begins anew when it sees it.
    """

    def __init__(self) -> None:
        self._source: _Source | None = None
        self._seen: _Source | None = None
        self._is_wanted = False
        self._store = RingBuffer(samples_in(_RING_MS, CAPTURE_RATE_HZ))
        self._alignment = Alignment()
        self._last = np.int16(0)

    @property
    def latency_s(self) -> float:
        """What the open speaker says of its own delay, in seconds; 0 without one."""
        source = self._source
        return source.latency_s if source is not None else 0.0

    @property
    def lead_ms(self) -> float:
        """How much later than it left for the device a sample is given out, in milliseconds."""
        return duration_ms(self._alignment.level, CAPTURE_RATE_HZ)

    @property
    def realigned(self) -> int:
        """Times that the two sides were brought together by a jump."""
        return self._alignment.jumps

    def open(self, rate_hz: int, latency_s: float) -> None:
        """A speaker at ``rate_hz`` begins to play."""
        self._source = _Source(rate_hz, latency_s)

    def close(self) -> None:
        """No speaker plays."""
        self._source = None

    def write(self, block: Samples) -> None:
        """Keep a block that leaves for the device. On the device's thread; copies and returns."""
        source = self._source
        if self._is_wanted and source is not None:
            source.ring.write(block)

    def want(self, is_wanted: bool) -> None:
        """Begin to keep what is played, or forget it."""
        self._is_wanted = is_wanted
        self._seen = None

    def collect(self) -> bool:
        """Take over what was played since; True when another speaker plays than before."""
        source = self._source
        if source is not self._seen:
            self._seen = source
            self._store.skip(self._store.available)
            self._alignment = Alignment()
            if source is not None:
                source.ring.skip(source.ring.available)
            return True
        if source is not None:
            run = source.ring.read()
            if len(run):
                self._store.write(source.resampler.push(run))
        return False

    def is_late(self, n_samples: int, near_waiting: int) -> bool:
        """Whether a frame should wait, because what belongs to it will soon be there.

        A callback that comes late plays what it has without a gap, so its place is known.

        Args:
            n_samples: length of the frame.
            near_waiting: samples of the microphone that came in later than this frame.
        """
        is_short = self._alignment.has_begun and self._store.available < n_samples
        return self._seen is not None and is_short and near_waiting < _PATIENCE

    def frame(self, n_samples: int, near_waiting: int) -> Samples | None:
        """(n,) int16 at 16 000 Hz to go with the oldest frame of the microphone, or None.

        Args:
            n_samples: length of the microphone's frame.
            near_waiting: samples of the microphone that came in later than this frame.
        """
        if self._seen is None:
            return None
        n_there = self._store.available
        step = self._alignment.next_step(n_there - near_waiting - n_samples, n_samples, n_there)
        self._store.skip(step.n_dropped)
        frame = self._store.take(step.n_taken)
        if len(frame) < n_samples:
            # Held, not zero: a step to zero would be a click in the reference.
            held = np.full(n_samples - len(frame), self._last, np.int16)
            frame = np.concatenate((held, frame))
        self._last = frame[-1]
        return frame


class _Source:
    """One open speaker."""

    def __init__(self, rate_hz: int, latency_s: float) -> None:
        self.latency_s = latency_s
        self.ring = RingBuffer(samples_in(_RING_MS, rate_hz))
        self.resampler: Resampler = live_resampler(rate_hz, CAPTURE_RATE_HZ)
