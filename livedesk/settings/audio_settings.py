"""What of the sound is chosen: devices, loudness, and what is done to the microphone."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from livedesk.core.audio_processing import Preset, Processing

# Somebody who chose more devices than that has forgotten the first.
MAX_PREFERRED = 8


class KnownDevice(BaseModel):
    """A device that was chosen once; its name tells of it while it is not connected."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    device_id: str = Field(max_length=500)
    name: str = Field(max_length=500)


class Switches(BaseModel):
    """Single switches; None is as the preset has it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    echo_cancelling: bool | None = None
    noise_suppression: bool | None = None
    gain_control: bool | None = None

    def over(self, processing: Processing) -> Processing:
        """``processing`` with what was switched by hand."""
        return Processing(
            _first(self.echo_cancelling, processing.echo_cancelling),
            _first(self.noise_suppression, processing.noise_suppression),
            _first(self.gain_control, processing.gain_control),
        )


class Audio(BaseModel):
    """The sound. Lists of devices are in order of preference; empty follows the system."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    inputs: tuple[KnownDevice, ...] = Field(default=(), max_length=MAX_PREFERRED)
    outputs: tuple[KnownDevice, ...] = Field(default=(), max_length=MAX_PREFERRED)
    preset: Preset | None = Field(default=None, description="None goes by the speaker in use")
    switches: Switches = Switches()
    volume: float = Field(default=1.0, ge=0, le=1)
    microphone_gain_db: float = Field(default=0.0, ge=-20, le=20)


def preferred(chosen: KnownDevice, before: tuple[KnownDevice, ...]) -> tuple[KnownDevice, ...]:
    """The order of preference once ``chosen`` was chosen: it, then those of earlier times."""
    earlier = (known for known in before if known.device_id != chosen.device_id)
    return (chosen, *earlier)[:MAX_PREFERRED]


def _first(switched: bool | None, usual: bool) -> bool:
    return usual if switched is None else switched
