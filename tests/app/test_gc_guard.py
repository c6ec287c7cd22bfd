"""Collecting garbage never holds Python for as long as the speaker cannot bear."""

import gc
from collections.abc import Iterator

import pytest

from livedesk.app.gc_guard import GcGuard


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def guard(qapp) -> Iterator[GcGuard]:
    made = GcGuard()
    yield made
    made.close()


def test_a_loaded_library_is_left_out_of_every_later_collection(guard) -> None:
    library = [[number] for number in range(40_000)]
    guard._collect()
    assert not any(thing is library[0] for thing in gc.get_objects())
    assert gc.get_count()[0] < 10_000


def test_garbage_is_collected(guard) -> None:
    n_before = sum(isinstance(thing, Ring) for thing in gc.get_objects())
    Ring()
    guard._collect()
    assert sum(isinstance(thing, Ring) for thing in gc.get_objects()) == n_before


def test_closing_gives_the_collector_back(qapp) -> None:
    guard = GcGuard()
    assert not gc.isenabled()
    guard.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
