"""Work off the device's and the loop's threads: coalesced, finished before the end, never lost."""

from __future__ import annotations

import threading
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.dsp_thread import DspThread
from livedesk.audio.frame_queue import FrameQueue
from livedesk.core.audio_format import AudioFrame


def test_wakes_while_it_works_become_one() -> None:
    begun, may_end, n_calls = threading.Event(), threading.Event(), 0

    def work() -> None:
        nonlocal n_calls
        n_calls += 1
        begun.set()
        may_end.wait(5)

    thread = DspThread(work)
    thread.start()
    thread.wake()
    assert begun.wait(5)
    for _ in range(50):
        thread.wake()
    may_end.set()
    thread.stop()
    assert n_calls == 2


def test_what_was_asked_for_is_done_before_the_end() -> None:
    calls: list[str] = []
    thread = DspThread(lambda: calls.append(threading.current_thread().name))
    thread.start()
    thread.wake()
    thread.stop()
    thread.stop()
    assert calls == ["audio-dsp"]


def test_a_failure_is_logged_and_seen(expected_log) -> None:
    expected_log("cannot be processed")

    def work() -> None:
        raise RuntimeError("no more")

    thread = DspThread(work)
    thread.start()
    assert not thread.has_failed
    thread.wake()
    deadline_s = time.monotonic() + 5
    while not thread.has_failed:
        assert time.monotonic() < deadline_s
        time.sleep(0.001)
    thread.stop()


def _frame(number: int) -> AudioFrame:
    return AudioFrame(np.full(320, number, np.int16), 16_000, number / 50)


@given(actions=st.lists(st.booleans(), max_size=200))
def test_frames_come_out_once_and_in_order(actions: list[bool]) -> None:
    queue, n_put, taken = FrameQueue(lambda: None), 0, []
    for puts in [*actions, False]:
        if puts:
            queue.put(_frame(n_put))
            n_put += 1
        else:
            taken += [int(frame.samples[0]) for frame in queue.taken()]
    assert taken == list(range(n_put))


def test_ten_seconds_are_kept_and_the_rest_is_counted() -> None:
    queue = FrameQueue(lambda: None)
    for number in range(510):
        queue.put(_frame(number))
    assert queue.overruns == 10
    assert [int(frame.samples[0]) for frame in queue.taken()] == list(range(500))
