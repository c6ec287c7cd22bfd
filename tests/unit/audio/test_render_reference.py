"""What was played comes back to the microphone's side once, in order and in step."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.render_reference import RenderReference

FRAME = 160
# A number plays so many samples; None takes a frame.
_ACTIONS = st.lists(st.one_of(st.none(), st.integers(1, 700)), max_size=200)


def _opened(rate_hz: int = 16_000) -> RenderReference:
    reference = RenderReference()
    reference.open(rate_hz, 0.02)
    reference.want(True)
    reference.collect()
    return reference


@given(actions=_ACTIONS)
def test_nothing_is_lost_doubled_or_reordered(actions: list[int | None]) -> None:
    reference, value, out = _opened(), 1, []
    for action in actions:
        if action is not None and value + action < 32_000:
            reference.write(np.arange(value, value + action, dtype=np.int16))
            value += action
            continue
        reference.collect()
        frame = reference.frame(FRAME, 0)
        assert frame is not None
        assert len(frame) == FRAME
        out += frame.tolist()
    # Held samples repeat the one before; all else follows on, from the first that was given out.
    steps = np.diff([*dict.fromkeys(v for v in out if v)])
    assert (np.diff(out) >= 0).all()
    assert (steps == 1).all()


@given(actions=_ACTIONS)
def test_the_reference_is_never_later_than_what_was_played(actions: list[int | None]) -> None:
    reference, played, given_out = _opened(), 0, 0
    for action in actions:
        if action is not None:
            reference.write(np.ones(action, np.int16))
            played += action
            continue
        reference.collect()
        frame = reference.frame(FRAME, 0)
        assert frame is not None
        given_out += int(np.count_nonzero(frame)) if given_out == 0 else 0
        assert reference.lead_ms >= -FRAME / 16


def test_it_begins_one_block_late() -> None:
    reference = _opened()
    reference.write(np.arange(1, 1001, dtype=np.int16))
    reference.collect()
    frame = reference.frame(FRAME, 0)
    assert frame is not None
    # 20 ms of it stay behind, what came before is of no use.
    assert frame.tolist() == list(range(521, 681))


def test_a_stall_of_the_output_is_held_and_not_cut_to_zero() -> None:
    reference = _opened()
    reference.write(np.full(700, 9000, np.int16))
    reference.collect()
    frames = [reference.frame(FRAME, 0) for _ in range(8)]
    assert all(frame is not None and frame.min() == 9000 for frame in frames)


def test_a_device_at_its_own_rate_comes_at_ours() -> None:
    reference = _opened(48_000)
    t = np.arange(48_000) / 48_000
    tone = (9000 * np.sin(2 * np.pi * 500 * t)).astype(np.int16)
    frames = []
    for block in np.split(tone, 50):
        reference.write(block)
        reference.collect()
        frames += [reference.frame(FRAME, FRAME), reference.frame(FRAME, 0)]
    heard = np.concatenate([frame for frame in frames if frame is not None])
    spectrum = np.abs(np.fft.rfft(heard[4000:12_000]))
    assert int(np.argmax(spectrum)) == 250


def test_another_speaker_begins_anew_and_none_gives_nothing() -> None:
    reference = _opened()
    reference.write(np.full(1000, 5, np.int16))
    reference.collect()
    assert reference.frame(FRAME, 0) is not None
    reference.open(24_000, 0.05)
    assert reference.latency_s == 0.05
    assert reference.collect()
    assert not reference.collect()
    frame = reference.frame(FRAME, 0)
    assert frame is not None
    assert not frame[0] - frame[-1]
    reference.close()
    assert reference.collect()
    assert reference.frame(FRAME, 0) is None


def test_what_nobody_wants_is_not_kept() -> None:
    reference = _opened()
    reference.want(False)
    for _ in range(100):
        reference.write(np.ones(16_000, np.int16))
    reference.want(True)
    reference.collect()
    reference.collect()
    frame = reference.frame(FRAME, 0)
    assert frame is not None
    assert not frame.any()
