"""Opens connections to a Gemini Live server. Free of the SDK until the first connection."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from livedesk.core.analysis import Analyser
from livedesk.core.credential import Credential
from livedesk.core.errors import CredentialError, LiveDeskError
from livedesk.core.inputs import HistoryTurn
from livedesk.core.setup import SessionSetup
from livedesk.session.connection import Connection
from livedesk.session.gemini.catalogue import ANALYSIS_MODEL_ID
from livedesk.session.gemini.code_execution import CodeExecution
from livedesk.session.gemini.endpoint import Endpoint
from livedesk.session.gemini.preflight import Preflight, SilentEnds

if TYPE_CHECKING:
    from livedesk.session.gemini.wire import Wire

__all__ = ["CONNECT_LIMIT_S", "Endpoint", "GeminiConnector"]

# The SDK itself waits for ever for the answer to a setup.
CONNECT_LIMIT_S = 15.0
# The SDK's own for Vertex AI (google-genai 3.4.0, ``_api_client.py``).
CLOUD_API_VERSION = "v1beta1"


class GeminiConnector:
    """A ``session.connection.Connector`` through google-genai. Building it costs nothing."""

    def __init__(
        self,
        credential: Credential,
        endpoint: Endpoint = Endpoint(),  # noqa: B008 - frozen
        *,
        connect_limit_s: float = CONNECT_LIMIT_S,
    ) -> None:
        self._credential = credential
        self._endpoint = endpoint
        self._connect_limit_s = connect_limit_s
        self._wire: Wire | None = None
        self._loading = asyncio.Lock()
        self._ends = SilentEnds()
        # A project at Google Cloud is not asked for over REST: there is no key to doubt.
        self._preflight = None if credential.cloud else Preflight(endpoint, credential.secret)

    async def prepare(self) -> None:
        """Load the SDK in a thread, so that the first connection need not wait for it. Idempotent.

        Raises:
            LiveDeskError: the key, the address or the file of certificates is of no use.
        """
        await self._prepared()

    def analyser(self) -> Analyser:
        """Who can be asked about tables, by the same leave."""
        return CodeExecution(self._credential, self._endpoint, ANALYSIS_MODEL_ID)

    async def connect(
        self, setup: SessionSetup, handle: str | None, history: tuple[HistoryTurn, ...] = ()
    ) -> Connection:
        """Open a connection, as ``session.connection.Connector`` says.

        Where lines break again and again without a word, the reason is asked for over REST first.

        Raises:
            LiveDeskError: it was refused or could not be reached.
        """
        wire = await self._prepared()
        if self._preflight is not None and self._ends.is_question_due:
            self._ends.note_asked()
            refusal = await self._preflight.ask(setup.model_id)
            if refusal is not None:
                raise wire.clean(refusal)
        try:
            return await wire.open(setup, handle, history, self._connect_limit_s)
        except LiveDeskError as error:
            self._ends.note_end(error, was_silent=True)
            raise

    async def _prepared(self) -> Wire:
        async with self._loading:
            if self._wire is None:
                self._wire = await asyncio.to_thread(self._load)
            return self._wire

    def _load(self) -> Wire:
        # Imported here because it loads the SDK, which takes about a second.
        from livedesk.session.gemini.wire import Target, Wire

        endpoint = self._endpoint
        base_url = endpoint.base_url.rstrip("/") if endpoint.base_url else None
        cloud = self._credential.cloud
        if cloud is not None:
            target = Target("", base_url, endpoint.ca_file, CLOUD_API_VERSION, cloud)
            return Wire(target, self._ends)
        api_key = self._credential.secret.reveal().strip()
        if not api_key or not api_key.isascii() or not api_key.isprintable():
            raise CredentialError(
                "The API key holds characters that no key has.",
                f"Check {self._credential.origin}.",
            )
        return Wire(Target(api_key, base_url, endpoint.ca_file, endpoint.api_version), self._ends)
