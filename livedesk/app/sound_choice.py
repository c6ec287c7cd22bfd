"""What follows from the chosen sound: the suitable preset, and which device took over. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from livedesk.audio.backend import DeviceId, DeviceInfo, DeviceKind
from livedesk.audio.devices import DeviceList
from livedesk.core.audio_processing import Preset, Processing
from livedesk.core.speakers import Speaker
from livedesk.settings.audio_settings import Audio


@dataclass(frozen=True, slots=True)
class DeviceMoved:
    """The talk goes on with another device.

    Attributes:
        side: whose voice it carries.
        name: what the device is called.
    """

    side: Speaker
    name: str


def speaker_of(audio: Audio, devices: DeviceList) -> DeviceInfo | None:
    """The speaker in use, or else the one that would be."""
    there = {device.device_id: device for device in devices.outputs}
    if devices.output_in_use is not None and devices.output_in_use in there:
        return there[devices.output_in_use]
    for wish in audio.outputs:
        if wish.device_id in there:
            return there[wish.device_id]
    return next((device for device in devices.outputs if device.is_default), None)


def preset_for(audio: Audio, devices: DeviceList) -> Preset:
    """The chosen preset, or the one that suits the speaker: a headset lets no echo through."""
    if audio.preset is not None:
        return audio.preset
    speaker = speaker_of(audio, devices)
    is_worn = speaker is not None and speaker.kind is DeviceKind.HEADSET
    return Preset.HEADPHONES if is_worn else Preset.SPEAKERS


def processing_for(audio: Audio, devices: DeviceList) -> Processing:
    """What is done to the microphone: the preset, and what was switched by hand."""
    return audio.switches.over(preset_for(audio, devices).processing)


def moves(before: DeviceList, after: DeviceList) -> tuple[DeviceMoved, ...]:
    """Which side goes on with another device than before. Opening and closing is no move."""
    found = []
    for side, old, new, there in (
        (Speaker.USER, before.input_in_use, after.input_in_use, after.inputs),
        (Speaker.ASSISTANT, before.output_in_use, after.output_in_use, after.outputs),
    ):
        if old is not None and new is not None and old != new:
            found.append(DeviceMoved(side, _name(new, there)))
    return tuple(found)


def _name(device_id: DeviceId, there: tuple[DeviceInfo, ...]) -> str:
    return next((device.name for device in there if device.device_id == device_id), device_id)
