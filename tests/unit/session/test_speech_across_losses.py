"""What a person said while the line was away: heard again, or told as lost."""

from __future__ import annotations

from livedesk.core.backoff import BackoffPolicy
from livedesk.core.clock import SystemClock
from livedesk.core.errors import ServerUnreachableError
from livedesk.core.inputs import AudioInput, HistoryTurn
from livedesk.core.reports import AudioLost, SessionState, SpeechRepeated
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.speakers import Speaker
from livedesk.session.scripted import Accept, Drop, Refuse

LOST = ServerUnreachableError("gone")
HISTORY = (HistoryTurn(Speaker.USER, "hello"),)


def spoken(captured_at_s: float | None = None) -> AudioInput:
    return AudioInput(b"\1\0" * 320, 16_000, captured_at_s or SystemClock().now_s())


async def test_that_an_utterance_is_heard_again_is_told_with_its_beginning(talk):
    one = talk(Accept(), Accept())
    await one.until_state(SessionState.LIVE)
    words = spoken()
    one.session.send(words)
    await one.until_sent(1)
    one.connector.drop(LOST)
    await one.until_sent(2)
    assert one.reports.count(SpeechRepeated(words.captured_at_s)) == 1
    assert [item.chunk for item in one.connector.sent] == [words.chunk] * 2


async def test_speech_that_grew_too_old_while_away_is_not_told_as_heard_again(talk):
    one = talk(Accept(), Refuse(LOST), Accept())
    one.history = HISTORY
    await one.until_state(SessionState.LIVE)
    one.session.send(spoken())
    await one.until_sent(1)
    one.session.set_policy(SessionPolicy(BackoffPolicy(initial_s=0.2), audio_bound_s=0.01))
    one.connector.drop(LOST)
    await one.until_state(SessionState.LIVE, times=2)
    assert not [report for report in one.reports if isinstance(report, SpeechRepeated)]
    assert one.connector.connects[-1].history == HISTORY


async def test_what_is_heard_a_third_time_began_when_it_was_said_first(talk):
    one = talk(Accept(), Accept(), Accept())
    await one.until_state(SessionState.LIVE)
    words = spoken(SystemClock().now_s() - 2.0)
    one.session.send(words)
    for n_sent in (1, 2):
        await one.until_sent(n_sent)
        one.connector.drop(LOST)
    await one.until_sent(3)
    told = [report for report in one.reports if isinstance(report, SpeechRepeated)]
    assert told == [SpeechRepeated(words.captured_at_s)] * 2


async def test_speech_that_waits_at_the_end_is_told_as_lost(talk):
    one = talk(Accept(), Drop(LOST), Refuse(LOST))
    await one.until_state(SessionState.RECONNECTING)
    for _ in range(50):
        one.session.send(spoken())
    await one.session.aclose()
    assert AudioLost(1000.0) in one.reports
