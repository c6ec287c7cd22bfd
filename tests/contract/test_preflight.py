"""A line that breaks without a word, again and again: the reason is asked for over REST."""

from __future__ import annotations

import pytest
from helpers.live_talk import LiveTalk

from livedesk.core.errors import (
    ConnectionLostError,
    CredentialError,
    ModelError,
    ServerUnreachableError,
)
from livedesk.core.reports import SessionState
from livedesk.loopback import rest
from livedesk.loopback.scenario import read_scenario
from livedesk.session.gemini.preflight import PATIENCE, SilentEnds

# Whoever stands between turns every refusal into a broken line.
MUTE = read_scenario("[session]\nclose_code = 1006")
LOST = ConnectionLostError("lost")


@pytest.mark.parametrize(
    ("key", "kind", "sentence"),
    [
        ("bad-key", CredentialError, "does not know this API key"),
        ("blocked-key", CredentialError, "is blocked"),
    ],
)
async def test_the_true_reason_is_told_and_ends_the_trying(key, kind, sentence):
    async with LiveTalk(MUTE, key=key) as talk:
        talk.conversation.start(with_microphone=False)
        await talk.until(lambda: talk.state is SessionState.FAILED)
        [error] = talk.errors
        assert isinstance(error, kind)
        assert sentence in str(error)
        assert key not in f"{error} {error.detail}"
        assert len(talk.losses) == PATIENCE


async def test_a_model_that_is_gone_is_told(monkeypatch):
    monkeypatch.setattr(rest, "MODELS", ())
    async with LiveTalk(MUTE) as talk:
        talk.conversation.start(with_microphone=False)
        await talk.until(lambda: talk.state is SessionState.FAILED)
        [error] = talk.errors
        assert isinstance(error, ModelError)
        assert "does not offer this model" in str(error)


async def test_where_nothing_speaks_against_it_the_trying_goes_on():
    scenario = read_scenario(f"[session]\nclose_code = 1006\nclose_times = {PATIENCE + 1}")
    async with LiveTalk(scenario) as talk:
        talk.conversation.start(with_microphone=False)
        assert await talk.ask("thanks")
        assert not talk.errors


def test_it_is_asked_after_some_silent_ends_and_not_each_time():
    ends = SilentEnds()
    asked = []
    for _ in range(2 * PATIENCE):
        ends.note_end(LOST, was_silent=True)
        asked.append(ends.is_question_due)
        if ends.is_question_due:
            ends.note_asked()
    assert asked == [False, False, True] * 2


@pytest.mark.parametrize(
    ("error", "was_silent"), [(ServerUnreachableError("no network"), True), (LOST, False)]
)
def test_a_bad_network_is_no_reason_to_ask(error, was_silent):
    ends = SilentEnds()
    for _ in range(2 * PATIENCE):
        ends.note_end(error, was_silent=was_silent)
    assert not ends.is_question_due


def test_a_word_of_the_server_ends_the_counting():
    ends = SilentEnds()
    for _ in range(PATIENCE):
        ends.note_end(LOST, was_silent=True)
    ends.note_said()
    assert not ends.is_question_due
