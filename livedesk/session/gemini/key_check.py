"""Asks a server over REST whether it takes a key, before the key is kept.

A prefix or a length says nothing about a key: Google has changed both. Free of the SDK until the
first question.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from livedesk.core.credential import Secret
from livedesk.core.errors import CredentialError, LiveDeskError, ServerUnreachableError
from livedesk.session.failure_table import Failure, error_for
from livedesk.session.gemini.close_codes import error_for_status
from livedesk.session.gemini.endpoint import Endpoint

if TYPE_CHECKING:
    from google.genai import Client

_LIMIT_S = 15.0
_KEY_PAGE = "https://aistudio.google.com/apikey"
_NOT_FOUND = 404
# In the server's words, 2026: "API key was reported as leaked", "Requests … are blocked", "has been
# suspended", "has not been used in project … or it is disabled".
_BLOCKED = ("blocked", "leaked", "suspended", "disabled")


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """Checks keys at ``endpoint`` by asking for the description of ``model_id``."""

    endpoint: Endpoint
    model_id: str

    async def check(self, secret: Secret) -> None:
        """Return if the server takes the key. Nothing is charged for the question.

        Raises:
            CredentialError: it does not: wrong, expired or blocked.
            LiveDeskError: it could not be asked.
        """
        if not _can_be_sent(secret):
            raise CredentialError(
                "This is no API key: it holds characters that no key has.",
                f"Copy the whole key from {_KEY_PAGE} and paste it again.",
            )
        # Loading the SDK takes about a second.
        client = await asyncio.to_thread(build_client, secret, self.endpoint)
        try:
            async with asyncio.timeout(_LIMIT_S):
                await _ask(client, self.model_id)
        except TimeoutError:
            raise error_for(Failure.TIMED_OUT, "models.get") from None
        finally:
            await client.aio.aclose()


def _can_be_sent(secret: Secret) -> bool:
    value = secret.reveal()
    return value.isascii() and value.isprintable() and " " not in value and value != ""


def build_client(secret: Secret, endpoint: Endpoint) -> Client:
    """A client for questions over REST; to be built in a thread, for loading the SDK takes long."""
    from google import genai
    from google.genai import types

    options: dict[str, object] = {}
    if endpoint.ca_file is not None:
        options["verify"] = ssl.create_default_context(cafile=endpoint.ca_file)
    return genai.Client(
        api_key=secret.reveal(),
        enterprise=False,
        http_options=types.HttpOptions(
            base_url=endpoint.base_url,
            api_version=endpoint.api_version,
            async_client_args=options,
        ),
    )


async def _ask(client: Client, model_id: str) -> None:
    import httpx2
    from google.genai import errors

    try:
        await client.aio.models.get(model=model_id)
    except errors.APIError as failure:
        # Not the vendor's own text: it may repeat the key.
        if failure.code != _NOT_FOUND:  # else the key was good enough to be told so
            raise refusal(failure.code, failure.message or "") from None
    except httpx2.HTTPError as failure:
        raise ServerUnreachableError(
            "The server could not be reached, so the key could not be checked.",
            "Check your internet connection and try again.",
            detail=type(failure).__name__,
        ) from None


def refusal(status: int, words: str) -> LiveDeskError:
    """What a refusal of the question means: for the key, by its own sentences."""
    error = error_for_status(status, words, retry_after_s=None)
    if not isinstance(error, CredentialError):
        error.detail = f"HTTP {status}"
        return error
    said = words.lower()
    if "expired" in said:
        sentence, advice = "This API key has expired.", f"Make a new one at {_KEY_PAGE}."
    elif any(word in said for word in _BLOCKED):
        sentence = "This API key is blocked, or may not be used for the Gemini API."
        advice = f"Look at its restrictions, or make a new one at {_KEY_PAGE}."
    else:
        sentence = "The server does not know this API key."
        advice = f"Copy the whole key from {_KEY_PAGE} and paste it again."
    return CredentialError(sentence, advice, detail=f"HTTP {status}")
