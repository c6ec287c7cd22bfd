"""Fails a test that leaves windows, threads or asyncio tasks behind."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from asyncio import runners
from collections.abc import Generator, Iterator
from typing import Any

import pytest

_PASSED = pytest.StashKey[bool]()
_THREAD_GRACE_S = 2.0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the test itself passed: a traceback keeps everything alive."""
    report = yield
    if call.when == "call":
        item.stash[_PASSED] = report.passed
    return report


def _top_level_widgets() -> set[Any]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return set()
    # A tool tip's label belongs to Qt, which keeps one for as long as it likes.
    return {w for w in widgets.QApplication.topLevelWidgets() if not w.inherits("QTipLabel")}


def _leaked_widgets(before: set[int]) -> list[str]:
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return []
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    return [repr(widget) for widget in _top_level_widgets() if id(widget) not in before]


def _leaked_threads(before: set[threading.Thread]) -> list[str]:
    deadline_s = time.monotonic() + _THREAD_GRACE_S
    while True:
        leaked = [t for t in threading.enumerate() if t not in before and not t.daemon]
        if not leaked or time.monotonic() > deadline_s:
            return [thread.name for thread in leaked]
        leaked[0].join(0.05)


@pytest.fixture(autouse=True)
def _nothing_left_behind(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    tasks: list[str] = []
    cancel_all = runners._cancel_all_tasks

    def note_and_cancel(loop: asyncio.AbstractEventLoop) -> None:
        # What still runs when a test's loop ends belongs to nobody.
        tasks.extend(task.get_name() for task in asyncio.all_tasks(loop))
        cancel_all(loop)

    monkeypatch.setattr(runners, "_cancel_all_tasks", note_and_cancel)
    kept_alive = _top_level_widgets()
    threads = set(threading.enumerate())
    yield
    if not request.node.stash.get(_PASSED, False):
        return
    if leaked := _leaked_widgets({id(widget) for widget in kept_alive}):
        pytest.fail(f"windows left behind: {leaked}", pytrace=False)
    if leaked := _leaked_threads(threads):
        pytest.fail(f"threads left behind: {leaked}", pytrace=False)
    if tasks:
        pytest.fail(f"asyncio tasks left behind: {tasks}", pytrace=False)
