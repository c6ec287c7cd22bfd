"""When entries were said aloud."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from livedesk.core.audio_format import AudioFrame
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.spoken_times import SpokenTimes

_BEGAN_S = 100.0


class Desk:
    """A transcript of entries by their numbers."""

    def __init__(self) -> None:
        self.times = SpokenTimes(self._restamp)
        self.entries: dict[int, Utterance] = {}

    def put(self, number: int, speaker: Speaker, text: str, *, is_typed: bool = False) -> None:
        now = datetime.now(UTC)
        entry = Utterance(number, speaker, text, now, 0.0, is_typed=is_typed)
        self._keep(entry)

    def speech(self, from_s: float, to_s: float) -> None:
        for n in range(round((to_s - from_s) / 0.02)):
            ends_s = _BEGAN_S + from_s + (n + 1) * 0.02
            self.times.hear(AudioFrame(np.zeros(320, np.int16), 16_000, ends_s, is_speech=True))

    def span(self, number: int) -> tuple[float | None, float | None]:
        entry = self.entries[number]
        rounded = [None if t is None else round(t, 2) for t in
                   (entry.spoken_from_s, entry.spoken_to_s)]  # fmt: skip
        return rounded[0], rounded[1]

    def _restamp(self, number: int) -> None:
        self._keep(self.entries[number])

    def _keep(self, entry: Utterance) -> None:
        stamped = self.times.stamped(entry, _BEGAN_S)
        assert isinstance(stamped, Utterance)
        self.entries[entry.entry_id] = stamped


def test_a_question_was_said_before_its_words_came() -> None:
    desk = Desk()
    desk.speech(1.0, 1.2)  # a cough, long ago
    desk.speech(4.0, 5.0)
    desk.speech(6.0, 7.0)  # after a pause for breath
    desk.put(1, Speaker.USER, "What time is it?")
    assert desk.span(1) == (4.0, 7.0)


def test_later_words_lengthen_a_question_and_a_next_one_begins_behind_it() -> None:
    desk = Desk()
    desk.speech(1.0, 2.0)
    desk.put(1, Speaker.USER, "What")
    desk.speech(2.0, 3.0)
    desk.put(1, Speaker.USER, "What time is it?")
    desk.speech(4.0, 5.0)
    desk.put(1, Speaker.USER, "What time is it?")  # settled, no new words
    desk.put(2, Speaker.USER, "And where?")
    assert desk.span(1) == (1.0, 3.0)
    assert desk.span(2) == (4.0, 5.0)


def test_an_answer_was_heard_from_its_first_sample_to_its_last() -> None:
    desk = Desk()
    desk.put(1, Speaker.ASSISTANT, "It")  # words may come ahead of their sound
    desk.times.begin_turn()
    desk.times.note_received(2_000)
    desk.put(1, Speaker.ASSISTANT, "It is two.")
    desk.times.note_played(_BEGAN_S + 5.05, 50, is_playing=True)
    desk.times.end_turn()
    desk.times.note_played(_BEGAN_S + 7.0, 2_000, is_playing=False)
    assert desk.span(1) == (5.0, 7.0)


def test_a_cut_answer_ends_where_it_was_cut() -> None:
    desk = Desk()
    desk.times.begin_turn()
    desk.times.note_received(9_000)
    desk.put(1, Speaker.ASSISTANT, "Once upon a time there was")
    desk.times.note_played(_BEGAN_S + 3.0, 500, is_playing=True)
    desk.times.cut()
    assert desk.span(1) == (2.5, 3.0)


def test_what_is_said_after_a_tool_has_a_time_of_its_own() -> None:
    desk = Desk()
    desk.times.begin_turn()
    desk.put(1, Speaker.ASSISTANT, "One moment.")
    desk.times.note_received(1_000)
    desk.put(2, Speaker.ASSISTANT, "Here it is.")
    desk.times.note_received(3_000)
    desk.times.note_played(_BEGAN_S + 1.0, 1_000, is_playing=True)
    desk.times.end_turn()
    desk.times.note_played(_BEGAN_S + 3.0, 3_000, is_playing=False)
    assert desk.span(1) == (0.0, 1.0)
    assert desk.span(2) == (1.0, 3.0)


def test_what_was_written_has_no_time_of_speech() -> None:
    desk = Desk()
    desk.speech(1.0, 2.0)
    desk.put(1, Speaker.USER, "typed", is_typed=True)
    assert desk.span(1) == (None, None)
