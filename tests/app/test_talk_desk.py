"""A new conversation takes the place of the one before, and nothing gets mixed up."""

import pytest
from helpers.still_clock import StillClock

from livedesk.app.talk_desk import TalkDesk
from livedesk.core.events import Transcription
from livedesk.core.speakers import Speaker
from livedesk.transcript.model import Transcript, Utterance


class Talker:
    def __init__(self):
        self.wishes = []

    def silence_assistant(self):
        self.wishes.append("silence")

    def end_talk(self):
        self.wishes.append("end")


@pytest.fixture
def desk(qapp):
    desk = TalkDesk(StillClock())
    desk.talker = Talker()
    desk.set_talker(desk.talker)
    return desk


def test_a_new_conversation_ends_the_talk_and_settles_what_is_open(desk):
    taken: list[Transcript] = []
    desk.transcript_changed.connect(taken.append)
    before, assembler = desk.transcript, desk.assembler
    assembler.on_event(Transcription(Speaker.USER, "Good morning"), 0.0)
    desk.begin_new()
    assert desk.talker.wishes == ["silence", "end"]
    (said,) = before.entries
    assert isinstance(said, Utterance)
    assert said.is_final
    assert taken == [desk.transcript]
    assert desk.transcript.conversation_id != before.conversation_id
    assert desk.assembler.recent_history(1_000) == ()


def test_late_words_stay_in_the_conversation_they_belong_to(desk):
    assembler = desk.assembler
    assembler.add_typed("Hello")
    desk.begin_new()
    assembler.on_event(Transcription(Speaker.ASSISTANT, "Hello to you"), 0.0)
    assert not desk.transcript.entries


def test_an_empty_conversation_is_new_already(desk):
    before = desk.transcript
    desk.begin_new()
    assert desk.transcript is before
    assert desk.talker.wishes == []
