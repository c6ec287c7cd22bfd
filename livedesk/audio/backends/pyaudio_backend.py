"""PortAudio through PyAudio, in callback mode."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import pyaudio

from livedesk.audio.backend import DeviceInfo, Fill, OnBlock
from livedesk.audio.backends.portaudio_errors import INVALID_DEVICE, microphone_error, speaker_error
from livedesk.audio.backends.quiet import silence_sound_libraries
from livedesk.core.audio_format import duration_ms, samples_in
from livedesk.core.errors import AudioError

_Times: TypeAlias = Mapping[str, float]
_Explain: TypeAlias = Callable[[OSError], AudioError]


@dataclass(frozen=True, slots=True)
class _Request:
    """A device to open, and what it is to call."""

    side: Literal["input", "output"]
    device_id: str | None
    rate_hz: int
    block_ms: int
    callback: Callable[[Any, int, _Times, int], tuple[bytes | None, int]]


class PyAudioBackend:
    """The devices of this machine.

    PortAudio reads the list of devices once, when it is initialised. So that a device which was
    plugged in later is found, it is initialised anew when opening fails and nothing else is open.
    """

    def __init__(self) -> None:
        self._portaudio: pyaudio.PyAudio | None = None
        self._streams: set[_Stream] = set()

    def inputs(self) -> list[DeviceInfo]:
        """The microphones there are."""
        return [info for info in self._devices("input") if info.max_input_channels]

    def outputs(self) -> list[DeviceInfo]:
        """The speakers there are."""
        return [info for info in self._devices("output") if info.max_output_channels]

    def open_input(
        self, device_id: str | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> _Stream:
        """Open a microphone, or the system's own one for None; it does not run yet.

        Raises:
            MicrophoneError: there is none, or it cannot be used.
        """

        def callback(block: bytes, _n: int, _times: _Times, _status: int) -> tuple[None, int]:
            on_block(block)
            return None, pyaudio.paContinue

        request = _Request("input", device_id, rate_hz, block_ms, callback)
        return self._open(request, self._microphone_error)

    def open_output(
        self, device_id: str | None, rate_hz: int, block_ms: int, fill: Fill
    ) -> _Stream:
        """Open a speaker, or the system's own one for None; it does not run yet.

        Raises:
            SpeakerError: there is none, or it cannot be used.
        """

        def callback(
            _block: None, n_samples: int, _times: _Times, _status: int
        ) -> tuple[bytes, int]:
            return fill(n_samples), pyaudio.paContinue

        request = _Request("output", device_id, rate_hz, block_ms, callback)
        return self._open(request, self._speaker_error)

    def close(self) -> None:
        """Close what is open and let PortAudio go. Idempotent."""
        for stream in list(self._streams):
            stream.close()
        if self._portaudio is not None:
            self._portaudio.terminate()
            self._portaudio = None

    def _microphone_error(self, error: OSError) -> AudioError:
        return microphone_error(error, any_present=bool(self.inputs()))

    def _speaker_error(self, error: OSError) -> AudioError:
        return speaker_error(error, any_present=bool(self.outputs()))

    def _initialised(self) -> pyaudio.PyAudio:
        if self._portaudio is None:
            silence_sound_libraries()
            self._portaudio = pyaudio.PyAudio()
        return self._portaudio

    def _open(self, request: _Request, explain: _Explain) -> _Stream:
        try:
            try:
                opened = self._open_device(request)
            except OSError:
                if self._streams:
                    raise
                self.close()
                opened = self._open_device(request)
        except OSError as error:
            raise explain(error) from error
        stream, rate_hz = opened
        latency_s = getattr(stream, f"get_{request.side}_latency")()
        block_ms = duration_ms(samples_in(request.block_ms, rate_hz), rate_hz)
        result = _Stream(stream, (rate_hz, latency_s, block_ms), explain, self._streams.discard)
        self._streams.add(result)
        return result

    def _open_device(self, request: _Request) -> tuple[Any, int]:
        """The stream, and the rate that it was opened at: the one asked for, or the device's."""
        index, own_rate_hz = self._find(request)
        try:
            return self._open_stream(request, index), request.rate_hz
        except OSError:
            if own_rate_hz == request.rate_hz:
                raise
            return self._open_stream(replace(request, rate_hz=own_rate_hz), index), own_rate_hz

    def _open_stream(self, request: _Request, index: int) -> Any:
        direction = {request.side: True, f"{request.side}_device_index": index}
        return self._initialised().open(
            rate=request.rate_hz,
            channels=1,
            format=pyaudio.paInt16,
            frames_per_buffer=samples_in(request.block_ms, request.rate_hz),
            start=False,
            stream_callback=request.callback,
            **direction,
        )

    def _find(self, request: _Request) -> tuple[int, int]:
        """Index and own rate of the device asked for."""
        for index, info in enumerate(self._devices(request.side)):
            if info.device_id == request.device_id or (
                request.device_id is None and info.is_default
            ):
                return index, info.default_rate_hz
        raise OSError(INVALID_DEVICE, "no such device")

    def _devices(self, side: str) -> list[DeviceInfo]:
        """All devices, in PortAudio's order."""
        portaudio = self._initialised()
        try:
            default_index = getattr(portaudio, f"get_default_{side}_device_info")()["index"]
        except OSError:
            default_index = None
        found = []
        for index in range(portaudio.get_device_count()):
            device = portaudio.get_device_info_by_index(index)
            host_api = str(portaudio.get_host_api_info_by_index(device["hostApi"])["name"])
            found.append(_device_info(device, host_api, is_default=index == default_index))
        return found


class _Stream:
    """An open device of either kind."""

    def __init__(
        self,
        stream: Any,
        facts: tuple[int, float, float],
        explain: _Explain,
        on_closed: Callable[[_Stream], None],
    ) -> None:
        self.rate_hz, self.latency_s, self.block_ms = facts
        self._stream = stream
        self._explain = explain
        self._on_closed = on_closed
        self._is_closed = False

    def start(self) -> None:
        try:
            self._stream.start_stream()
        except OSError as error:
            raise self._explain(error) from error

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._on_closed(self)
            self._stream.close()


def _device_info(device: Mapping[str, Any], host_api: str, *, is_default: bool) -> DeviceInfo:
    name = str(device["name"])
    n_inputs, n_outputs = int(device["maxInputChannels"]), int(device["maxOutputChannels"])
    return DeviceInfo(
        device_id=f"{host_api}|{name}|{n_inputs}|{n_outputs}",
        name=name,
        max_input_channels=n_inputs,
        max_output_channels=n_outputs,
        default_rate_hz=round(float(device["defaultSampleRate"])),
        is_default=is_default,
    )
