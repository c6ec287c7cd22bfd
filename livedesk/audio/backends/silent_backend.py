"""No hardware: timed silence in, a bit bucket out. For talks by keyboard alone."""

from __future__ import annotations

from livedesk.audio.backend import DeviceInfo, Fill, OnBlock
from livedesk.audio.backends.paced_stream import PacedStream
from livedesk.core.audio_format import BYTES_PER_SAMPLE, samples_in


class SilentBackend:
    """Takes as long as real devices would, so that a talk runs its usual course."""

    refresh_closes = False
    follows_default = True

    def refresh(self) -> None:
        """Nothing changes."""

    def inputs(self) -> list[DeviceInfo]:
        """None."""
        return []

    def outputs(self) -> list[DeviceInfo]:
        """None."""
        return []

    def open_input(
        self, device_id: str | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> PacedStream:
        """A microphone in a silent room."""
        block_samples = samples_in(block_ms, rate_hz)
        silence = bytes(block_samples * BYTES_PER_SAMPLE)

        def step() -> float:
            on_block(silence)
            return 1.0

        return PacedStream(rate_hz, block_samples, step)

    def open_output(
        self, device_id: str | None, rate_hz: int, block_ms: int, fill: Fill
    ) -> PacedStream:
        """A speaker that nobody hears."""
        block_samples = samples_in(block_ms, rate_hz)

        def step() -> float:
            fill(block_samples)
            return 1.0

        return PacedStream(rate_hz, block_samples, step)

    def close(self) -> None:
        """Nothing to give back: the streams are closed by whoever opened them."""
