"""The way to the practice server inside this program."""

from __future__ import annotations

import asyncio

from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.core.errors import ServerUnreachableError
from livedesk.core.inputs import HistoryTurn
from livedesk.core.setup import SessionSetup
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.session.connection import Connection
from livedesk.session.gemini.connector import Endpoint, GeminiConnector


class PracticeConnector:
    """Connects to the practice server, starting it when it is first needed."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self._starting = asyncio.Lock()
        self._connector: GeminiConnector | None = None

    async def connect(
        self, setup: SessionSetup, handle: str | None, history: tuple[HistoryTurn, ...] = ()
    ) -> Connection:
        """Open a connection, as the protocol ``Connector`` says.

        Raises:
            LiveDeskError: the server could not be started, or refused.
        """
        async with self._starting:
            if self._connector is None:
                self._connector = await self._start()
        return await self._connector.connect(setup, handle, history)

    async def _start(self) -> GeminiConnector:
        try:
            await asyncio.to_thread(self._server.start)
        except (OSError, RuntimeError) as error:
            raise ServerUnreachableError(
                "The practice server could not be started.",
                "Close other programs that may block local connections, and try again.",
                detail=f"{type(error).__name__}: {error}",
            ) from error
        credential = Credential(Secret("practice"), CredentialSource.PRACTICE, "practice server")
        endpoint = Endpoint(base_url=self._server.base_url, ca_file=str(self._server.ca_file))
        return GeminiConnector(credential, endpoint)
