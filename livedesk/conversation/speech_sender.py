"""What of the microphone's sound is sent, in each way to talk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from livedesk.conversation.early_end import EarlyEnd
from livedesk.conversation.push_to_talk import PushToTalk, Sent
from livedesk.conversation.quiet_batch import QuietBatch
from livedesk.conversation.talk_key import KeySource, TalkKey
from livedesk.core.audio_format import BYTES_PER_SAMPLE, AudioFrame, duration_ms
from livedesk.core.clock import Clock
from livedesk.core.inputs import AudioInput, AudioStreamEnd, ClientInput
from livedesk.core.turn_taking import TurnTaking

# The API wants to be told of a pause in the microphone's stream that is longer than this.
MUTE_GRACE_S = 1.0


class SpeechSender:
    """From frames and presses to the session. All methods run on the loop's thread.

    Args:
        send: takes what is to be sent, in order.
        on_speech: told, for each frame and press, whether the person speaks to the assistant.
        clock: times the presses.
    """

    def __init__(
        self, send: Callable[[ClientInput], None], on_speech: Callable[[bool], None], clock: Clock
    ) -> None:
        self._send = send
        self._on_speech = on_speech
        self._clock = clock
        self._turn_taking = TurnTaking()
        self._server_listens = True
        self._key = TalkKey()
        self._marked = PushToTalk()
        self._early_end: EarlyEnd | None = None
        self._quiet = QuietBatch()
        self._is_muted = False
        self._is_streaming = False
        self._sent_ms = 0.0
        self._stream_end: asyncio.TimerHandle | None = None

    @property
    def sent_ms(self) -> float:
        """Milliseconds of sound given away so far."""
        return self._sent_ms

    @property
    def hears_ends(self) -> bool:
        """Whether an end of speech is heard by the speech gate, and not told by a key."""
        return not self._turn_taking.mode.is_manual

    @property
    def hears_onsets(self) -> bool:
        """Whether whoever begins to speak speaks to the assistant."""
        return self.hears_ends and self._server_listens

    @property
    def is_heard(self) -> bool:
        """Whether what the microphone gives is meant for the assistant."""
        return self.hears_ends or self._marked.in_turn

    @property
    def key_is_down(self) -> bool:
        """Whether a key or button makes the person heard."""
        return self._key.is_down

    @property
    def is_muted(self) -> bool:
        """Whether nothing leaves, whatever is said or pressed."""
        return self._is_muted

    def set_turn_taking(self, turn_taking: TurnTaking) -> None:
        """Talk like this from now on."""
        before, self._turn_taking = self._turn_taking, turn_taking
        if before.mode is turn_taking.mode and before.patience is turn_taking.patience:
            return
        if before.mode is not turn_taking.mode:
            self.end()
        self._key.set_mode(turn_taking.mode)
        silence_ms = turn_taking.early_end_ms
        self._early_end = None if silence_ms is None else EarlyEnd(silence_ms)

    def set_server_listens(self, listens: bool) -> None:
        """Whether the server of this connection finds turns in what it hears."""
        self._server_listens = listens

    def press(self, source: KeySource) -> None:
        """The key went down. While muted nothing is sent, whatever is pressed."""
        if not self._is_muted:
            self._key.press(source)
            self._follow_key()

    def release(self, source: KeySource) -> None:
        """The key went up."""
        self._key.release(source)
        self._follow_key()

    def let_go(self, *sources: KeySource) -> None:
        """Nobody can be sure any more that ``sources`` are held; without any: the turn is over."""
        self._key.let_go(*sources)
        self._follow_key()

    def on_frame(self, frame: AudioFrame) -> None:
        """Take the next frame of the microphone."""
        if self._turn_taking.mode.is_manual:
            self._send_all(self._marked.on_frame(frame))
            self._on_speech(self._marked.in_turn)
            return
        self._is_streaming = True
        sound = AudioInput(
            frame.to_bytes(), frame.rate_hz, frame.captured_at_s, is_speech=frame.is_speech
        )
        self._send_all(self._quiet.push(sound))
        # Whom nobody listens to yet keeps nobody waiting.
        self._on_speech(frame.is_speech and self._server_listens)
        if self._early_end is not None and self._early_end.on_frame(
            frame.duration_ms, is_speech=frame.is_speech
        ):
            self._end_stream()

    def on_onset(self) -> None:
        """The person may have begun to speak: nothing waits now."""
        self._send_all(self._quiet.note_onset(self._clock.now_s()))

    def on_time(self) -> None:
        """To be called now and then: a turn ends though no frames come."""
        if self._turn_taking.mode.is_manual and self._marked.in_turn:
            self._send_all(self._marked.on_time(self._clock.now_s()))
            self._on_speech(self._marked.in_turn)

    def set_muted(self, muted: bool) -> None:
        """Let nothing more out; after a second the server is told. Undone by False."""
        self._is_muted = muted
        self._send_all(self._quiet.flush())
        self._cancel_stream_end()
        if muted:
            self._key.let_go()
            self._end_marked()
            loop = asyncio.get_running_loop()
            self._stream_end = loop.call_later(MUTE_GRACE_S, self.end)

    def end(self) -> None:
        """Nothing more comes from the microphone for now; the server is told so. Idempotent."""
        self._cancel_stream_end()
        self._key.let_go()
        self._end_marked()
        if self._is_streaming:
            self._is_streaming = False
            self._end_stream()

    def _follow_key(self) -> None:
        now_s = self._clock.now_s()
        if self._key.is_down:
            self._send_all(self._marked.press(now_s))
        else:
            self._marked.release(now_s)
        self._on_speech(self._marked.in_turn)

    def _end_marked(self) -> None:
        self._send_all(self._marked.end())
        self._marked.forget()
        self._on_speech(False)

    def _send_all(self, items: tuple[Sent, ...]) -> None:
        for item in items:
            if isinstance(item, AudioInput):
                self._sent_ms += duration_ms(len(item.chunk) // BYTES_PER_SAMPLE, item.rate_hz)
            self._send(item)

    def _end_stream(self) -> None:
        self._send_all(self._quiet.flush())
        self._send(AudioStreamEnd())

    def _cancel_stream_end(self) -> None:
        if self._stream_end is not None:
            self._stream_end.cancel()
            self._stream_end = None
