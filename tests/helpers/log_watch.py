"""Fails a test that logs a warning nobody announced.

A test that provokes a warning says so first::

    def test_a_lost_device_is_reported(expected_log):
        expected_log("device .* was lost")
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator

import pytest

ExpectedLog = Callable[[str], None]


class _Collector(logging.Handler):
    """Keeps every record of level WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.patterns: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            text += f" [{record.exc_info[1]!r}]"
        self.lines.append(text)

    def unexpected(self) -> list[str]:
        return [line for line in self.lines if not any(re.search(p, line) for p in self.patterns)]

    def missing(self) -> list[str]:
        return [p for p in self.patterns if not any(re.search(p, line) for line in self.lines)]


@pytest.fixture(autouse=True)
def _log_collector() -> Iterator[_Collector]:
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield collector
    root.removeHandler(collector)
    if unexpected := collector.unexpected():
        pytest.fail("unexpected log lines:\n" + "\n".join(unexpected), pytrace=False)
    if missing := collector.missing():
        pytest.fail(f"expected log lines did not come: {missing}", pytrace=False)


@pytest.fixture
def expected_log(_log_collector: _Collector) -> ExpectedLog:
    """Announce a log line of level WARNING or above by a regular expression; it must come."""
    return _log_collector.patterns.append
