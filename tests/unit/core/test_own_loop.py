"""A coroutine on a loop of its own: its result, its error, its cancelling."""

import asyncio
import threading

import pytest

from livedesk.core.own_loop import in_own_loop


async def test_it_runs_elsewhere_and_tells_what_came_of_it():
    async def work() -> tuple[int, int]:
        await asyncio.sleep(0)
        return threading.get_ident(), id(asyncio.get_running_loop())

    thread, loop = await in_own_loop(work)
    assert thread != threading.get_ident()
    assert loop != id(asyncio.get_running_loop())

    async def fail() -> None:
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        await in_own_loop(fail)


async def test_cancelling_goes_through_and_is_waited_for():
    begun, ended = threading.Event(), threading.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    waiting = asyncio.timeout(0)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(in_own_loop(work))
        await asyncio.to_thread(begun.wait, 5)
        task.cancel()
    assert ended.is_set()

    ended.clear()
    with pytest.raises(TimeoutError):
        async with waiting:  # before it has begun
            await in_own_loop(work)
