"""What a way of reaching sound devices must offer.

Blocks are PCM int16 little-endian mono at the stream's own rate. Callbacks are called on a thread
of the backend's; they neither block nor raise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol, TypeAlias

# A device's stable name of ours: way to it, its name, channels. Never an index.
DeviceId: TypeAlias = str
NOWHERE: Final[DeviceId] = ""
# Takes one block of any length.
OnBlock: TypeAlias = Callable[[bytes], None]
# Takes a number of samples and returns exactly so many.
Fill: TypeAlias = Callable[[int], bytes]


class DeviceKind(Enum):
    """What is known of how a device reaches the person's ears or mouth."""

    BUILT_IN = "built in"
    HEADSET = "headset"  # its speaker does not reach a microphone
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """One device of the system.

    Attributes:
        device_id: stable name of ours; the same after it was unplugged and plugged in again.
        name: what the system calls it, for the person.
        max_input_channels: 0 for a speaker.
        max_output_channels: 0 for a microphone.
        default_rate_hz: the device's own sample rate.
        is_default: whether the system uses it unless told otherwise.
        kind: whether it is a headset, as far as the system knows.
        is_muted: whether the system keeps it silent.
    """

    device_id: str
    name: str
    max_input_channels: int
    max_output_channels: int
    default_rate_hz: int
    is_default: bool
    kind: DeviceKind = DeviceKind.OTHER
    is_muted: bool = False


class InputStream(Protocol):
    """An open microphone. It delivers from ``start`` until ``close``."""

    @property
    def device_id(self) -> DeviceId | None:
        """The device it is on, as far as known; the system may have moved it since opening.

        ``NOWHERE`` when the system took it off every device.
        """
        ...

    @property
    def rate_hz(self) -> int:
        """The rate it was opened at, which need not be the one asked for."""
        ...

    @property
    def latency_s(self) -> float:
        """What the device says of its own delay, in seconds."""
        ...

    @property
    def lost_blocks(self) -> int:
        """Blocks that the device lost or had to do without, as it tells itself."""
        ...

    def start(self) -> None:
        """Begin to call back."""
        ...

    def close(self) -> None:
        """Give the device back; no call comes after this returns. Idempotent."""
        ...


class OutputStream(Protocol):
    """An open speaker. It asks for blocks from ``start`` until ``close``."""

    @property
    def device_id(self) -> DeviceId | None:
        """The device it is on, as far as known; the system may have moved it since opening.

        ``NOWHERE`` when the system took it off every device.
        """
        ...

    @property
    def rate_hz(self) -> int:
        """The rate it was opened at, which need not be the one asked for."""
        ...

    @property
    def latency_s(self) -> float:
        """What the device says of its own delay, in seconds."""
        ...

    @property
    def block_ms(self) -> float:
        """Length of the blocks it asks for, in milliseconds."""
        ...

    @property
    def lost_blocks(self) -> int:
        """Blocks that the device lost or had to do without, as it tells itself."""
        ...

    def start(self) -> None:
        """Begin to call back."""
        ...

    def close(self) -> None:
        """Give the device back; no call comes after this returns. Idempotent."""
        ...


class AudioBackend(Protocol):
    """A way of reaching devices. Building one has no side effects.

    All methods may take long; they are called from one thread, never at the same time.
    """

    @property
    def refresh_closes(self) -> bool:
        """Whether ``refresh`` closes every open stream."""
        ...

    @property
    def follows_default(self) -> bool:
        """Whether a stream of the system's own device goes along when that changes."""
        ...

    def refresh(self) -> None:
        """Look for devices anew; ``inputs`` and ``outputs`` tell what was found."""
        ...

    def inputs(self) -> list[DeviceInfo]:
        """The microphones there are."""
        ...

    def outputs(self) -> list[DeviceInfo]:
        """The speakers there are."""
        ...

    def open_input(
        self, device_id: DeviceId | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> InputStream:
        """Open a microphone, or the system's own one for None; it does not run yet.

        Blocks are mono, whatever the device gives.

        Raises:
            MicrophoneError: there is none, or it cannot be used.
        """
        ...

    def open_output(
        self, device_id: DeviceId | None, rate_hz: int, block_ms: int, fill: Fill
    ) -> OutputStream:
        """Open a speaker, or the system's own one for None; it does not run yet.

        Blocks are mono, whatever the device takes.

        Raises:
            SpeakerError: there is none, or it cannot be used.
        """
        ...

    def close(self) -> None:
        """Give everything back. Idempotent; the backend may be used again afterwards."""
        ...
