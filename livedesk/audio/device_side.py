"""One side of the sound, microphone or speaker, on the best device that can be had."""

from __future__ import annotations

from typing import Protocol

from livedesk.audio.backend import DeviceId
from livedesk.audio.devices import DeviceChoice, Placement
from livedesk.core.clock import Clock
from livedesk.core.errors import AudioError
from livedesk.core.log import get_logger

_log = get_logger("audio")


class Hardware(Protocol):
    """What ``Microphone`` and ``Loudspeaker`` have in common."""

    @property
    def is_open(self) -> bool:
        """Whether sound passes."""
        ...

    @property
    def device_id(self) -> DeviceId | None:
        """Where it is open, as far as known; where it was, while closed."""
        ...

    async def open(self, device_id: DeviceId | None) -> None:
        """Open that device, or the system's own for None; raises AudioError."""
        ...

    async def close(self) -> None:
        """Give the device back. Idempotent."""
        ...

    async def release(self) -> None:
        """Give the device back for a moment; what waits is kept."""
        ...

    def forget(self) -> object:
        """Be closed without asking the device."""
        ...


class DeviceSide:
    """Opens one side and keeps it where it should be. Coroutines must not overlap.

    Attributes:
        choice: decides between the devices.
        is_wanted: whether it is to be open.
        is_between: whether it is closed only until it is settled on a device again.
    """

    def __init__(self, hardware: Hardware, clock: Clock) -> None:
        self.choice = DeviceChoice()
        self.is_wanted = False
        self.is_between = False
        self._hardware = hardware
        self._clock = clock
        self._asked: DeviceId | None = None

    @property
    def is_open(self) -> bool:
        """Whether sound passes."""
        return self._hardware.is_open

    @property
    def in_use(self) -> DeviceId | None:
        """The device it is on; None when closed, or not known."""
        return self._hardware.device_id or None if self._hardware.is_open else None

    def note_lost(self) -> None:
        """Its device fell silent and was let go of."""
        self.is_between = self.is_wanted
        self.choice.note_lost(self._hardware.device_id or self._asked, self._clock.now_s())

    async def release(self) -> None:
        """Close until ``settle``; what waits is kept."""
        if self._hardware.is_open:
            self.is_between = True
            await self._hardware.release()

    async def close(self) -> None:
        """Close, and be wanted no more. Idempotent."""
        self.is_wanted = self.is_between = False
        await self._hardware.close()

    def forget(self) -> None:
        """Be closed without asking the device."""
        self.is_wanted = self.is_between = False
        self._hardware.forget()

    async def settle(self, *, follows_default: bool) -> AudioError | None:
        """Be open on the best device there is; where it is already, nothing happens.

        Returns:
            What the best device said, when none could be had. A device that is open stays so
            when no other one is worth a try.
        """
        failure: AudioError | None = None
        if not self._stays(follows_default):
            for device_id in self.choice.candidates(self._clock.now_s()):
                await self.release()
                error = await self._try(device_id)
                if error is None:
                    failure = None
                    break
                failure = failure or error
        self.is_between = False
        return failure

    async def _try(self, device_id: DeviceId | None) -> AudioError | None:
        try:
            await self._hardware.open(device_id)
        except AudioError as error:
            _log.info("device refused: %s (%s)", error.user_message, error.detail)
            self.choice.note_failed(device_id, self._clock.now_s())
            return error
        self._asked = device_id
        return None

    def _stays(self, follows_default: bool) -> bool:
        if not self._hardware.is_open:
            return False
        candidates = self.choice.candidates(self._clock.now_s())
        placement = Placement(self._asked, self._hardware.device_id, follows_default)
        return not candidates or self.choice.stays(placement, candidates[0])
