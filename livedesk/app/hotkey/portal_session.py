"""The desktop portal's global shortcuts, as messages on the session bus.

Interface, version 1: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html
(2026-11-23).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_router

_BUS_NAME = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.GlobalShortcuts"
_REQUEST = "org.freedesktop.portal.Request"
_BUS = "org.freedesktop.DBus"
_SESSION = "org.freedesktop.portal.Session"
_PORTAL = DBusAddress(_PATH, bus_name=_BUS_NAME, interface=_INTERFACE)
_GRANTED = 0
# A bus answers in milliseconds; a person who is asked may take their time, and is not timed.
_ANSWER_S = 10.0
# No address, one that cannot be read or used, nobody there, or nobody who lets us in.
_NO_BUS = (KeyError, ValueError, RuntimeError, OSError, EOFError, TimeoutError)
_tokens = count(1)


class PortalError(Exception):
    """The portal is missing, refused, or went away; the text is for the log."""


class PortalSession:
    """One session with the portal, and one shortcut in it. Used by one task."""

    def __init__(self, router: DBusRouter) -> None:
        self._router = router
        self._signals: asyncio.Queue[Message] = asyncio.Queue()
        self._handle = ""

    async def bind(self, shortcut_id: str, words: str, trigger: str) -> str:
        """Ask for a shortcut; the person may be asked, and may choose another key.

        Args:
            shortcut_id: names it for the portal.
            words: what it does, for the person.
            trigger: the key that is proposed, by the shortcuts specification.

        Returns:
            The key that it has, in the desktop's words; "" where it has none yet.

        Raises:
            PortalError: it was refused.
        """
        options = {"session_handle_token": ("s", _token())}
        results = await self._request("CreateSession", "", (), options)
        self._handle = str(results["session_handle"][1])
        facts = {"description": ("s", words), "preferred_trigger": ("s", trigger)}
        body = (self._handle, [(shortcut_id, facts)], "")
        results = await self._request("BindShortcuts", "oa(sa{sv})s", body, {})
        for name, bound in results.get("shortcuts", ("", []))[1]:
            if name == shortcut_id:
                return str(bound.get("trigger_description", ("s", ""))[1])
        raise PortalError("the shortcut was not bound")

    async def presses(self) -> AsyncIterator[bool]:
        """True for each time it goes down, False for up.

        Raises:
            PortalError: the desktop ended the session.
        """
        while True:
            message = await self._signals.get()
            member = message.header.fields[HeaderFields.member]
            path = message.header.fields[HeaderFields.path]
            is_closed = member == "Closed" and path == self._handle
            if is_closed or member == "NameOwnerChanged":
                raise PortalError("the portal ended the session")
            if member in ("Activated", "Deactivated") and message.body[0] == self._handle:
                yield member == "Activated"

    async def _request(
        self, method: str, signature: str, body: tuple[Any, ...], options: dict[str, Any]
    ) -> dict[str, Any]:
        """Call what answers by a signal, later."""
        token = _token()
        sender = str(self._router.unique_name)[1:].replace(".", "_")
        path = f"{_PATH}/request/{sender}/{token}"
        rule = MatchRule(type="signal", interface=_REQUEST, member="Response", path=path)
        answers: asyncio.Queue[Message] = asyncio.Queue()
        with self._router.filter(rule, queue=answers):
            await self._follow(rule, _BUS_NAME)
            options = options | {"handle_token": ("s", token)}
            await self._call(
                new_method_call(_PORTAL, method, f"{signature}a{{sv}}", (*body, options))
            )
            response = await answers.get()
        code, results = response.body
        if code != _GRANTED:
            raise PortalError(f"{method} was refused ({code})")
        return dict(results)

    async def _listen(self) -> None:
        for interface in (_INTERFACE, _SESSION):
            rule = MatchRule(type="signal", interface=interface)
            self._router.filter(rule, queue=self._signals)
            await self._follow(rule, _BUS_NAME)
        rule = MatchRule(type="signal", interface=_BUS, member="NameOwnerChanged")
        rule.add_arg_condition(0, _BUS_NAME)
        self._router.filter(rule, queue=self._signals)
        await self._follow(rule, _BUS)

    async def _follow(self, rule: MatchRule, sender: str) -> None:
        """Ask the bus for signals. What comes bears its sender's number, not the name."""
        await Proxy(message_bus, self._router).AddMatch(f"{rule.serialise()},sender='{sender}'")

    async def _call(self, message: Message) -> tuple[Any, ...]:
        reply = await asyncio.wait_for(self._router.send_and_get_reply(message), _ANSWER_S)
        if reply.header.message_type is MessageType.error:
            raise PortalError(f"{DBusErrorResponse(reply).name}")
        return tuple(reply.body)

    async def check(self) -> None:
        """Whether this desktop's portal has shortcuts.

        Raises:
            PortalError: it has not.
        """
        await self._call(Properties(_PORTAL).get("version"))
        await self._listen()


@asynccontextmanager
async def open_portal() -> AsyncIterator[PortalSession]:
    """A session with the portal; leaving the bus gives the shortcut back.

    Raises:
        PortalError: there is no session bus, or no portal with shortcuts.
    """
    async with AsyncExitStack() as stack:
        try:
            router = await stack.enter_async_context(open_dbus_router())
        except _NO_BUS as error:
            raise PortalError(f"no session bus: {type(error).__name__}") from error
        session = PortalSession(router)
        try:
            await session.check()
            yield session
        except (OSError, EOFError, TimeoutError) as error:
            raise PortalError(f"the bus failed: {type(error).__name__}") from error


def _token() -> str:
    return f"livedesk{next(_tokens)}"
