"""The ring keeps every sample once and in order, whatever the two sides do."""

from __future__ import annotations

import threading

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.ring_buffer import RingBuffer

# A number writes so many samples; None reads.
_ACTIONS = st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=60)


@given(capacity=st.integers(1, 64), actions=_ACTIONS)
def test_what_was_taken_in_comes_out_once_and_in_order(
    capacity: int, actions: list[int | None]
) -> None:
    ring = RingBuffer(capacity)
    taken, read, n_refused, value = [], [], 0, 0
    for action in [*actions, None]:
        if action is None:
            read += ring.read().tolist()
            continue
        run = np.arange(value, value + action, dtype=np.int16)
        value += action
        fits = action <= capacity - (len(taken) - len(read))
        assert ring.write(run) is fits
        if fits:
            taken += run.tolist()
        else:
            n_refused += 1
        assert ring.available == len(taken) - len(read)
    assert read == taken
    assert ring.overruns == n_refused
    assert ring.written == len(taken)


def test_two_threads_lose_nothing() -> None:
    ring = RingBuffer(1000)
    total = 200_000
    finished = threading.Event()

    def write() -> None:
        position = 0
        while position < total:
            n_samples = min(1 + position % 97, total - position)
            run = np.arange(position, position + n_samples).astype(np.int16)
            if ring.write(run):
                position += n_samples
        finished.set()

    writer = threading.Thread(target=write)
    writer.start()
    runs = []
    while not finished.is_set() or ring.available:
        runs.append(ring.read())
    writer.join()
    assert np.array_equal(np.concatenate(runs), np.arange(total).astype(np.int16))
