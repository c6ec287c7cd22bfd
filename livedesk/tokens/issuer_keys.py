"""The keys by which an issuer signs, as it publishes them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import jwt

from livedesk.core.log import get_logger

_log = get_logger("tokens")
# A key that the issuer withdrew is believed for no longer.
_LAST_S = 300.0
# However many unknown keys are named, the issuer is asked no more often.
_LEAST_PAUSE_S = 10.0
_LIMIT_S = 5


class NobodyError(Exception):
    """Whoever asks is not known; the text is why, for the audit."""


class IssuerDownError(Exception):
    """The issuer's keys are not to be had, so that nobody can be told from another."""


class IssuerKeys:
    """The set at ``url``. One request at a time, in a thread; ``now_s`` is monotonic."""

    def __init__(self, url: str, now_s: Callable[[], float] = time.monotonic) -> None:
        self._client = jwt.PyJWKClient(url, cache_jwk_set=False, timeout=_LIMIT_S)
        self._now_s = now_s
        self._keys: dict[str, jwt.PyJWK] = {}
        self._got_s = -_LAST_S
        self._asked_s = -_LEAST_PAUSE_S
        self._asking = asyncio.Lock()

    async def key(self, key_id: str) -> jwt.PyJWK:
        """The key of that name.

        Raises:
            NobodyError: the issuer has none such.
            IssuerDownError: it cannot be asked.
        """
        if not (self._is_fresh() and key_id in self._keys):
            async with self._asking:
                if self._now_s() - self._asked_s >= _LEAST_PAUSE_S:
                    await self._fetch()
        if not self._is_fresh():
            raise IssuerDownError
        if key_id not in self._keys:
            raise NobodyError("unknown key")
        return self._keys[key_id]

    def _is_fresh(self) -> bool:
        return self._now_s() - self._got_s < _LAST_S

    async def _fetch(self) -> None:
        self._asked_s = self._now_s()
        try:
            told = await asyncio.to_thread(self._client.fetch_data)
            keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(told).keys if key.key_id}
        except Exception as error:  # noqa: BLE001 - whatever an issuer may answer
            _log.warning("the issuer's keys cannot be fetched: %s", type(error).__name__)
            return
        self._keys, self._got_s = keys, self._now_s()
