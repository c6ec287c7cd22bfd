"""One talk, whole but for the server: real session, engine, tools and transcript."""

import asyncio
from dataclasses import replace

from livedesk.audio.backend import InputStream
from livedesk.audio.backends.silent_backend import SilentBackend
from livedesk.conversation.events import (
    ActivityChanged,
    ErrorOccurred,
    MicrophoneChanged,
    TurnFinished,
)
from livedesk.core.errors import CredentialError, MicrophoneError, ServerUnreachableError
from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    Interrupted,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
)
from livedesk.core.inputs import AudioInput, AudioStreamEnd, TextInput, ToolResultInput
from livedesk.core.reports import SessionState, SetupApplied, StateChanged
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import ActivityState, Speaker
from livedesk.core.tool_types import ToolCall
from livedesk.session.scripted import Accept, Expect, Refuse
from livedesk.transcript.model import Notice, ToolEntry, ToolState, Utterance

SETUP = SessionSetup("gemini-3.8-live", "Kore", "Be kind.")
SECOND_OF_SPEECH = AudioOutput(bytes(48_000), 24_000)


class DeafBackend(SilentBackend):
    """A machine without microphone."""

    def open_input(self, *_: object) -> InputStream:
        raise MicrophoneError("No microphone was found.", "Plug one in, or type.")


async def test_typed_turn_is_sent_and_answered(talks) -> None:
    talk = talks(
        Accept(),
        Expect(TextInput("Hello?")),
    )
    talk.conversation.start(with_microphone=False)
    talk.conversation.send_text("Hello?")
    await talk.until(lambda: talk.sent(TextInput))
    await talk.live()
    talk.connector.emit(
        Transcription(Speaker.ASSISTANT, "Hi there."), SECOND_OF_SPEECH, GenerationComplete()
    )
    await talk.until(lambda: ActivityChanged(ActivityState.SPEAKING) in talk.events)
    talk.connector.emit(TurnComplete())
    await talk.until(lambda: talk.said(TurnFinished))
    assert talk.texts(Speaker.USER) == ["Hello?"]
    assert talk.texts(Speaker.ASSISTANT) == ["Hi there."]
    assert not talk.sent(AudioInput)
    talk.connector.verify()


async def test_sound_from_before_the_connection_is_sent(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=True)
    await talk.until(lambda: len(talk.sent(AudioInput)) > 3)
    assert MicrophoneChanged(is_open=True, is_muted=False) in talk.events
    ages = [item.captured_at_s for item in talk.sent(AudioInput)]
    assert ages == sorted(ages)


