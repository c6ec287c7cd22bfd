"""A sound system whose devices do what the test tells them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from livedesk.audio.backend import DeviceId, DeviceInfo, Fill, OnBlock
from livedesk.core.audio_format import Samples, samples_in
from livedesk.core.errors import AudioError, MicrophoneError, SpeakerError


class FakeStream:
    """One open device: ``say`` plays the person, ``ask`` the device that wants a block."""

    latency_s = 0.02
    lost_blocks = 0
    device_id: DeviceId | None = None

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
        inputs_there, outputs_there: what is plugged in; ``inputs`` tells it after a ``refresh``,
            and the first time. The first one is the system's own.
        busy: these devices cannot be opened.
        opened_ids: each device that was opened, oldest first; None for the system's own.
        refresh_closes: as PortAudio does, or as a sound server.
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
        self.inputs_there: list[str] = []
        self.outputs_there: list[str] = []
        self.busy: set[str | None] = set()
        self.opened_ids: list[DeviceId | None] = []
        self.refresh_closes = False
        self.follows_default = True
        self._seen: tuple[list[str], list[str]] | None = None

    def __call__(self) -> FakeBackend:
        return self

    def refresh(self) -> None:
        self._look()
        if self.refresh_closes:
            for stream in (*self.microphones, *self.speakers):
                stream.close()

    def inputs(self) -> list[DeviceInfo]:
        there, _ = self._seen or self._look()
        return [_info(name, there, 1, 0) for name in there]

    def outputs(self) -> list[DeviceInfo]:
        _, there = self._seen or self._look()
        return [_info(name, there, 0, 2) for name in there]

    def open_input(
        self, device_id: str | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> FakeStream:
        stream = FakeStream(self.input_rate_hz or rate_hz, block_ms, on_block)
        stream.device_id = device_id or next(iter(self.inputs_there), None)
        self.opened_ids.append(device_id)
        failure = MicrophoneError("It is busy.") if stream.device_id in self.busy else None
        return self._opened(stream, self.microphones, self.microphone_failure or failure)

    def open_output(
        self, device_id: str | None, rate_hz: int, block_ms: int, fill: Fill
    ) -> FakeStream:
        stream = FakeStream(self.output_rate_hz or rate_hz, block_ms, fill)
        stream.device_id = device_id or next(iter(self.outputs_there), None)
        self.opened_ids.append(device_id)
        failure = SpeakerError("It is busy.") if stream.device_id in self.busy else None
        return self._opened(stream, self.speakers, self.speaker_failure or failure)

    def close(self) -> None:
        self.n_closed += 1
        self._seen = None

    def _look(self) -> tuple[list[str], list[str]]:
        self._seen = (list(self.inputs_there), list(self.outputs_there))
        return self._seen

    def _opened(
        self, stream: FakeStream, streams: list[FakeStream], failure: AudioError | None
    ) -> FakeStream:
        self.is_opening.set()
        self.may_open.wait(10)
        if failure is not None:
            raise failure
        streams.append(stream)
        return stream


def _info(name: str, there: list[str], n_inputs: int, n_outputs: int) -> DeviceInfo:
    return DeviceInfo(name, name.title(), n_inputs, n_outputs, 48_000, name == there[0])
