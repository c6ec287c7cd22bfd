"""Asks over REST why a line breaks again and again without a word.

A WebSocket that ends with 1006 gives no reason, and some proxies turn a refusal into that. The same
server's description of the model, asked for with the same key, tells a bad key, a blocked project
or a missing model from a bad network. Free of the SDK until the first question.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from livedesk.core.credential import Secret
from livedesk.core.errors import ConnectionLostError, CredentialError, LiveDeskError, QuotaError
from livedesk.core.log import get_logger
from livedesk.session.failure_table import Failure, error_for
from livedesk.session.gemini.endpoint import Endpoint
from livedesk.session.gemini.key_check import build_client, refusal

if TYPE_CHECKING:
    from google.genai import Client

_log = get_logger("session")

# So many lines in a row must have broken before a word; after as many more it is asked again.
PATIENCE = 3
# Nobody is to wait for long because of a question that may help.
_LIMIT_S = 5.0
_NOT_FOUND = 404
_LIVE = "bidiGenerateContent"
# A short-lived token opens a Live connection and nothing else.
TOKEN_PREFIX = "auth_tokens/"  # noqa: S105  no secret


@dataclass(slots=True)
class SilentEnds:
    """Counts the lines that broke, in a row, before the server had said anything. Pure."""

    n_ends: int = 0
    _n_asked: int = 0

    @property
    def is_question_due(self) -> bool:
        """Whether it is time to ask why, and that was not done yet."""
        return self.n_ends - self._n_asked >= PATIENCE

    def note_asked(self) -> None:
        """It was asked why."""
        self._n_asked = self.n_ends

    def note_said(self) -> None:
        """The server said something of its own: the way to it is good."""
        self.n_ends = self._n_asked = 0

    def note_end(self, error: LiveDeskError, *, was_silent: bool) -> None:
        """A line could not be opened, or ended, by ``error``."""
        if was_silent and isinstance(error, ConnectionLostError):
            self.n_ends += 1


@dataclass(frozen=True, slots=True)
class Preflight:
    """Asks ``endpoint`` with ``secret``."""

    endpoint: Endpoint
    secret: Secret

    async def ask(self, model_id: str) -> LiveDeskError | None:
        """What the server has against this key or model; None where it says nothing clear."""
        if self.secret.reveal().strip().startswith(TOKEN_PREFIX):
            return None
        client = await asyncio.to_thread(build_client, self.secret, self.endpoint)
        try:
            return await _answer(client, model_id)
        finally:
            await client.aio.aclose()


async def _answer(client: Client, model_id: str) -> LiveDeskError | None:
    import httpx2
    from google.genai import errors

    from livedesk.session.gemini.translate import FRAME_FAILURES

    try:
        async with asyncio.timeout(_LIMIT_S):
            described = await client.aio.models.get(model=model_id)
    except errors.APIError as failure:
        _log.info("the line breaks; asked over REST: HTTP %s", failure.code)
        return _meaning(failure.code, failure.message or "")
    except (httpx2.HTTPError, OSError, *FRAME_FAILURES) as failure:
        _log.info("the line breaks; asked over REST: %s", type(failure).__name__)
        return None
    _log.info("the line breaks; asked over REST: key and model are known")
    actions = described.supported_actions or ()
    if actions and _LIVE not in actions:
        return error_for(Failure.MODEL_UNKNOWN, "no Live model, by REST")
    return None


def _meaning(status: int, words: str) -> LiveDeskError | None:
    """What a refusal says about key, model or quota; None where it is about something else."""
    if status == _NOT_FOUND:
        # Whatever stands before a server of one's own may find nothing at this address.
        is_model = "models/" in words
        return error_for(Failure.MODEL_UNKNOWN, "HTTP 404 by REST") if is_model else None
    error = refusal(status, words)
    return error if isinstance(error, CredentialError | QuotaError) else None
