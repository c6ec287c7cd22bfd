"""The real SDK under everything that the practice server can do wrong, one talk each.

A talk goes on, with every typed turn heard once; or it stands still for a good reason, which is
told in one sentence with one thing to do.
"""

from __future__ import annotations

import asyncio

import pytest
from helpers.live_talk import LiveTalk

from livedesk.core.errors import (
    CredentialError,
    HandleRefusedError,
    ModelError,
    QuotaError,
    ServerUnreachableError,
)
from livedesk.core.reports import AnswerBroken, SessionState
from livedesk.core.speakers import Speaker
from livedesk.loopback.scenario import built_in_names, find_scenario
from livedesk.transcript.model import ToolState

# After the first answer the connection ends, or something strange comes.
BETWEEN_ANSWERS = [
    "closed_normally",
    "deadline",
    "go_away",
    "internal_error",
    "invalid_later",
    "malformed",
    "policy",
    "refuse_handle",
    "unknown",
]
WAITS = {"quota": 60, "quota_later": 60, "too_many": 30, "handshake_429": 60}
REFUSALS = {
    "handshake_401": (CredentialError, "did not accept the API key"),
    "handshake_403": (CredentialError, "did not accept the API key"),
    "invalid_argument": (ModelError, "refused the choices"),
    "model_unknown": (ModelError, "does not offer this model"),
}
OTHERS = {
    "cancel_tools",
    "drop",
    "go_away_silent",
    "handshake_503",
    "poisoned_handle",
    "silent",
    "slow",
    "slow_pong",
    "stall",
}


def talk_with(name: str, pace: float = 20.0) -> LiveTalk:
    return LiveTalk(find_scenario(name), pace=pace)


def test_no_scenario_is_forgotten():
    assert {*BETWEEN_ANSWERS, *WAITS, *REFUSALS, *OTHERS} == set(built_in_names())


@pytest.mark.parametrize("name", BETWEEN_ANSWERS)
async def test_the_talk_goes_on(name):
    async with talk_with(name) as talk:
        await talk.begin()
        for text in ("thanks", "hello", "thanks a lot"):
            assert await talk.ask(text)
        assert talk.book.texts == ["thanks", "hello", "thanks a lot"]
        assert not talk.errors
        await talk.until(lambda: talk.book.n_open == 1)
        assert talk.state in (SessionState.LIVE, SessionState.DRAINING)


@pytest.mark.parametrize("name", ["invalid_later", "poisoned_handle", "refuse_handle"])
async def test_a_fresh_session_knows_what_was_said(name):
    async with talk_with(name) as talk:
        await talk.begin()
        await talk.ask("thanks")
        await talk.until(
            lambda: not talk.book.visits[-1].is_continued and len(talk.book.visits) > 1
        )
        await talk.ask("hello")
        first, *_, last = talk.book.visits
        assert not first.seed
        assert [item.text for item in last.seed][:1] == ["thanks"]
        assert last.texts == ["hello"]


async def test_a_continued_session_is_not_told_again_what_was_said():
    async with talk_with("internal_error") as talk:
        await talk.begin()
        await talk.ask("thanks")
        await talk.ask("hello")
        assert [(v.is_continued, v.seed) for v in talk.book.visits] == [(False, []), (True, [])]


@pytest.mark.parametrize("name", WAITS)
async def test_where_waiting_helps_it_is_waited_and_not_tried_in_a_loop(name):
    async with talk_with(name) as talk:
        talk.conversation.start(with_microphone=False)
        talk.conversation.send_text("thanks")
        await talk.until(lambda: talk.losses)
        [loss] = talk.losses
        assert isinstance(loss.error, QuotaError)
        assert loss.retry_in_s >= WAITS[name]
        assert loss.error.hint
        assert len(talk.book.visits) + talk.book.n_refused <= 1
        assert talk.proxy.n_accepted == 1


@pytest.mark.parametrize("name", REFUSALS)
async def test_what_trying_again_cannot_help_is_told_once(name):
    kind, words = REFUSALS[name]
    async with talk_with(name) as talk:
        talk.conversation.start(with_microphone=False)
        await talk.until(lambda: talk.state is SessionState.FAILED)
        [error] = talk.errors
        assert isinstance(error, kind)
        assert words in str(error)
        assert error.hint
        assert talk.proxy.n_accepted == 1


