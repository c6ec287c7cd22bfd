"""An organisation's token server, as its client: one request, one short-lived token.

Tokens are held in memory only. The protocol is that of ``livedesk token-server``: ``POST`` with a
bearer, ``201`` with ``token``, ``api_version``, ``expires_at`` and ``new_sessions_until``.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from livedesk.core.credential import Secret
from livedesk.core.errors import (
    CredentialError,
    LiveDeskError,
    ProtocolError,
    QuotaError,
    ServerBusyError,
    ServerUnreachableError,
)

if TYPE_CHECKING:
    import httpx2

URL_VARIABLE = "LIVEDESK_TOKEN_SERVER"
BEARER_VARIABLE = "LIVEDESK_TOKEN_BEARER"
_LIMIT_S = 15.0
_MOST_BYTES = 65_536
_THIS_MACHINE = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")
_VERSIONS = ("v1", "v1beta", "v1alpha")
_ASK_THEM = "Ask whoever runs it in your organisation."


@dataclass(frozen=True, slots=True)
class LiveToken:
    """What opens Live connections for a while.

    Attributes:
        secret: the token itself.
        api_version: of the Live API, for which it was made.
        expires_at: when connections with it end, with time zone.
        new_sessions_until: until when it opens fresh sessions, with time zone.
    """

    secret: Secret
    api_version: str
    expires_at: datetime
    new_sessions_until: datetime


@dataclass(frozen=True, slots=True)
class TokenServer:
    """The server at ``url``, and what one signs in by there.

    Attributes:
        ca_file: certificates to trust; None for SSL_CERT_FILE, else the usual ones.
    """

    url: str
    bearer: Secret | None = None
    ca_file: str | None = None

    @property
    def host(self) -> str:
        """What the person knows it by."""
        return urlsplit(self.url).hostname or self.url

    def check(self) -> None:
        """See whether secrets may be sent there.

        Raises:
            CredentialError: the address is none, or would send them in the clear.
        """
        try:
            parts = urlsplit(self.url)
            host = parts.hostname or ""
            is_address = parts.scheme in ("http", "https") and host != "" and not parts.username
        except ValueError:
            is_address, host = False, ""
        if not is_address:
            raise CredentialError(
                "This is no address of a token server.",
                "It begins with https:// and names a server.",
            )
        if parts.scheme == "http" and not _THIS_MACHINE.fullmatch(host):
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
        client = await asyncio.to_thread(self._build_client)
        async with client:
            return await self._ask(client)

    def _build_client(self) -> httpx2.AsyncClient:
        # Imported here, and on a thread: it takes a while, and so does reading the certificates.
        import httpx2

        try:
            context = ssl.create_default_context(cafile=self.ca_file)
        except OSError as failure:
            raise ProtocolError(
                "The file of trusted certificates cannot be read.",
                "Check SSL_CERT_FILE.",
                detail=type(failure).__name__,
            ) from None
        return httpx2.AsyncClient(verify=context, timeout=_LIMIT_S, follow_redirects=False)

    async def _ask(self, client: httpx2.AsyncClient) -> LiveToken:
        import httpx2

        headers = {"Accept": "application/json"}
        if self.bearer is not None:
            headers["Authorization"] = f"Bearer {_sendable(self.bearer)}"
        try:
            async with (
                asyncio.timeout(_LIMIT_S),
                client.stream("POST", self.url, headers=headers, json={}) as reply,
            ):
                body = b""
                async for part in reply.aiter_bytes():
                    body += part
                    if len(body) > _MOST_BYTES:
                        raise self._nonsense("an endless answer")
                if reply.status_code not in (200, 201):
                    raise self._refusal(reply.status_code, reply.headers.get("retry-after", ""))
        except (httpx2.HTTPError, TimeoutError, OSError) as failure:
            raise ServerUnreachableError(
                f"The token server at {self.host} could not be reached.",
                f"Check your internet connection. {_ASK_THEM}",
                detail=type(failure).__name__,
            ) from None
        return self._read(body)

    def _read(self, body: bytes) -> LiveToken:
        try:
            told = json.loads(body)
            return LiveToken(
                Secret(_text(told, "token")),
                _version(told),
                _moment(told, "expires_at"),
                _moment(told, "new_sessions_until"),
            )
        except (ValueError, TypeError, RecursionError) as failure:
            raise self._nonsense(type(failure).__name__) from None

    def _nonsense(self, detail: str) -> LiveDeskError:
        return ProtocolError(
            f"The server at {self.host} gave no token that LiveDesk understands.",
            f"Check the address. {_ASK_THEM}",
            detail=detail,
        )

    def _refusal(self, status: int, retry_after: str) -> LiveDeskError:
        detail = f"HTTP {status}"
        if status in (401, 403):
            return CredentialError(
                f"The token server at {self.host} does not know this sign-in.",
                f"Enter it again. {_ASK_THEM}",
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


def find_token_server(environment: Mapping[str, str]) -> TokenServer | None:
    """The server that ``environment`` names, or None. Blank values count as missing."""
    url = environment.get(URL_VARIABLE, "").strip()
    bearer = environment.get(BEARER_VARIABLE, "").strip()
    return TokenServer(url, Secret(bearer) if bearer else None) if url else None


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


def _moment(told: Any, name: str) -> datetime:
    moment = datetime.fromisoformat(_text(told, name))
    if moment.tzinfo is None:
        raise ValueError(name)
    return moment
