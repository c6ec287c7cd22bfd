"""Doubles and sounds for tests of the practice server."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import numpy as np
from google import genai
from google.genai import types

from livedesk.core.audio_format import CAPTURE_RATE_HZ, Samples, samples_from_bytes
from livedesk.loopback.actions import Action, Close, Say, Send
from livedesk.loopback.admission import PLAIN_MODEL
from livedesk.loopback.answering import Background
from livedesk.loopback.client_messages import Audio, ClientMessage, Detection, Setup
from livedesk.loopback.dialogue import Dialogue
from livedesk.loopback.ears import Ears
from livedesk.loopback.sample_rate import to_rate
from livedesk.loopback.sessions import Session, SessionStore

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
SETUP = Setup(
    model=PLAIN_MODEL,
    voice="Puck",
    wants_handles=True,
    transcribe_input=True,
    transcribe_output=True,
)
# How long the fake voice takes for a letter.
LETTER_S = 0.05


class FakeRecogniser:
    """Hears what it was told to hear."""

    def __init__(self, phrase: str = "") -> None:
        self.phrase = phrase
        self.n_samples = 0
        self.is_closed = False

    def start(self) -> None:
        self.n_samples = 0

    def feed(self, frame: Samples) -> None:
        self.n_samples += len(frame)

    def guess(self) -> str:
        return self.phrase.split(" ", 1)[0]

    def finish(self) -> str:
        return self.phrase

    def close(self) -> None:
        self.is_closed = True


def tone(length_s: float, level: float = 0.2, rate_hz: int = CAPTURE_RATE_HZ) -> Samples:
    """(n,) int16 of a loud tone."""
    t = np.arange(round(length_s * rate_hz)) / rate_hz
    return (np.sin(2 * np.pi * 300 * t) * level * 32_767).astype(np.int16)


def silence(length_s: float, rate_hz: int = CAPTURE_RATE_HZ) -> Samples:
    """(n,) int16 of a quiet room."""
    noise = np.random.default_rng(7).normal(0, 8, round(length_s * rate_hz))
    return noise.astype(np.int16)


@lru_cache(maxsize=256)
def utterance(text: str, voice: str = "en-us") -> Samples:
    """``text`` spoken by espeak-ng, in a quiet room: (n,) int16 at 16 kHz."""
    command = ["espeak-ng", "-v", voice, "-s", "160", "--stdout", text]
    raw = subprocess.run(command, check=True, capture_output=True).stdout[44:]
    spoken = to_rate(samples_from_bytes(raw), 22_050, CAPTURE_RATE_HZ)
    quiet = silence(0.3)
    return np.concatenate([quiet, (spoken * 0.6).astype(np.int16), quiet])


class Stage:
    """Drives a dialogue with a clock of its own and a voice that takes no time."""

    def __init__(self, setup: Setup = SETUP, session: Session | None = None) -> None:
        self.now_s = 100.0
        self.recogniser = FakeRecogniser()
        self.session = session or Session()
        self.store = SessionStore()
        self.sent: list[dict[str, Any]] = []
        self.said: list[str] = []
        self.closed: Close | None = None
        background = Background(
            session=self.session,
            issue_handle=self._issue,
            wall_time=lambda: NOON,
        )
        self.dialogue = Dialogue(setup, background, Ears(setup.detection, self.recogniser))
        self._perform(self.dialogue.begin())

    def receive(self, *messages: ClientMessage) -> None:
        for message in messages:
            self._perform(self.dialogue.receive(message, self.now_s))

    def hear(self, phrase: str, *, then_quiet_s: float = 1.0) -> None:
        """The person says something that is recognised as ``phrase``, in real time."""
        self.recogniser.phrase = phrase
        for samples in (tone(0.6), silence(then_quiet_s)):
            for frame in np.array_split(samples, max(1, len(samples) // 320)):
                if len(frame):
                    self.receive(Audio(frame, CAPTURE_RATE_HZ))
                    self.pass_time(len(frame) / CAPTURE_RATE_HZ)

    def pass_time(self, seconds: float) -> None:
        """Let time pass, doing what is due when it is due."""
        end_s = self.now_s + seconds
        while (due_s := self.dialogue.next_due_s) is not None and due_s <= end_s:
            self.now_s = max(self.now_s, due_s)
            self._perform(self.dialogue.tick(self.now_s))
        self.now_s = end_s

    def finish_turn(self) -> None:
        """Let time pass until the assistant is silent."""
        self.pass_time(120.0)

    def take(self) -> list[dict[str, Any]]:
        """What was sent since the last time."""
        sent, self.sent = self.sent, []
        return sent

    def cancel_calls(self) -> None:
        self._perform(self.dialogue.cancel_calls())

    def _issue(self) -> str:
        return self.store.issue(self.session)

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Send(message):
                    self.sent.append(message)
                case Say(ticket, sentence, _):
                    self.said.append(sentence)
                    samples = tone(len(sentence) * LETTER_S, rate_hz=24_000)
                    self._perform(self.dialogue.spoken(ticket, samples, self.now_s))
                case Close():
                    self.closed = action


def with_detection(**changes: Any) -> Setup:
    """A setup whose turn detection differs."""
    return replace(SETUP, detection=replace(Detection(), **changes))


def contents(sent: list[dict[str, Any]], key: str) -> list[Any]:
    """The values of ``key`` in all serverContents, in order."""
    found = (message.get("serverContent", {}) for message in sent)
    return [content[key] for content in found if key in content]


def answer_text(sent: list[dict[str, Any]]) -> str:
    """The words of the output transcription."""
    return "".join(part["text"] for part in contents(sent, "outputTranscription"))


def heard_text(sent: list[dict[str, Any]]) -> str:
    """The words of the input transcription."""
    return "".join(part["text"] for part in contents(sent, "inputTranscription"))


def sdk_client(server: Any, key: str = "practice") -> genai.Client:
    """The unmodified SDK, pointed at ``server``."""
    context = ssl.create_default_context(cafile=str(server.ca_file))
    arguments = {"ssl": context, "close_timeout": 1}
    return genai.Client(
        api_key=key,
        http_options=types.HttpOptions(
            base_url=server.base_url,
            api_version="v1beta",
            async_client_args=arguments,
            client_args={"verify": context},
        ),
    )


def frames_of(samples: Samples) -> Iterator[types.Blob]:
    """20 ms blobs of (n,) int16 at 16 kHz."""
    for start in range(0, len(samples), 320):
        data = samples[start : start + 320].astype("<i2").tobytes()
        yield types.Blob(data=data, mime_type="audio/pcm;rate=16000")


Until = Callable[[types.LiveServerMessage], bool]
