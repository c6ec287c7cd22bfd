"""From what the microphone took to what the session gets: echo, noise, loudness, judgement."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from livedesk.audio.capture import MicCapture, RawFrame
from livedesk.audio.echo import ECHO_FRAME, EchoCanceller, open_canceller
from livedesk.audio.echo_delay import EchoDelay
from livedesk.audio.echo_guard import EchoGuard
from livedesk.audio.echo_likeness import EchoLikeness
from livedesk.audio.echo_watch import EchoWatch
from livedesk.audio.gain import Gain
from livedesk.audio.hold_back import HoldBack
from livedesk.audio.level_control import LevelControl
from livedesk.audio.levels import KEPT_MS, SILENCE_DB, rms_db
from livedesk.audio.mic_meter import MicMeter
from livedesk.audio.recent_flags import FrameFlag, RecentFlags
from livedesk.audio.recent_samples import RecentSamples
from livedesk.audio.render_reference import RenderReference
from livedesk.audio.speech_gate import Echo, SpeechGate
from livedesk.core.audio_format import CAPTURE_RATE_HZ, FRAME_MS, AudioFrame, Samples, samples_in
from livedesk.core.audio_processing import Processing

# Above this the assistant is heard, and for 400 ms after: the way back and a room's last echo.
_HEARD_DB = -60.0
_HEARD_FRAMES = 20


class VoiceControls:
    """What the person sets; outlasts the microphone. Set on any thread, read on the chain's.

    Attributes:
        processing: what is switched on.
        gain: applied to what is captured, behind the canceller.
    """

    def __init__(self) -> None:
        self.processing = Processing()
        self.gain = Gain()


class VoiceChain:
    """One open microphone's way. ``run`` and ``close`` on one thread, the rest may be looked at.

    Args:
        capture: where the microphone's frames come from.
        reference: what the speaker plays.
        controls: what is to be done.
        give: gets each finished frame, in order.
    """

    def __init__(
        self,
        capture: MicCapture,
        reference: RenderReference,
        controls: VoiceControls,
        give: Callable[[AudioFrame], None],
    ) -> None:
        self._capture = capture
        self._reference = reference
        self._controls = controls
        self._give = give
        self._pending: deque[RawFrame] = deque()
        self._opened_for = Processing()
        self._canceller: EchoCanceller | None = None
        self._gate = SpeechGate(CAPTURE_RATE_HZ, samples_in(FRAME_MS, CAPTURE_RATE_HZ))
        self._level = LevelControl()
        self._delay = EchoDelay()
        self._guard = EchoGuard()
        self._n_realigned = 0
        self._likeness = EchoLikeness()
        self._hold_back = HoldBack()
        self._n_heard = 0
        self._last_db = SILENCE_DB
        self.is_speech = False
        self.echo_delay_ms: float | None = None
        self.meter = MicMeter()
        self.watch = EchoWatch()
        self.recent = RecentSamples(KEPT_MS, CAPTURE_RATE_HZ)
        self.flags = RecentFlags(KEPT_MS // FRAME_MS)

    def run(self, *, is_cancelled: bool = False) -> None:
        """Work on all that came in since; ``is_cancelled`` when the system took the echo out."""
        self._follow_controls(is_cancelled)
        if self._reference.collect():
            self._begin_reference()
        self._pending.extend(self._capture.take())
        n_waiting = self._capture.n_waiting + sum(len(raw.samples) for raw in self._pending)
        while self._pending:
            n_samples = len(self._pending[0].samples)
            n_waiting -= n_samples
            if self._reference.is_late(n_samples, n_waiting):
                return
            self._work_on(self._pending.popleft(), n_waiting)

    def _follow_controls(self, is_cancelled: bool) -> None:
        wanted = self._controls.processing
        if is_cancelled and wanted.echo_cancelling:
            wanted = replace(wanted, echo_cancelling=False)
        if wanted != self._opened_for:
            self._canceller = open_canceller(wanted)
            self._opened_for = wanted
            self._begin_reference()

    def _begin_reference(self) -> None:
        self._delay = EchoDelay()
        self._guard = EchoGuard()
        self._n_realigned = self._reference.realigned
        self._likeness = EchoLikeness()
        self.watch = EchoWatch()
        self.echo_delay_ms = None
        if self._canceller is not None:
            way_ms = (self._reference.latency_s + self._capture.latency_s) * 1000
            self._canceller.set_delay_ms(way_ms - self._reference.lead_ms)

    def _work_on(self, raw: RawFrame, n_later: int) -> None:
        if self._reference.realigned != self._n_realigned:
            self._n_realigned = self._reference.realigned
            self._guard.on_torn()
        samples = raw.samples
        is_clipped = self.meter.note(samples)
        before_db = self._before_db(samples)
        far_db = SILENCE_DB
        for start in range(0, len(samples), ECHO_FRAME):
            near = samples[start : start + ECHO_FRAME]
            n_waiting = n_later + len(samples) - start - ECHO_FRAME
            far = self._reference.frame(len(near), n_waiting)
            if far is not None:
                far_db = max(far_db, rms_db(far))
                self._look_for_echo(near, far)
            if self._canceller is not None:
                self._canceller.process(near, far)
            if far is not None:
                self._likeness.push(near, far)
                self.watch.push(near, far)
        self._n_heard = _HEARD_FRAMES if far_db > _HEARD_DB else max(0, self._n_heard - 1)
        self._controls.gain.apply(samples)
        echo = None
        if before_db is not None:
            self._guard.on_frame(far_db, before_db)
            echo = Echo(before_db, self._guard.is_over, self._is_all_echo)
        self.is_speech = self._gate.is_speech(samples, echo)
        if self._opened_for.gain_control:
            self._level.apply(samples, learns=self.is_speech and not self._n_heard)
        self.flags.write(
            (FrameFlag.SPEECH if self.is_speech else FrameFlag(0))
            | (FrameFlag.CLIPPED if is_clipped else FrameFlag(0))
        )
        self.recent.write(samples)
        frame = AudioFrame(samples, CAPTURE_RATE_HZ, raw.captured_at_s, self.is_speech)
        for ready in self._hold_back.push(frame, is_assistant_heard=echo is not None):
            self._give(ready)

    def _is_all_echo(self) -> bool:
        return self._likeness.is_echo(self._delay.lag_ms)

    def _before_db(self, samples: Samples) -> float | None:
        """How loud the microphone is without a canceller, while that matters."""
        if not (self._n_heard and self._opened_for.echo_cancelling):
            self._last_db = SILENCE_DB
            return None
        # The canceller is up to a frame late.
        last_db, self._last_db = self._last_db, self._gate.level_db(samples)
        gain = self._controls.gain.target
        return max(last_db, self._last_db) + 20 * math.log10(gain) if gain > 0 else None

    def _look_for_echo(self, near: Samples, far: Samples) -> None:
        if not self._delay.push(near, far):
            return
        lag_ms = self._delay.lag_ms
        if lag_ms is None:
            self.echo_delay_ms = None
            return
        self.echo_delay_ms = lag_ms + self._reference.lead_ms
        if self._canceller is not None:
            self._canceller.set_delay_ms(lag_ms)
