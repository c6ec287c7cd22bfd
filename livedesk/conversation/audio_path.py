"""Microphone to session and session to speaker, with barge-in in the right order."""

from __future__ import annotations

from livedesk.audio.engine import AudioEngine
from livedesk.conversation.activity import ActivityTracker
from livedesk.conversation.barge_in import BargeIn
from livedesk.conversation.muted_hint import MutedHint
from livedesk.conversation.speech_sender import SpeechSender
from livedesk.conversation.turn_gate import TurnGate
from livedesk.core.audio_format import AudioFrame, duration_ms
from livedesk.core.clock import Clock
from livedesk.core.events import AudioOutput
from livedesk.core.turn_taking import TurnTaking
from livedesk.session.live_session import LiveSession
from livedesk.transcript.assembler import Assembler


class AudioPath:
    """Moves sound both ways for one session. All methods run on the loop's thread.

    Attributes:
        activity: what the person and the assistant do.
        speech: what of the person's sound is sent.
    """

    def __init__(
        self, session: LiveSession, audio: AudioEngine, assembler: Assembler, clock: Clock
    ) -> None:
        self.activity = ActivityTracker()
        self.speech = SpeechSender(session.send, self._on_speech, clock)
        self._session = session
        self._audio = audio
        self._assembler = assembler
        self._clock = clock
        self._gate = TurnGate()
        self._barge_in = BargeIn()
        self._muted_hint = MutedHint()
        self._received_ms = 0.0
        self._user_speaking = False
        self._spoken = assembler.spoken

    @property
    def received_ms(self) -> float:
        """Speech of the current turn received so far, in milliseconds."""
        return self._received_ms

    @property
    def in_turn(self) -> bool:
        """Whether the assistant has begun to speak and its turn is not over."""
        return self._gate.in_turn

    @property
    def user_speaking(self) -> bool:
        """Whether the person speaks, as far as the speech gate hears."""
        return self._user_speaking

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
        await self._audio.open_microphone(self._on_frame, self._on_onset)

    async def close_microphone(self) -> None:
        """Stop to capture, and tell the server so. Idempotent."""
        await self._audio.close_microphone()
        self.speech.end()

    def set_turn_taking(self, turn_taking: TurnTaking) -> None:
        """Take turns like this from now on, whatever the connection was opened with."""
        self._barge_in.set_enabled(turn_taking.interruptible)
        self.speech.set_turn_taking(turn_taking)
        self._follow_barge_in()

    def set_muted(self, muted: bool) -> None:
        """Let nothing more out; after a second the server is told. Undone by False."""
        self._audio.set_muted(muted)
        self._muted_hint.on_mute()
        self.speech.set_muted(muted)

    def on_time(self) -> bool:
        """To be called now and then.

        Returns:
            Whether the person is to be told that nobody hears them: the microphone is muted.
        """
        now_s = self._clock.now_s()
        self.speech.on_time()
        self._note_played(now_s)
        self._barge_in.on_time(now_s, is_playing=self._audio.is_playing)
        self._follow_barge_in()
        if not (self._audio.muted and self._audio.microphone_open):
            return False
        return self._muted_hint.is_due(now_s, is_speech=self._audio.levels().user_is_speech)

    def on_audio(self, event: AudioOutput) -> None:
        """A chunk of speech arrived."""
        is_heard, begins = self._gate.on_chunk(self._clock.now_s())
        if begins:
            self._received_ms = 0.0
            self._audio.begin_turn()
            self._spoken.begin_turn()
            self.activity.on_answer()
        if is_heard:
            self._audio.play(event.chunk, event.rate_hz)
            self._received_ms += duration_ms(len(event.chunk) // 2, event.rate_hz)
            self._spoken.note_received(self._received_ms)

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
        self._spoken.end_turn()
        self.activity.on_answer()

    async def aclose(self) -> None:
        """Be silent and give the devices back. Idempotent."""
        self.speech.end()
        if self._audio.is_playing:
            self._cut()
        self._spoken.cut()
        await self._audio.close()

    def _note_played(self, now_s: float) -> None:
        audio = self._audio
        self._spoken.note_played(now_s, audio.played_ms, is_playing=audio.is_playing)

    def _cut(self) -> None:
        self._note_played(self._clock.now_s())
        self._spoken.cut()
        played_ms = self._audio.flush()
        self._barge_in.on_cut()
        self._follow_barge_in()
        # Without a speaker the words were there to be read as they came.
        self._assembler.cut(played_ms if self._audio.speaker_open else self._received_ms)

    def _on_frame(self, frame: AudioFrame) -> None:
        self.speech.on_frame(frame)
        if self.speech.is_heard:
            self._audio.tape.hear(frame)
            self._spoken.hear(frame)

    def _on_onset(self) -> None:
        if self.speech.hears_onsets:
            self.speech.on_onset()
            self._barge_in.on_onset(self._clock.now_s(), is_playing=self._audio.is_playing)
            self._follow_barge_in()

    def _on_speech(self, speaking: bool) -> None:
        now_s = self._clock.now_s()
        playing = self._audio.is_playing
        self._barge_in.on_speech(now_s, is_speech=speaking, is_playing=playing)
        self._follow_barge_in()
        if speaking == self._user_speaking:
            return
        self._user_speaking = speaking
        self._session.note_user_speaking(speaking)
        if speaking:
            self.activity.on_user_speaking()
        else:
            self.activity.on_question(now_s)

    def _follow_barge_in(self) -> None:
        self._audio.set_ducked(self._barge_in.is_ducked)
