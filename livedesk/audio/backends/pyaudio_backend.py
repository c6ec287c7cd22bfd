"""PortAudio through PyAudio, in callback mode."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pyaudio

from livedesk.audio.backend import DeviceId, DeviceInfo, Fill, OnBlock
from livedesk.audio.backends.channels import from_mono, to_mono
from livedesk.audio.backends.portaudio_devices import Found, devices_of, shapes
from livedesk.audio.backends.portaudio_errors import (
    INVALID_CHANNELS,
    INVALID_DEVICE,
    INVALID_RATE,
    UNANTICIPATED_HOST_ERROR,
    microphone_error,
    speaker_error,
)
from livedesk.audio.backends.quiet import silence_sound_libraries
from livedesk.core.audio_format import duration_ms, samples_in
from livedesk.core.errors import AudioError

_Times: TypeAlias = Mapping[str, float]
# Under- and overflow of either side; the fifth flag, priming, is none.
_LOST = 0x0F
# What another rate or number of channels may help against; ALSA's own words come unsorted.
_REFUSED_SHAPES = (INVALID_RATE, INVALID_CHANNELS, UNANTICIPATED_HOST_ERROR)
_Callback: TypeAlias = Callable[[Any, int, _Times, int], tuple[bytes | None, int]]
_Explain: TypeAlias = Callable[[OSError], AudioError]


@dataclass(frozen=True, slots=True)
class _Request:
    """A device to open, and what it is to call when it has so many channels."""

    side: Literal["input", "output"]
    device_id: DeviceId | None
    rate_hz: int
    block_ms: int
    callback: Callable[[int], _Callback]


class PyAudioBackend:
    """The devices of this machine.

    PortAudio reads the list of devices once, when it is initialised, so looking anew closes every
    stream. A device that was plugged in later is also found when opening fails and nothing else is
    open.
    """

    refresh_closes = True
    follows_default = False

    def __init__(self) -> None:
        self._portaudio: pyaudio.PyAudio | None = None
        self._streams: set[_Stream] = set()

    def refresh(self) -> None:
        """Close every stream and let PortAudio look for devices anew."""
        self.close()

    def inputs(self) -> list[DeviceInfo]:
        """The microphones there are."""
        return [found.info for found in devices_of(self._initialised(), "input")]

    def outputs(self) -> list[DeviceInfo]:
        """The speakers there are."""
        return [found.info for found in devices_of(self._initialised(), "output")]

    def open_input(
        self, device_id: DeviceId | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> _Stream:
        """Open a microphone, or the system's own one for None; it does not run yet.

        Raises:
            MicrophoneError: there is none, or it cannot be used.
        """
        lost = _Lost()

        def callback_for(n_channels: int) -> _Callback:
            def callback(block: bytes, _n: int, _times: _Times, status: int) -> tuple[None, int]:
                if status & _LOST:
                    lost.n_blocks += 1
                on_block(to_mono(block, n_channels))
                return None, pyaudio.paContinue

            return callback

        request = _Request("input", device_id, rate_hz, block_ms, callback_for)
        return self._open(request, self._microphone_error, lost)

    def open_output(
        self, device_id: DeviceId | None, rate_hz: int, block_ms: int, fill: Fill
    ) -> _Stream:
        """Open a speaker, or the system's own one for None; it does not run yet.

        Raises:
            SpeakerError: there is none, or it cannot be used.
        """
        lost = _Lost()

        def callback_for(n_channels: int) -> _Callback:
            def callback(
                _block: None, n_samples: int, _times: _Times, status: int
            ) -> tuple[bytes, int]:
                if status & _LOST:
                    lost.n_blocks += 1
                return from_mono(fill(n_samples), n_channels), pyaudio.paContinue

            return callback

        request = _Request("output", device_id, rate_hz, block_ms, callback_for)
        return self._open(request, self._speaker_error, lost)

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

    def _open(self, request: _Request, explain: _Explain, lost: _Lost) -> _Stream:
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
        stream, rate_hz, device_id = opened
        latency_s = getattr(stream, f"get_{request.side}_latency")()
        block_ms = duration_ms(samples_in(request.block_ms, rate_hz), rate_hz)
        result = _Stream(stream, (rate_hz, latency_s, block_ms), explain, self._streams.discard)
        result.device_id, result.lost = device_id, lost
        self._streams.add(result)
        return result

    def _open_device(self, request: _Request) -> tuple[Any, int, DeviceId]:
        """The stream, the rate it was opened at, and the device's id."""
        found = self._find(request)
        refusal: OSError | None = None
        for rate_hz, n_channels in shapes(found.info, request.side, request.rate_hz):
            try:
                stream = self._open_stream(request, found.index, rate_hz, n_channels)
            except OSError as error:
                # The first refusal says most: the others are of shapes that nobody asked for.
                refusal = refusal or error
                if error.errno not in _REFUSED_SHAPES:
                    break
            except ValueError as error:  # PyAudio's own check of the channels
                refusal = refusal or OSError(INVALID_CHANNELS, str(error))
            else:
                return stream, rate_hz, found.info.device_id
        raise refusal or OSError(INVALID_DEVICE, "no such device")

    def _open_stream(self, request: _Request, index: int, rate_hz: int, n_channels: int) -> Any:
        direction = {request.side: True, f"{request.side}_device_index": index}
        return self._initialised().open(
            rate=rate_hz,
            channels=n_channels,
            format=pyaudio.paInt16,
            frames_per_buffer=samples_in(request.block_ms, rate_hz),
            start=False,
            stream_callback=request.callback(n_channels),
            **direction,
        )

    def _find(self, request: _Request) -> Found:
        """The device asked for, or the system's own."""
        for found in devices_of(self._initialised(), request.side):
            if found.info.device_id == request.device_id or (
                request.device_id is None and found.info.is_default
            ):
                return found
        raise OSError(INVALID_DEVICE, "no such device")


class _Lost:
    """What a callback was told by PortAudio's flags; counted on its thread, read on any."""

    def __init__(self) -> None:
        self.n_blocks = 0


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
        self.device_id: DeviceId | None = None
        self.lost = _Lost()
        self._stream = stream
        self._explain = explain
        self._on_closed = on_closed
        self._is_closed = False

    @property
    def lost_blocks(self) -> int:
        return self.lost.n_blocks

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
