"""The key and the server's address from the environment, as every google-genai program reads them.

Source: google-genai 3.4.0, ``_api_client.py`` and ``_base_url.py``: GOOGLE_API_KEY wins over
GEMINI_API_KEY, GOOGLE_GEMINI_BASE_URL names another server, SSL_CERT_FILE another authority.
"""

from __future__ import annotations

from collections.abc import Mapping

from livedesk.core.credential import Credential, CredentialSource, Secret

KEY_VARIABLES = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
BASE_URL_VARIABLE = "GOOGLE_GEMINI_BASE_URL"
CERTIFICATE_VARIABLE = "SSL_CERT_FILE"


def find_credential(environment: Mapping[str, str]) -> Credential | None:
    """The key that ``environment`` holds, or None. Blank values count as missing."""
    for variable in KEY_VARIABLES:
        value = environment.get(variable, "").strip()
        if value:
            return Credential(Secret(value), CredentialSource.ENVIRONMENT, variable)
    return None


def find_base_url(environment: Mapping[str, str]) -> str | None:
    """Another server's address, or None for Google's."""
    return environment.get(BASE_URL_VARIABLE, "").strip() or None
