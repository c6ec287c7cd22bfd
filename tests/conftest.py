"""What holds for every test: nothing from this machine comes in, nothing is left behind.

* no key, proxy, server address or sound server of the person is seen; the home folder is new
* no socket reaches beyond this machine
* warnings, Qt messages and log lines from WARNING on fail the test, unless ``expected_log``
  announced them
* windows, threads and tasks that outlive their test fail it
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from helpers.isolation import block_network, clean_environment, home

clean_environment()
block_network()

from helpers.leaks import _nothing_left_behind, pytest_runtest_makereport  # noqa: E402
from helpers.log_watch import _log_collector, expected_log  # noqa: E402
from hypothesis import settings  # noqa: E402

__all__ = [
    "_log_collector",
    "_nothing_left_behind",
    "expected_log",
    "home",
    "pytest_runtest_makereport",
]

_ROOT = Path(__file__).parent


# First, for xdist reads the groups in a hook of the same name.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which tests stay together where several workers run them.

    A file's tests share its fixtures. What needs sound stays on one worker, so that two of a kind
    never compete for the machine; it takes longest, so it comes first.
    """
    for item in items:
        needs_sound = item.get_closest_marker("sound") is not None
        group = "sound" if needs_sound else str(item.path.relative_to(_ROOT))
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.get_closest_marker("sound") is None)


# A shared or slow machine must not decide about a property; where it is checked, it is repeatable.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
