"""The devices of PulseAudio, or of PipeWire in its place, by the names that people know.

PortAudio sees a sound server as one device. The server itself is asked through libpulse what there
is behind it, which of its devices our streams are on, and to tell when anything changes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulsectl

from livedesk import __version__
from livedesk.audio.backend import DeviceId, DeviceInfo, DeviceKind

_HOST_API: Final = "PulseAudio"
_NO_INDEX: Final = 0xFFFF_FFFF
# https://www.freedesktop.org/wiki/Software/PulseAudio/Documentation/Developer/Clients/
# ApplicationProperties/, device.form_factor (2026-11-23)
_WORN: Final = frozenset({"headset", "headphone", "hands-free"})
_BUILT_IN_BUSES: Final = frozenset({"pci", "isa", "platform", "soundwire"})


def _note_rate(self: Any, struct: Any) -> None:
    """WORKAROUND: pulsectl 24.12 keeps a pointer to the sample rate, into memory that is freed."""
    self.rate_hz = int(struct.sample_spec.rate)


# The hook that pulsectl calls while the memory still holds what it should.
pulsectl.PulseSinkInfo._init_from_struct = _note_rate
pulsectl.PulseSourceInfo._init_from_struct = _note_rate


class ServerGoneError(Exception):
    """There is no sound server, or it does not answer."""


@dataclass(frozen=True, slots=True)
class ServerDevices:
    """What a sound server has, and where our own streams are.

    Attributes:
        inputs, outputs: without the monitors of speakers.
        input_of, output_of: device by the server's number of each stream of this process.
    """

    inputs: tuple[DeviceInfo, ...]
    outputs: tuple[DeviceInfo, ...]
    input_of: Mapping[int, DeviceId]
    output_of: Mapping[int, DeviceId]


def device_id(name: str) -> DeviceId:
    """Our id of what the server calls ``name``; servers keep names unique and stable."""
    return f"{_HOST_API}|{name}"


def server_name(of: DeviceId) -> str:
    """What the server calls that device."""
    return of.removeprefix(f"{_HOST_API}|")


def read_server() -> ServerDevices:
    """Ask the server; takes a few milliseconds.

    Raises:
        ServerGoneError: there is none.
    """
    try:
        with pulsectl.Pulse(f"LiveDesk {__version__}") as pulse:
            return _read(pulse)
    except (pulsectl.PulseError, OSError) as error:
        raise ServerGoneError(str(error)) from error


def listen(on_changed: Callable[[], None], is_over: Callable[[], bool]) -> None:
    """Call ``on_changed`` when devices come, go or become the default, until ``is_over``.

    Blocks, and asks ``is_over`` five times a second: a loop of libpulse must not be stopped from
    another thread while it may be ending.

    Raises:
        ServerGoneError: there is none, or it ended.
    """

    def on_event(event: Any) -> None:
        # "change" of a device is its volume; of the server its default device, of a card its jacks.
        if event.facility in ("server", "card") or event.t in ("new", "remove"):
            on_changed()

    try:
        with pulsectl.Pulse(f"LiveDesk {__version__}") as pulse:
            pulse.event_mask_set("sink", "source", "server", "card")
            pulse.event_callback_set(on_event)
            on_changed()  # what happened before is not told
            while not is_over():
                pulse.event_listen(timeout=0.2)
    except (pulsectl.PulseError, OSError) as error:
        raise ServerGoneError(str(error)) from error


def _read(pulse: Any) -> ServerDevices:
    server = pulse.server_info()
    sinks, sources = pulse.sink_list(), pulse.source_list()
    usable = _usable(sources, server.default_source_name)
    inputs = [source for source in usable if source.monitor_of_sink == _NO_INDEX]
    if inputs:
        # Somebody who speaks through a monitor chose it; alone it is only what is left.
        default = server.default_source_name
        inputs += [s for s in usable if s not in inputs and s.name == default]
    outputs = _usable(sinks, server.default_sink_name)
    return ServerDevices(
        inputs=tuple(_info(s, server.default_source_name, is_input=True) for s in inputs),
        outputs=tuple(_info(s, server.default_sink_name, is_input=False) for s in outputs),
        input_of=_places(pulse.source_output_list(), "source", sources),
        output_of=_places(pulse.sink_input_list(), "sink", sinks),
    )


def _usable(devices: Sequence[Any], default_name: str) -> list[Any]:
    """All but those into which nothing is plugged."""
    return [
        device
        for device in devices
        if not device.port_list
        or device.name == default_name
        or any(port.available != "no" for port in device.port_list)
    ]


def _places(streams: Sequence[Any], key: str, devices: Sequence[Any]) -> dict[int, DeviceId]:
    own = str(os.getpid())
    names = {device.index: device_id(device.name) for device in devices}
    return {
        stream.index: names[getattr(stream, key)]
        for stream in streams
        if stream.proplist.get("application.process.id") == own and getattr(stream, key) in names
    }


def _info(device: Any, default_name: str, *, is_input: bool) -> DeviceInfo:
    n_channels = int(device.channel_count)
    return DeviceInfo(
        device_id=device_id(device.name),
        name=str(device.description or device.name),
        max_input_channels=n_channels if is_input else 0,
        max_output_channels=0 if is_input else n_channels,
        default_rate_hz=device.rate_hz,
        is_default=device.name == default_name,
        kind=_kind(device),
        is_muted=bool(device.mute),
    )


def _kind(device: Any) -> DeviceKind:
    facts = device.proplist
    port = getattr(device, "port_active", None)
    words = f"{facts.get('device.form_factor', '')} {getattr(port, 'name', '')}".casefold()
    if any(word in words for word in _WORN):
        return DeviceKind.HEADSET
    if "headset" in str(device.description).casefold():
        return DeviceKind.HEADSET
    if facts.get("device.form_factor") == "internal" or facts.get("device.bus") in _BUILT_IN_BUSES:
        return DeviceKind.BUILT_IN
    return DeviceKind.OTHER
