"""Microphone and speaker on the right devices, while devices come, go, fail and are chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from livedesk.audio.backend import AudioBackend, DeviceId, DeviceInfo
from livedesk.audio.device_side import DeviceSide, Hardware
from livedesk.audio.device_thread import DeviceThread
from livedesk.audio.devices import DeviceList
from livedesk.core.clock import Clock
from livedesk.core.errors import AudioError, MicrophoneError, SpeakerError
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.core.speakers import Speaker
from livedesk.core.tasks import TaskSet

_log = get_logger("audio")
# A headset that is plugged in is two devices and a new default: one look for all three. Short,
# because somebody may be speaking.
_DEBOUNCE_S = 0.08
_BY_ITSELF: Final = "Connect one, and it is used at once; typing works meanwhile."


@dataclass(frozen=True, slots=True)
class DeviceListeners:
    """Who is told, on the loop's thread.

    Attributes:
        on_open: something may have been opened or closed.
        on_devices: devices came or went, or another one is in use.
        on_lost: a side that was open is not, and no other device can take its place for now.
        on_back: a side that could not be had is open now.
    """

    on_open: Callable[[], None]
    on_devices: Listener[DeviceList]
    on_lost: Listener[AudioError]
    on_back: Listener[Speaker]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the backend told at one time."""

    inputs: tuple[DeviceInfo, ...] = ()
    outputs: tuple[DeviceInfo, ...] = ()
    follows_default: bool = True


_Read: TypeAlias = Callable[[AudioBackend], _Reading]


