"""Signals become one wish to end."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from livedesk.core.end_signals import END_LIMIT_S, EndSignals

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")


async def test_the_first_signal_asks_and_more_of_them_change_nothing():
    before = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    asked = []
    ended = asyncio.Event()
    try:
        with EndSignals(lambda: (asked.append(1), ended.set())) as signals:
            assert signals.exit_status is None
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGINT)
            await asyncio.wait_for(ended.wait(), 5)
            assert signals.exit_status == 143
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0)
        assert asked == [1]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def test_without_a_signal_everything_is_as_before():
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    with EndSignals(lambda: None):
        assert signal.getsignal(signal.SIGTERM) is not before[1]
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


async def test_a_signal_that_shall_be_ignored_is():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with EndSignals(lambda: None) as signals:
            signal.raise_signal(signal.SIGHUP)
            assert signals.exit_status is None
    finally:
        signal.signal(signal.SIGHUP, before)


STUBBORN = f"""
import asyncio, os, signal, sys, time
from livedesk.core import end_signals
async def main():
    with end_signals.EndSignals(lambda: None):
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        print("asked", flush=True)
        end_signals.time.monotonic = lambda late=time.monotonic() + {END_LIMIT_S} + 1: late
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)
asyncio.run(main())
"""


def test_a_program_that_does_not_end_can_be_killed_after_the_limit():
    done = subprocess.run(
        [sys.executable, "-c", STUBBORN], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGTERM, "asked\n", "")
