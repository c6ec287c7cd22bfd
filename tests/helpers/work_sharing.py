"""Which tests stay together where several workers run them.

A file's tests share its fixtures. What needs sound stays on one worker, so that two of a kind never
compete for the machine; it takes longest, so it comes first.

WORKAROUND: ``--dist loadgroup`` of pytest-xdist 3.8 writes a group into ``Item._nodeid``, which
pytest 9.2 does not read any more; then every test is shared out alone.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_ROOT = Path(__file__).resolve().parents[2]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Share out files, in the order in which they were collected."""
    config.option.loadscopereorder = False
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs sound comes first."""
    items.sort(key=lambda item: not _needs_sound(str(item.path)))


class _ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "sound" if _needs_sound(str(_ROOT / file)) else file


@cache
def _needs_sound(file: str) -> bool:
    return "pytest.mark.sound" in Path(file).read_text(encoding="utf-8")
