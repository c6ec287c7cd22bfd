"""A sound system whose devices do what the test tells them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from livedesk.audio.backend import DeviceInfo, Fill, OnBlock
from livedesk.core.audio_format import Samples, samples_in
from livedesk.core.errors import AudioError


class FakeStream:
    """One open device: ``say`` plays the person, ``ask`` the device that wants a block."""

    latency_s = 0.02

    def __init__(self, rate_hz: int, block_ms: float, call: Callable[..., object]) -> None:
        self.rate_hz = rate_hz
        self.block_ms = block_ms
        self.is_running = False
        self.is_closed = False
        self._call = call

    def start(self) -> None:
        self.is_running = True

    def close(self) -> None:
        self.is_running = False
        self.is_closed = True

    def say(self, samples: Samples) -> None:
        """Deliver ``samples`` as one block, if the device runs."""
        if self.is_running:
            self._call(samples.astype("<i2").tobytes())

    def ask(self) -> Samples:
        """Ask for one block and return what the loudspeaker would play."""
        if not self.is_running:
            return np.empty(0, np.int16)
        n_samples = samples_in(self.block_ms, self.rate_hz)
        block = self._call(n_samples)
        assert isinstance(block, bytes)
        assert len(block) == 2 * n_samples
        return np.frombuffer(block, "<i2")


class FakeBackend:
    """Opens ``FakeStream``s; call it to use the one object as its own factory.

    Attributes:
        microphones, speakers: every stream that was opened, oldest first.
        input_rate_hz, output_rate_hz: the only rate that the devices take; None takes any.
        microphone_failure, speaker_failure: raised instead of opening.
        may_open: cleared, opening hangs until it is set.
        n_closed: how often the backend was closed.
    """

    def __init__(self) -> None:
        self.microphones: list[FakeStream] = []
        self.speakers: list[FakeStream] = []
        self.input_rate_hz: int | None = None
        self.output_rate_hz: int | None = None
        self.microphone_failure: AudioError | None = None
        self.speaker_failure: AudioError | None = None
        self.may_open = threading.Event()
        self.may_open.set()
        self.is_opening = threading.Event()
        self.n_closed = 0

    def __call__(self) -> FakeBackend:
        return self

    def inputs(self) -> list[DeviceInfo]:
        return []

    def outputs(self) -> list[DeviceInfo]:
        return []

    def open_input(
        self, device_id: str | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> FakeStream:
        stream = FakeStream(self.input_rate_hz or rate_hz, block_ms, on_block)
        return self._opened(stream, self.microphones, self.microphone_failure)

    def open_output(
        self, device_id: str | None, rate_hz: int, block_ms: int, fill: Fill
    ) -> FakeStream:
        stream = FakeStream(self.output_rate_hz or rate_hz, block_ms, fill)
        return self._opened(stream, self.speakers, self.speaker_failure)

    def close(self) -> None:
        self.n_closed += 1

    def _opened(
        self, stream: FakeStream, streams: list[FakeStream], failure: AudioError | None
    ) -> FakeStream:
        self.is_opening.set()
        self.may_open.wait(10)
        if failure is not None:
            raise failure
        streams.append(stream)
        return stream
