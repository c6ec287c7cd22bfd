"""Signing in on a page of the organisation's own, by OAuth 2.0's device grant (RFC 8628).

The token server says at ``sign-in``, beside its tokens, whose page that is. The issuer's addresses
come from its OpenID configuration. The person opens the page in any browser and enters a code.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from livedesk.core.credential import Secret
from livedesk.core.errors import (
    CredentialError,
    ProtocolError,
    ServerBusyError,
    ServerUnreachableError,
)
from livedesk.credentials.asking import (
    ASK_THEM,
    Reply,
    ask,
    ends_here,
    host_of,
    is_address,
    is_private,
)

_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_LEAST_INTERVAL_S = 1.0
_USUAL_INTERVAL_S = 5.0
_SLOWER_S = 5.0
_MOST_WAIT_S = 1_800.0
_USUAL_LASTING_S = 300.0
_MOST_INTERVAL_S = 60.0
_FOR_EVER_S = 1e9


@dataclass(frozen=True, slots=True)
class Place:
    """Where one signs in.

    Attributes:
        issuer: its address, as it names itself in its tokens.
        client_id: what LiveDesk is called there.
        scope: what is asked for, names with spaces between.
    """

    issuer: str
    client_id: str
    scope: str = "openid offline_access"


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the person enters, and where.

    Attributes:
        user_code: to be shown.
        page: to be opened.
        full_page: the same with the code filled in already; "" where there is none.
        secret: what LiveDesk asks by, meanwhile.
        interval_s: how long to wait between two questions.
        lasts_s: for how long the code can be used.
    """

    user_code: str
    page: str
    full_page: str
    secret: Secret
    interval_s: float
    lasts_s: float


@dataclass(frozen=True, slots=True)
class Grant:
    """What the issuer gave; without ``refresh`` it ends after ``lasts_s``."""

    access: Secret
    lasts_s: float
    refresh: Secret | None = None


async def find_place(token_url: str, ca_file: str | None = None) -> Place | None:
    """Where one signs in for the token server at ``token_url``; None where by a bearer only.

    Raises:
        LiveDeskError: it could not be asked, or makes no sense.
    """
    reply = await ask("GET", urljoin(token_url, "sign-in"), ca_file=ca_file)
    if reply.status in (404, 405):
        return None
    told = _object(reply)
    issuer, client_id, scope = (told.get(name) for name in ("issuer", "client_id", "scope"))
    if not isinstance(issuer, str) or not isinstance(client_id, str) or reply.status != 200:
        raise ServerBusyError(
            f"The token server at {host_of(token_url)} does not say how one signs in.",
            f"Check the address, or try again later. {ASK_THEM}",
            detail=f"HTTP {reply.status}",
        )
    place = Place(issuer, client_id, scope) if isinstance(scope, str) else Place(issuer, client_id)
    if not may_be_named(issuer, token_url):
        raise _nonsense(place, "issuer")
    return place


