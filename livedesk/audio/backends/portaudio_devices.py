"""PortAudio's devices under names of ours, and the shapes in which one may be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from livedesk.audio.backend import DeviceInfo, DeviceKind

# Windows shows each device once for each of its ways to sound; this one has the whole names and
# the least delay. Elsewhere there is one way that everybody uses, and PortAudio's default is on it.
_BEST_HOST_API: Final = "Windows WASAPI"
_WORN: Final = ("headset", "headphone", "earphone", "earbud", "airpods", "buds")
_BUILT_IN: Final = ("built-in", "macbook", "internal")


@dataclass(frozen=True, slots=True)
class Found:
    """A device and PortAudio's index of it, which is good until PortAudio is initialised anew."""

    index: int
    info: DeviceInfo


def devices_of(portaudio: Any, side: Literal["input", "output"]) -> list[Found]:
    """The devices that have this side, in PortAudio's order."""
    host_apis = _host_apis(portaudio)
    default_index = _default_index(portaudio, side)
    chosen = next((n for n, api in host_apis.items() if api["name"] == _BEST_HOST_API), None)
    if chosen is not None:
        key = f"default{side.capitalize()}Device"
        default_index = host_apis[chosen].get(key, default_index)
    n_seen: Counter[str] = Counter()
    found = []
    for index in range(portaudio.get_device_count()):
        device = portaudio.get_device_info_by_index(index)
        if chosen is not None and device["hostApi"] != chosen:
            continue
        host_api = str(portaudio.get_host_api_info_by_index(device["hostApi"])["name"])
        info = _info(device, host_api, n_seen, is_default=index == default_index)
        if info.max_input_channels if side == "input" else info.max_output_channels:
            found.append(Found(index, info))
    return found


def shapes(
    info: DeviceInfo, side: Literal["input", "output"], rate_hz: int
) -> Iterator[tuple[int, int]]:
    """Rate in hertz and channels to try, best first: as wished, then more and more as it likes."""
    most = info.max_input_channels if side == "input" else info.max_output_channels
    rates = dict.fromkeys((rate_hz, info.default_rate_hz))
    for n_channels in dict.fromkeys((1, min(2, most), most)):
        for rate in rates:
            yield rate, n_channels


def _host_apis(portaudio: Any) -> dict[int, Mapping[str, Any]]:
    return {
        number: portaudio.get_host_api_info_by_index(number)
        for number in range(portaudio.get_host_api_count())
    }


def _default_index(portaudio: Any, side: str) -> int | None:
    try:
        return int(getattr(portaudio, f"get_default_{side}_device_info")()["index"])
    except OSError:
        return None


def _info(
    device: Mapping[str, Any], host_api: str, n_seen: Counter[str], *, is_default: bool
) -> DeviceInfo:
    name = str(device["name"])
    n_inputs, n_outputs = int(device["maxInputChannels"]), int(device["maxOutputChannels"])
    device_id = f"{host_api}|{name}|{n_inputs}|{n_outputs}"
    n_seen[device_id] += 1
    if (number := n_seen[device_id]) > 1:  # the same model twice: told apart by their order
        device_id, name = f"{device_id}|{number}", f"{name} ({number})"
    return DeviceInfo(
        device_id=device_id,
        name=name,
        max_input_channels=n_inputs,
        max_output_channels=n_outputs,
        default_rate_hz=round(float(device["defaultSampleRate"])),
        is_default=is_default,
        kind=_kind(name),
    )


def _kind(name: str) -> DeviceKind:
    words = name.casefold()
    if any(word in words for word in _WORN):
        return DeviceKind.HEADSET
    return DeviceKind.BUILT_IN if any(word in words for word in _BUILT_IN) else DeviceKind.OTHER
