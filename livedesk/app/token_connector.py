"""The way to Gemini by short-lived tokens: one for each fresh session, and before one runs out."""

from __future__ import annotations

from collections.abc import Callable

from livedesk.core.credential import Credential, CredentialSource
from livedesk.core.errors import CredentialError, LiveDeskError, ServerBusyError
from livedesk.core.inputs import HistoryTurn
from livedesk.core.log import get_logger
from livedesk.core.setup import SessionSetup
from livedesk.credentials.token_server import TokenServer
from livedesk.session.connection import Connection
from livedesk.session.gemini.connector import Endpoint, GeminiConnector

_log = get_logger("session")
# A connection is left before it is older; a token lasts for longer than that where it can.
MOST_AGE_S = 9 * 60.0
_ENOUGH_S = MOST_AGE_S + 60


class TokenConnector:
    """A ``session.connection.Connector``; ``now_s`` is a monotonic clock, in seconds."""

    def __init__(
        self, server: TokenServer, base_url: str | None, now_s: Callable[[], float]
    ) -> None:
        self._server = server
        self._base_url = base_url
        self._now_s = now_s
        self._ends_s = 0.0
        self._connector: GeminiConnector | None = None

    async def connect(
        self, setup: SessionSetup, handle: str | None, history: tuple[HistoryTurn, ...] = ()
    ) -> Connection:
        """Open a connection, as the protocol says; a session that is resumed costs no token.

        Raises:
            LiveDeskError: there is no token, or the Live server refused or was not reached.
        """
        connector = self._connector
        is_reused = connector is not None and handle is not None and self._lasts()
        if connector is None or not is_reused:
            connector = await self._renewed()
        try:
            return await connector.connect(setup, handle, history)
        except LiveDeskError as error:
            if not is_reused or not isinstance(error, CredentialError | ServerBusyError):
                raise
            _log.info("the token does not open a connection any more: %s", error.detail)
        connector = await self._renewed()
        return await connector.connect(setup, handle, history)

    def _lasts(self) -> bool:
        return self._ends_s - self._now_s() > _ENOUGH_S

    async def _renewed(self) -> GeminiConnector:
        asked_s = self._now_s()
        token = await self._server.fetch()
        _log.info("a new token, for %.0f s", token.lasts_s)
        credential = Credential(token.secret, CredentialSource.TOKEN_SERVER, self._server.host)
        endpoint = Endpoint(base_url=self._base_url, api_version=token.api_version)
        self._connector = GeminiConnector(credential, endpoint)
        self._ends_s = asked_s + token.lasts_s
        return self._connector
