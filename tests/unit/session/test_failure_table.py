"""The table of failures says what happens, and it happens."""

from __future__ import annotations

import pytest

from livedesk.core.errors import QuotaError, Remedy
from livedesk.session.failure_table import QUOTA_WAIT_S, TABLE, Does, Failure, error_for
from livedesk.session.failures import Verdict, is_network, judge, shortest_wait_s
from livedesk.session.gemini.close_codes import Stage, error_for_close

EVERY = pytest.mark.parametrize("failure", list(Failure))


@EVERY
def test_every_failure_has_a_sentence_and_one_thing_to_do(failure):
    error = error_for(failure, "close 1234")
    assert error.user_message.endswith(".")
    assert error.hint.endswith(".")
    assert error.remedy is not Remedy.NONE
    assert error.detail == f"{failure.value}: close 1234"


@EVERY
def test_what_the_table_says_is_done(failure):
    error = error_for(failure)
    verdict = judge(error, was_fresh=False)
    match TABLE[failure].does:
        case Does.STOPS:
            assert verdict is Verdict.FATAL
        case Does.BEGINS_AFRESH:
            assert verdict is Verdict.FORGET_HANDLE
            assert judge(error, was_fresh=True) is Verdict.FATAL
        case Does.WAITS_A_MINUTE:
            assert verdict is Verdict.RETRY
            assert shortest_wait_s(error) >= QUOTA_WAIT_S
        case Does.BACKS_OFF:
            assert verdict is Verdict.RETRY
            assert not is_network(error)
        case Does.TRIES_AT_ONCE:
            assert verdict is Verdict.RETRY
            assert is_network(error)


@EVERY
def test_what_waits_for_the_network_is_no_quota(failure):
    is_quota = isinstance(error_for(failure), QuotaError)
    assert is_quota == (TABLE[failure].does is Does.WAITS_A_MINUTE)


def test_a_server_may_ask_for_more_time_but_not_for_less():
    assert shortest_wait_s(error_for(Failure.QUOTA_REACHED, wait_s=120.0)) == 120.0
    assert shortest_wait_s(error_for(Failure.QUOTA_REACHED, wait_s=1.0)) == QUOTA_WAIT_S


def test_no_two_failures_read_alike():
    sentences = [row.user_message for row in TABLE.values()]
    assert len(set(sentences)) == len(sentences) == len(Failure)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("code", [0, 1000, 1001, 1006, 1007, 1008, 1009, 1011, 1012, 1013, 4000])
def test_every_close_leads_to_a_row(code, stage):
    assert error_for_close(code, "", stage).user_message in {
        row.user_message for row in TABLE.values()
    }
