"""The real SDK behind a network that cuts, resets, refuses, slows down and swallows.

The microphone numbers its frames, so that the server's book tells which of them arrived.
"""

from __future__ import annotations

import pytest
from helpers.live_talk import LiveTalk
from helpers.numbered_microphone import short_words
from helpers.tcp_proxy import Way

from livedesk.core.reports import SessionState
from livedesk.transcript.model import ToolState


@pytest.fixture
async def talk():
    async with LiveTalk(pace=8.0) as made:
        yield made


@pytest.fixture
async def speaker():
    async with LiveTalk(pace=8.0, sound=short_words()) as made:
        yield made


async def back(talk: LiveTalk, n_visits: int) -> None:
    """Wait until the server hears again, on one connection more than ``n_visits``."""
    await talk.until(lambda: len(talk.book.visits) > n_visits and talk.book.n_open == 1)


@pytest.mark.parametrize("fault", ["cut", "reset"])
async def test_speech_goes_on_after_the_line_is_torn(speaker, fault):
    talk = speaker
    await talk.begin(with_microphone=True)
    await talk.until(lambda: talk.microphone.n_spoken > 60)
    getattr(talk.proxy, fault)()
    await back(talk, 1)
    await talk.until(lambda: talk.microphone.n_spoken > 200)
    talk.microphone.fall_silent()
    await talk.until(lambda: not talk.heard().lost)
    assert (talk.heard().n_twice, talk.heard().n_unordered) == (0, 0)
    assert talk.book.visits[-1].is_continued
    assert await talk.ask("hello")
    assert not talk.errors


async def test_the_same_line_torn_again_and_again_loses_no_typed_turn(talk):
    await talk.begin()
    texts = [f"repeat after me number {n}" for n in range(5)]
    for n, text in enumerate(texts, start=1):
        assert await talk.ask(text)
        talk.proxy.reset()
        await back(talk, n)
    assert talk.book.texts == texts
    assert not talk.errors


async def test_a_talk_that_begins_without_a_server_begins_when_it_is_there(talk):
    await talk.proxy.refuse()
    talk.conversation.start(with_microphone=False)
    talk.conversation.send_text("thanks")
    await talk.until(lambda: talk.losses)
    await talk.proxy.start()
    talk.conversation.retry_now()
    await talk.until(lambda: talk.book.texts == ["thanks"])
    await talk.live()


async def test_a_result_of_a_tool_that_ran_across_a_loss_arrives_once_at_most(talk):
    await talk.begin()
    talk.may_answer.clear()
    talk.conversation.send_text("what time is it")
    await talk.until(lambda: ToolState.RUNNING in talk.tool_states)
    talk.proxy.reset()
    await back(talk, 1)
    talk.may_answer.set()
    assert await talk.ask("thanks")
    await talk.until(lambda: ToolState.RUNNING not in talk.tool_states)
    assert len(talk.book.results) == len(set(talk.book.results)) <= 1
    assert talk.book.texts.count("thanks") == 1


async def test_a_slow_line_delivers_an_answer(talk):
    # A modem's 56 kbit/s and 2 s, eight times as fast as the rest of these tests.
    talk.proxy.slow_down(bits_s=8 * 56_000, latency_s=0.25)
    talk.conversation.start(with_microphone=False)
    assert await talk.ask("thanks", limit_s=30.0)
    assert not talk.losses
    assert not talk.errors


async def test_the_end_is_quick_on_a_line_that_swallows_everything(talk):
    await talk.begin(with_microphone=True)
    talk.proxy.vanish()
    await talk.until(lambda: talk.microphone.n_spoken > 20)
    await talk.conversation.aclose()
    assert talk.state is SessionState.IDLE
    talk.proxy.appear()
    await talk.until(lambda: talk.book.n_open == 0)


async def test_the_end_does_not_wait_for_a_tool(talk):
    await talk.begin(with_microphone=True)
    talk.may_answer.clear()
    talk.conversation.send_text("what time is it")
    await talk.until(lambda: ToolState.RUNNING in talk.tool_states)
    await talk.conversation.aclose()
    assert not talk.may_answer.is_set()
    assert talk.tool_states == [ToolState.CANCELLED]
    await talk.until(lambda: talk.book.ends == [1000])
    assert not talk.book.results


@pytest.mark.parametrize("fault", ["cut", "reset"])
async def test_an_answer_that_is_torn_is_marked_and_the_next_one_comes(talk, fault):
    await talk.begin()
    await talk.begin_answer()
    getattr(talk.proxy, fault)()
    await back(talk, 1)
    assert any("middle of this answer" in notice for notice in talk.notices)
    assert await talk.ask("thanks")
    assert talk.book.texts.count("thanks") == 1


@pytest.mark.parametrize("way", [Way.DOWN, Way.UP])
async def test_a_reset_in_the_middle_of_a_frame_ends_no_talk(talk, way):
    await talk.begin(with_microphone=True)
    talk.proxy.reset_after(3_001, way)
    await talk.begin_answer()
    await back(talk, 1)
    assert await talk.ask("thanks")
    assert not talk.errors


async def test_what_is_typed_and_said_while_the_server_is_away_arrives_once(speaker):
    talk = speaker
    await talk.begin(with_microphone=True)
    await talk.until(lambda: talk.microphone.n_spoken > 60)
    await talk.proxy.go_away()
    await talk.until(lambda: talk.state is SessionState.RECONNECTING)
    talk.conversation.send_text("hello")
    n_spoken = talk.microphone.n_spoken
    await talk.until(lambda: talk.microphone.n_spoken > n_spoken + 80)
    assert not talk.errors
    await talk.proxy.start()
    await back(talk, 1)
    talk.microphone.fall_silent()
    await talk.until(lambda: "hello" in talk.book.texts and not talk.heard().lost)
    assert (talk.heard().n_twice, talk.heard().n_unordered) == (0, 0)
    assert await talk.ask("thanks a lot")
    assert talk.book.texts == ["hello", "thanks a lot"]


@pytest.mark.parametrize("ways", [(Way.UP, Way.DOWN), (Way.UP,), (Way.DOWN,)])
async def test_a_line_that_swallows_everything_is_noticed_and_what_was_typed_answered(talk, ways):
    await talk.begin()
    await talk.ask("thanks")
    talk.proxy.vanish(*ways)
    assert await talk.ask("hello")
    assert talk.book.visits[-1].texts == ["hello"]
    assert not talk.errors
