"""Which device is used now: a table of situations."""

from __future__ import annotations

import pytest

from livedesk.audio.backend import NOWHERE, DeviceInfo
from livedesk.audio.devices import FAILURE_MEMORY_S, DeviceChoice, Placement


def _there(*names: str) -> list[DeviceInfo]:
    """The first one is the system's own."""
    return [DeviceInfo(name, name, 1, 0, 48_000, name == names[0]) for name in names]


@pytest.mark.parametrize(
    ("wished", "there", "failed", "candidates"),
    [
        ((), ("built-in", "usb"), (), (None,)),
        (("usb",), ("built-in", "usb"), (), ("usb", None)),
        (("usb",), ("built-in",), (), (None,)),
        (("usb", "bluetooth"), ("built-in", "bluetooth"), (), ("bluetooth", None)),
        (("usb", "bluetooth"), ("built-in", "bluetooth", "usb"), (), ("usb", "bluetooth", None)),
        (("usb",), ("built-in", "usb"), ("usb",), (None,)),
        (("usb",), ("built-in", "usb"), (None,), ("usb",)),
        (("built-in",), ("built-in", "usb"), ("built-in",), ()),
        (("usb",), (), (), (None,)),
        ((), (), (None,), ()),
    ],
)
def test_the_best_devices_come_first(wished, there, failed, candidates) -> None:
    choice = DeviceChoice()
    choice.wished = wished
    choice.note_present(_there(*there))
    for device in failed:
        choice.note_failed(device, now_s=100.0)
    assert choice.candidates(now_s=101.0) == candidates


def test_a_failure_is_forgotten_in_time_and_when_other_devices_come() -> None:
    choice = DeviceChoice()
    choice.wished = ("usb",)
    choice.note_present(_there("built-in", "usb"))
    choice.note_failed("usb", now_s=100.0)
    choice.note_present(_there("built-in", "usb"))
    assert choice.candidates(100.0 + FAILURE_MEMORY_S - 0.1) == (None,)
    assert choice.candidates(100.0 + FAILURE_MEMORY_S) == ("usb", None)
    choice.note_failed("usb", now_s=200.0)
    choice.note_present(_there("built-in", "usb", "bluetooth"))
    assert choice.candidates(200.0) == ("usb", None)
    choice.note_failed("usb", now_s=200.0)
    choice.forgive()
    assert choice.candidates(200.0) == ("usb", None)


def test_the_only_device_gets_a_second_chance_and_no_third() -> None:
    choice = DeviceChoice()
    choice.note_present(_there("built-in"))
    choice.note_lost("built-in", now_s=100.0)
    assert choice.candidates(100.0) == (None,)
    choice.note_lost("built-in", now_s=101.0)
    assert choice.candidates(101.0) == ()
    choice.note_lost("built-in", now_s=120.0)
    assert choice.candidates(120.0) == (None,)
    choice.note_failed(None, now_s=120.5)
    assert choice.candidates(121.0) == ()


def test_another_device_comes_before_a_second_chance() -> None:
    choice = DeviceChoice()
    choice.wished = ("usb",)
    choice.note_present(_there("built-in", "usb"))
    choice.note_lost("usb", now_s=100.0)
    assert choice.candidates(100.0) == (None,)


@pytest.mark.parametrize(
    ("asked", "at", "follows", "best", "stays"),
    [
        ("usb", "usb", True, "usb", True),
        ("usb", "built-in", True, "usb", False),  # the system moved it off while usb was away
        (None, "built-in", True, "usb", False),
        (None, "built-in", True, None, True),
        (None, "usb", True, None, True),  # the system's own choice is the system's business
        (None, "usb", False, None, False),
        (None, "built-in", False, None, True),
        ("usb", "built-in", True, None, True),  # it is where the system's own would be
        ("usb", "usb", True, None, False),
        (None, None, True, None, True),  # a way to sound that tells nothing
        (None, None, False, None, True),
        ("usb", None, False, None, False),
        (None, "monitor of built-in", True, None, False),
        ("usb", NOWHERE, True, "usb", False),
        (None, NOWHERE, True, None, False),
    ],
)
def test_a_stream_stays_where_it_belongs(asked, at, follows, best, stays: bool) -> None:
    choice = DeviceChoice()
    choice.note_present(_there("built-in", "usb"))
    assert choice.stays(Placement(asked, at, follows), best) is stays
