"""Which tests stay together where several workers run them.

A file's tests share its fixtures. Where somebody speaks or listens stays on one worker, so that two
of a kind never compete for the machine; it takes longest, so it comes first. It mostly waits, and
what it does then must not be late: all other workers leave the machine to it.

WORKAROUND: ``--dist loadgroup`` of pytest-xdist 3.8 writes a group into ``Item._nodeid``, which
pytest 9.2 does not read any more; then every test is shared out alone.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Of 19; enough to be second, not so much as to starve.
_STEP_BACK = 5
_ROOT = Path(__file__).resolve().parents[2]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Share out files, in the order in which they were collected."""
    config.option.loadscopereorder = False
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs sound comes first."""
    items.sort(key=lambda item: not _needs_sound(str(item.path)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A worker without sound steps back, and so does all that it starts."""
    is_shared = "PYTEST_XDIST_WORKER" in os.environ and sys.platform != "win32"
    if is_shared and os.nice(0) < _STEP_BACK and not _needs_sound(str(item.path)):
        os.nice(_STEP_BACK)


class _ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "sound" if _needs_sound(str(_ROOT / file)) else file


@cache
def _needs_sound(file: str) -> bool:
    """Whether somebody speaks or listens in it; a sound server alone is no reason."""
    text = Path(file).read_text(encoding="utf-8")
    return any(word in text for word in ("ask_aloud", "virtual_sound"))
