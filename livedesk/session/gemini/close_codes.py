"""Close codes and HTTP status codes → rows of the table of failures. Pure.

What each code means in the wild was collected from the Live API's forum and from issues of its
client libraries (python-genai 874, 985, 2290; livekit, pipecat; 2025 to 2026). The reason text
decides where a code has several meanings; it is cut at 123 bytes, so only its start is matched.
"""

from __future__ import annotations

from enum import Enum

from livedesk.core.errors import LiveDeskError
from livedesk.session.failure_table import QUOTA_WAIT_S, Failure, error_for

NORMAL = 1000
GOING_AWAY = 1001
ABNORMAL = 1006
INVALID_PAYLOAD = 1007
POLICY_VIOLATION = 1008
MESSAGE_TOO_BIG = 1009
INTERNAL_ERROR = 1011


class Stage(Enum):
    """What the connection was doing when it ended."""

    OPENING = "opening"
    RESUMING = "resuming"
    TALKING = "talking"


def error_for_close(code: int, reason: str, stage: Stage) -> LiveDeskError:
    """What a close with ``code`` and ``reason`` means at ``stage``."""
    failure = _by_reason(reason) or _by_code(code, reason, stage)
    return error_for(failure, f"close {code} {reason}".strip())


def error_for_status(status: int, body: str, *, retry_after_s: float | None) -> LiveDeskError:
    """What an HTTP answer with ``status`` instead of a connection means."""
    wait_s = max(QUOTA_WAIT_S, retry_after_s or 0.0)
    detail = f"HTTP {status} {body[:200]}".strip()
    return error_for(_by_status(status, body), detail, wait_s=wait_s)


def _by_reason(reason: str) -> Failure | None:
    words = reason.lower()
    if "auth token" in words:
        return Failure.TOKEN_ENDED
    if _is_about_key(words):
        return Failure.KEY_REFUSED
    if "maximum concurrent" in words or "concurrent session" in words:
        return Failure.TOO_MANY_SESSIONS
    if "exceeded your current quota" in words or "resource_exhausted" in words:
        return Failure.QUOTA_REACHED
    return None


def _by_code(code: int, reason: str, stage: Stage) -> Failure:
    if code in (INVALID_PAYLOAD, POLICY_VIOLATION, INTERNAL_ERROR) and stage is Stage.RESUMING:
        return Failure.HANDLE_REFUSED
    match code:
        case 1007 | 1008 if stage is Stage.OPENING:
            is_model = code == POLICY_VIOLATION or "not found" in reason.lower()
            return Failure.MODEL_UNKNOWN if is_model else Failure.SETUP_REFUSED
        case 1007:
            return Failure.HANDLE_REFUSED
        case 1000 | 1001 | 1008 | 1012:
            return Failure.SERVER_LEFT
        case 1011 | 1013 | 1014:
            return Failure.SERVER_BUSY
        case 1009:
            return Failure.MESSAGE_TOO_LARGE
        case _:
            return Failure.CONNECTION_LOST


def _by_status(status: int, body: str) -> Failure:
    if status in (401, 403) or (status == 400 and _is_about_key(body)):
        return Failure.KEY_REFUSED
    match status:
        case 404:
            return Failure.NO_SERVICE
        case 407:
            return Failure.PROXY_REFUSED
        case 429:
            return Failure.QUOTA_REACHED
        case 408:
            return Failure.TIMED_OUT
        case _ if status >= 500:
            return Failure.SERVER_BUSY
        case _:
            return Failure.NOT_LIVE


def _is_about_key(text: str) -> bool:
    words = text.lower()
    return "api key" in words or "api_key" in words or "auth token" in words
