"""Microphone to session and session to speaker, with barge-in in the right order."""

from __future__ import annotations

import asyncio

from livedesk.audio.engine import AudioEngine
from livedesk.conversation.activity import ActivityTracker
from livedesk.conversation.turn_gate import TurnGate
from livedesk.core.audio_format import AudioFrame, duration_ms
from livedesk.core.clock import Clock
from livedesk.core.events import AudioOutput
from livedesk.core.inputs import AudioInput, AudioStreamEnd
from livedesk.session.live_session import LiveSession
from livedesk.transcript.assembler import Assembler

# The API wants to be told of a pause in the microphone's stream that is longer than this.
MUTE_GRACE_S = 1.0


class AudioPath:
    """Moves sound both ways for one session. All methods run on the loop's thread."""

    def __init__(
        self, session: LiveSession, audio: AudioEngine, assembler: Assembler, clock: Clock
    ) -> None:
        self.activity = ActivityTracker()
        self._session = session
        self._audio = audio
        self._assembler = assembler
        self._clock = clock
        self._gate = TurnGate()
        self._received_ms = 0.0
        self._user_speaking = False
        self._stream_end: asyncio.TimerHandle | None = None
        self._stream_is_open = False

    @property
    def received_ms(self) -> float:
        """Speech of the current turn received so far, in milliseconds."""
        return self._received_ms

    @property
    def in_turn(self) -> bool:
        """Whether the assistant has begun to speak and its turn is not over."""
        return self._gate.in_turn

    @property
    def is_playing(self) -> bool:
        """Whether the assistant can be heard, or is about to be."""
        return self._audio.is_playing

    async def open_microphone(self) -> None:
        """Start to capture.

        Raises:
            MicrophoneError: there is none, or it cannot be used.
        """
        self.set_muted(False)
        await self._audio.open_microphone(self._on_frame)

    async def close_microphone(self) -> None:
        """Stop to capture, and tell the server so. Idempotent."""
        await self._audio.close_microphone()
        self.end_stream()

    def set_muted(self, muted: bool) -> None:
        """Let nothing more out; after a second the server is told. Undone by False."""
        self._audio.set_muted(muted)
        self._cancel_stream_end()
        if muted:
            self._note_user(speaking=False)
            loop = asyncio.get_running_loop()
            self._stream_end = loop.call_later(MUTE_GRACE_S, self.end_stream)

    def end_stream(self) -> None:
        """Nothing more comes from the microphone for now; the server is told so. Idempotent."""
        self._cancel_stream_end()
        self._note_user(speaking=False)
        if self._stream_is_open:
            self._stream_is_open = False
            self._session.send(AudioStreamEnd())

    def on_audio(self, event: AudioOutput) -> None:
        """A chunk of speech arrived."""
        is_heard, begins = self._gate.on_chunk(self._clock.now_s())
        if begins:
            self._received_ms = 0.0
            self._audio.begin_turn()
            self.activity.on_answer()
        if is_heard:
            self._audio.play(event.chunk, event.rate_hz)
            self._received_ms += duration_ms(len(event.chunk) // 2, event.rate_hz)

    def on_interrupted(self) -> None:
        """The server heard a barge-in. Without anything to silence it means nothing."""
        if self._gate.in_turn or self._audio.is_playing:
            was_heard = self._gate.is_heard or self._audio.is_playing
            self._gate.on_interrupted(self._clock.now_s())
            if was_heard:
                self._cut()

    def silence(self) -> None:
        """The person wants to hear no more of this turn."""
        if self._gate.is_heard or self._audio.is_playing:
            self._gate.on_silenced()
            self._session.note_silenced()
            self._cut()

    def on_all_generated(self) -> None:
        """No more chunks of this turn will come: play out what is queued."""
        if self._gate.is_heard:
            self._audio.end_turn()
        self._gate.on_all_generated()

    def on_turn_over(self) -> None:
        """The turn is complete, or its connection is gone: the next chunk begins a new one."""
        self.on_all_generated()
        self._gate.on_turn_over()
        self.activity.on_answer()

    async def aclose(self) -> None:
        """Be silent and give the devices back. Idempotent."""
        self._cancel_stream_end()
        if self._audio.is_playing:
            self._cut()
        await self._audio.close()

    def _cut(self) -> None:
        played_ms = self._audio.flush()
        # Without a speaker the words were there to be read as they came.
        self._assembler.cut(played_ms if self._audio.speaker_open else self._received_ms)

    def _on_frame(self, frame: AudioFrame) -> None:
        self._stream_is_open = True
        self._session.send(AudioInput(frame.to_bytes(), frame.rate_hz, frame.captured_at_s))
        self._note_user(speaking=frame.is_speech)

    def _note_user(self, *, speaking: bool) -> None:
        if speaking == self._user_speaking:
            return
        self._user_speaking = speaking
        self._session.note_user_speaking(speaking)
        if speaking:
            self.activity.on_user_speaking()
        else:
            self.activity.on_question(self._clock.now_s())

    def _cancel_stream_end(self) -> None:
        if self._stream_end is not None:
            self._stream_end.cancel()
            self._stream_end = None
