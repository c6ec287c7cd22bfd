"""Retryable or fatal."""

from __future__ import annotations

import pytest

from livedesk.core import errors
from livedesk.session.failure_table import Failure, error_for
from livedesk.session.failures import Verdict, judge, shortest_wait_s


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (errors.ServerUnreachableError("x"), Verdict.RETRY),
        (errors.QuotaError("x"), Verdict.RETRY),
        (errors.CredentialError("x"), Verdict.FATAL),
        (errors.ModelError("x"), Verdict.FATAL),
        (errors.ProtocolError("x"), Verdict.FATAL),
        (errors.HandleRefusedError("x"), Verdict.FORGET_HANDLE),
    ],
)
def test_verdicts(error, verdict):
    assert judge(error, was_fresh=False) is verdict


def test_a_fresh_session_has_no_handle_to_forget():
    assert judge(errors.HandleRefusedError("x"), was_fresh=True) is Verdict.FATAL
    assert judge(errors.ServerUnreachableError("x"), was_fresh=True) is Verdict.RETRY


def test_a_strange_certificate_in_a_talk_is_that_of_a_network_in_between():
    error = error_for(Failure.CERTIFICATE_UNTRUSTED)
    assert judge(error, was_fresh=False) is Verdict.FATAL
    assert judge(error, was_fresh=False, was_there=True) is Verdict.RETRY


def test_only_quota_asks_for_a_wait():
    assert shortest_wait_s(errors.QuotaError("x", wait_s=42.0)) == 42.0
    assert shortest_wait_s(errors.ServerUnreachableError("x")) == 0.0
