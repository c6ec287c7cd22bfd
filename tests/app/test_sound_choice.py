"""What follows from the chosen sound."""

from __future__ import annotations

import pytest

from livedesk.app.sound_choice import DeviceMoved, moves, preset_for, processing_for
from livedesk.audio.backend import DeviceInfo, DeviceKind
from livedesk.audio.devices import DeviceList
from livedesk.core.audio_processing import Preset, Processing
from livedesk.core.speakers import Speaker
from livedesk.settings.audio_settings import Audio, KnownDevice, Switches, preferred

OWN = DeviceInfo("own", "Built-in", 2, 2, 48_000, True, DeviceKind.BUILT_IN)
WORN = DeviceInfo("worn", "Headset", 1, 2, 48_000, False, DeviceKind.HEADSET)
BOTH = DeviceList((OWN, WORN), (OWN, WORN))
WISHES_WORN = Audio(outputs=(KnownDevice(device_id="worn", name="Headset"),))


@pytest.mark.parametrize(
    ("audio", "devices", "preset"),
    [
        (Audio(), BOTH, Preset.SPEAKERS),
        (WISHES_WORN, BOTH, Preset.HEADPHONES),
        (WISHES_WORN, DeviceList((OWN,), (OWN,)), Preset.SPEAKERS),
        (WISHES_WORN, DeviceList((OWN,), (OWN, WORN), None, "own"), Preset.SPEAKERS),
        (Audio(), DeviceList((OWN,), (OWN, WORN), None, "worn"), Preset.HEADPHONES),
        (Audio(preset=Preset.NOISY_ROOM), BOTH, Preset.NOISY_ROOM),
        (Audio(), DeviceList(), Preset.SPEAKERS),
    ],
)
def test_the_preset_goes_by_the_speaker(audio, devices, preset) -> None:
    assert preset_for(audio, devices) is preset


def test_what_was_switched_by_hand_overrules_the_preset() -> None:
    audio = Audio(preset=Preset.HEADPHONES, switches=Switches(echo_cancelling=True))
    usual = Preset.HEADPHONES.processing
    wanted = Processing(True, usual.noise_suppression, usual.gain_control)
    assert processing_for(audio, BOTH) == wanted


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ((None, None), ("own", "own"), ()),
        (("own", "own"), (None, None), ()),
        (("own", "own"), ("own", "own"), ()),
        (("worn", "own"), ("own", "own"), (DeviceMoved(Speaker.USER, "Built-in"),)),
        (
            ("own", "own"),
            ("worn", "worn"),
            (DeviceMoved(Speaker.USER, "Headset"), DeviceMoved(Speaker.ASSISTANT, "Headset")),
        ),
    ],
)
def test_going_on_with_another_device_is_a_move(before, after, moved) -> None:
    there = (OWN, WORN)
    assert moves(DeviceList(there, there, *before), DeviceList(there, there, *after)) == moved


def test_the_last_choice_is_preferred_and_no_list_grows_for_ever() -> None:
    known: tuple[KnownDevice, ...] = ()
    for number in range(20):
        known = preferred(KnownDevice(device_id=str(number), name=""), known)
    assert [one.device_id for one in known] == ["19", "18", "17", "16", "15", "14", "13", "12"]
    assert Audio(outputs=known).outputs == known
    assert preferred(known[3], known)[:2] == (known[3], known[0])
