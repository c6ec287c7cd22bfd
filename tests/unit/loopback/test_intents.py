"""What typed and recognised sentences mean, and what is answered."""

from datetime import UTC, datetime

import pytest
from helpers.practice import NOON
from hypothesis import given
from hypothesis import strategies as st

from livedesk.loopback.answers import Situation, answer, answer_with_result
from livedesk.loopback.client_messages import Tool
from livedesk.loopback.intents import Intent, Request, grammar, interpret, spoken_words
from livedesk.loopback.number_words import LARGEST, from_words, to_words
from livedesk.loopback.prose import NO_WEATHER, TOOL_FAILED
from livedesk.loopback.spelled_out import spell_out
from livedesk.loopback.spoken_time import date_sentence, time_sentence

untrusted = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
SITUATION = Situation(now=NOON, voice="Puck")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Hello!", Intent.GREETING),
        ("hey, good morning to you", Intent.GREETING),
        ("How are you?", Intent.HOW_ARE_YOU),
        ("could you tell me what time it is", Intent.TIME),
        ("What’s the time?", Intent.TIME),
        ("what day is it today", Intent.DATE),
        ("tell me today's date, please", Intent.DATE),
        ("What is 12 * 7?", Intent.ARITHMETIC),
        ("how much is one hundred and five divided by five", Intent.ARITHMETIC),
        ("3 + 4", Intent.ARITHMETIC),
        ("do you know any good jokes", Intent.JOKE),
        ("Tell me a very long story", Intent.STORY),
        ("repeat after me: the owl and the pussycat", Intent.REPEAT),
        ("Say cheese", Intent.REPEAT),
        ("will it rain in Oslo tomorrow?", Intent.WEATHER),
        ("what's the weather like", Intent.WEATHER),
        ("please count from 3 to 7", Intent.COUNT),
        ("help", Intent.HELP),
        ("what can you do?", Intent.HELP),
        ("Good night", Intent.GOODBYE),
        ("Who are you?", Intent.WHO),
        ("are you a real person", Intent.WHO),
        ("thanks a lot", Intent.THANKS),
        ("what voice is this", Intent.VOICE),
        ("what did I just say?", Intent.RECALL),
        ("stop", Intent.STOP),
        ("please order a pizza", Intent.UNKNOWN),
        ("where is the station", Intent.UNKNOWN),
        ("", Intent.UNKNOWN),
    ],
)
def test_typed_wording_is_free(text, intent):
    assert interpret(text).intent is intent


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("what is seven times eight", "7 times 8 is 56."),
        ("what is 10 / 4", "10 divided by 4 is 2.5."),
        ("how much is twenty one minus forty", "21 minus 40 is -19."),
        ("what is 1,000 x 1,000", "1,000 times 1,000 is 1,000,000."),
        ("5 divided by 0", "Nothing can be divided by zero, not even by me."),
        ("count to 7", "1, 2, 3, 4, 5. 6, 7."),
        ("count from three to one", "3, 2, 1."),
        ("count to a million", "That would take long. I count 100 numbers at most."),
        ("repeat after me: good day", "Good day."),
        ("what voice is this", "This voice is called Puck. You can choose another one."),
        ("what is the weather like", NO_WEATHER),
        ("what time is it", "It is 12:05 PM."),
        ("what day is it", "Today is Monday, November 23rd, 2026."),
    ],
)
def test_answers(text, answered):
    assert answer(interpret(text), SITUATION).text == answered


def test_every_intent_has_an_answer():
    slots = {"left": "1", "right": "1", "operator": "+", "saying": "hi", "end": "3"}
    for intent in Intent:
        assert answer(Request(intent, "…", slots), SITUATION).text


def test_the_practice_server_says_what_it_is():
    assert "no artificial intelligence" in answer(interpret("who are you"), SITUATION).text


@pytest.mark.parametrize("parameter", ["city", "location", "where"])
def test_the_weather_is_asked_of_a_tool_by_its_own_parameter(parameter):
    situation = Situation(now=NOON, voice="Puck", tools=(Tool("get_weather", None, (parameter,)),))
    use = answer(interpret("what's the weather in new york"), situation).tool
    assert use is not None
    assert (use.name, dict(use.arguments)) == ("get_weather", {parameter: "New York"})


@pytest.mark.parametrize(
    ("response", "answered"),
    [
        ({"output": {"summary": "mild and cloudy"}}, "The weather in Oslo: mild and cloudy."),
        ({"output": {"temperature_c": 7}}, "The weather in Oslo: temperature c 7."),
        ({"output": "Rain."}, "Rain."),
        ({"error": "no network"}, "That did not work. No network."),
        ({}, TOOL_FAILED),
        ({"output": []}, TOOL_FAILED),
    ],
)
def test_results_of_a_weather_tool(response, answered):
    reply = answer_with_result(interpret("weather in oslo"), response, SITUATION)
    assert reply.text == answered


@given(
    st.dictionaries(st.sampled_from(["output", "error", "iso"]), st.from_type(object) | st.none())
)
def test_no_result_is_an_error(response):
    for text in ("what time is it", "weather"):
        assert answer_with_result(interpret(text), response, SITUATION).text


@given(st.text(max_size=80))
def test_any_text_is_answered(text):
    assert answer(interpret(text), SITUATION).text


@given(st.integers(0, LARGEST))
def test_numbers_come_back_from_their_words(number):
    if number < 1_000_000:
        assert from_words(to_words(number)) == number
    assert all(word.isalpha() for word in to_words(number).split())


@pytest.mark.parametrize("text", ["", "hello", "one hello", "a", "and"])
def test_no_number_in_words(text):
    assert from_words(text) is None


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "It is 12:00 AM."), (9, 5, "It is 9:05 AM."), (23, 59, "It is 11:59 PM.")],
)
def test_times_are_said_with_the_half_of_the_day(hour, minute, said):
    assert time_sentence(datetime(2026, 1, 1, hour, minute, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("day", "ordinal"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (22, "22nd"), (30, "30th")],
)
def test_dates_are_said_with_an_ordinal(day, ordinal):
    assert f"January {ordinal}, 2026" in date_sentence(datetime(2026, 1, day, tzinfo=UTC))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It is 3:05 PM.", "it is three oh five pm"),
        ("It is 4:00 AM.", "it is four o'clock am"),
        ("November 23rd, 2026", "november twenty third two thousand twenty six"),
        ("the 12th and the 20th", "the twelfth and the twentieth"),
        ("-19 or 2.5", "minus nineteen or two point five"),
        ("1,000", "one thousand"),
    ],
)
def test_figures_are_spelled_out(sentence, words):
    assert " ".join(spell_out(sentence)) == words


def test_the_grammar_names_every_rule_it_uses():
    text = grammar("noise", 1e-9)
    used = {part.split(">")[0] for part in text.split("<")[1:]}
    defined = {line.split(">")[0].split("<")[1] for line in text.splitlines() if "> =" in line}
    assert used == defined
    assert "joke" in spoken_words()


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("how many is six multiplied by seven", Intent.ARITHMETIC),
        ("what is six divided by two", Intent.ARITHMETIC),
        ("mean body mass by species", Intent.TOOL),
        ("how many penguins per island", Intent.TOOL),
        ("describe my data", Intent.TOOL),
    ],
)
def test_a_question_about_a_table_is_no_sum(question, intent):
    assert interpret(question).intent is intent
