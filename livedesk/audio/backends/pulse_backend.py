"""A sound server's devices by name, each reached through PortAudio.

PortAudio's ALSA knows the whole server as one device. On which of its devices a stream begins is
said in the environment while it is opened; afterwards the server may move it, and does so at once
when its device is unplugged. So nothing has to be closed to see what was plugged in.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from livedesk.audio.backend import (
    NOWHERE,
    AudioBackend,
    DeviceId,
    DeviceInfo,
    Fill,
    InputStream,
    OnBlock,
    OutputStream,
)
from livedesk.audio.backends.pulse_devices import (
    ServerDevices,
    ServerGoneError,
    read_server,
    server_name,
)
from livedesk.core.errors import MicrophoneError, SpeakerError
from livedesk.core.log import get_logger

_log = get_logger("audio")
_NOTHING: Final = ServerDevices((), (), {}, {})
# PipeWire's own ALSA plug-in is told by PIPEWIRE_NODE, PulseAudio's by the other two.
_INPUT_VARIABLES: Final = ("PULSE_SOURCE", "PIPEWIRE_NODE")
_OUTPUT_VARIABLES: Final = ("PULSE_SINK", "PIPEWIRE_NODE")
# What the system's volume control calls our streams instead of "ALSA plug-in [python3.11]".
_PROPERTIES: Final = {"PULSE_PROP_OVERRIDE": "application.name=LiveDesk"}
# ALSA's names of a sound server, best first; "default" is one of the others where there is one.
_WAYS: Final = ("pulse", "pipewire", "default")


class PulseBackend:
    """The devices of PulseAudio or PipeWire.

    Args:
        portaudio: opens the streams.
        read: asks the server.
    """

    refresh_closes = False
    follows_default = True

    def __init__(
        self, portaudio: AudioBackend, read: Callable[[], ServerDevices] = read_server
    ) -> None:
        self._portaudio = portaudio
        self._read = read
        self._found: ServerDevices | None = None

    def refresh(self) -> None:
        """Look for devices anew, and where the open streams are. Nothing is closed."""
        try:
            self._found = self._read()
        except ServerGoneError as error:
            _log.info("the sound server does not answer: %s", error)
            self._found = _NOTHING

    def inputs(self) -> list[DeviceInfo]:
        """The microphones there are; no monitors of speakers."""
        return list(self._devices.inputs)

    def outputs(self) -> list[DeviceInfo]:
        """The speakers there are."""
        return list(self._devices.outputs)

    def open_input(
        self, device_id: DeviceId | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> _Input:
        """Open a microphone, or the system's own one for None; it does not run yet.

        Raises:
            MicrophoneError: there is none, or it cannot be used.
        """
        if not self._devices.inputs:
            # The server would give the speaker's own sound rather than nothing.
            raise MicrophoneError(
                "No microphone was found.", "Connect one and try again; typing works meanwhile."
            )
        with _on_device(_INPUT_VARIABLES, device_id):
            stream = self._portaudio.open_input(
                _way(self._portaudio.inputs()), rate_hz, block_ms, on_block
            )
        return _Input(stream, device_id, self)

    def open_output(
        self, device_id: DeviceId | None, rate_hz: int, block_ms: int, fill: Fill
    ) -> _Output:
        """Open a speaker, or the system's own one for None; it does not run yet.

        Raises:
            SpeakerError: there is none, or it cannot be used.
        """
        if not self._devices.outputs:
            raise SpeakerError(
                "No speaker was found.", "Connect one and try again; typing works meanwhile."
            )
        with _on_device(_OUTPUT_VARIABLES, device_id):
            stream = self._portaudio.open_output(
                _way(self._portaudio.outputs()), rate_hz, block_ms, fill
            )
        return _Output(stream, device_id, self)

    def close(self) -> None:
        """Close what is open and let PortAudio go. Idempotent."""
        self._portaudio.close()
        self._found = None

    @property
    def places(self) -> tuple[Mapping[int, DeviceId], Mapping[int, DeviceId]]:
        """Where the streams of this process were at the last refresh: inputs, outputs."""
        return self._devices.input_of, self._devices.output_of

    @property
    def _devices(self) -> ServerDevices:
        if self._found is None:
            self.refresh()
        return self._found or _NOTHING


class _Placed:
    """What both kinds of streams share: knowing where the server has put them."""

    _side = 0

    def __init__(
        self, stream: InputStream | OutputStream, asked: DeviceId | None, backend: PulseBackend
    ) -> None:
        self._stream = stream
        self._asked = asked
        self._backend = backend
        self._number: int | None = None

    @property
    def device_id(self) -> DeviceId | None:
        places = self._backend.places[self._side]
        if self._number not in places and len(places) == 1:
            # After an overrun ALSA's plug-in goes on with another stream of the server's.
            self._number = next(iter(places))
        if self._number is None:
            return self._asked
        return places.get(self._number, NOWHERE)

    @property
    def rate_hz(self) -> int:
        return self._stream.rate_hz

    @property
    def latency_s(self) -> float:
        return self._stream.latency_s

    @property
    def lost_blocks(self) -> int:
        return self._stream.lost_blocks

    def start(self) -> None:
        before = self._numbers()
        self._stream.start()
        # One call at a time on the devices' thread: what is new on the server is this stream. It
        # is not there when ALSA goes past the server; then it is where it was asked to be.
        self._number = max(self._numbers() - before, default=None)

    def close(self) -> None:
        self._stream.close()

    def _numbers(self) -> set[int]:
        self._backend.refresh()
        return set(self._backend.places[self._side])


class _Input(_Placed):
    """An open microphone."""

    _side = 0


class _Output(_Placed):
    """An open speaker."""

    _side = 1

    def __init__(self, stream: OutputStream, asked: DeviceId | None, backend: PulseBackend) -> None:
        super().__init__(stream, asked, backend)
        self.block_ms = stream.block_ms


def _way(devices: list[DeviceInfo]) -> DeviceId | None:
    """PortAudio's device that leads to the sound server; None leaves it to PortAudio."""
    for name in _WAYS:
        for device in devices:
            if device.name == name:
                return device.device_id
    return None


@contextmanager
def _on_device(variables: tuple[str, ...], device_id: DeviceId | None) -> Iterator[None]:
    """The environment that has a stream begin on ``device_id``."""
    wanted = dict(_PROPERTIES)
    if device_id is not None:
        wanted |= dict.fromkeys(variables, server_name(device_id))
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
