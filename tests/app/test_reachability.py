"""The watch over clocks and addresses, switched on while there is a talk."""

import pytest

from livedesk.app import reachability
from livedesk.app.reachability import Reachability


@pytest.fixture
def world(monkeypatch, qapp):
    """Clocks and addresses that a test moves."""
    world = {"always": 0.0, "addresses": frozenset({"192.0.2.2"})}
    monkeypatch.setattr(reachability, "_always_s", lambda: world["always"])
    monkeypatch.setattr(reachability, "_own_addresses", lambda: world["addresses"])
    monkeypatch.setattr(reachability, "_TICK_MS", 5)
    return world


@pytest.fixture
def watch(world):
    watch = Reachability()
    watch.watch(True)
    yield watch
    watch.watch(False)


def test_a_sleep_is_told(qtbot, watch, world):
    with qtbot.waitSignal(watch.changed):
        world["always"] += 60


def test_another_address_is_told_and_none_is_not(qtbot, watch, world):
    world["addresses"] = frozenset()
    with qtbot.assertNotEmitted(watch.changed, wait=50):
        pass
    with qtbot.waitSignal(watch.changed):
        world["addresses"] = frozenset({"198.51.100.7"})


def test_nothing_is_told_while_nobody_talks(qtbot, watch, world):
    watch.watch(False)
    with qtbot.assertNotEmitted(watch.changed, wait=50):
        world["addresses"] = frozenset({"198.51.100.7"})
    assert not watch.is_watching
    watch.watch(True)
    with qtbot.assertNotEmitted(watch.changed, wait=50):
        pass


def test_it_works_with_or_without_the_systems_word(qapp):
    Reachability().prepare()
    assert all("." in one or ":" in one for one in reachability._own_addresses())
    assert reachability._always_s() > 0