class OpenDevices:
    """Opens, closes and moves both sides, one thing at a time.

    A side that is wanted and has no device is opened as soon as there is one.

    Args:
        thread: where the devices are reached.
        sides: microphone and speaker.
        clock: tells how long ago a device failed.
        listeners: are told what happens.
    """

    def __init__(
        self,
        thread: DeviceThread,
        sides: tuple[Hardware, Hardware],
        clock: Clock,
        listeners: DeviceListeners,
    ) -> None:
        self._thread = thread
        self._listeners = listeners
        self._sides = {
            Speaker.USER: DeviceSide(sides[0], clock),
            Speaker.ASSISTANT: DeviceSide(sides[1], clock),
        }
        self._lock = asyncio.Lock()
        self._tasks = TaskSet()
        self._reading = _Reading()
        self._told = DeviceList()
        self._look: asyncio.TimerHandle | None = None

    @property
    def devices(self) -> DeviceList:
        """What there was when it was looked for last, and what is in use now."""
        return DeviceList(
            self._reading.inputs,
            self._reading.outputs,
            self._sides[Speaker.USER].in_use,
            self._sides[Speaker.ASSISTANT].in_use,
        )

    def is_between(self, which: Speaker) -> bool:
        """Whether that side is closed only for a moment, on its way to another device."""
        return self._sides[which].is_between

    async def prepare(self) -> None:
        """Look for the devices as far as that disturbs nothing.

        Raises:
            AudioError: there is no way to sound at all.
        """
        async with self._lock:
            self._note(await self._thread.run(_read))
        self._tell()

    async def open(self, which: Speaker) -> None:
        """Open that side on the best device. Idempotent; what fails stays wanted.

        Raises:
            AudioError: it cannot be had.
        """
        side = self._sides[which]
        async with self._lock:
            if side.is_open:
                return
            side.is_wanted = True
            try:
                self._note(await self._thread.run(_read))
                side.choice.forgive()
                failure = await side.settle(follows_default=self._reading.follows_default)
            except asyncio.CancelledError:
                side.is_wanted = False
                raise
        self._tell()
        if failure is not None:
            raise failure

    async def close(self, which: Speaker) -> None:
        """Close that side. Idempotent."""
        async with self._lock:
            await self._sides[which].close()
        self._tell()

    async def close_all(self) -> None:
        """Close both sides and leave the devices' thread. Idempotent."""
        if self._look is not None:
            self._look.cancel()
            self._look = None
        await self._tasks.aclose()
        async with self._lock:
            for side in self._sides.values():
                await side.close()
            await self._thread.stop()
        self._tell()

    def abandon(self) -> None:
        """Wait no longer for a system that hangs."""
        for side in self._sides.values():
            side.forget()
        self._thread.abandon()
        self._tell()

    def prefer(self, inputs: tuple[DeviceId, ...], outputs: tuple[DeviceId, ...]) -> None:
        """These devices are best, in this order; none means the system's own."""
        for which, wished in ((Speaker.USER, inputs), (Speaker.ASSISTANT, outputs)):
            choice = self._sides[which].choice
            if choice.wished != wished:
                choice.wished = wished
                choice.forgive()

    async def move(self) -> None:
        """Be on the best devices that were seen."""
        if any(side.is_wanted for side in self._sides.values()):
            await self._look_and_move(_read, {})

    async def refresh(self) -> None:
        """Look for devices anew, and move to better ones."""
        await self._look_and_move(_refresh, {})

    def note_changed(self) -> None:
        """The system says that devices changed: look anew in a moment."""
        if self._look is None:
            loop = asyncio.get_running_loop()
            self._look = loop.call_later(_DEBOUNCE_S, self._on_debounced)

    def note_lost(self, which: Speaker, error: AudioError, give_back: Callable[[], None]) -> None:
        """That side's device fell silent: go on with another one."""
        _log.info("device lost: %s", error.user_message)
        self._thread.post(give_back)
        self._sides[which].note_lost()
        replacing = self._look_and_move(_refresh, {which: error})
        self._tasks.spawn(replacing, name="replace a lost device")

    def _on_debounced(self) -> None:
        self._look = None
        self._tasks.spawn(self.refresh(), name="look for devices")

    async def _look_and_move(self, read: _Read, lost: dict[Speaker, AudioError]) -> None:
        async with self._lock:
            before = {which for which, side in self._sides.items() if side.is_open} | set(lost)
            failures = dict(lost)
            try:
                await self._look_anew(read)
            except AudioError as error:
                _log.info("no way to sound: %s", error.detail)
            for which, side in self._sides.items():
                if side.is_wanted:
                    failure = await side.settle(follows_default=self._reading.follows_default)
                    if failure is not None:
                        failures.setdefault(which, failure)
            wanted = {which for which, side in self._sides.items() if side.is_wanted}
        for which in wanted:
            is_open = self._sides[which].is_open
            if which in before and not is_open:
                self._listeners.on_lost(failures.get(which) or _gone(which))
            elif which not in before and is_open:
                self._listeners.on_back(which)
        self._tell()

    async def _look_anew(self, read: _Read) -> None:
        if read is _refresh and await self._thread.run(lambda backend: backend.refresh_closes):
            for side in self._sides.values():
                await side.release()
        self._note(await self._thread.run(read))

    def _tell(self) -> None:
        self._listeners.on_open()
        if self.devices != self._told:
            self._told = self.devices
            self._listeners.on_devices(self._told)

    def _note(self, reading: _Reading) -> None:
        self._reading = reading
        self._sides[Speaker.USER].choice.note_present(reading.inputs)
        self._sides[Speaker.ASSISTANT].choice.note_present(reading.outputs)


def _read(backend: AudioBackend) -> _Reading:
    if not backend.refresh_closes:
        backend.refresh()
    return _Reading(tuple(backend.inputs()), tuple(backend.outputs()), backend.follows_default)


def _refresh(backend: AudioBackend) -> _Reading:
    backend.refresh()
    return _Reading(tuple(backend.inputs()), tuple(backend.outputs()), backend.follows_default)


def _gone(which: Speaker) -> AudioError:
    if which is Speaker.USER:
        return MicrophoneError("The microphone was taken away.", _BY_ITSELF)
    return SpeakerError("The speaker was taken away.", _BY_ITSELF)
