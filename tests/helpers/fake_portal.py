"""A session bus of its own, and on it a desktop portal that does what the test says."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.asyncio import DBusConnection, DBusRouter, Proxy, open_dbus_connection

_NAME = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_BUS = """<busconfig><type>session</type><listen>unix:path={folder}/bus</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


def is_available() -> bool:
    """Whether this machine has a bus to start."""
    return shutil.which("dbus-daemon") is not None


class PrivateBus:
    """A bus for one test; a context manager.

    Attributes:
        address: for DBUS_SESSION_BUS_ADDRESS.
    """

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="ldbus-"))
        config = self._folder / "bus.conf"
        config.write_text(_BUS.format(folder=self._folder))
        self._daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().decode().strip()
        assert self.address, "the bus did not start"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._daemon.terminate()
        self._daemon.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


class FakePortal:
    """Gives the key that is asked for, or refuses; an async context manager.

    Attributes:
        asked: triggers that were proposed.
        refuses: whether the person says no.
        has_shortcuts: whether this desktop's portal knows of them at all.
        n_left: clients that left the bus.
    """

    def __init__(self, address: str, *, refuses: bool = False, has_shortcuts: bool = True) -> None:
        self.asked: list[str] = []
        self.refuses = refuses
        self.has_shortcuts = has_shortcuts
        self.n_left = 0
        self._address = address
        self._session = ""
        self._client = ""

    async def __aenter__(self) -> Self:
        self._bus: DBusConnection = await open_dbus_connection(self._address)
        async with DBusRouter(self._bus) as router:
            await Proxy(message_bus, router).RequestName(_NAME)
            await Proxy(message_bus, router).AddMatch(
                "type='signal',interface='org.freedesktop.DBus',member='NameOwnerChanged'"
            )
        self._serving = asyncio.get_running_loop().create_task(self._serve())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._serving.cancel()
        await asyncio.gather(self._serving, return_exceptions=True)
        await self._bus.close()

    async def turn(self, *, down: bool, session: str | None = None) -> None:
        """The person presses the key, or lets it go."""
        member = "Activated" if down else "Deactivated"
        body = (session or self._session, "talk", 7, {})
        await self._tell(_PATH, _SHORTCUTS, member, "osta{sv}", body)

    async def end(self) -> None:
        """The desktop takes the key back."""
        await self._tell(self._session, "org.freedesktop.portal.Session", "Closed", "a{sv}", ({},))

    async def _serve(self) -> None:
        while True:
            message = await self._bus.receive()
            if message.header.message_type is MessageType.method_call:
                await self._answer(message)
            elif message.header.fields.get(HeaderFields.member) == "NameOwnerChanged":
                self.n_left += message.body[0] == self._client and not message.body[2]

    async def _answer(self, call: Message) -> None:
        member = call.header.fields[HeaderFields.member]
        if not self.has_shortcuts:
            error = "org.freedesktop.DBus.Error.InvalidArgs"
            await self._bus.send(new_error(call, error, "s", ("No such interface",)))
        elif member == "Get":
            await self._bus.send(new_method_return(call, "v", (("u", 1),)))
        else:
            await self._request(call, member)

    async def _request(self, call: Message, member: str) -> None:
        self._client = call.header.fields[HeaderFields.sender]
        sender, options = self._client[1:].replace(".", "_"), call.body[-1]
        path = f"{_PATH}/request/{sender}/{options['handle_token'][1]}"
        await self._bus.send(new_method_return(call, "o", (path,)))
        results: dict[str, Any] = {}
        if member == "CreateSession":
            self._session = f"{_PATH}/session/{sender}/{options['session_handle_token'][1]}"
            results = {"session_handle": ("s", self._session)}
        elif not self.refuses:
            ((name, facts),) = call.body[1]
            self.asked.append(facts["preferred_trigger"][1])
            words = {"trigger_description": ("s", "Ctrl+Alt+Space")}
            results = {"shortcuts": ("a(sa{sv})", [(name, facts | words)])}
        code = int(self.refuses and member == "BindShortcuts")
        request = "org.freedesktop.portal.Request"
        await self._tell(path, request, "Response", "ua{sv}", (code, results))

    async def _tell(
        self, path: str, interface: str, member: str, signature: str, body: Any
    ) -> None:
        emitter = DBusAddress(path, bus_name=_NAME, interface=interface)
        await self._bus.send(new_signal(emitter, member, signature, body))
