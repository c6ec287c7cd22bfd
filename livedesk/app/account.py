"""Whose server the talk goes to: Gemini with the person's key, or the practice server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.core.errors import ServerUnreachableError
from livedesk.core.inputs import HistoryTurn
from livedesk.core.setup import SessionSetup
from livedesk.credentials.environment import find_base_url, find_credential
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.session.connection import Connection, Connector
from livedesk.session.gemini.connector import Endpoint, GeminiConnector


@dataclass(frozen=True, slots=True)
class Account:
    """For the person: where the talk goes, and by whose leave.

    Attributes:
        is_practice: it is the practice server inside LiveDesk; no AI, no cost.
        origin: where the key was found, such as a variable's name.
        server: another server's address, "" for Google's.
    """

    is_practice: bool
    origin: str = ""
    server: str = ""


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


def choose_account(
    environment: Mapping[str, str], server: EmbeddedServer
) -> tuple[Account, Connector]:
    """Gemini where ``environment`` holds a key, else the practice server."""
    credential = find_credential(environment)
    base_url = find_base_url(environment)
    if credential is None and base_url is None:
        return Account(is_practice=True), PracticeConnector(server)
    if credential is None:
        # A server of the person's own may well add the key itself; the SDK insists on some key.
        credential = Credential(Secret("none"), CredentialSource.ENVIRONMENT, "no key")
    account = Account(is_practice=False, origin=credential.origin, server=base_url or "")
    return account, GeminiConnector(credential, Endpoint(base_url=base_url))
