"""The one object through which LiveDesk hears and speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from livedesk.audio.backend import AudioBackend, DeviceId
from livedesk.audio.device_thread import DeviceThread
from livedesk.audio.devices import DeviceList
from livedesk.audio.echo import is_available
from livedesk.audio.levels import Levels
from livedesk.audio.loudspeaker import Loudspeaker
from livedesk.audio.microphone import Microphone
from livedesk.audio.open_devices import DeviceListeners, OpenDevices
from livedesk.audio.playback import SpeakerPlayback
from livedesk.audio.prompt_switching import PromptSwitching
from livedesk.audio.sound_look import SoundLook
from livedesk.audio.tape import Tape
from livedesk.core.audio_format import AudioFrame
from livedesk.core.audio_processing import Processing
from livedesk.core.clock import Clock
from livedesk.core.errors import AudioError
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.core.speakers import Speaker

_log = get_logger("audio")
# A sound server that hangs must not hold up the end of a talk.
_CLOSE_LIMIT_S = 1.5
# Speech under one's own voice stays audible, and no longer drowns it out.
_DUCKED_DB = -18.0


class AudioEngine:
    """Microphone and speaker, each opened and closed on its own, in any order, any number of times.

    Everything is called on the loop's thread and never blocks it; frames and faults come on it.
    Opening and closing may overlap: what was asked for last holds. After ``close`` everything may
    be opened again.

    Args:
        backend_factory: gives the way to the devices; called on the devices' thread.
        clock: stamps the frames.
        on_fault: told when an open device is lost and no other can take its place.

    Attributes:
        on_back: told which side is open again, or at last, without having been asked to.
        look: what of the sound can be looked at.
        tape: what of the sound may be recorded.
        on_devices_changed: told when devices come or go, or another one is in use.
    """

    def __init__(
        self,
        backend_factory: Callable[[], AudioBackend],
        *,
        clock: Clock,
        on_fault: Listener[AudioError] | None = None,
    ) -> None:
        self.on_fault = on_fault
        self.on_back: Listener[Speaker] | None = None
        self.on_devices_changed: Listener[DeviceList] | None = None
        self._devices = DeviceThread(backend_factory)
        self.tape = Tape(clock)
        self._playback = SpeakerPlayback(self.tape)
        playback = self._playback
        self._microphone = Microphone(self._devices, clock, playback, self._on_microphone_lost)
        self._speaker = Loudspeaker(self._devices, self._playback, self._on_speaker_lost)
        self.look = SoundLook(self._microphone, self._speaker, playback, self._devices)
        sides = (self._microphone, self._speaker)
        listeners = DeviceListeners(self._on_open, self._on_devices, self._on_lost, self._on_back)
        self._open = OpenDevices(self._devices, sides, clock, listeners)
        self._n_speaker_openers = 0
        self._volume = 1.0
        self._is_ducked = False
        self._switching = PromptSwitching()

    @property
    def microphone_open(self) -> bool:
        """Whether sound is captured."""
        return self._microphone.is_open

    @property
    def speaker_open(self) -> bool:
        """Whether sound can be heard."""
        return self._speaker.is_open

    @property
    def muted(self) -> bool:
        """Whether captured sound is kept back."""
        return self._microphone.muted

    @property
    def overruns(self) -> int:
        """Blocks of the microphone that were lost: the program was busy, or the device says so."""
        return self._microphone.overruns

    @property
    def underruns(self) -> int:
        """Times that the assistant's voice broke off because the next chunk was late."""
        return self._playback.underruns

    @property
    def lost_blocks(self) -> int:
        """Blocks that the speaker had to do without, as it tells itself; also in silence."""
        return self._speaker.lost_blocks

    async def prepare(self) -> None:
        """Look for the devices now, so that opening one later is quick. May be left out."""
        await self._open.prepare()

    def device_list(self) -> DeviceList:
        """The devices as they were seen last, and those in use."""
        return self._open.devices

    async def set_devices(
        self, inputs: tuple[DeviceId, ...], outputs: tuple[DeviceId, ...]
    ) -> None:
        """Use the first of each list that is there, now and whenever devices come and go.

        After the lists comes the system's own device; an empty list follows the system.
        """
        self._open.prefer(inputs, outputs)
        await self._open.move()

    async def refresh_devices(self) -> None:
        """Look for devices anew, and move what is open to better ones; what waits is kept."""
        await self._open.refresh()

    def note_devices_changed(self) -> None:
        """The system says that devices come or go: ``refresh_devices`` in a moment."""
        self._open.note_changed()

    async def open_microphone(
        self, on_frame: Listener[AudioFrame], on_onset: Callable[[], None] | None = None
    ) -> None:
        """Capture from now on; each frame of 20 ms at 16 kHz goes to ``on_frame``, in order.

        ``on_onset`` is told, before any frame says so, that the person may have begun.
        When it is open already, only the receiver changes. Where it fails, and after a loss, it is
        opened as soon as a device is there, until it is closed.

        Raises:
            MicrophoneError: there is none, or it cannot be used.
        """
        self._microphone.on_frame = on_frame
        self._microphone.on_onset = on_onset
        await self._open.open(Speaker.USER)

    async def close_microphone(self) -> None:
        """Capture no more. No frame is given out once this is called. Idempotent."""
        self._microphone.on_frame = None
        await self._open.close(Speaker.USER)

    def set_muted(self, muted: bool) -> None:
        """Keep captured sound back: it is measured, but not given out. Outlasts closing."""
        self._microphone.set_muted(muted)

    def set_microphone_gain(self, gain_db: float) -> None:
        """Make the person louder or softer by so much, from the next frame on. Outlasts closing."""
        self._microphone.controls.gain.set(10 ** (gain_db / 20))

    def set_volume(self, fraction: float) -> None:
        """How loud the assistant is, 0 (silent) … 1 (as it came); half sounds half as loud."""
        self._volume = min(1.0, max(0.0, fraction))
        self._follow_volume()

    def set_ducked(self, ducked: bool) -> None:
        """Lower the assistant's voice by 18 dB, or raise it again, within one block. Idempotent."""
        self._is_ducked = ducked
        self._follow_volume()

    def set_processing(self, processing: Processing) -> None:
        """Switch echo cancelling, noise suppression and gain control, also in mid-talk."""
        self._microphone.controls.processing = processing

    @property
    def processing_available(self) -> bool:
        """Whether there is an echo canceller for this machine; if not, see ``NO_CANCELLER``."""
        return is_available()

    @property
    def echo_delay_ms(self) -> float | None:
        """How late the speaker comes back through the microphone; None when it does not."""
        voice = self._microphone.voice
        return voice.echo_delay_ms if voice is not None else None

    async def open_speaker(self) -> None:
        """Play what is queued, also what was queued while this runs. Idempotent.

        Raises:
            SpeakerError: there is none, or it cannot be used.
        """
        self._n_speaker_openers += 1
        try:
            await self._open.open(Speaker.ASSISTANT)
        finally:
            self._n_speaker_openers -= 1
            if not self._takes_speech:
                self._playback.flush()

    async def close_speaker(self) -> None:
        """Play no more; what waits is forgotten. Idempotent."""
        self._playback.flush()
        await self._open.close(Speaker.ASSISTANT)

    async def close(self) -> None:
        """Give both devices back, within 1.5 s even if the system hangs. Idempotent."""
        self._microphone.on_frame = None
        self._playback.flush()
        try:
            async with asyncio.timeout(_CLOSE_LIMIT_S):
                await self._open.close_all()
        except TimeoutError:
            _log.warning("the sound system does not answer; its devices are left behind")
            self._open.abandon()

    def begin_turn(self) -> None:
        """The chunks from here on are a new turn. ``played_ms`` counts from its first sample."""
        self._playback.begin_turn()

    def play(self, chunk: bytes, rate_hz: int) -> None:
        """Queue a chunk of the current turn, PCM int16 mono of any length.

        Nothing is heard, now or later, when the turn was flushed, or when there is no speaker.
        """
        if self._takes_speech:
            self._playback.push(chunk, rate_hz)

    def end_turn(self) -> None:
        """The whole turn is queued: play it out, however little is left. Idempotent."""
        self._playback.end_turn()

    def flush(self) -> float:
        """Silence within one block, until ``begin_turn``. Idempotent.

        Returns:
            ``played_ms``: how much of the turn was heard.
        """
        if self._playback.is_playing:
            self.look.mark()
        return self._playback.flush()

    @property
    def played_ms(self) -> float:
        """How much of the current turn has left for the device, in milliseconds."""
        return self._playback.played_ms

    @property
    def queued_ms(self) -> float:
        """How much speech waits to be played, in milliseconds."""
        return self._playback.queued_ms

    @property
    def is_playing(self) -> bool:
        """Whether the assistant is heard, or speech waits to be."""
        return self._playback.is_playing

    def levels(self) -> Levels:
        """Loudness of both sides over the last 50 ms, in dBFS. To be pulled at will."""
        return self.look.levels()

    @property
    def _takes_speech(self) -> bool:
        is_coming = self._n_speaker_openers > 0 or self._open.is_between(Speaker.ASSISTANT)
        return self._speaker.is_open or is_coming

    def _follow_volume(self) -> None:
        # The ear hears a tenth of the power as half as loud; the square comes near it.
        duck = 10 ** (_DUCKED_DB / 20) if self._is_ducked else 1.0
        self._playback.gain.set(self._volume**2 * duck)

    def _on_open(self) -> None:
        self._switching.set(self._microphone.is_open or self._speaker.is_open)

    def _on_devices(self, devices: DeviceList) -> None:
        if self.on_devices_changed is not None:
            self.on_devices_changed(devices)

    def _on_microphone_lost(self, error: AudioError, give_back: Callable[[], None]) -> None:
        self._open.note_lost(Speaker.USER, error, give_back)

    def _on_speaker_lost(self, error: AudioError, give_back: Callable[[], None]) -> None:
        self._open.note_lost(Speaker.ASSISTANT, error, give_back)

    def _on_lost(self, error: AudioError) -> None:
        if not self._takes_speech:
            self._playback.flush()
        if self.on_fault is not None:
            self.on_fault(error)

    def _on_back(self, side: Speaker) -> None:
        if self.on_back is not None:
            self.on_back(side)
