"""Everything that ends a connection, or keeps it from being made: the one table of failures.

Each row says what a person reads, the one thing to do about it, what kind of error it is, and what
the session does. The kind decides the rest: its button (``remedy``), and by ``failures.judge``
whether and how it is tried again; ``does`` is checked against that by a test. The log says the
row's name with the detail. Which codes and exceptions lead to which row is decided where they come
from: close codes and HTTP status codes in ``gemini/close_codes``, exceptions in
``gemini/translate``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from livedesk.core.errors import (
    CertificateError,
    ConnectionLostError,
    CredentialError,
    HandleRefusedError,
    LiveDeskError,
    ModelError,
    ProtocolError,
    QuotaError,
    ServerBusyError,
    ServerUnreachableError,
)

# Tokens are counted by the minute; sessions left open are closed by the server within half of one.
QUOTA_WAIT_S = 60.0


class Does(Enum):
    """What the session does about a failure."""

    TRIES_AT_ONCE = "the first time at once and often in the first seconds, then waits longer"
    BACKS_OFF = "the first time at once, then waits longer each time"
    WAITS_A_MINUTE = "waits a minute or longer before each attempt"
    BEGINS_AFRESH = "opens a fresh session that is told what was said; once refused too, stops"
    STOPS = "stops, for the same again would fail again; a strange certificate in a talk goes by"


class Failure(Enum):
    """What went wrong; the values are the words of the log."""

    KEY_REFUSED = "key refused"
    TOKEN_ENDED = "token ended"  # noqa: S105 - no secret
    MODEL_UNKNOWN = "model unknown"
    SETUP_REFUSED = "setup refused"
    QUOTA_REACHED = "quota reached"
    TOO_MANY_SESSIONS = "too many sessions"
    HANDLE_REFUSED = "handle refused"
    SERVER_LEFT = "server left"
    SERVER_BUSY = "server busy"
    MESSAGE_TOO_LARGE = "message too large"
    CONNECTION_LOST = "connection lost"
    NO_SIGN_OF_LIFE = "no sign of life"
    FELL_SILENT = "fell silent"
    TIMED_OUT = "timed out"
    NAME_NOT_FOUND = "name not found"
    NOTHING_ANSWERS = "nothing answers"
    CERTIFICATE_UNTRUSTED = "certificate untrusted"
    CERTIFICATE_UNREADABLE = "certificate unreadable"
    ADDRESS_INVALID = "address invalid"
    NO_SERVICE = "no service"
    PROXY_REFUSED = "proxy refused"
    NOT_LIVE = "not live"
    DEFECT = "defect"


@dataclass(frozen=True, slots=True)
class Row:
    """One failure: its kind of error, what the session does, what is said, what is advised."""

    kind: type[LiveDeskError]
    does: Does
    user_message: str
    hint: str


_CHECK_NETWORK = "Check your internet connection."
_TRIES_AGAIN = "LiveDesk tries again."
_CHECK_ADDRESS = "Check GOOGLE_GEMINI_BASE_URL if you have set it, or try again later."

TABLE: dict[Failure, Row] = {
    Failure.KEY_REFUSED: Row(
        CredentialError,
        Does.STOPS,
        "The server did not accept the API key.",
        "Check it, or make a new one at https://aistudio.google.com/apikey.",
    ),
    Failure.TOKEN_ENDED: Row(
        ServerBusyError,
        Does.BACKS_OFF,
        "The short-lived token for this conversation works no more.",
        "LiveDesk fetches another one.",
    ),
    Failure.MODEL_UNKNOWN: Row(
        ModelError, Does.STOPS, "The server does not offer this model.", "Choose another model."
    ),
    Failure.SETUP_REFUSED: Row(
        ModelError,
        Does.STOPS,
        "The server refused the choices made for this conversation.",
        "Choose another model or another voice.",
    ),
    Failure.QUOTA_REACHED: Row(
        QuotaError,
        Does.WAITS_A_MINUTE,
        "The usage limit of this API key is reached for now.",
        "LiveDesk waits a minute before it tries again; Google AI Studio shows the limits.",
    ),
    Failure.TOO_MANY_SESSIONS: Row(
        QuotaError,
        Does.WAITS_A_MINUTE,
        "Too many conversations are open with this API key.",
        "Close the others; LiveDesk tries again in a minute.",
    ),
    Failure.HANDLE_REFUSED: Row(
        HandleRefusedError,
        Does.BEGINS_AFRESH,
        "The server could not continue the conversation.",
        "A fresh one can take up what was said so far.",
    ),
    Failure.SERVER_LEFT: Row(
        ServerBusyError, Does.BACKS_OFF, "The server ended the connection.", _TRIES_AGAIN
    ),
    Failure.SERVER_BUSY: Row(
        ServerBusyError, Does.BACKS_OFF, "The server is not available at the moment.", _TRIES_AGAIN
    ),
    Failure.MESSAGE_TOO_LARGE: Row(
        ServerBusyError, Does.BACKS_OFF, "A message was too large for the connection.", _TRIES_AGAIN
    ),
    Failure.CONNECTION_LOST: Row(
        ConnectionLostError,
        Does.TRIES_AT_ONCE,
        "The connection to the server was lost.",
        _CHECK_NETWORK,
    ),
    Failure.NO_SIGN_OF_LIFE: Row(
        ServerUnreachableError,
        Does.TRIES_AT_ONCE,
        "The connection did not survive the computer's sleep or a change of network.",
        "LiveDesk connects again.",
    ),
    Failure.FELL_SILENT: Row(
        ServerUnreachableError,
        Does.TRIES_AT_ONCE,
        "The server has fallen silent.",
        "LiveDesk connects again.",
    ),
    Failure.TIMED_OUT: Row(
        ServerUnreachableError,
        Does.TRIES_AT_ONCE,
        "The server did not answer in time.",
        _CHECK_NETWORK,
    ),
    Failure.NAME_NOT_FOUND: Row(
        ServerUnreachableError,
        Does.TRIES_AT_ONCE,
        "The server's name was not found.",
        _CHECK_NETWORK,
    ),
    Failure.NOTHING_ANSWERS: Row(
        ServerUnreachableError,
        Does.TRIES_AT_ONCE,
        "Nothing answers at the server's address.",
        "Check your internet connection, and whether the server runs if it is your own.",
    ),
    Failure.CERTIFICATE_UNTRUSTED: Row(
        CertificateError,
        Does.STOPS,
        "The server's certificate is not trusted.",
        "Sign in to your network if it wants that. If the server is your own, set SSL_CERT_FILE to "
        "its certificate.",
    ),
    Failure.CERTIFICATE_UNREADABLE: Row(
        ProtocolError,
        Does.STOPS,
        "The file of trusted certificates cannot be read.",
        "Check SSL_CERT_FILE.",
    ),
    Failure.ADDRESS_INVALID: Row(
        ProtocolError,
        Does.STOPS,
        "The server's address is not valid.",
        "Check GOOGLE_GEMINI_BASE_URL.",
    ),
    Failure.NO_SERVICE: Row(
        ProtocolError,
        Does.STOPS,
        "There is no Live service at the server's address.",
        _CHECK_ADDRESS,
    ),
    Failure.PROXY_REFUSED: Row(
        ProtocolError,
        Does.STOPS,
        "The proxy wants a name and a password.",
        "Put them into the address in HTTPS_PROXY.",
    ),
    Failure.NOT_LIVE: Row(
        ProtocolError,
        Does.STOPS,
        "The server answered with something that LiveDesk does not understand.",
        _CHECK_ADDRESS,
    ),
    Failure.DEFECT: Row(
        ProtocolError,
        Does.STOPS,
        "The connection broke off because of a defect in LiveDesk.",
        "Try again.",
    ),
}


def error_for(failure: Failure, detail: str = "", *, wait_s: float = QUOTA_WAIT_S) -> LiveDeskError:
    """The error of ``failure``.

    Args:
        failure: what went wrong.
        detail: facts for the log, without secrets.
        wait_s: for those that wait: the seconds before which trying again makes no sense.
    """
    row = TABLE[failure]
    words = f"{failure.value}: {detail}" if detail else failure.value
    if issubclass(row.kind, QuotaError):
        wait_s = max(QUOTA_WAIT_S, wait_s)
        return row.kind(row.user_message, row.hint, detail=words, wait_s=wait_s)
    return row.kind(row.user_message, row.hint, detail=words)