async def test_interrupted_silences_and_marks_the_cut(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    for number in range(10):
        talk.connector.emit(Transcription(Speaker.ASSISTANT, f"word{number} "), SECOND_OF_SPEECH)
    await talk.until(lambda: talk.audio.played_ms > 0)
    talk.connector.emit(Interrupted(), SECOND_OF_SPEECH, TurnComplete())
    await talk.until(lambda: talk.said(TurnFinished))
    assert not talk.audio.is_playing
    (answer,) = (e for e in talk.transcript.entries if isinstance(e, Utterance))
    assert answer.was_cut
    assert "word9" in answer.unheard
    assert "word9" not in answer.text


async def test_spurious_interrupted_does_not_mute_the_next_answer(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.emit(Interrupted(), Transcription(Speaker.ASSISTANT, "Hi."), SECOND_OF_SPEECH)
    await talk.until(lambda: talk.audio.played_ms > 0)
    (answer,) = (e for e in talk.transcript.entries if isinstance(e, Utterance))
    assert not answer.was_cut


async def test_silenced_by_the_person_until_the_next_turn(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.emit(Transcription(Speaker.ASSISTANT, "A long story"), SECOND_OF_SPEECH)
    await talk.until(lambda: talk.audio.played_ms > 0)
    talk.conversation.silence()
    assert not talk.audio.is_playing
    talk.connector.emit(SECOND_OF_SPEECH, Transcription(Speaker.ASSISTANT, " that goes on."))
    await talk.until(lambda: "goes on" in talk.transcript.entries[0].unheard)
    assert not talk.audio.is_playing
    talk.connector.emit(TurnComplete(), SECOND_OF_SPEECH)
    await talk.until(lambda: talk.audio.is_playing)


async def test_tool_call_is_answered_and_shown(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.emit(ToolCallsReceived((ToolCall("c1", "tell", {}),)))
    await talk.until(lambda: ActivityChanged(ActivityState.THINKING) in talk.events)
    talk.tool_release.set()
    await talk.until(lambda: talk.sent(ToolResultInput))
    (card,) = (e for e in talk.transcript.entries if isinstance(e, ToolEntry))
    assert (card.state, card.output) == (ToolState.SUCCEEDED, {"told": True})


async def test_cancelled_tool_call_is_not_answered(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.emit(
        ToolCallsReceived((ToolCall("c1", "tell", {}),)), ToolCallsCancelled(("c1",))
    )
    await talk.until(
        lambda: any(
            isinstance(e, ToolEntry) and e.state is ToolState.CANCELLED
            for e in talk.transcript.entries
        )
    )
    talk.tool_release.set()
    await talk.conversation.aclose()
    assert not talk.sent(ToolResultInput)


async def test_missing_microphone_is_said_and_typing_works(talks) -> None:
    talk = talks(Accept(), Expect(TextInput("Hello?")), backend=DeafBackend)
    talk.conversation.start(with_microphone=True)
    await talk.until(lambda: talk.said(ErrorOccurred))
    assert isinstance(talk.said(ErrorOccurred)[0].error, MicrophoneError)
    talk.conversation.send_text("Hello?")
    await talk.until(lambda: talk.sent(TextInput))


async def test_refused_key_ends_in_failed_with_the_sentence(talks) -> None:
    error = CredentialError("The key was refused.", "Set another one.")
    talk = talks(Refuse(error), Accept())
    talk.conversation.start(with_microphone=False)
    await talk.until(lambda: talk.said(ErrorOccurred))
    assert talk.conversation.state is SessionState.FAILED
    assert talk.said(ErrorOccurred) == [ErrorOccurred(error)]
    talk.conversation.retry_now()
    await talk.until(lambda: talk.conversation.state is SessionState.LIVE)


async def test_lost_connection_comes_back_with_a_notice(talks) -> None:
    talk = talks(Accept(), Accept(), Expect(TextInput("still there?")))
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.drop(ServerUnreachableError("The connection was lost."))
    talk.conversation.send_text("still there?")
    await talk.until(lambda: talk.sent(TextInput))
    states = [event.state for event in talk.said(StateChanged)]
    assert SessionState.RECONNECTING in states
    assert any(isinstance(entry, Notice) for entry in talk.transcript.entries)


async def test_new_voice_is_applied_with_a_notice(talks) -> None:
    talk = talks(Accept(), Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.conversation.apply_setup(replace(SETUP, voice_name="Puck"))
    await talk.until(lambda: len(talk.said(SetupApplied)) == 2)
    notices = [entry.text for entry in talk.transcript.entries if isinstance(entry, Notice)]
    assert notices == ["From here on: voice Puck."]
    assert talk.connector.connects[-1].setup.voice_name == "Puck"


async def test_mute_keeps_sound_back_and_tells_the_server_once(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=True)
    await talk.until(lambda: len(talk.sent(AudioInput)) > 3)
    talk.conversation.set_muted(True)
    await talk.until(lambda: talk.sent(AudioStreamEnd))
    sent = len(talk.sent(AudioInput))
    talk.conversation.set_muted(True)
    await asyncio.sleep(0.1)
    assert len(talk.sent(AudioInput)) == sent
    talk.conversation.set_muted(False)
    await talk.until(lambda: len(talk.sent(AudioInput)) > sent)
    assert len(talk.sent(AudioStreamEnd)) == 1


async def test_closing_twice_and_before_starting_is_harmless(talks) -> None:
    talk = talks(Accept())
    await talk.conversation.aclose()
    await talk.conversation.aclose()
    assert talk.conversation.state is SessionState.IDLE


async def test_a_silenced_answer_does_not_hold_up_another_voice(talks) -> None:
    talk = talks(Accept(), Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.emit(AudioOutput(bytes(48_000 * 60), 24_000))  # a minute of speech
    await talk.until(lambda: talk.audio.played_ms > 0)
    voice = replace(talk.conversation.setup, voice_name="Puck")
    talk.conversation.apply_setup(voice)
    talk.conversation.silence()
    await talk.until(lambda: SetupApplied(voice) in talk.events)
