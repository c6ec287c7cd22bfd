"""The sound as a Qt object: which devices, how loud, what is done to the microphone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.device_watcher import DeviceWatcher
from livedesk.app.settings_controller import SettingsController
from livedesk.app.sound_choice import moves, preset_for, processing_for
from livedesk.audio.backend import DeviceInfo
from livedesk.audio.devices import DeviceList
from livedesk.audio.engine import AudioEngine
from livedesk.core.audio_processing import Preset, Processing
from livedesk.core.errors import AudioError
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.settings.audio_settings import Audio, KnownDevice, Switches, preferred

_log = get_logger("audio")


class AudioController(QObject):
    """Keeps the choices in the settings and the engine in line with them.

    Signals:
        devices_changed(DeviceList): devices came or went, or another one is in use.
        devices_moved(tuple[DeviceMoved, ...]): the talk goes on with other devices, unasked.
        audio_changed(Audio): something was chosen.
    """

    devices_changed = Signal(object)
    devices_moved = Signal(object)
    audio_changed = Signal(object)

    def __init__(
        self, engine: AudioEngine, settings: SettingsController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._devices = engine.device_list()
        self._n_choosing = 0
        self._tasks = TaskSet()
        self._watcher = DeviceWatcher(self)
        self._watcher.changed.connect(self._on_watched)
        engine.on_devices_changed = self._on_devices
        self._apply()

    @property
    def audio(self) -> Audio:
        """What is chosen."""
        return self._settings.settings.audio

    @property
    def devices(self) -> DeviceList:
        """The devices as they were seen last, and those in use."""
        return self._devices

    @property
    def preset(self) -> Preset:
        """The chosen preset, or the one that suits the speaker."""
        return preset_for(self.audio, self._devices)

    @property
    def processing(self) -> Processing:
        """What is done to the microphone."""
        return processing_for(self.audio, self._devices)

    @property
    def can_cancel_echo(self) -> bool:
        """Whether there is an echo canceller for this machine."""
        return self._engine.processing_available

    async def prepare(self) -> None:
        """Use the chosen devices, look for them, and go on watching."""
        await self._choose_devices()
        try:
            await self._engine.prepare()
        except AudioError as error:
            _log.info("no sound system yet: %s", error.detail)
        self._watcher.start()

    async def aclose(self) -> None:
        """Watch no more. Idempotent."""
        await self._watcher.aclose()
        await self._tasks.aclose()

    @Slot(str)
    def choose_microphone(self, device_id: str) -> None:
        """Prefer that microphone; "" follows the system."""
        self._change(inputs=_order(device_id, self._devices.inputs, self.audio.inputs))
        self._tasks.spawn(self._choose_devices(), name="choose microphone")

    @Slot(str)
    def choose_speaker(self, device_id: str) -> None:
        """Prefer that speaker; "" follows the system."""
        self._change(outputs=_order(device_id, self._devices.outputs, self.audio.outputs))
        self._tasks.spawn(self._choose_devices(), name="choose speaker")

    @Slot(float)
    def set_volume(self, fraction: float) -> None:
        """How loud the assistant is, 0 … 1."""
        self._change(volume=fraction)

    @Slot(float)
    def set_microphone_gain(self, gain_db: float) -> None:
        """How much louder or softer the person is made, in dB."""
        self._change(microphone_gain_db=gain_db)

    @Slot(str)
    def choose_preset(self, preset: str) -> None:
        """A value of ``Preset``; "" goes by the speaker. What was switched by hand is forgotten."""
        self._change(preset=Preset(preset) if preset else None, switches=Switches())

    @Slot(str, bool)
    def switch(self, name: str, on: bool) -> None:
        """One switch by hand; ``name`` is a field of ``Processing``."""
        usual = getattr(self.preset.processing, name)
        by_hand = {name: None if on == usual else on}
        self._change(switches=self.audio.switches.model_copy(update=by_hand))

    async def _choose_devices(self) -> None:
        audio = self.audio
        self._n_choosing += 1
        try:
            await self._engine.set_devices(
                tuple(known.device_id for known in audio.inputs),
                tuple(known.device_id for known in audio.outputs),
            )
        finally:
            self._n_choosing -= 1

    def _change(self, **changed: object) -> None:
        audio = self.audio.model_copy(update=changed)
        if audio != self.audio:
            self._settings.set_audio(audio)
            self._apply()
            self.audio_changed.emit(audio)

    def _apply(self) -> None:
        self._engine.set_volume(self.audio.volume)
        self._engine.set_microphone_gain(self.audio.microphone_gain_db)
        self._engine.set_processing(self.processing)

    def _on_devices(self, devices: DeviceList) -> None:
        moved = moves(self._devices, devices)
        self._devices = devices
        self._apply()
        self.devices_changed.emit(devices)
        if moved and not self._n_choosing:
            self.devices_moved.emit(moved)

    @Slot()
    def _on_watched(self) -> None:
        self._engine.note_devices_changed()


def _order(
    device_id: str, there: tuple[DeviceInfo, ...], before: tuple[KnownDevice, ...]
) -> tuple[KnownDevice, ...]:
    """The order of preference once that device was chosen; it may be one that is not there."""
    if not device_id:
        return ()
    names = {known.device_id: known.name for known in before}
    names |= {device.device_id: device.name for device in there}
    return preferred(KnownDevice(device_id=device_id, name=names[device_id]), before)
