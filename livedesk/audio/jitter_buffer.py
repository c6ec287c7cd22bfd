"""From the loop's thread to the playback callback: a queue that smooths the network's ways."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livedesk.core.audio_format import Samples, samples_in

# Enough for two of the shortest chunks in use; the usual chunk of 240 ms starts at once.
PREBUFFER_MS = 40.0
# After a gap the network is known to be uneven: one more short wait instead of many gaps.
REBUFFER_MS = 100.0
# Short enough to be over within one block, long enough not to click.
FADE_MS = 3.0


@dataclass(frozen=True, slots=True)
class _Chunk:
    start: int
    samples: Samples
    epoch: int


class JitterBuffer:
    """Queue of speech at ``rate_hz`` between one feeding thread and one draining callback.

    The feeding side owns ``_pushed``, ``_flushed_at``, ``_epoch`` and ``_is_ended``, the draining
    side everything else; each side only reads the other's numbers, so there is no lock. Positions
    count samples since the beginning and never go back. Nothing is ever dropped but by a flush.
    """

    def __init__(self, rate_hz: int, *, fade_ms: float = FADE_MS) -> None:
        self.rate_hz = rate_hz
        self._chunks: deque[_Chunk] = deque()
        self._pushed = 0
        self._flushed_at = 0
        self._epoch = 0
        self._is_ended = True
        self._seen_epoch = 0
        self._position = 0
        self._is_playing = False
        self._was_starved = False
        self._waited = 0
        self._underruns = 0
        self._last = 0
        self._block = np.zeros(0, np.int16)
        self._fade_in = np.linspace(0, 1, samples_in(fade_ms, rate_hz), dtype=np.float32)
        self._fade_out = self._fade_in[::-1].copy()

    @property
    def pushed(self) -> int:
        """Position after the newest sample that was queued."""
        return self._pushed

    @property
    def position(self) -> int:
        """Position of the next sample to leave for the device."""
        return self._position

    @property
    def queued(self) -> int:
        """Samples that wait."""
        return self._pushed - max(self._position, self._flushed_at)

    @property
    def is_ended(self) -> bool:
        """Whether all that is to come has been queued."""
        return self._is_ended

    @property
    def is_playing(self) -> bool:
        """Whether the last block held speech, or the next ones will."""
        return self.queued > 0 or (self._is_playing and self._epoch == self._seen_epoch)

    @property
    def underruns(self) -> int:
        """Times that speech broke off because the next chunk was late."""
        return self._underruns

    def push(self, samples: Samples) -> None:
        """Queue a run. Feeding side; ``samples`` must not be written to afterwards."""
        if len(samples):
            self._is_ended = False
            self._chunks.append(_Chunk(self._pushed, samples, self._epoch))
            self._pushed += len(samples)

    def end(self) -> None:
        """Nothing more comes for now: play what there is, however little. Feeding side."""
        self._is_ended = True

    def flush(self) -> None:
        """Everything queued so far is not to be played. Feeding side."""
        self._flushed_at = self._pushed
        self._is_ended = True
        self._epoch += 1

    def unplayed(self) -> Samples:
        """What waits, in one run. Only while nobody drains."""
        start = max(self._position, self._flushed_at)
        runs = [
            c.samples[max(0, start - c.start) :] for c in self._chunks if c.epoch == self._epoch
        ]
        return np.concatenate(runs) if runs else np.empty(0, np.int16)

    def fill(self, n_samples: int) -> Samples:
        """The next block for the device, (n_samples,) int16, valid until the next call.

        Draining side; copies and returns.
        """
        if len(self._block) != n_samples:
            self._block = np.zeros(n_samples, np.int16)
        block = self._block
        block.fill(0)
        if self._seen_epoch != self._epoch:
            self._cut(block)
        elif self._is_playing or self._may_start(n_samples):
            self._play(block)
        self._last = int(block[-1])
        return block

    def _may_start(self, n_samples: int) -> bool:
        queued = self._pushed - self._position
        if queued == 0:
            # The gap belonged to a turn that is over; the next one begins afresh.
            self._was_starved = self._was_starved and not self._is_ended
            return False
        wanted = samples_in(REBUFFER_MS if self._was_starved else PREBUFFER_MS, self.rate_hz)
        self._waited += n_samples
        # Waiting as long as the wanted speech lasts is enough: a short end must not wait for ever.
        return self._is_ended or queued >= wanted or self._waited > wanted

    def _play(self, block: Samples) -> None:
        is_resumed = not self._is_playing and self._was_starved
        self._is_playing = True
        self._waited = 0
        # Read before the queue is: an end that comes in between is seen with the next block.
        is_ended = self._is_ended
        n_played = self._take(block)
        if is_resumed:
            self._was_starved = False
            _scale(block, self._fade_in)
        if n_played == len(block):
            return
        self._is_playing = False
        if is_ended:
            return
        self._was_starved = True
        self._underruns += 1
        last = int(block[n_played - 1]) if n_played else self._last
        gap = block[n_played:]
        fade = self._fade_out[: len(gap)]
        gap[: len(fade)] = last * fade

    def _take(self, block: Samples) -> int:
        """Move speech of the seen epoch into ``block``; returns how much there was."""
        n_taken = 0
        while n_taken < len(block) and self._chunks:
            chunk = self._chunks[0]
            if chunk.epoch != self._seen_epoch:
                break
            offset = self._position - chunk.start
            n_samples = min(len(chunk.samples) - offset, len(block) - n_taken)
            block[n_taken : n_taken + n_samples] = chunk.samples[offset : offset + n_samples]
            n_taken += n_samples
            self._position += n_samples
            if offset + n_samples == len(chunk.samples):
                self._chunks.popleft()
        return n_taken

    def _cut(self, block: Samples) -> None:
        """Fade what was playing and forget everything that was flushed."""
        if self._is_playing:
            n_faded = self._take(block[: len(self._fade_out)])
            _scale(block[:n_faded], self._fade_out)
        epoch = self._epoch
        while self._chunks and self._chunks[0].epoch < epoch:
            self._chunks.popleft()
        self._position = self._chunks[0].start if self._chunks else self._flushed_at
        self._seen_epoch = epoch
        self._is_playing = False
        self._was_starved = False
        self._waited = 0


def _scale(run: Samples, ramp: NDArray[np.float32]) -> None:
    n_samples = min(len(run), len(ramp))
    run[:n_samples] = run[:n_samples] * ramp[:n_samples]
