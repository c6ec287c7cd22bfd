"""Tasks are kept, their failures logged, and all end with their owner."""

import asyncio

from livedesk.core.tasks import TaskSet


async def test_failure_is_logged_under_the_tasks_name(expected_log) -> None:
    expected_log("task brew failed")
    tasks = TaskSet()

    async def brew() -> None:
        raise RuntimeError("no water")

    task = tasks.spawn(brew(), name="brew")
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert len(tasks) == 0


async def test_closing_cancels_and_waits() -> None:
    tasks = TaskSet()
    ended = asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.set()

    tasks.spawn(wait(), name="wait")
    await asyncio.sleep(0)
    await tasks.aclose()
    assert ended.is_set()
    await tasks.aclose()


async def test_a_task_may_close_its_own_set() -> None:
    tasks = TaskSet()
    await tasks.spawn(tasks.aclose(), name="close")
