"""The computer's own sign-in at Google Cloud, for Vertex AI. Importing this loads its library.

Seen with google-genai 3.4.0 and google-auth 2.62: the SDK puts the sign-in's access token into the
header of each connection, and gets another one when it has run out. Never tried at Google.
"""

from __future__ import annotations

from typing import Any

import google.auth
from google.auth import exceptions

from livedesk.core.credential import CloudProject
from livedesk.core.errors import CredentialError, LiveDeskError, ServerUnreachableError

CLOUD_FAILURES = (exceptions.GoogleAuthError,)
_SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)


def sign_in_options(cloud: CloudProject) -> dict[str, Any]:
    """What the SDK's client needs to talk for ``cloud`` by Application Default Credentials.

    Raises:
        GoogleAuthError: this computer is not signed in; see ``no_sign_in``.
    """
    credentials, _ = google.auth.default(scopes=_SCOPES)
    return {
        "enterprise": True,
        "credentials": credentials,
        "project": cloud.project,
        # Named here, so that the SDK does not drop the project for an address of one's own.
        "location": cloud.location or "global",
    }


def no_sign_in(failure: BaseException) -> LiveDeskError:
    """What ``failure`` of the sign-in means; never its own text, which may repeat a token."""
    detail = type(failure).__name__
    if isinstance(failure, exceptions.TransportError):
        return ServerUnreachableError(
            "Google Cloud's sign-in could not be reached.",
            "Check your internet connection and try again.",
            detail=detail,
        )
    return CredentialError(
        "This computer is not signed in at Google Cloud, or no longer.",
        "Run “gcloud auth application-default login”, or unset GOOGLE_GENAI_USE_VERTEXAI.",
        detail=detail,
    )
