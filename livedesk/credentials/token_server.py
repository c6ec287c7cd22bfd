"""An organisation's token server, as its client: one request, one short-lived token.

Tokens are held in memory only. The protocol is that of ``livedesk token-server``: ``POST`` with a
bearer, ``201`` with ``token``, ``api_version`` and ``expires_in`` (seconds).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from livedesk.core.credential import Secret
from livedesk.core.errors import (
    CredentialError,
    LiveDeskError,
    ProtocolError,
    QuotaError,
    ServerBusyError,
)
from livedesk.credentials.asking import (
    ASK_THEM,
    Reply,
    ask,
    host_of,
    is_address,
    is_private,
)

URL_VARIABLE = "LIVEDESK_TOKEN_SERVER"
BEARER_VARIABLE = "LIVEDESK_TOKEN_BEARER"
_PATH = "/v1/live-tokens"
_FOR_EVER_S = 1e9
_VERSIONS = ("v1", "v1beta", "v1alpha")


@dataclass(frozen=True, slots=True)
class LiveToken:
    """What opens Live connections for a while.

    Attributes:
        secret: the token itself.
        api_version: of the Live API, for which it was made.
        lasts_s: for how long connections go by it, in seconds from its making.
    """

    secret: Secret
    api_version: str
    lasts_s: float


class Renewal(Protocol):
    """A sign-in that lasts for minutes and is renewed without the person."""

    async def access(self) -> Secret:
        """What one signs in by at the moment.

        Raises:
            CredentialError: it has ended.
            LiveDeskError: nobody could be asked.
        """


@dataclass(frozen=True, slots=True)
class TokenServer:
    """The server at ``url``, and what one signs in by there: a bearer, or what is renewed.

    Attributes:
        ca_file: certificates to trust; None for SSL_CERT_FILE, else the usual ones.
    """

    url: str
    bearer: Secret | None = None
    ca_file: str | None = None
    renewal: Renewal | None = None

    @property
    def host(self) -> str:
        """What the person knows it by."""
        return host_of(self.url) or self.url

    def check(self) -> None:
        """See whether secrets may be sent there.

        Raises:
            CredentialError: the address is none, or would send them in the clear.
        """
        if not is_address(self.url):
            raise CredentialError(
                "This is no address of a token server.",
                "It begins with https:// and names a server.",
            )
        if not is_private(self.url):
            raise CredentialError(
                "The token server's address begins with http://, which anybody could listen to.",
                "Use the address that begins with https://.",
            )

    async def fetch(self) -> LiveToken:
        """A new token.

        Raises:
            CredentialError: the sign-in is not taken.
            QuotaError: there were too many for now.
            LiveDeskError: the server could not be asked, or makes no sense.
        """
        self.check()
        bearer = await self.renewal.access() if self.renewal else self.bearer
        headers = {"Authorization": f"Bearer {_sendable(bearer)}"} if bearer is not None else {}
        reply = await ask("POST", self.url, headers, ca_file=self.ca_file, json={})
        if reply.status not in (200, 201):
            raise self._refusal(reply)
        return self._read(reply.body)

    def _read(self, body: bytes) -> LiveToken:
        try:
            told = json.loads(body)
            return LiveToken(
                Secret(_text(told, "token")),
                _version(told),
                _seconds(told, "expires_in"),
            )
        except (ValueError, TypeError, KeyError, RecursionError) as failure:
            raise self._nonsense(type(failure).__name__) from None

    def _nonsense(self, detail: str) -> LiveDeskError:
        return ProtocolError(
            f"The server at {self.host} gave no token that LiveDesk understands.",
            f"Check the address. {ASK_THEM}",
            detail=detail,
        )

    def _refusal(self, reply: Reply) -> LiveDeskError:
        status, retry_after = reply.status, reply.retry_after
        detail = f"HTTP {status}"
        if status in (401, 403):
            return CredentialError(
                f"The token server at {self.host} does not know this sign-in.",
                f"Enter it again. {ASK_THEM}",
                detail=detail,
            )
        if status == 429:
            wait_s = float(retry_after) if retry_after.isdecimal() else 60.0
            return QuotaError(
                f"Your share of conversations at {self.host} is used up for now.",
                "LiveDesk waits before it asks again.",
                detail=detail,
                wait_s=min(wait_s, 86_400.0),
            )
        if status >= 500:
            return ServerBusyError(
                f"The token server at {self.host} cannot give a token at the moment.",
                "LiveDesk tries again.",
                detail=detail,
            )
        return self._nonsense(detail)


def full_address(url: str) -> str:
    """Where tokens are asked for, when only the server's name was given."""
    url = url.strip()
    if is_address(url) and urlsplit(url).path in ("", "/"):
        return urlsplit(url)._replace(path=_PATH, query="", fragment="").geturl()
    return url


def find_token_server(environment: Mapping[str, str]) -> TokenServer | None:
    """The server that ``environment`` names, or None. Blank values count as missing."""
    url = environment.get(URL_VARIABLE, "").strip()
    bearer = environment.get(BEARER_VARIABLE, "").strip()
    return TokenServer(full_address(url), Secret(bearer) if bearer else None) if url else None


def _sendable(bearer: Secret) -> str:
    value = bearer.reveal().strip()
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise CredentialError(
            "The sign-in holds characters that none has.",
            "Copy the whole of it and paste it again.",
        )
    return value


def _text(told: Any, name: str) -> str:
    value = told.get(name) if isinstance(told, dict) else None
    if not isinstance(value, str) or not value or not value.isascii():
        raise ValueError(name)
    return value


def _version(told: Any) -> str:
    version = _text(told, "api_version")
    if version not in _VERSIONS:
        raise ValueError("api_version")
    return version


def _seconds(told: Any, name: str) -> float:
    value = told[name]
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < _FOR_EVER_S:
        raise ValueError(name)
    return float(value)
