"""What is done to the microphone's sound before anybody hears it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Processing:
    """Switches of the microphone's way.

    Attributes:
        echo_cancelling: take out what the speaker plays, so that it can be talked over.
        noise_suppression: take out fans, traffic and keyboards.
        gain_control: bring a person near or far to the same loudness.
    """

    echo_cancelling: bool = False
    noise_suppression: bool = False
    gain_control: bool = False


class Preset(Enum):
    """Usual situations."""

    SPEAKERS = "speakers"
    HEADPHONES = "headphones"
    NOISY_ROOM = "noisy room"

    @property
    def processing(self) -> Processing:
        """The switches that suit it."""
        return _PROCESSING[self]


_PROCESSING = {
    Preset.SPEAKERS: Processing(True, True, True),
    # Nothing comes back from headphones, and a canceller without an echo only costs.
    Preset.HEADPHONES: Processing(False, True, True),
    # Gain control would lift the noise between two words.
    Preset.NOISY_ROOM: Processing(True, True, False),
}
