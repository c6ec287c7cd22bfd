"""Where a Live server is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Which server to talk to.

    Attributes:
        base_url: the server's address; None for GOOGLE_GEMINI_BASE_URL, else Google's.
        ca_file: certificates to trust; None for SSL_CERT_FILE, else the usual ones.
        api_version: pinned, because Live is not documented on the SDK's default ``v1``.
    """

    base_url: str | None = None
    ca_file: str | None = None
    api_version: str = "v1beta"
