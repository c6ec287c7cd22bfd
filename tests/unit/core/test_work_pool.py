"""Threads that cannot hold up the end."""

import asyncio
import subprocess
import sys
import threading

from livedesk.core.work_pool import WorkPool


async def test_it_serves_a_loop_as_any_pool_does():
    asyncio.get_running_loop().set_default_executor(WorkPool())
    assert await asyncio.to_thread(lambda: 6 * 7) == 42


def test_what_is_nearly_done_is_waited_for():
    pool = WorkPool()
    may_end, has_ended = threading.Event(), threading.Event()
    pool.submit(lambda: (may_end.wait(5), has_ended.set()))
    threading.Timer(0.05, may_end.set).start()
    pool.shutdown()
    assert has_ended.is_set()


HANGS = """
import asyncio, sys, time
from livedesk.core.work_pool import WorkPool, leave_hanging_threads
async def main():
    asyncio.get_running_loop().set_default_executor(WorkPool())
    asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)
    print("begun")
asyncio.run(main())
leave_hanging_threads(7)
"""


def test_what_hangs_is_left_and_nothing_written_is_lost():
    done = subprocess.run(
        [sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, "begun\n", "")
