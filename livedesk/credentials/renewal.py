"""A sign-in that ends after minutes, and is renewed by what the keyring holds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from livedesk.core.credential import Secret
from livedesk.core.errors import CredentialError
from livedesk.core.log import get_logger
from livedesk.credentials.device_sign_in import DeviceSignIn, Grant, Place

_log = get_logger("credentials")
# A grant that ends sooner is renewed before it is used.
_ENOUGH_S = 30.0


class Shelf(Protocol):
    """Where what renews a sign-in is kept, for every window. Called from a thread."""

    def look(self) -> Secret | None:
        """What lies there now."""
        ...

    def replace(self, old: Secret, renewal: GrantRenewal) -> None:
        """Put ``renewal`` there, if it is ``old`` that lies there."""
        ...


class GrantRenewal:
    """A ``token_server.Renewal`` over one issuer.

    Args:
        issuer: renews it.
        grant: what it gave last; None where only ``refresh`` is known.
        refresh: what it is renewed by.
        shelf: where ``refresh`` lies; an issuer may give another each time.
        now_s: a monotonic clock, in seconds.
    """

    def __init__(
        self,
        issuer: DeviceSignIn,
        grant: Grant | None,
        refresh: Secret | None,
        shelf: Shelf,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self.refresh = refresh
        self._shelf = shelf
        self._now_s = now_s
        self._access = grant.access if grant else None
        self._ends_s = now_s() + grant.lasts_s if grant else 0.0
        self._asking = asyncio.Lock()

    @property
    def place(self) -> Place:
        """Where one signed in."""
        return self._issuer.place

    async def access(self) -> Secret:
        """What one signs in by at the moment.

        Raises:
            CredentialError: it has ended.
            LiveDeskError: nobody could be asked.
        """
        async with self._asking:
            if self._access is None or self._now_s() > self._ends_s - _ENOUGH_S:
                await self._renew()
            if self._access is None:
                raise _ended()
            return self._access

    async def _renew(self) -> None:
        self._access = None
        if self.refresh is None:
            raise _ended()
        grant = await self._asked(self.refresh)
        self._access, self._ends_s = grant.access, self._now_s() + grant.lasts_s
        _log.info("the sign-in was renewed for %.0f s", grant.lasts_s)
        old = self.refresh
        if grant.refresh not in (None, old):
            self.refresh = grant.refresh
            await asyncio.to_thread(self._shelf.replace, old, self)

    async def _asked(self, refresh: Secret) -> Grant:
        try:
            return await self._issuer.renew(refresh)
        except CredentialError:
            # Another window may have renewed it, and have been given another.
            newer = await asyncio.to_thread(self._shelf.look)
            if newer is None or newer == refresh:
                raise
            self.refresh = newer
            return await self._issuer.renew(newer)


def _ended() -> CredentialError:
    return CredentialError(
        "Your organisation's sign-in has ended.", "Sign in again under Settings, Account."
    )
