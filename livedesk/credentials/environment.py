"""The key and the server's address from the environment, as every google-genai program reads them.

Source: google-genai 3.4.0, ``_api_client.py`` and ``_base_url.py``: GOOGLE_API_KEY wins over
GEMINI_API_KEY, GOOGLE_GEMINI_BASE_URL names another server, SSL_CERT_FILE another authority. A
switch and a project lead to Vertex AI instead of the Gemini API; then keys are not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

from livedesk.core.credential import CloudProject, Credential, CredentialSource, Secret

KEY_VARIABLES = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
BASE_URL_VARIABLE = "GOOGLE_GEMINI_BASE_URL"
CLOUD_URL_VARIABLE = "GOOGLE_VERTEX_BASE_URL"
# The first that is set decides.
CLOUD_SWITCHES = ("GOOGLE_GENAI_USE_ENTERPRISE", "GOOGLE_GENAI_USE_VERTEXAI")
PROJECT_VARIABLE = "GOOGLE_CLOUD_PROJECT"
LOCATION_VARIABLE = "GOOGLE_CLOUD_LOCATION"
CERTIFICATE_VARIABLE = "SSL_CERT_FILE"


def find_credential(environment: Mapping[str, str]) -> Credential | None:
    """The project or key that ``environment`` names, or None. Blank values count as missing."""
    cloud = _find_cloud(environment)
    if cloud is not None:
        origin = " in ".join(part for part in (cloud.project, cloud.location) if part)
        return Credential(Secret(""), CredentialSource.CLOUD_PROJECT, origin, cloud)
    for variable in KEY_VARIABLES:
        value = environment.get(variable, "").strip()
        if value:
            return Credential(Secret(value), CredentialSource.ENVIRONMENT, variable)
    return None


def find_base_url(environment: Mapping[str, str]) -> str | None:
    """Another server's address, or None for Google's."""
    is_cloud = _find_cloud(environment) is not None
    variable = CLOUD_URL_VARIABLE if is_cloud else BASE_URL_VARIABLE
    return environment.get(variable, "").strip() or None


def _find_cloud(environment: Mapping[str, str]) -> CloudProject | None:
    switches = (environment.get(name, "").strip().lower() for name in CLOUD_SWITCHES)
    project = environment.get(PROJECT_VARIABLE, "").strip()
    if next(filter(None, switches), "") not in ("1", "true") or not project:
        return None
    return CloudProject(project, environment.get(LOCATION_VARIABLE, "").strip())
