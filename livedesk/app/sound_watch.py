"""Looks whether the sound is what it should be while a talk goes on, and says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from livedesk.app.audio_controller import AudioController
from livedesk.app.talk_phase import TalkStatus
from livedesk.audio.backend import DeviceId, DeviceInfo
from livedesk.audio.elsewhere import ElsewherePlan
from livedesk.audio.engine import AudioEngine
from livedesk.audio.mic_truth import MicTruth, Trouble
from livedesk.core.audio_processing import Preset
from livedesk.core.errors import AudioError
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet

_log = get_logger("audio")
_LOOK_MS = 400
# From here on it is worth to ask the system whether it muted the microphone.
_ASK_MS = 600.0
# A canceller that has just begun lets something through; so many looks, of a second of speech each,
# later it should not any more.
_LOOKS_TO_COPE = 8


@dataclass(frozen=True, slots=True)
class MicNotice:
    """The microphone does not hear the person as it should.

    Attributes:
        trouble: why.
        name: what the microphone is called; "" when that is not known.
        other_id, other_name: a microphone that may be tried instead; "" when there is none.
    """

    trouble: Trouble
    name: str = ""
    other_id: str = ""
    other_name: str = ""


@dataclass(frozen=True, slots=True)
class EchoNotice:
    """The assistant's voice reaches the server through the microphone.

    Attributes:
        delay_ms: how much later than it was played.
        is_cancelling: whether a canceller is on that does not cope.
        has_canceller: whether there is one for this machine.
    """

    delay_ms: float
    is_cancelling: bool = False
    has_canceller: bool = True


SoundNotice = MicNotice | EchoNotice


class SoundWatch(QObject):
    """Tells one thing at a time, the worst; each echo once in a talk.

    Signals:
        notice_changed(MicNotice | EchoNotice | None): what there is to say now.
    """

    notice_changed = Signal(object)

    def __init__(
        self,
        engine: AudioEngine,
        audio: AudioController,
        now_s: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._audio = audio
        self._now_s = now_s
        self._truth = MicTruth()
        self._plan = ElsewherePlan()
        self._heard_by: DeviceId | None = None
        self._listening: asyncio.Task[None] | None = None
        self._status = TalkStatus()
        self._notice: SoundNotice | None = None
        self._dismissed: set[Trouble | bool] = set()
        self._has_asked = False
        self._tasks = TaskSet()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def notice(self) -> SoundNotice | None:
        """What is said now."""
        return self._notice

    @property
    def is_watching(self) -> bool:
        """Whether it looks from time to time."""
        return self._timer.isActive()

    async def aclose(self) -> None:
        """Look no more. Idempotent."""
        self._timer.stop()
        await self._tasks.aclose()

    @Slot(object)
    def follow(self, status: TalkStatus) -> None:
        """Watch while the person is meant to be heard."""
        if status.is_talking and not self._status.is_talking:
            self._dismissed.clear()
        self._status = status
        if status.is_talking and status.microphone_open and not status.muted:
            if not self._timer.isActive():
                self._truth = MicTruth()
                self._plan = ElsewherePlan()
                self._heard_by = None
                self._timer.start()
        else:
            self._timer.stop()
            if self._listening is not None:
                self._listening.cancel()
            self._say(None)

    @Slot()
    def look(self) -> None:
        """Look now."""
        notice = self._mic_notice() or self._echo_notice()
        if notice is not None and _subject(notice) in self._dismissed:
            notice = None
        keeps_echo = isinstance(self._notice, EchoNotice) and not self._notice.is_cancelling
        if notice is None and keeps_echo and not self._audio.processing.echo_cancelling:
            return  # it is as true as before while the assistant is silent
        if isinstance(notice, EchoNotice) and isinstance(self._notice, EchoNotice):
            return  # a delay that changes by a millisecond is no news
        self._say(notice)

    @Slot()
    def dismiss(self) -> None:
        """The person has read it: not again in this talk."""
        if self._notice is not None:
            self._dismissed.add(_subject(self._notice))
            self._say(None)

    @Slot()
    def use_speakers_preset(self) -> None:
        """Take the echo out."""
        self._audio.choose_preset(Preset.SPEAKERS.value)
        self._say(None)

    @Slot()
    def try_other_microphone(self) -> None:
        """Use the microphone that was offered."""
        if isinstance(self._notice, MicNotice) and self._notice.other_id:
            self._audio.choose_microphone(self._notice.other_id)
            self._say(None)

    def _mic_notice(self) -> MicNotice | None:
        reading = self._engine.look.reading
        if reading is None:
            return None
        if reading.zero_ms < _ASK_MS:
            self._has_asked = False
        elif not self._has_asked:
            self._has_asked = True
            self._tasks.spawn(self._ask_system(), name="ask whether it is muted")
        device = self._microphone()
        if self._plan.is_due(reading):
            self._plan.note_look()
            self._listening = self._tasks.spawn(
                self._listen_elsewhere(device), name="listen to other microphones"
            )
        if reading.has_words or (device is not None and device.device_id == self._heard_by):
            self._heard_by = None
        trouble = self._truth.judge(
            reading,
            self._now_s(),
            is_muted_by_system=device is not None and device.is_muted,
            is_key_down=self._status.key_down,
        )
        name = device.name if device is not None else ""
        other = self._other(device)
        if self._heard_by is not None and trouble is not Trouble.MUTED_BY_SYSTEM:
            trouble = Trouble.ELSEWHERE
            other = next((d for d in self._unused(device) if d.device_id == self._heard_by), None)
        if trouble is None:
            return None
        if other is None:
            return MicNotice(trouble, name)
        return MicNotice(trouble, name, other.device_id, other.name)

    def _echo_notice(self) -> EchoNotice | None:
        look = self._engine.look
        leak = look.leak
        if leak is None:
            return None
        is_cancelling = self._audio.processing.echo_cancelling
        if is_cancelling and look.n_leak_looks < _LOOKS_TO_COPE:
            return None
        delay_ms = self._engine.echo_delay_ms
        has_canceller = self._audio.can_cancel_echo
        return EchoNotice(
            leak.lag_ms if delay_ms is None else delay_ms, is_cancelling, has_canceller
        )

    def _microphone(self) -> DeviceInfo | None:
        """The microphone in use, as far as the system tells."""
        devices = self._audio.devices
        in_use = devices.input_in_use
        for device in devices.inputs:
            if device.device_id == in_use or (in_use is None and device.is_default):
                return device
        return None

    def _other(self, device: DeviceInfo | None) -> DeviceInfo | None:
        """The next microphone of the list that is not muted."""
        there = self._audio.devices.inputs
        if device is None or device not in there:
            return None
        at = there.index(device)
        return next((d for d in (*there[at + 1 :], *there[:at]) if not d.is_muted), None)

    def _unused(self, device: DeviceInfo | None) -> tuple[DeviceInfo, ...]:
        """The microphones that somebody could be speaking into by mistake."""
        there = self._audio.devices.inputs
        return tuple(d for d in there if d != device and not d.is_muted)

    async def _listen_elsewhere(self, device: DeviceInfo | None) -> None:
        others = [other.device_id for other in self._unused(device)]
        if device is None or not others:
            return
        try:
            self._heard_by = await self._engine.look.heard_elsewhere(others)
        except AudioError as error:
            _log.info("other microphones cannot be listened to: %s", error.detail)
            return
        self.look()

    async def _ask_system(self) -> None:
        try:
            await self._engine.prepare()
        except AudioError as error:
            _log.info("no news of the devices: %s", error.detail)

    def _say(self, notice: SoundNotice | None) -> None:
        if notice == self._notice:
            return
        self._notice = notice
        if notice is not None:
            _log.info("sound: %s", notice)
        self.notice_changed.emit(notice)


def _subject(notice: SoundNotice) -> Trouble | bool:
    return notice.trouble if isinstance(notice, MicNotice) else notice.is_cancelling
