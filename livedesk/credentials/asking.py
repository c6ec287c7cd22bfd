"""One small question over HTTPS, with a bounded answer and failures that make a sentence."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from livedesk.core.errors import ProtocolError, ServerUnreachableError

if TYPE_CHECKING:
    from httpx2 import AsyncClient

    Client = AsyncClient

ASK_THEM = "Ask whoever runs it in your organisation."
_LIMIT_S = 15.0
_MOST_BYTES = 65_536
_THIS_MACHINE = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; ``body`` is empty where it was more than anybody needs."""

    status: int
    body: bytes
    retry_after: str = ""


def host_of(url: str) -> str:
    """The name in ``url``; "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_address(url: str) -> bool:
    """Whether ``url`` names a server of the web, without a password in it."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        return False


def is_private(url: str) -> bool:
    """Whether nobody can listen on the way there: it is encrypted, or ends on this machine."""
    return urlsplit(url).scheme == "https" or bool(_THIS_MACHINE.fullmatch(host_of(url)))


async def open_client(ca_file: str | None = None) -> Client:
    """A client that trusts ``ca_file``, by default SSL_CERT_FILE or the system's certificates.

    Raises:
        ProtocolError: the certificates cannot be read.
    """
    return await asyncio.to_thread(_build_client, ca_file)


def _build_client(ca_file: str | None) -> Client:
    # Imported here, and on a thread: it takes a while, and so does reading the certificates.
    import httpx2

    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as failure:
        raise ProtocolError(
            "The file of trusted certificates cannot be read.",
            "Check SSL_CERT_FILE.",
            detail=type(failure).__name__,
        ) from None
    return httpx2.AsyncClient(verify=context, timeout=_LIMIT_S, follow_redirects=False)


async def ask(
    client: Client,
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    **content: Any,
) -> Reply:
    """Send one request with ``content`` as httpx takes it.

    Raises:
        ServerUnreachableError: nothing whole came back in time.
    """
    import httpx2

    headers = {"Accept": "application/json", **(headers or {})}
    try:
        async with (
            asyncio.timeout(_LIMIT_S),
            client.stream(method, url, headers=headers, **content) as reply,
        ):
            body = b""
            async for part in reply.aiter_bytes():
                body += part
                if len(body) > _MOST_BYTES:
                    body = b""
                    break
            return Reply(reply.status_code, body, reply.headers.get("retry-after", ""))
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError) as failure:
        raise ServerUnreachableError(
            f"The server at {host_of(url)} could not be reached.",
            f"Check your internet connection. {ASK_THEM}",
            detail=type(failure).__name__,
        ) from None
