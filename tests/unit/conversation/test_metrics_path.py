"""What a whole talk tells about its answers; states are waited for, never times."""

from dataclasses import replace

import pytest

from livedesk.audio.backend import OutputStream
from livedesk.audio.backends.silent_backend import SilentBackend
from livedesk.conversation.events import TokensUsed
from livedesk.core.errors import ServerUnreachableError, SpeakerError
from livedesk.core.events import GenerationComplete, TurnComplete, Usage
from livedesk.core.inputs import AudioInput
from livedesk.core.tokens import Tokens
from livedesk.session.scripted import Accept, Drop

MODEL = "gemini-3.8-live"
LOST = ServerUnreachableError("gone")


class MuteBackend(SilentBackend):
    """A machine without loudspeaker."""

    def open_output(self, *_: object) -> OutputStream:
        raise SpeakerError("No speaker was found.", "Plug one in, or read.")


async def test_the_servers_figures_are_told_turn_by_turn(talks, speech) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    for prompt_tokens in (10, 25):
        usage = Usage(prompt_tokens=prompt_tokens, response_tokens=4)
        talk.connector.emit(speech, GenerationComplete(), TurnComplete(), usage)
    await talk.until(lambda: len(talk.said(TokensUsed)) == 2)
    assert talk.said(TokensUsed) == [
        TokensUsed(MODEL, Tokens(text_in=10, text_out=4)),
        TokensUsed(MODEL, Tokens(text_in=25, text_out=4)),
    ]
    await talk.conversation.aclose()
    assert len(talk.said(TokensUsed)) == 2


async def test_sound_that_nobody_counted_is_told_when_the_connection_is_over(talks, speech) -> None:
    talk = talks(Accept(), Drop(LOST), Accept())
    talk.conversation.start(with_microphone=False)
    await talk.until(lambda: len(talk.connector.connects) == 2)
    await talk.live()
    talk.connector.emit(speech)
    await talk.until(lambda: talk.conversation.metrics.unsettled.tokens.total)
    assert talk.said(TokensUsed) == []
    await talk.conversation.aclose()
    assert talk.said(TokensUsed) == [TokensUsed(MODEL, Tokens(audio_out=25, from_clock=True))]


async def test_sound_that_is_sent_is_reckoned(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=True)
    await talk.until(lambda: len(talk.sent(AudioInput)) > 10)
    tokens = talk.conversation.metrics.unsettled.tokens
    assert tokens == Tokens(audio_in=tokens.audio_in, from_clock=True)
    assert tokens.audio_in >= 5  # eleven frames of 20 ms


async def test_tokens_go_to_the_model_that_used_them(talks) -> None:
    talk = talks(Accept(), Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.emit(Usage(prompt_tokens=1))
    other = replace(talk.conversation.setup, model_id="gemini-3.1-flash-live-preview")
    await talk.until(lambda: talk.said(TokensUsed))
    talk.conversation.apply_setup(other)
    await talk.until(lambda: len(talk.connector.connects) == 2)
    await talk.live()
    talk.connector.emit(Usage(prompt_tokens=1))
    await talk.until(lambda: len(talk.said(TokensUsed)) == 2)
    assert [used.model_id for used in talk.said(TokensUsed)] == [MODEL, other.model_id]


@pytest.mark.parametrize("backend", [SilentBackend, MuteBackend])
async def test_an_answer_is_timed_once_heard_or_not(talks, speech, backend) -> None:
    talk = talks(Accept(), backend=backend)
    talk.conversation.start(with_microphone=False)
    talk.conversation.send_text("Hello?")
    await talk.until(lambda: talk.connector.sent)
    talk.connector.emit(speech, speech, GenerationComplete(), TurnComplete())
    trips = talk.conversation.metrics.round_trips
    await talk.until(lambda: trips.count == 1)
    talk.connector.emit(speech, GenerationComplete(), TurnComplete(), Usage(prompt_tokens=1))
    await talk.until(lambda: talk.said(TokensUsed)[-1:] == [TokensUsed(MODEL, Tokens(text_in=1))])
    assert trips.count == 1
    assert trips.last_ms is not None
