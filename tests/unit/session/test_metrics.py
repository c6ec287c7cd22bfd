import pytest

from livedesk.core.events import Usage
from livedesk.core.tokens import Tokens
from livedesk.session.metrics import RoundTrips, TokenCounter, tokens_of


def test_what_details_leave_out_and_thoughts_are_text():
    # Measured on a 3.8 model: details cover 497 of 522, and the total leaves thoughts out.
    usage = Usage(522, 42, 136, 564, {"TEXT": 332, "AUDIO": 165}, {"AUDIO": 42})
    assert tokens_of(usage) == Tokens(text_in=357, audio_in=165, text_out=136, audio_out=42)


def test_pictures_of_any_kind_and_tool_use_are_counted():
    usage = Usage(
        prompt_tokens=100,
        prompt_by_modality={"IMAGE": 10, "VIDEO": 20, "DOCUMENT": 30},
        response_tokens=9,
        response_by_modality={"TEXT": 4},
        tool_use_tokens=50,
        tool_use_by_modality={"IMAGE": 20},
    )
    assert tokens_of(usage) == Tokens(text_in=100, picture_in=50, text_out=9)


def test_details_that_exceed_their_sum_make_nothing_negative():
    usage = Usage(10, 5, 0, 15, {"AUDIO": 20}, {"AUDIO": 8})
    assert tokens_of(usage) == Tokens(audio_in=20, audio_out=8)


def test_the_servers_figure_replaces_the_clocks():
    counter = TokenCounter()
    counter.on_sent(4000)
    counter.on_heard(2000)
    assert counter.unsettled == Tokens(audio_in=100, audio_out=50, from_clock=True)
    assert counter.on_turn_over() == Tokens()
    told = counter.on_usage(Usage(prompt_tokens=7, response_tokens=3))
    assert told == Tokens(text_in=7, text_out=3)
    assert counter.unsettled == Tokens()
    assert counter.on_turn_over() == Tokens()


def test_a_turn_that_nobody_counts_is_taken_from_the_clock_once():
    counter = TokenCounter()
    counter.on_sent(2000)
    assert counter.unsettled == Tokens(audio_in=50, from_clock=True)
    counter.on_turn_over()
    counter.on_heard(4000)
    assert counter.on_turn_over() == Tokens(audio_in=50, from_clock=True)
    assert counter.on_connection_over() == Tokens(audio_out=100, from_clock=True)
    assert counter.on_connection_over() == Tokens()


def test_a_figure_in_the_middle_of_a_turn_covers_what_was_said_so_far():
    counter = TokenCounter()
    counter.on_sent(2000)
    counter.on_usage(Usage(prompt_tokens=7))
    counter.on_heard(1000)
    assert counter.unsettled == Tokens(audio_out=25, from_clock=True)


def test_a_late_figure_does_not_cover_the_next_turn():
    counter = TokenCounter()
    counter.on_sent(2000)
    counter.on_turn_over()
    counter.on_heard(1000)
    counter.on_usage(Usage(prompt_tokens=7))
    assert counter.on_connection_over() == Tokens(audio_out=25, from_clock=True)


def test_silence_that_a_counting_server_listened_to_is_not_estimated():
    counter = TokenCounter()
    counter.on_usage(Usage(prompt_tokens=7))
    counter.on_sent(60_000)
    assert counter.unsettled == Tokens()
    assert counter.on_connection_over() == Tokens()


def test_a_broken_answer_is_estimated_even_if_the_server_counts():
    counter = TokenCounter()
    counter.on_usage(Usage(prompt_tokens=7))
    counter.on_sent(1000)
    counter.on_heard(1000)
    assert counter.on_connection_over() == Tokens(audio_in=25, audio_out=25, from_clock=True)


def test_round_trips_tell_the_last_one_and_the_middle():
    trips = RoundTrips()
    assert (trips.last_ms, trips.median_ms) == (None, None)
    for asked_s, heard_s in ((1.0, 1.5), (10.0, 12.0), (20.0, 20.75)):
        trips.on_question(asked_s)
        trips.on_sound(heard_s)
    assert trips.last_ms == pytest.approx(750)
    assert trips.median_ms == pytest.approx(750)
    assert trips.count == 3


def test_a_pause_is_no_end_and_unasked_speech_is_no_answer():
    trips = RoundTrips()
    trips.on_question(1.0)
    trips.on_person_speaks()
    trips.on_sound(2.0)
    trips.on_question(3.0)
    trips.on_sound(3.4)
    trips.on_sound(9.0)
    assert trips.count == 1
    assert trips.last_ms == pytest.approx(400)