@pytest.mark.parametrize(
    ("key", "model", "kind"),
    [("bad", "gemini-3.8-live", CredentialError), ("good", "gemini-9-live", ModelError)],
)
async def test_a_wrong_key_and_a_wrong_model_are_told_once(key, model, kind):
    async with LiveTalk(key=key, model_id=model) as talk:
        talk.conversation.start(with_microphone=False)
        await talk.until(lambda: talk.state is SessionState.FAILED)
        assert [type(error) for error in talk.errors] == [kind]
        assert talk.proxy.n_accepted <= 1


async def test_an_answer_that_is_cut_off_is_marked_and_the_talk_goes_on():
    async with talk_with("drop", pace=8.0) as talk:
        await talk.begin()
        await talk.begin_answer()
        await talk.until(lambda: len(talk.book.visits) == 2)
        assert await talk.ask("thanks")
        story = next(e for e in talk.transcript.entries if e.speaker is Speaker.ASSISTANT)
        assert story.was_cut
        assert talk.book.texts.count("thanks") == 1


async def test_a_server_that_is_not_available_is_asked_again():
    async with talk_with("handshake_503") as talk:
        await talk.begin()
        assert await talk.ask("thanks")
        assert len(talk.losses) == 3
        assert all(isinstance(loss.error, ServerUnreachableError) for loss in talk.losses)
        assert not talk.errors


async def test_a_server_that_leaves_and_falls_silent_is_left_in_time():
    async with talk_with("go_away_silent", pace=10.0) as talk:
        await talk.begin()
        await talk.ask("thanks")
        await talk.until(lambda: len(talk.book.visits) == 2)
        assert await talk.ask("hello")
        assert not talk.losses
        assert talk.book.visits[0].end == 1000


async def test_slow_delivery_is_no_fault():
    async with talk_with("slow", pace=8.0) as talk:
        await talk.begin()
        assert await talk.ask("thanks")
        assert not talk.losses


async def test_tool_calls_that_are_taken_back_get_no_result():
    async with talk_with("cancel_tools", pace=5.0) as talk:
        await talk.begin()
        talk.may_answer.clear()
        talk.conversation.send_text("what time is it")
        await talk.until(lambda: ToolState.CANCELLED in talk.tool_states)
        talk.may_answer.set()
        assert await talk.ask("thanks")
        assert not talk.book.results
        assert not talk.losses


async def test_a_connection_that_dies_of_each_word_is_not_tried_in_a_loop():
    scenario = """
        [[step]]
        when = "turns = 1"
        do = "close"
        code = 1011
        reason = "Internal error encountered."
    """
    async with LiveTalk.playing(scenario, pace=20.0) as talk:
        await talk.begin()
        for text in ("thanks", "hello", "thanks a lot"):
            await talk.ask(text)
        assert len(talk.book.visits) <= 5
        assert not any(isinstance(loss.error, HandleRefusedError) for loss in talk.losses)
        async with asyncio.timeout(5):
            await talk.conversation.aclose()


async def test_what_a_server_never_reacted_to_is_said_again():
    async with talk_with("go_away_silent") as talk:
        await talk.begin()
        await talk.ask("thanks")
        assert await talk.ask("hello")
        assert talk.book.visits[-1].texts == ["hello"]


async def test_a_server_that_never_says_a_word_is_left():
    async with talk_with("silent") as talk:
        await talk.begin()
        assert await talk.ask("tell me a joke")
        assert len(talk.book.visits) == 2
        assert not talk.errors


async def test_a_server_that_falls_silent_in_an_answer_is_left_and_the_answer_marked():
    # In step with real time: the stall must last longer than what plays meanwhile.
    async with talk_with("stall", pace=1.0) as talk:
        await talk.begin()
        await talk.begin_answer("tell me a joke")
        await talk.until(lambda: len(talk.book.visits) == 2 and talk.book.n_open == 1)
        assert any(isinstance(event, AnswerBroken) for event in talk.events)
        assert await talk.ask("hello")
        assert not talk.errors


async def test_a_healthy_talk_outlives_slow_pongs():
    async with talk_with("slow_pong") as talk:
        await talk.begin()
        assert await talk.ask("hello")
        assert await talk.ask("tell me a joke")
        assert len(talk.book.visits) == 1
        assert not talk.errors
