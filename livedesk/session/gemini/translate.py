"""What the SDK, its WebSocket library and the sockets raise → errors for the person.

None of it is raised again as it is: the SDK raises ``APIError`` with a close code for a lost
connection, websockets' own exceptions for a failed send, and anything at all for a frame it does
not expect (seen with google-genai 3.4.0 and websockets 17.4).
"""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from google.genai import errors
from websockets import exceptions

from livedesk.core.errors import LiveDeskError
from livedesk.session.failure_table import Failure, error_for
from livedesk.session.gemini.close_codes import (
    ABNORMAL,
    INTERNAL_ERROR,
    MESSAGE_TOO_BIG,
    Stage,
    error_for_close,
    error_for_status,
)

# What ends a connection, or keeps it from being made.
LINK_FAILURES = (errors.APIError, exceptions.WebSocketException, OSError, EOFError)
# What the SDK raises for one frame that it cannot read; the connection stays usable.
# WORKAROUND: its TypeError for a frame of unknown keys may go once the SDK yields such a frame.
FRAME_FAILURES = (TypeError, ValueError, AttributeError, LookupError, RecursionError)

# The smallest close code; the SDK uses the same field for HTTP status codes.
_FIRST_CLOSE_CODE = 1000
_FIRST_SERVER_STATUS = 500


def translate(failure: BaseException, stage: Stage) -> LiveDeskError:
    """The error that ``failure`` stands for; ``detail`` still holds the server's words."""
    match failure:
        case errors.APIError():
            return _from_api(failure, stage)
        case exceptions.ConnectionClosed():
            return _from_closed(failure, stage)
        case exceptions.InvalidStatus(response=response):
            body = bytes(response.body or b"").decode("utf-8", "replace")
            retry_after_s = _retry_after_s(response.headers.get("Retry-After"))
            return error_for_status(response.status_code, body, retry_after_s=retry_after_s)
        case exceptions.InvalidURI():
            return error_for(Failure.ADDRESS_INVALID, "invalid URI")
        case exceptions.InvalidProxyStatus(response=response):
            is_away = response.status_code >= _FIRST_SERVER_STATUS
            return error_for(
                Failure.NOTHING_ANSWERS if is_away else Failure.PROXY_REFUSED,
                f"HTTP {response.status_code} by the proxy",
            )
        case exceptions.InvalidMessage() | exceptions.ProxyError() if _was_torn(failure):
            return error_for(Failure.CONNECTION_LOST, f"{type(failure).__name__} while opening")
        case exceptions.InvalidHandshake() | exceptions.InvalidProxy():
            return error_for(Failure.NOT_LIVE, f"{type(failure).__name__}: {failure}")
        case _:
            return _from_socket(failure)


def _from_api(failure: errors.APIError, stage: Stage) -> LiveDeskError:
    # Any JSON may stand where a code is expected.
    code = failure.code if isinstance(failure.code, int) else 0
    cause = failure.__context__
    if code == ABNORMAL and isinstance(cause, exceptions.ConnectionClosed):
        return _from_closed(cause, stage)
    said = (text for text in (failure.details, failure.message) if isinstance(text, str))
    words = next(said, "")
    if code >= _FIRST_CLOSE_CODE:
        return error_for_close(code, words, stage)
    return error_for_status(code, words, retry_after_s=None)


def _from_closed(closed: exceptions.ConnectionClosed, stage: Stage) -> LiveDeskError:
    if closed.rcvd is not None:
        return error_for_close(closed.rcvd.code, closed.rcvd.reason, stage)
    # No close frame came: the network went, or this side gave up.
    code = None if closed.sent is None else closed.sent.code
    if code == INTERNAL_ERROR:
        return error_for(Failure.TIMED_OUT, "no answer to keepalive pings")
    if code == MESSAGE_TOO_BIG:
        return error_for_close(MESSAGE_TOO_BIG, "received", stage)
    return error_for(Failure.CONNECTION_LOST, f"close {ABNORMAL}")


def _was_torn(failure: BaseException) -> bool:
    """Whether the line ended before all of the answer had come."""
    cause = failure.__cause__ or failure.__context__
    return isinstance(cause, EOFError | OSError)


def _from_socket(failure: BaseException) -> LiveDeskError:
    detail = f"{type(failure).__name__}: {failure}"
    match failure:
        case ssl.SSLCertVerificationError():
            return error_for(Failure.CERTIFICATE_UNTRUSTED, detail)
        case TimeoutError():
            return error_for(Failure.TIMED_OUT, detail)
        case socket.gaierror():
            return error_for(Failure.NAME_NOT_FOUND, detail)
        case ConnectionRefusedError():
            return error_for(Failure.NOTHING_ANSWERS, detail)
        case _:
            return error_for(Failure.CONNECTION_LOST, detail)


def _retry_after_s(value: str | None) -> float | None:
    """Seconds, or a date as RFC 9110 allows; None where neither is to be read."""
    if value is None:
        return None
    if value.isdecimal():
        return float(value)
    try:
        return (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
