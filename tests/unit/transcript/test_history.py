"""What a session that goes on is told: the newest, within a budget that is honest in any script."""

import pytest
from helpers.any_record import TEXT
from helpers.still_clock import StillClock
from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.history import HISTORY_TOKENS, recent_turns, told
from livedesk.transcript.token_estimate import newest_part, tokens_of

BEGAN = StillClock().wall_time()


def spoken(*texts: str) -> list[Utterance]:
    sides = (Speaker.USER, Speaker.ASSISTANT)
    return [
        Utterance(n + 1, sides[n // 2 % 2], text, BEGAN, float(n), is_final=True)
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 0, 0),
        ("What time is it in Lisbon?", 6, 8),
        ("里斯本现在是星期一上午十点零二分", 14, 18),
        ("リスボンは今、月曜日の午前です", 13, 17),
        ("عاصمة البرتغال هي لشبونة", 10, 14),
        ("Столица Португалии — Лиссабон", 12, 16),
        ("👩‍👩‍👧", 6, 10),
    ],
)
def test_each_script_has_its_own_measure(text: str, least: int, most: int) -> None:
    assert least <= tokens_of(text) <= most


def test_a_chinese_conversation_is_told_as_far_as_the_budget_goes() -> None:
    turns = spoken(*["今天天气很好，我们去公园散步吧。" * 10 for _ in range(60)])
    reckoned = told(turns)
    assert HISTORY_TOKENS * 0.9 <= reckoned.n_tokens <= HISTORY_TOKENS
    n_characters = sum(len(turn.text) for turn in recent_turns(turns, HISTORY_TOKENS))
    assert n_characters <= HISTORY_TOKENS


def test_one_endless_turn_is_shortened_and_not_left_out() -> None:
    (turn,) = recent_turns(spoken("没有空格的很长的一句话" * 1000), 100)
    assert 80 <= tokens_of(turn.text) <= 100


@given(st.lists(TEXT, max_size=12), st.integers(0, 60))
def test_the_budget_is_kept(texts: list[str], budget: int) -> None:
    turns = recent_turns(spoken(*texts), budget)
    assert sum(tokens_of(turn.text) for turn in turns) <= budget


@given(TEXT, st.integers(0, 20))
def test_the_newest_part_is_as_long_as_it_may_be(text: str, n_tokens: int) -> None:
    start = newest_part(text, n_tokens)
    assert tokens_of(text[start:]) <= n_tokens
    assert start == 0 or tokens_of(text[start - 1 :]) > n_tokens