class DeviceSignIn:
    """Asks one issuer. ``pause`` waits between two questions, in seconds."""

    def __init__(
        self,
        place: Place,
        ca_file: str | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.place = place
        self._ca_file = ca_file
        self._pause = pause
        self._addresses: dict[str, Any] | None = None

    async def begin(self) -> DeviceCode:
        """A new code for the person.

        Raises:
            LiveDeskError: there is none to be had.
        """
        place = self.place
        told = await self._tell(
            "device_authorization_endpoint", client_id=place.client_id, scope=place.scope
        )
        page, full_page = told.get("verification_uri"), told.get("verification_uri_complete")
        if not _may_be_opened(page):
            raise self._nonsense("verification_uri")
        return DeviceCode(
            self._text(told, "user_code"),
            str(page),
            str(full_page) if _may_be_opened(full_page) else "",
            Secret(self._text(told, "device_code")),
            min(
                max(_seconds(told, "interval", _USUAL_INTERVAL_S), _LEAST_INTERVAL_S),
                _MOST_INTERVAL_S,
            ),
            min(_seconds(told, "expires_in", _MOST_WAIT_S), _MOST_WAIT_S),
        )

    async def wait(self, code: DeviceCode) -> Grant:
        """Wait until the person has entered ``code``.

        Raises:
            CredentialError: it was declined, or the code was not entered in time.
            LiveDeskError: the issuer makes no sense.
        """
        interval_s, waited_s = code.interval_s, 0.0
        while waited_s < code.lasts_s:
            await self._pause(interval_s)
            waited_s += interval_s
            try:
                return self._grant(
                    await self._tell(
                        "token_endpoint",
                        client_id=self.place.client_id,
                        grant_type=_DEVICE_GRANT,
                        device_code=code.secret.reveal(),
                    )
                )
            except _NotYetError as answer:
                interval_s += _SLOWER_S if answer.is_impatient else 0.0
            except ServerUnreachableError:
                interval_s *= 2  # RFC 8628, 3.5
        raise _too_late()

    async def renew(self, refresh: Secret) -> Grant:
        """A new grant in place of one that ends.

        Raises:
            CredentialError: the person has to sign in anew.
            LiveDeskError: the issuer could not be asked, or makes no sense.
        """
        told = await self._tell(
            "token_endpoint",
            client_id=self.place.client_id,
            grant_type="refresh_token",
            refresh_token=refresh.reveal(),
        )
        grant = self._grant(told)
        return Grant(grant.access, grant.lasts_s, grant.refresh or refresh)

    def _grant(self, told: dict[str, Any]) -> Grant:
        refresh = told.get("refresh_token")
        return Grant(
            Secret(self._text(told, "access_token")),
            _seconds(told, "expires_in", _USUAL_LASTING_S),
            Secret(refresh) if isinstance(refresh, str) and refresh else None,
        )

    async def _tell(self, endpoint: str, **fields: str) -> dict[str, Any]:
        """Send ``fields`` as a form."""
        if self._addresses is None:
            self._addresses = await self._discover()
        url = self._addresses.get(endpoint)
        if not isinstance(url, str) or not _may_be_asked(url, self.place.issuer):
            raise self._nonsense(endpoint)
        reply = await ask("POST", url, ca_file=self._ca_file, data=fields)
        told = _object(reply)
        if reply.status == 200:
            return told
        raise self._refusal(reply.status, str(told.get("error", "")))

    async def _discover(self) -> dict[str, Any]:
        issuer = self.place.issuer
        url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        reply = await ask("GET", url, ca_file=self._ca_file)
        told = _object(reply)
        if reply.status != 200 or told.get("issuer") != issuer:
            raise self._nonsense(f"configuration, HTTP {reply.status}")
        return told

    def _refusal(self, status: int, error: str) -> Exception:
        match error:
            case "authorization_pending":
                return _NotYetError(is_impatient=False)
            case "slow_down":
                return _NotYetError(is_impatient=True)
            case "access_denied":
                return CredentialError("The sign-in was declined on the page.", "Sign in again.")
            case "expired_token":
                return _too_late()
            case "invalid_grant":
                return CredentialError(
                    f"Your sign-in at {host_of(self.place.issuer)} has ended.",
                    "Sign in again under Settings, Account.",
                )
            case _:
                return self._nonsense(f"HTTP {status}")

    def _text(self, told: dict[str, Any], name: str) -> str:
        value = told.get(name)
        if not isinstance(value, str) or not value.isascii() or not value.isprintable():
            raise self._nonsense(name)
        return value

    def _nonsense(self, detail: str) -> ProtocolError:
        return _nonsense(self.place, detail)


class _NotYetError(Exception):
    def __init__(self, *, is_impatient: bool) -> None:
        super().__init__("not yet")
        self.is_impatient = is_impatient


def _nonsense(place: Place, detail: str) -> ProtocolError:
    return ProtocolError(
        f"The sign-in at {host_of(place.issuer)} does not work as LiveDesk knows it.",
        ASK_THEM,
        detail=detail,
    )


def _too_late() -> CredentialError:
    return CredentialError("The code was not entered in time.", "Sign in again.")


def _object(reply: Reply) -> dict[str, Any]:
    try:
        told = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _seconds(told: dict[str, Any], name: str, usual: float) -> float:
    value = told.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _FOR_EVER_S:
        return float(value)
    return usual


def may_be_named(issuer: str, token_url: str) -> bool:
    """Whether the server at ``token_url`` may send somebody to ``issuer``."""
    return _may_be_asked(issuer, token_url) and not set("?#") & set(issuer)


def _may_be_asked(url: str, by: str) -> bool:
    """Whether ``by`` may name it: a server elsewhere names none on this machine."""
    return is_address(url) and is_private(url) and (ends_here(by) or not ends_here(url))


def _may_be_opened(page: object) -> bool:
    return isinstance(page, str) and is_address(page) and is_private(page)
