"""Which device one side uses now: the person's order of preference, as far as it can be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from livedesk.audio.backend import DeviceId, DeviceInfo

# A device that failed is left alone so long, unless the list of devices changes: long enough not
# to try a busy one with every event of the system, short enough to be there for the next talk.
FAILURE_MEMORY_S = 10.0


@dataclass(frozen=True, slots=True)
class DeviceList:
    """What there is, and what is in use.

    Attributes:
        inputs, outputs: microphones and speakers, in the system's order.
        input_in_use, output_in_use: where the open microphone and speaker are; None when closed,
            or when the way to sound does not tell.
    """

    inputs: tuple[DeviceInfo, ...] = ()
    outputs: tuple[DeviceInfo, ...] = ()
    input_in_use: DeviceId | None = None
    output_in_use: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an open stream is.

    Attributes:
        asked: the device it was opened with; None for the system's own.
        at: the device it is on as far as known.
        follows_default: whether the system moves a stream of its own device by itself.
    """

    asked: DeviceId | None
    at: DeviceId | None
    follows_default: bool


class DeviceChoice:
    """Decides for one side; knows no device, only their list.

    ``None`` stands for the system's own device, which may be another one at any time.
    """

    def __init__(self) -> None:
        self.wished: tuple[DeviceId, ...] = ()
        self._present: tuple[DeviceInfo, ...] = ()
        self._failed_at_s: dict[DeviceId | None, float] = {}
        self._second_chances: set[DeviceId | None] = set()

    def note_present(self, devices: Sequence[DeviceInfo]) -> None:
        """These devices are there. When others come or go, every failure is forgiven."""
        if {d.device_id for d in devices} != {d.device_id for d in self._present}:
            self.forgive()
        self._present = tuple(devices)

    def note_failed(self, device_id: DeviceId | None, now_s: float) -> None:
        """This device could not be opened."""
        self._failed_at_s[self._meant_by(device_id)] = now_s
        self._second_chances.discard(self._meant_by(device_id))

    def note_lost(self, device_id: DeviceId | None, now_s: float) -> None:
        """This device fell silent.

        The stream may be at fault: it is tried once more where there is no other device.
        """
        is_first = not self._has_failed(device_id, now_s)
        self.note_failed(device_id, now_s)
        if is_first:
            self._second_chances.add(self._meant_by(device_id))

    def forgive(self) -> None:
        """The person asks for it: a device that failed may be tried again."""
        self._failed_at_s.clear()
        self._second_chances.clear()

    def candidates(self, now_s: float) -> tuple[DeviceId | None, ...]:
        """What to try, best first: the wished ones that are there, then the system's own.

        What failed lately is left out; nothing may be left.
        """
        there = {device.device_id for device in self._present}
        order = (*(wish for wish in self.wished if wish in there), None)
        good = tuple(device_id for device_id in order if not self._has_failed(device_id, now_s))
        return good or tuple(one for one in order if self._meant_by(one) in self._second_chances)

    def stays(self, placement: Placement, best: DeviceId | None) -> bool:
        """Whether an open stream is where ``best``, the best of the candidates, wants it."""
        at = placement.at
        if at is not None and at not in {device.device_id for device in self._present}:
            return False  # such as the monitor of a speaker, where the system put an orphan
        if best is not None:
            return at == best
        if placement.asked is None and (placement.follows_default or at is None):
            return True
        return at is not None and at == self._meant_by(None)

    def _has_failed(self, device_id: DeviceId | None, now_s: float) -> bool:
        failed_at_s = self._failed_at_s.get(self._meant_by(device_id))
        return failed_at_s is not None and now_s - failed_at_s < FAILURE_MEMORY_S

    def _meant_by(self, device_id: DeviceId | None) -> DeviceId | None:
        """The device behind the system's own, where the system tells."""
        if device_id is not None:
            return device_id
        return next((d.device_id for d in self._present if d.is_default), None)
