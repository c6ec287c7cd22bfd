"""Chunks of the session become blocks for the speaker."""

from __future__ import annotations

from livedesk.audio.gain import Gain
from livedesk.audio.jitter_buffer import JitterBuffer
from livedesk.audio.levels import KEPT_MS
from livedesk.audio.recent_samples import RecentSamples
from livedesk.audio.render_reference import RenderReference
from livedesk.audio.resample import Resampler, queue_resampler
from livedesk.audio.tape import Tape
from livedesk.core.audio_format import (
    BYTES_PER_SAMPLE,
    PLAYBACK_RATE_HZ,
    duration_ms,
    samples_from_bytes,
)
from livedesk.core.clock import SystemClock


class SpeakerPlayback:
    """The assistant's voice, turn by turn; ``fill`` on the device's thread, all else on the loop's.

    After a ``flush`` nothing is taken until ``begin_turn``: late chunks of a turn that was cut
    cannot be heard by mistake.

    Attributes:
        gain: how loud it is played; outlasts turns, flushes and devices.
        reference: what left for the device.
        tape: takes the same along for a recording.
    """

    def __init__(self, tape: Tape | None = None) -> None:
        self._jitter = JitterBuffer(PLAYBACK_RATE_HZ)
        self._resampler: Resampler = queue_resampler(PLAYBACK_RATE_HZ, PLAYBACK_RATE_HZ)
        self._chunk_rate_hz = PLAYBACK_RATE_HZ
        self._odd_byte = b""
        self._turn_start = 0
        self._earlier_ms = 0.0
        self._earlier_underruns = 0
        self._cut_at_ms: float | None = None
        self._blocks = 0
        self.gain = Gain()
        self.reference = RenderReference()
        self.tape = tape or Tape(SystemClock())
        self.recent = RecentSamples(KEPT_MS, PLAYBACK_RATE_HZ)

    @property
    def blocks(self) -> int:
        """Blocks that were asked for so far; it stands still when the device died."""
        return self._blocks

    @property
    def underruns(self) -> int:
        """Times that speech broke off because the next chunk was late."""
        return self._earlier_underruns + self._jitter.underruns

    @property
    def played_ms(self) -> float:
        """How much of the current turn has left for the device, in milliseconds."""
        if self._cut_at_ms is not None:
            return self._cut_at_ms
        n_played = max(0, self._jitter.position - self._turn_start)
        return self._earlier_ms + duration_ms(n_played, self._jitter.rate_hz)

    @property
    def queued_ms(self) -> float:
        """How much waits to be played, in milliseconds."""
        return duration_ms(self._jitter.queued, self._jitter.rate_hz)

    @property
    def is_playing(self) -> bool:
        """Whether speech is heard, or waits to be."""
        return self._jitter.is_playing

    def set_rate(self, rate_hz: int) -> None:
        """Play at the device's rate from now on; what waits is kept. Only while nobody drains."""
        self.recent = RecentSamples(KEPT_MS, rate_hz)
        old = self._jitter
        if rate_hz == old.rate_hz:
            return
        self._earlier_ms = self.played_ms
        self._earlier_underruns += old.underruns
        self._jitter = JitterBuffer(rate_hz)
        self._turn_start = 0
        carry = queue_resampler(old.rate_hz, rate_hz)
        self._jitter.push(carry.push(old.unplayed()))
        self._jitter.push(carry.finish())
        if old.is_ended:
            self._jitter.end()
        self._resampler = queue_resampler(self._chunk_rate_hz, rate_hz)

    def begin_turn(self) -> None:
        """What comes from here on is a new turn; the one before is played to its end."""
        self.end_turn()
        self._turn_start = self._jitter.pushed
        self._earlier_ms = 0.0
        self._cut_at_ms = None

    def push(self, chunk: bytes, rate_hz: int) -> None:
        """Queue a chunk of the current turn."""
        if self._cut_at_ms is not None:
            return
        if rate_hz != self._chunk_rate_hz:
            self._jitter.push(self._resampler.finish())
            self._chunk_rate_hz = rate_hz
            self._resampler = queue_resampler(rate_hz, self._jitter.rate_hz)
        chunk = self._odd_byte + chunk
        self._odd_byte = chunk[len(chunk) - len(chunk) % BYTES_PER_SAMPLE :]
        self._jitter.push(self._resampler.push(samples_from_bytes(chunk)))

    def end_turn(self) -> None:
        """The whole turn is queued: play it out, however little is left."""
        self._odd_byte = b""
        self._jitter.push(self._resampler.finish())
        self._jitter.end()

    def flush(self) -> float:
        """Silence from the next block on; returns ``played_ms`` of the turn. Idempotent."""
        self._cut_at_ms = self.played_ms
        self._odd_byte = b""
        self._resampler.reset()
        self._jitter.flush()
        return self._cut_at_ms

    def fill(self, n_samples: int) -> bytes:
        """The next block for the device. On its thread; copies and returns."""
        block = self._jitter.fill(n_samples)
        self.gain.apply(block)
        self.reference.write(block)
        self.tape.write(block)
        self.recent.write(block)
        self._blocks += 1
        return block.tobytes()
