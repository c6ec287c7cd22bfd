"""Where a recording hears both sides: what the person was let say, and what was really played."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from livedesk.audio.ring_buffer import RingBuffer
from livedesk.core.audio_format import AudioFrame, Samples, samples_in
from livedesk.core.clock import Clock

# Longer than a disk keeps anybody waiting; what does not fit becomes silence in the recording.
_KEPT_MS = 10_000
_KEPT_FRAMES = 500


@dataclass(frozen=True, slots=True)
class Run:
    """Sound of one side.

    Attributes:
        samples: (n,) int16 mono at ``rate_hz``.
        ends_at_s: monotonic time in seconds at which its last sample was said or heard.
    """

    samples: Samples
    rate_hz: int
    ends_at_s: float


class Tape:
    """``hear``, ``open`` and ``close`` on the loop's thread, ``write`` on the speaker's, and
    ``begin``, ``collect`` and ``end`` on the one that records. Nobody waits for anybody.
    """  # noqa: D205

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._is_wanted = False
        self._frames: deque[AudioFrame] = deque(maxlen=_KEPT_FRAMES)
        self._playing: _Source | None = None
        self._sources: deque[_Source] = deque()

    def hear(self, frame: AudioFrame) -> None:
        """The person said this, and it was not muted."""
        if self._is_wanted:
            self._frames.append(frame)

    def open(self, rate_hz: int, latency_s: float) -> None:
        """A speaker at ``rate_hz`` begins to play; it is heard ``latency_s`` after it left."""
        source = _Source(rate_hz, latency_s)
        self._sources.append(source)
        self._playing = source

    def close(self) -> None:
        """No speaker plays."""
        self._playing = None

    def write(self, block: Samples) -> None:
        """A block leaves for the device. On the device's thread; copies and returns."""
        source = self._playing
        if self._is_wanted and source is not None:
            source.write(block, self._clock.now_s())

    def begin(self) -> None:
        """Keep what is said and played from now on."""
        self._frames.clear()
        for source in tuple(self._sources):
            source.ring.skip(source.ring.available)
        self._is_wanted = True

    def end(self) -> None:
        """Keep nothing any more. Idempotent."""
        self._is_wanted = False

    def collect(self) -> tuple[list[Run], list[Run]]:
        """What the person and the assistant said since, oldest first; each is given out once."""
        said = []
        while self._frames:
            frame = self._frames.popleft()
            said.append(Run(frame.samples, frame.rate_hz, frame.captured_at_s))
        heard = []
        for source in tuple(self._sources):
            is_over = source is not self._playing
            if (run := source.take()) is not None:
                heard.append(run)
            elif is_over:
                self._sources.remove(source)
        return said, heard


class _Source:
    """One open speaker."""

    def __init__(self, rate_hz: int, latency_s: float) -> None:
        self.ring = RingBuffer(samples_in(_KEPT_MS, rate_hz))
        self._rate_hz = rate_hz
        self._latency_s = latency_s
        # Position behind the newest sample and monotonic time at which it is heard, as one.
        self._newest = (0, 0.0)
        self._n_taken = 0

    def write(self, block: Samples, now_s: float) -> None:
        if self.ring.write(block):
            heard_s = now_s + self._latency_s + len(block) / self._rate_hz
            self._newest = (self.ring.written, heard_s)

    def take(self) -> Run | None:
        newest, newest_s = self._newest
        start = self.ring.written - self.ring.available
        samples = self.ring.take(newest - start)
        if not len(samples):
            return None
        return Run(samples, self._rate_hz, newest_s)
