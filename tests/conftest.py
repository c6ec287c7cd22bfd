"""What holds for every test: nothing from this machine comes in, nothing is left behind.

* no key, proxy, server address or sound server of the person is seen; the home folder is new
* no socket reaches beyond this machine
* warnings, Qt messages and log lines from WARNING on fail the test, unless ``expected_log``
  announced them
* windows, threads and tasks that outlive their test fail it
"""

from __future__ import annotations

import os

from helpers.isolation import block_network, clean_environment, home

clean_environment()
block_network()

from helpers.leaks import _nothing_left_behind, pytest_runtest_makereport  # noqa: E402
from helpers.log_watch import _log_collector, expected_log  # noqa: E402
from helpers.work_sharing import (  # noqa: E402
    pytest_collection_modifyitems,
    pytest_runtest_setup,
    pytest_xdist_make_scheduler,
)
from hypothesis import settings  # noqa: E402

__all__ = [
    "_log_collector",
    "_nothing_left_behind",
    "expected_log",
    "home",
    "pytest_collection_modifyitems",
    "pytest_runtest_makereport",
    "pytest_runtest_setup",
    "pytest_xdist_make_scheduler",
]

# A shared or slow machine must not decide about a property; where it is checked, it is repeatable.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
