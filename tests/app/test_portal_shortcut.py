"""The key in every window by the desktop's portal, on a real bus with a portal that is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio
from helpers.fake_portal import FakePortal, PrivateBus, is_available
from PySide6.QtCore import QKeyCombination, QObject, Qt

from livedesk.app.hotkey import chooser
from livedesk.app.hotkey.portal import PortalShortcut, trigger_of
from livedesk.app.hotkey.way import combination

pytestmark = pytest.mark.skipif(not is_available(), reason="needs dbus-daemon")


def _key(text: str) -> QKeyCombination:
    key = combination(text)
    assert key is not None
    return key


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture(scope="module")
def bus() -> Iterator[PrivateBus]:
    with PrivateBus() as bus:
        yield bus


class _Shortcut:
    """What is told of a shortcut."""

    def __init__(self) -> None:
        self.way = PortalShortcut()
        self.downs: list[bool] = []
        self.notes: list[str] = []
        self.way.signals.pressed.connect(self._on_pressed)
        self.way.signals.released.connect(self._on_released)
        self.way.signals.told.connect(self.notes.append)

    def _on_pressed(self) -> None:
        self.downs.append(True)

    def _on_released(self) -> None:
        self.downs.append(False)


@pytest_asyncio.fixture
async def shortcut(
    qapp: QObject, bus: PrivateBus, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[_Shortcut]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    shortcut = _Shortcut()
    yield shortcut
    shortcut.way.stop()
    await _until(lambda: not shortcut.way.is_connected)


async def test_the_key_is_asked_for_and_told(shortcut: _Shortcut, bus: PrivateBus) -> None:
    async with FakePortal(bus.address) as portal:
        shortcut.way.start(_key("Ctrl+Alt+Space"))
        await _until(lambda: shortcut.notes)
        assert portal.asked == ["CTRL+ALT+space"]
        assert shortcut.notes == ["This desktop gave the key: Ctrl+Alt+Space"]
        await portal.turn(down=True)
        await portal.turn(down=True)  # it repeats
        await portal.turn(down=False)
        await _until(lambda: len(shortcut.downs) == 2)
        assert shortcut.downs == [True, False]


async def test_another_program_s_key_is_not_ours(shortcut: _Shortcut, bus: PrivateBus) -> None:
    async with FakePortal(bus.address) as portal:
        shortcut.way.start(_key("Pause"))
        await _until(lambda: shortcut.notes)
        other = "/org/freedesktop/portal/desktop/session/1_9/other"
        await portal.turn(down=True)
        await portal.turn(down=False, session=other)
        await portal.turn(down=True, session=other)
        await portal.turn(down=False)
        await _until(lambda: len(shortcut.downs) == 2)
        assert shortcut.downs == [True, False]


async def test_stopping_lets_go_and_leaves_the_bus(shortcut: _Shortcut, bus: PrivateBus) -> None:
    async with FakePortal(bus.address) as portal:
        shortcut.way.start(_key("F9"))
        await _until(lambda: shortcut.notes)
        await portal.turn(down=True)
        await _until(lambda: shortcut.downs)
        shortcut.way.stop()
        assert shortcut.downs == [True, False]
        await _until(lambda: portal.n_left == 1)


async def test_a_key_that_the_desktop_takes_back_is_let_go(
    shortcut: _Shortcut, bus: PrivateBus
) -> None:
    async with FakePortal(bus.address) as portal:
        shortcut.way.start(_key("F9"))
        await _until(lambda: shortcut.notes)
        await portal.turn(down=True)
        await portal.end()
        await _until(lambda: len(shortcut.notes) == 2)
        assert shortcut.downs == [True, False]
        assert "took the key back" in shortcut.notes[1]


async def test_a_portal_that_goes_takes_the_key_along(shortcut: _Shortcut, bus: PrivateBus) -> None:
    async with FakePortal(bus.address):
        shortcut.way.start(_key("F9"))
        await _until(lambda: shortcut.notes)
    await _until(lambda: len(shortcut.notes) == 2)
    assert "took the key back" in shortcut.notes[1]


@pytest.mark.parametrize("wants", [{"refuses": True}, {"has_shortcuts": False}], ids=str)
async def test_a_desktop_without_a_key_for_us_is_told_of(
    shortcut: _Shortcut, bus: PrivateBus, wants: dict[str, bool]
) -> None:
    async with FakePortal(bus.address, **wants):
        shortcut.way.start(_key("F9"))
        await _until(lambda: shortcut.notes)
    assert "no key in every window" in shortcut.notes[0]


@pytest.mark.parametrize("address", [None, "unix:path=/nowhere/at/all", "disabled:"])
async def test_without_a_bus_there_is_no_key(
    shortcut: _Shortcut, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    shortcut.way.start(_key("F9"))
    await _until(lambda: shortcut.notes)
    assert "no key in every window" in shortcut.notes[0]


@pytest.mark.parametrize(
    ("key", "trigger"),
    [
        ("Ctrl+Alt+Space", "CTRL+ALT+space"),
        ("Meta+Shift+T", "SHIFT+LOGO+t"),
        ("F12", "F12"),
        ("PgUp", "Prior"),
        ("Media Play", ""),
    ],
)
def test_keys_have_the_specification_s_names(key: str, trigger: str) -> None:
    assert trigger_of(_key(key)) == trigger


def test_a_wayland_session_is_asked_by_the_portal(
    qapp: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chooser.sys, "platform", "linux")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    assert isinstance(chooser.choose_way(QObject()), PortalShortcut)
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    assert not isinstance(chooser.choose_way(QObject()), PortalShortcut)


def test_a_key_needs_no_modifier() -> None:
    assert trigger_of(QKeyCombination(Qt.Key.Key_Pause)) == "Pause"
