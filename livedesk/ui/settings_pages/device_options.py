"""The devices and presets as options of a chooser. Pure, but for the translation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from livedesk.app.sound_choice import DeviceMoved
from livedesk.audio.backend import DeviceId, DeviceInfo
from livedesk.core.audio_processing import Preset
from livedesk.core.speakers import Speaker
from livedesk.settings.audio_settings import KnownDevice
from livedesk.ui.widgets.chooser_options import Option

FOLLOW = ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeviceOptions", text)


def device_options(
    there: Sequence[DeviceInfo], known: Sequence[KnownDevice], in_use: DeviceId | None
) -> tuple[Option, ...]:
    """The system's own, what is there, and what was chosen once and is not connected."""
    default = next((device.name for device in there if device.is_default), "")
    follow = _tr("Follow the system")
    present = {device.device_id for device in there}
    return (
        Option(FOLLOW, f"{follow} – {default}" if default else follow),
        *(Option(d.device_id, d.name, _note(d, in_use)) for d in there),
        *(
            Option(k.device_id, _tr("{name} – not connected").format(name=k.name))
            for k in known
            if k.device_id not in present
        ),
    )


def preset_options(suitable: Preset) -> tuple[Option, ...]:
    """The presets; the first goes by the speaker, for which ``suitable`` is right."""
    return (
        Option(FOLLOW, _tr("Choose for me – {preset}").format(preset=preset_name(suitable))),
        Option(Preset.SPEAKERS.value, preset_name(Preset.SPEAKERS), _tr("in a quiet room")),
        Option(Preset.HEADPHONES.value, preset_name(Preset.HEADPHONES), _tr("without echo")),
        Option(Preset.NOISY_ROOM.value, preset_name(Preset.NOISY_ROOM), _tr("with speakers")),
    )


def preset_name(preset: Preset) -> str:
    """A preset in a word or two."""
    return {
        Preset.SPEAKERS: _tr("Speakers"),
        Preset.HEADPHONES: _tr("Headphones"),
        Preset.NOISY_ROOM: _tr("Noisy room"),
    }[preset]


def moved_sentence(moved: Sequence[DeviceMoved]) -> str:
    """That the talk goes on with other devices."""
    if len({one.name for one in moved}) == 1 and len(moved) > 1:
        return _tr("Now talking through {name}.").format(name=moved[0].name)
    sentences = {
        Speaker.USER: _tr("You are now heard through {name}."),
        Speaker.ASSISTANT: _tr("The assistant now speaks through {name}."),
    }
    return " ".join(sentences[one.side].format(name=one.name) for one in moved)


def _note(device: DeviceInfo, in_use: DeviceId | None) -> str:
    if device.is_muted:
        return _tr("muted by the system")
    return _tr("in use") if device.device_id == in_use else ""
