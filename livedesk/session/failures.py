"""Which failures may be tried again. The one place that decides it; everything else obeys."""

from __future__ import annotations

from enum import Enum

from livedesk.core.errors import (
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


def judge(error: LiveDeskError, *, was_fresh: bool) -> Verdict:
    """What ``error`` calls for.

    Args:
        error: why a connection could not be made or was lost.
        was_fresh: it was a fresh session to which the server had said nothing of substance. Where
            that is refused as well, forgetting the handle has nothing more to offer.
    """
    if isinstance(error, HandleRefusedError):
        return Verdict.FATAL if was_fresh else Verdict.FORGET_HANDLE
    return Verdict.RETRY if error.retryable else Verdict.FATAL


def is_network(error: LiveDeskError) -> bool:
    """Whether only the way to the server is at fault: then trying often burdens nobody."""
    return isinstance(error, ServerUnreachableError) and not isinstance(error, ServerBusyError)


def shortest_wait_s(error: LiveDeskError) -> float:
    """Seconds before which trying again makes no sense."""
    return error.wait_s if isinstance(error, QuotaError) else 0.0
