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
    import httpx2

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
    """Whether ``url`` names a server of the web, without a name or password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
    return is_web and "@" not in parts.netloc and url.isprintable() and " " not in url


def ends_here(url: str) -> bool:
    """Whether ``url`` names this very machine."""
    return bool(_THIS_MACHINE.fullmatch(host_of(url)))


def is_private(url: str) -> bool:
    """Whether nobody can listen on the way there: it is encrypted, or ends on this machine."""
    return urlsplit(url).scheme == "https" or ends_here(url)


async def ask(
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    *,
    ca_file: str | None = None,
    **content: Any,
) -> Reply:
    """Send one request with ``content`` as httpx takes it; redirects are not followed.

    ``ca_file`` holds certificates to trust, by default SSL_CERT_FILE or the system's.

    Raises:
        ProtocolError: the certificates cannot be read.
        ServerUnreachableError: nothing whole came back in time.
    """
    headers = {"Accept": "application/json", **(headers or {})}
    try:
        async with (
            await asyncio.to_thread(_build_client, ca_file, is_local=ends_here(url)) as client,
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
    except ProtocolError:
        raise
    except Exception as failure:  # noqa: BLE001 - HTTP, TLS and proxies raise what they like
        raise ServerUnreachableError(
            f"The server at {host_of(url)} could not be reached.",
            f"Check your internet connection. {ASK_THEM}",
            detail=type(failure).__name__,
        ) from None


def _build_client(ca_file: str | None, *, is_local: bool) -> httpx2.AsyncClient:
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
    # What ends on this machine goes by no proxy, which could read it.
    return httpx2.AsyncClient(
        verify=context, timeout=_LIMIT_S, follow_redirects=False, trust_env=not is_local
    )
