"""When the person is told that the connection is away."""

import pytest

from livedesk.app.outage import Outage, OutageWatch
from livedesk.core.errors import QuotaError, ServerUnreachableError
from livedesk.core.reports import SessionState, SpeechWaiting, StateChanged

LIVE, RECONNECTING = SessionState.LIVE, SessionState.RECONNECTING
LOST = ServerUnreachableError("The connection was lost.")


@pytest.fixture
def watch() -> OutageWatch:
    return OutageWatch()


def away(watch: OutageWatch, attempt: int, **more) -> None:
    watch.on_event(StateChanged(RECONNECTING, LIVE, attempt=attempt, **more))


def test_what_is_back_at_once_is_no_news(watch):
    away(watch, 1, error=LOST)
    away(watch, 2, error=LOST, retry_in_s=0.4, retry_at_s=9.4)
    assert watch.outage is None
    assert watch.is_hushed
    watch.on_event(StateChanged(LIVE, RECONNECTING))
    assert not watch.is_hushed


def test_from_the_third_attempt_on_it_is_told_with_the_next_try(watch):
    away(watch, 3, error=LOST, retry_in_s=1.0, retry_at_s=11.0)
    assert watch.outage == Outage(LOST, 11.0)
    away(watch, 3)  # the attempt itself
    assert watch.outage == Outage(LOST, None)
    away(watch, 4, error=LOST, retry_in_s=1.0, retry_at_s=15.0)
    assert watch.outage == Outage(LOST, 15.0)
    watch.on_event(StateChanged(LIVE, RECONNECTING))
    assert watch.outage is None


def test_a_long_wait_is_told_at_once(watch):
    limit = QuotaError("The usage limit is reached.")
    away(watch, 1, error=limit, retry_in_s=60.0, retry_at_s=70.0)
    assert watch.outage == Outage(limit, 70.0)


def test_an_attempt_that_hangs_is_told(watch):
    away(watch, 1, error=LOST, retry_at_s=1.0)
    away(watch, 1)
    watch.on_long()
    assert watch.outage == Outage(LOST, None)


def test_after_the_return_nothing_is_long(watch):
    watch.on_long()
    assert watch.outage is None
    away(watch, 1, error=LOST)
    assert watch.outage is None


def test_an_exchange_of_our_own_wish_is_told_only_where_it_hangs(watch):
    away(watch, 0, planned=True)
    assert watch.outage is None
    watch.on_long()
    assert watch.outage is not None
    assert watch.outage.error.user_message == "The server takes long to answer."
    watch.on_event(StateChanged(LIVE, RECONNECTING, planned=True))
    assert watch.outage is None


def test_speech_that_waits_is_told_with_it(watch):
    watch.on_event(SpeechWaiting(2000, 15_000))
    away(watch, 3, error=LOST, retry_in_s=1.0, retry_at_s=11.0)
    assert watch.outage == Outage(LOST, 11.0, 2000, 15_000)
    watch.on_event(SpeechWaiting(2500, 15_000))
    assert watch.outage == Outage(LOST, 11.0, 2500, 15_000)


def test_the_end_of_the_talk_ends_it(watch):
    watch.on_event(SpeechWaiting(2000, 15_000))
    away(watch, 3, error=LOST)
    watch.on_end()
    assert watch.outage is None
    away(watch, 3, error=LOST)
    assert watch.outage == Outage(LOST)
