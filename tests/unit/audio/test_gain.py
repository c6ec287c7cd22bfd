"""Louder or softer: a ramp of one block, then the exact factor."""

from __future__ import annotations

import numpy as np
import pytest

from livedesk.audio.gain import Gain


def _applied(gain: Gain, value: int = 10_000, n_samples: int = 240) -> np.ndarray:
    block = np.full(n_samples, value, np.int16)
    gain.apply(block)
    return block


def test_nothing_is_touched_until_it_is_told() -> None:
    assert (_applied(Gain()) == 10_000).all()


@pytest.mark.parametrize("factor", [0.0, 0.125, 3.0])
def test_a_new_factor_is_reached_by_a_ramp_of_one_block(factor: float) -> None:
    gain = Gain()
    gain.set(factor)
    first = _applied(gain)
    assert abs(int(first[0]) - 10_000) <= 100 + abs(factor - 1) * 50
    assert np.abs(np.diff(first.astype(int))).max() <= abs(factor - 1) * 10_000 / 240 + 1
    assert (_applied(gain) == int(10_000 * factor)).all()


def test_there_and_back_restores_the_samples() -> None:
    gain = Gain()
    gain.set(0.1)
    _applied(gain)
    gain.set(1.0)
    _applied(gain)
    assert (_applied(gain) == 10_000).all()


def test_what_is_too_loud_is_clipped_and_does_not_wrap() -> None:
    gain = Gain()
    gain.set(10.0)
    _applied(gain)
    assert (_applied(gain, 20_000) == 32_767).all()
    assert (_applied(gain, -20_000) == -32_768).all()


def test_blocks_of_any_length_are_taken() -> None:
    gain = Gain()
    for n_samples in (240, 1, 0, 500):
        gain.set(gain.target / 2)
        assert len(_applied(gain, n_samples=n_samples)) == n_samples
