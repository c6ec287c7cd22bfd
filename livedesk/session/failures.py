"""Which failures may be tried again. The one place that decides it; everything else obeys."""

from __future__ import annotations

import copy
from enum import Enum

from livedesk.core.errors import (
    CertificateError,
    HandleRefusedError,
    LiveDeskError,
    QuotaError,
    ServerBusyError,
    ServerUnreachableError,
)


class Verdict(Enum):
    """What to do after a connection could not be made, or was lost."""

    RETRY = "retry"
    FORGET_HANDLE = "forget handle"
    FATAL = "fatal"


def judge(error: LiveDeskError, *, was_fresh: bool, was_there: bool = False) -> Verdict:
    """What ``error`` calls for.

    Args:
        error: why a connection could not be made or was lost.
        was_fresh: it was a fresh session to which the server had said nothing of substance. Where
            that is refused as well, forgetting the handle has nothing more to offer.
        was_there: the server was reached before: another certificate now is that of a network in
            between, such as a train's that wants a sign-in first, and goes by.
    """
    if isinstance(error, CertificateError) and was_there:
        return Verdict.RETRY
    if isinstance(error, HandleRefusedError):
        return Verdict.FATAL if was_fresh else Verdict.FORGET_HANDLE
    return Verdict.RETRY if error.retryable else Verdict.FATAL


def given_up(error: LiveDeskError) -> LiveDeskError:
    """``error`` for when it is not tried again: it promises nothing more."""
    told = copy.copy(error)
    told.hint = "LiveDesk has stopped trying. Try again when you think that it may work."
    return told


def is_network(error: LiveDeskError) -> bool:
    """Whether only the way to the server is at fault: then trying often burdens nobody."""
    return isinstance(error, ServerUnreachableError) and not isinstance(error, ServerBusyError)


def shortest_wait_s(error: LiveDeskError) -> float:
    """Seconds before which trying again makes no sense."""
    return error.wait_s if isinstance(error, QuotaError) else 0.0
