"""The microphone: opened, watched, muted and closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from livedesk.audio.backend import AudioBackend, DeviceId
from livedesk.audio.capture import MicCapture
from livedesk.audio.device_thread import DeviceThread
from livedesk.audio.dsp_thread import DspThread
from livedesk.audio.early_ear import EarlyEar
from livedesk.audio.frame_queue import FrameQueue
from livedesk.audio.loop_wake import LoopWake
from livedesk.audio.playback import SpeakerPlayback
from livedesk.audio.system_canceller import cancels_echo
from livedesk.audio.voice_chain import VoiceChain, VoiceControls
from livedesk.audio.watchdog import Watchdog
from livedesk.core.audio_format import CAPTURE_RATE_HZ, FRAME_MS, AudioFrame, Samples
from livedesk.core.clock import Clock
from livedesk.core.errors import MicrophoneError
from livedesk.core.listeners import Listener


class Microphone:
    """The engine's side of the microphone. Calls of ``open`` and ``close`` must not overlap.

    ``on_lost`` gets the error and what closes the device, which is to run on the devices' thread.

    Attributes:
        on_frame: takes the frames; None keeps them back.
        on_onset: told that the person may have begun to speak over the assistant.
        controls: what is done to what is captured; outlasts closing.
    """

    def __init__(
        self,
        devices: DeviceThread,
        clock: Clock,
        playback: SpeakerPlayback,
        on_lost: Callable[[MicrophoneError, Callable[[], None]], None],
    ) -> None:
        self.on_frame: Listener[AudioFrame] | None = None
        self.on_onset: Callable[[], None] | None = None
        self.controls = VoiceControls()
        self._parts = _Parts(clock, playback, self.controls)
        self._devices = devices
        self._clock = clock
        self._on_lost = on_lost
        self._open: _Open | None = None
        self._last_device_id: DeviceId | None = None
        self._watchdog: Watchdog | None = None
        self._is_muted = False
        self._heard_from_s = float("-inf")
        self._earlier_overruns = 0

    @property
    def is_open(self) -> bool:
        """Whether sound is captured."""
        return self._open is not None

    @property
    def device_id(self) -> DeviceId | None:
        """Where it is open, as far as known; where it was, while closed."""
        return self._open.device_id if self._open is not None else self._last_device_id

    @property
    def voice(self) -> VoiceChain | None:
        """What was captured lately; None while closed."""
        return self._open.voice if self._open is not None else None

    @property
    def muted(self) -> bool:
        """Whether frames are kept back."""
        return self._is_muted

    @property
    def overruns(self) -> int:
        """Blocks and frames lost so far, because the program was busy or the device says so."""
        return self._earlier_overruns + (self._open.overruns if self._open else 0)

    def set_muted(self, muted: bool) -> None:
        """Keep frames back, or give them out again; nothing said in between ever comes out."""
        if self._is_muted and not muted:
            self._heard_from_s = self._clock.now_s()
        self._is_muted = muted

    async def open(self, device_id: DeviceId | None = None) -> None:
        """Begin to capture from that device, or the system's own. Idempotent.

        Raises:
            MicrophoneError: there is none, or it cannot be used.
        """
        if self._open is not None:
            return
        loop = asyncio.get_running_loop()
        wakes = _Wakes(LoopWake(loop, self._deliver).wake, LoopWake(loop, self._tell_onset).wake)
        opened = await self._devices.run(
            lambda backend: _Open(backend, device_id, self._parts, wakes), undo=_Open.close
        )
        self._open = opened
        self._watchdog = Watchdog(opened.progress, self._lost)
        self._watchdog.start()
        self._deliver()

    async def close(self) -> None:
        """Give the device back; what it captured is given out before. Idempotent."""
        self._deliver()
        opened = self.forget()
        if opened is not None:
            await self._devices.run(lambda _: opened.close())

    async def release(self) -> None:
        """Close for a moment; the receiver stays."""
        await self.close()

    def forget(self) -> _Open | None:
        """Be closed without asking the device."""
        self._last_device_id = self.device_id
        opened, self._open = self._open, None
        if opened is not None:
            self._earlier_overruns += opened.overruns
        if self._watchdog is not None:
            self._watchdog.stop()
        return opened

    def _deliver(self) -> None:
        if self._open is None:
            return
        for frame in self._open.frames.taken():
            # Asked for each frame: the receiver may close or mute with the one before.
            begun_at_s = frame.captured_at_s - frame.duration_ms / 1000
            is_muted = self._is_muted or begun_at_s < self._heard_from_s
            if not is_muted and self.on_frame is not None:
                self.on_frame(frame)

    def _tell_onset(self) -> None:
        if self._open is not None and not self._is_muted and self.on_onset is not None:
            self.on_onset()

    def _lost(self) -> None:
        opened = self.forget()
        if opened is not None:
            self._on_lost(
                MicrophoneError(
                    "The microphone stopped working.",
                    "Check that it is still connected, then try again.",
                ),
                opened.close,
            )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What outlasts an open device."""

    clock: Clock
    playback: SpeakerPlayback
    controls: VoiceControls


@dataclass(frozen=True, slots=True)
class _Wakes:
    """What brings frames, and the first sound of the person, to the loop."""

    frame: Callable[[], None]
    onset: Callable[[], None]


class _Open:
    """One open device with all that stands behind it. Built and closed on the devices' thread."""

    def __init__(
        self,
        backend: AudioBackend,
        device_id: DeviceId | None,
        parts: _Parts,
        wakes: _Wakes,
    ) -> None:
        self.frames = FrameQueue(wakes.frame)
        self._reference = parts.playback.reference
        self._early = EarlyEar(parts.playback, wakes.onset)
        self._dsp = DspThread(self._work)
        self._stream = backend.open_input(device_id, CAPTURE_RATE_HZ, FRAME_MS, self._on_block)
        self._capture = MicCapture(
            self._stream.rate_hz, parts.clock, self._dsp.wake, latency_s=self._stream.latency_s
        )
        self._capture.ear = self._hear
        self.voice = VoiceChain(self._capture, self._reference, parts.controls, self.frames.put)
        self._reference.want(True)
        self._dsp.start()
        try:
            self._stream.start()
        except BaseException:
            self.close()
            raise

    @property
    def device_id(self) -> DeviceId | None:
        return self._stream.device_id

    @property
    def overruns(self) -> int:
        return self._capture.overruns + self.frames.overruns + self._stream.lost_blocks

    def progress(self) -> int:
        return -1 if self._dsp.has_failed else self._capture.blocks

    def close(self) -> None:
        self._stream.close()
        self._dsp.stop()
        self._reference.want(False)

    def _on_block(self, block: bytes) -> None:
        self._capture.on_block(block)

    def _hear(self, samples: Samples, n_later: int) -> None:
        voice = self.voice
        self._early.hear(samples, n_later, is_speech=voice.is_speech, delay_ms=voice.echo_delay_ms)

    def _work(self) -> None:
        self.voice.run(is_cancelled=cancels_echo(self._stream.device_id))
