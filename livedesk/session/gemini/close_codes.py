"""Close codes and HTTP status codes → errors with a sentence for the person. Pure.

What each code means in the wild was collected from the Live API's forum and from issues of its
client libraries (python-genai 874, 985, 2290; livekit, pipecat; 2025 to 2026). The reason text
decides where a code has several meanings; it is cut at 123 bytes, so only its start is matched.
"""

from __future__ import annotations

from enum import Enum

from livedesk.core.errors import (
    CredentialError,
    HandleRefusedError,
    LiveDeskError,
    ModelError,
    ProtocolError,
    QuotaError,
    ServerUnreachableError,
)

NORMAL = 1000
GOING_AWAY = 1001
ABNORMAL = 1006
INVALID_PAYLOAD = 1007
POLICY_VIOLATION = 1008
MESSAGE_TOO_BIG = 1009
INTERNAL_ERROR = 1011

# Tokens are counted by the minute.
QUOTA_WAIT_S = 60.0
# Sessions that were left open are noticed and closed within about half a minute; no fast loops.
SESSIONS_WAIT_S = 60.0

_TRIES_AGAIN = "LiveDesk tries again."


class Stage(Enum):
    """What the connection was doing when it ended."""

    OPENING = "opening"
    RESUMING = "resuming"
    TALKING = "talking"


def error_for_close(code: int, reason: str, stage: Stage) -> LiveDeskError:
    """What a close with ``code`` and ``reason`` means at ``stage``."""
    detail = f"close {code} {reason}".strip()
    by_reason = _error_by_reason(reason, detail)
    if by_reason is not None:
        return by_reason
    if code in (INVALID_PAYLOAD, POLICY_VIOLATION, INTERNAL_ERROR) and stage is Stage.RESUMING:
        return handle_refused(detail)
    match code:
        case 1007 | 1008 if stage is Stage.OPENING:
            return _setup_refused(code, reason, detail)
        case 1007:
            return handle_refused(detail)
        case 1000 | 1001 | 1008 | 1012:
            return ServerUnreachableError(
                "The server ended the connection.", _TRIES_AGAIN, detail=detail
            )
        case 1011 | 1013 | 1014:
            return _unavailable(detail)
        case 1009:
            return ServerUnreachableError(
                "A message was too large for the connection.", _TRIES_AGAIN, detail=detail
            )
        case _:
            return connection_lost(detail)


def error_for_status(status: int, body: str, *, retry_after_s: float | None) -> LiveDeskError:
    """What an HTTP answer with ``status`` instead of a connection means."""
    detail = f"HTTP {status} {body[:200]}".strip()
    if status in (401, 403) or (status == 400 and _is_about_key(body)):
        return _key_refused(detail)
    match status:
        case 404:
            return ProtocolError(
                "There is no Live service at the server's address.",
                "Check GOOGLE_GEMINI_BASE_URL if you have set it, or try again later.",
                detail=detail,
            )
        case 407:
            return ProtocolError(
                "The proxy wants a name and a password.",
                "Put them into the address in HTTPS_PROXY.",
                detail=detail,
            )
        case 429:
            return _quota(detail, max(QUOTA_WAIT_S, retry_after_s or 0.0))
        case 408:
            return timed_out(detail)
        case _ if status >= 500:
            return _unavailable(detail)
        case _:
            return not_live(detail)


def handle_refused(detail: str) -> LiveDeskError:
    """The session cannot be continued."""
    return HandleRefusedError(
        "The server could not continue the conversation.",
        "A fresh one can take up what was said so far.",
        detail=detail,
    )


def connection_lost(detail: str) -> LiveDeskError:
    """The connection was cut without a word."""
    return ServerUnreachableError(
        "The connection to the server was lost.",
        "Check your internet connection.",
        detail=detail,
    )


def timed_out(detail: str) -> LiveDeskError:
    """Nothing came within the time limit."""
    return ServerUnreachableError(
        "The server did not answer in time.", "Check your internet connection.", detail=detail
    )


def not_live(detail: str) -> LiveDeskError:
    """Whatever answered does not speak the Live protocol."""
    return ProtocolError(
        "The server answered with something that LiveDesk does not understand.",
        "Check GOOGLE_GEMINI_BASE_URL if you have set it, or try again later.",
        detail=detail,
    )


def _error_by_reason(reason: str, detail: str) -> LiveDeskError | None:
    words = reason.lower()
    if _is_about_key(words):
        return _key_refused(detail)
    if "maximum concurrent" in words or "concurrent session" in words:
        return QuotaError(
            "Too many conversations are open with this API key.",
            "Close the others; LiveDesk tries again in a minute.",
            detail=detail,
            wait_s=SESSIONS_WAIT_S,
        )
    if "exceeded your current quota" in words or "resource_exhausted" in words:
        return _quota(detail, QUOTA_WAIT_S)
    return None


def _is_about_key(text: str) -> bool:
    words = text.lower()
    return "api key" in words or "api_key" in words or "auth token" in words


def _key_refused(detail: str) -> LiveDeskError:
    return CredentialError(
        "The server did not accept the API key.",
        "Check the key in GEMINI_API_KEY, or make a new one at https://aistudio.google.com/apikey.",
        detail=detail,
    )


def _quota(detail: str, wait_s: float) -> LiveDeskError:
    return QuotaError(
        "The usage limit of this API key is reached for now.",
        "LiveDesk waits a minute before it tries again; Google AI Studio shows the limits.",
        detail=detail,
        wait_s=wait_s,
    )


def _setup_refused(code: int, reason: str, detail: str) -> LiveDeskError:
    if code == POLICY_VIOLATION or "not found" in reason.lower():
        return ModelError(
            "The server does not offer this model.", "Choose another model.", detail=detail
        )
    return ModelError(
        "The server refused the choices made for this conversation.",
        "Choose another model or another voice.",
        detail=detail,
    )


def _unavailable(detail: str) -> LiveDeskError:
    return ServerUnreachableError(
        "The server is not available at the moment.", _TRIES_AGAIN, detail=detail
    )
