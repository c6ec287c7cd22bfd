"""How late the speaker comes back is found by phase, and no echo is found where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from livedesk.audio.echo_delay import EchoDelay
from livedesk.audio.system_canceller import cancels_echo

RANDOM = np.random.default_rng(4)


def _speechlike(n_samples: int) -> np.ndarray:
    """Noise with the slope and the syllables of speech."""
    white = RANDOM.normal(0, 1, n_samples)
    coloured = np.convolve(white, 0.9 ** np.arange(40), "same")
    syllables = np.abs(np.sin(np.arange(n_samples) * np.pi / 4000))
    return coloured * syllables * 1500


def _looked(near: np.ndarray, far: np.ndarray) -> EchoDelay:
    delay = EchoDelay()
    for start in range(0, len(near) - 160, 160):
        run = slice(start, start + 160)
        delay.push(near[run].astype(np.int16), far[run].astype(np.int16))
    return delay


@pytest.mark.parametrize("delay_ms", [3, 20, 84, 250, 390])
def test_the_delay_is_found(delay_ms: int) -> None:
    far = _speechlike(5 * 16_000)
    near = np.roll(far, delay_ms * 16) * 0.3 + RANDOM.normal(0, 60, len(far))
    assert _looked(near, far).lag_ms == pytest.approx(delay_ms, abs=1)


def test_a_person_and_a_fan_are_no_echo() -> None:
    far, near = _speechlike(10 * 16_000), _speechlike(10 * 16_000)
    assert _looked(near + RANDOM.normal(0, 300, len(near)), far).lag_ms is None


def test_an_echo_that_is_gone_is_forgotten() -> None:
    far = _speechlike(20 * 16_000)
    near = np.roll(far, 800) * 0.3
    near[6 * 16_000 :] = _speechlike(14 * 16_000)
    assert _looked(near, far).lag_ms is None


def test_silence_is_not_looked_at() -> None:
    silence = np.zeros(160, np.int16)
    delay = EchoDelay()
    assert not any(delay.push(silence, silence) for _ in range(500))


@pytest.mark.parametrize(
    ("name", "cancels"),
    [
        ("Built-in Audio (echo cancelled with Built-in Audio)", True),
        ("pulse|alsa_input.pci-0000_00_1f.3.analog-stereo.echo-cancel|1|0", True),
        ("Echo-Cancel Source", True),
        ("Communications - Headset Microphone", True),
        ("Telecommunications Inc. USB Microphone", False),
        ("Built-in Audio Analog Stereo", False),
        (None, False),
    ],
)
def test_a_microphone_from_which_the_system_took_the_echo_is_known(
    name: str | None, cancels: bool
) -> None:
    assert cancels_echo(name) is cancels
