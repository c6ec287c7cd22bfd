"""The rest of an answer that broke off is asked for, honestly and once."""

from __future__ import annotations

from livedesk.conversation.broken_answer import BrokenAnswer, continue_request
from livedesk.core.errors import ServerUnreachableError
from livedesk.core.events import AudioOutput, Transcription, TurnComplete
from livedesk.core.inputs import HistoryTurn, TextInput
from livedesk.core.reports import AnswerBroken, SessionState
from livedesk.core.speakers import Speaker
from livedesk.session.scripted import Accept
from livedesk.transcript.model import Notice, NoticeKind

QUESTION = HistoryTurn(Speaker.USER, "Tell me of the sea.")
HALF = HistoryTurn(Speaker.ASSISTANT, "Once upon a time")


def test_the_request_names_question_and_last_words():
    request = continue_request((QUESTION, HALF))
    assert "Tell me of the sea." in request
    assert "Once upon a time" in request
    assert request.endswith("Please go on from there.")


def test_an_answer_of_which_nothing_came_is_asked_for_again():
    assert continue_request((HALF, QUESTION)).endswith("Please answer again.")


def test_only_the_ends_of_long_turns_are_told():
    long = HistoryTurn(Speaker.ASSISTANT, "word " * 1000 + "end")
    request = continue_request((QUESTION, long))
    assert len(request) < 700
    assert "… word" in request
    assert "end”" in request


def test_what_goes_on_is_no_longer_broken():
    broken = BrokenAnswer()
    broken.on_broken((QUESTION, HALF))
    broken.on_talk_goes_on()
    assert broken.request == ""


async def test_a_broken_answer_goes_on_by_one_wish(talks) -> None:
    talk = talks(Accept(), Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.conversation.send_text("Tell me of the sea.")
    assert not talk.conversation.continue_answer(), "nothing broke off"
    speech = AudioOutput(b"\0\0" * 240, 24_000)
    talk.connector.emit(Transcription(Speaker.ASSISTANT, "Once upon"), speech)
    await talk.until(lambda: talk.texts(Speaker.ASSISTANT) == ["Once upon"])
    talk.connector.drop(ServerUnreachableError("gone"))
    await talk.until(lambda: talk.said(AnswerBroken))
    await talk.until(lambda: talk.conversation.state is SessionState.LIVE)
    kinds = [entry.kind for entry in talk.transcript.entries if isinstance(entry, Notice)]
    assert kinds == [NoticeKind.ANSWER_BROKEN, NoticeKind.RECONNECTED]
    await talk.until(talk.conversation.continue_answer)
    await talk.until(lambda: len(talk.sent(TextInput)) == 2)
    assert "Once upon" in talk.sent(TextInput)[1].text
    assert not talk.conversation.continue_answer(), "it is asked for once"
    talk.connector.emit(Transcription(Speaker.ASSISTANT, "a time"), speech, TurnComplete())
    await talk.until(lambda: len(talk.texts(Speaker.ASSISTANT)) == 2)
