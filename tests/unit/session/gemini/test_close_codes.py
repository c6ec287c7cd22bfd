"""Codes and reasons → errors."""

from __future__ import annotations

import itertools

import pytest

from livedesk.core.errors import (
    ConnectionLostError,
    CredentialError,
    HandleRefusedError,
    ModelError,
    ProtocolError,
    QuotaError,
    ServerBusyError,
    ServerUnreachableError,
)
from livedesk.session.gemini.close_codes import Stage, error_for_close, error_for_status

OPENING, RESUMING, TALKING = Stage.OPENING, Stage.RESUMING, Stage.TALKING


@pytest.mark.parametrize(
    ("code", "reason", "stage", "kind"),
    [
        (1000, "", TALKING, ServerBusyError),
        (1001, "The operation was cancelled.", TALKING, ServerBusyError),
        (1006, "", OPENING, ConnectionLostError),
        (1006, "", RESUMING, ConnectionLostError),
        (1007, "API key not valid. Please pass a valid API key.", OPENING, CredentialError),
        (1007, "API key not valid. Please pass a valid API key.", RESUMING, CredentialError),
        (1007, "Request contains an invalid argument", OPENING, ModelError),
        (1007, "Request contains an invalid argument", RESUMING, HandleRefusedError),
        (1007, "Request contains an invalid argument", TALKING, HandleRefusedError),
        (1008, "models/x is not found for API version v1", OPENING, ModelError),
        (1008, "Operation is not implemented", RESUMING, HandleRefusedError),
        (1008, "The operation was aborted", TALKING, ServerBusyError),
        (1009, "", TALKING, ServerBusyError),
        (1011, "You exceeded your current quota, please", OPENING, QuotaError),
        (1011, "You exceeded your current quota, please", TALKING, QuotaError),
        (1011, "RESOURCE_EXHAUSTED: Maximum concurrent se", OPENING, QuotaError),
        (1011, "Internal error encountered.", OPENING, ServerBusyError),
        (1011, "The service is currently unavailable.", RESUMING, HandleRefusedError),
        (1011, "Deadline expired before operation", TALKING, ServerBusyError),
        (1013, "", TALKING, ServerBusyError),
        (4242, "", TALKING, ConnectionLostError),
    ],
)
def test_close_codes(code, reason, stage, kind):
    error = error_for_close(code, reason, stage)
    assert type(error) is kind
    assert str(code) in error.detail


def test_quotas_wait_a_minute():
    assert error_for_close(1011, "You exceeded your current quota", TALKING).wait_s == 60.0  # type: ignore[attr-defined]
    assert error_for_close(1011, "Maximum concurrent sessions", TALKING).wait_s == 60.0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ProtocolError),
        (401, CredentialError),
        (403, CredentialError),
        (404, ProtocolError),
        (407, ProtocolError),
        (408, ServerUnreachableError),
        (418, ProtocolError),
        (429, QuotaError),
        (502, ServerBusyError),
    ],
)
def test_http_status(status, kind):
    assert type(error_for_status(status, "", retry_after_s=None)) is kind


def test_a_short_retry_after_does_not_shorten_the_wait():
    assert error_for_status(429, "", retry_after_s=1.0).wait_s == 60.0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "stage"), list(itertools.product((1000, 1006, 1007, 1008, 1009, 1011, 4000), Stage))
)
def test_sentences_are_clear(code, stage):
    error = error_for_close(code, "", stage)
    assert error.user_message.endswith(".")
    for jargon in ("1007", "WebSocket", "close", "handle", "payload"):
        assert jargon not in str(error)
