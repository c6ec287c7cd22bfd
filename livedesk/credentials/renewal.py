"""A sign-in that ends after minutes, and is renewed by what the keyring holds."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import asdict

from livedesk.core.credential import Secret
from livedesk.core.errors import CredentialError
from livedesk.core.log import get_logger
from livedesk.credentials.device_sign_in import DeviceSignIn, Grant, Place

_log = get_logger("credentials")
# A grant that ends sooner is renewed before it is used.
_ENOUGH_S = 30.0


class GrantRenewal:
    """A ``token_server.Renewal`` over one issuer.

    Args:
        issuer: renews it.
        grant: what it gave last; None where only ``refresh`` is known.
        refresh: what it is renewed by.
        keep: called from a thread with a ``refresh`` that took the place of another.
        now_s: a monotonic clock, in seconds.
    """

    def __init__(
        self,
        issuer: DeviceSignIn,
        grant: Grant | None,
        refresh: Secret | None,
        keep: Callable[[GrantRenewal], None],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self._refresh = refresh
        self._keep = keep
        self._now_s = now_s
        self._access = grant.access if grant else None
        self._ends_s = now_s() + grant.lasts_s if grant else 0.0
        self._asking = asyncio.Lock()

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
        if self._refresh is None:
            raise _ended()
        grant = await self._issuer.renew(self._refresh)
        self._access, self._ends_s = grant.access, self._now_s() + grant.lasts_s
        if grant.refresh not in (None, self._refresh):
            self._refresh = grant.refresh
            await asyncio.to_thread(self._keep, self)
        _log.info("the sign-in was renewed for %.0f s", grant.lasts_s)

    def to_keep(self) -> Secret | None:
        """What renews it in another run, for the keyring; None where nothing does."""
        if self._refresh is None:
            return None
        return Secret(json.dumps(asdict(self._issuer.place) | {"refresh": self._refresh.reveal()}))


def kept_renewal(kept: Secret, keep: Callable[[GrantRenewal], None]) -> GrantRenewal | None:
    """What ``GrantRenewal.to_keep`` gave, at work again; None where ``kept`` is a plain bearer."""
    try:
        told = json.loads(kept.reveal())
        refresh = Secret(told.pop("refresh"))
        return GrantRenewal(DeviceSignIn(Place(**told)), None, refresh, keep)
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def _ended() -> CredentialError:
    return CredentialError(
        "Your organisation's sign-in has ended.", "Sign in again under Settings, Account."
    )
