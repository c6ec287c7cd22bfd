"""Figures of a way that is known, from recordings made by calculation."""

from __future__ import annotations

import numpy as np
import pytest
from helpers.fake_audio import FakeBackend

from livedesk.audio.loop_check import LoopRecording, at_rate, record_loop
from livedesk.audio.loop_figures import LoopFigures, figures, probe_sound
from livedesk.audio.passage import Passage
from livedesk.cli.doctor.finding import Finding, Verdict
from livedesk.cli.doctor.loop import findings

RANDOM = np.random.default_rng(7)
SPEECH = np.repeat(RANDOM.normal(0, 4_000, 16_000), 4).astype(np.int16)
SOUND = probe_sound(SPEECH)
# The microphone was on for so long when playing began.
AHEAD_MS = 120


def recording(
    *,
    delay_ms: float = 84.0,
    loss_db: float | None = 6.0,
    noise_db: float | None = -70.0,
    ppm: float = 0.0,
    rate_hz: int = 16_000,
) -> LoopRecording:
    n_samples = len(SOUND) + 16_000
    heard = np.zeros(n_samples)
    if loss_db is not None:
        start = round((AHEAD_MS + delay_ms) * 16)
        heard[start : start + len(SOUND)] = SOUND * 10 ** (-loss_db / 20)
    if noise_db is not None:
        heard += RANDOM.normal(0, 32_768 * 10 ** (noise_db / 20), n_samples)
    samples = at_rate(np.clip(heard, -32_768, 32_767).astype(np.int16), 16_000, rate_hz)
    block = rate_hz // 50
    real_hz = rate_hz * (1 + ppm / 1e6)
    ear = [(n, 10 + n / real_hz) for n in range(block, len(samples) + 1, block)]
    played = at_rate(SOUND, 16_000, 24_000)
    mouth = [(n, 10 + AHEAD_MS / 1000 + n / 24_000) for n in range(0, len(played), 360)]
    return LoopRecording(
        Passage(played, 24_000, tuple(mouth)), Passage(samples, rate_hz, tuple(ear))
    )


class PerfectCanceller:
    """Leaves a thousandth."""

    def process(self, near: np.ndarray, far: np.ndarray | None) -> None:
        assert far is not None
        near[:] = (near * 0.001).astype(np.int16)

    def set_delay_ms(self, delay_ms: float) -> None:
        pass


def measured(loop: LoopRecording, canceller: PerfectCanceller | None = None) -> LoopFigures:
    return figures(loop, SOUND, canceller)


def verdict(found: LoopFigures) -> Finding:
    return list(findings(found))[-1]


@pytest.mark.parametrize("delay_ms", [3.0, 84.0, 450.0])
@pytest.mark.parametrize("rate_hz", [16_000, 48_000])
def test_delay_and_loss_are_found(delay_ms: float, rate_hz: int) -> None:
    found = measured(recording(delay_ms=delay_ms, rate_hz=rate_hz), PerfectCanceller())
    assert found.delay_ms == pytest.approx(delay_ms, abs=1.5)
    assert found.loss_db == pytest.approx(6.0, abs=0.5)
    assert found.cancelled_loss_db is not None
    assert found.cancelled_loss_db > 55
    assert found.noise_db == pytest.approx(-70, abs=1)
    assert verdict(found).verdict is Verdict.OK
    assert "Speakers preset" in verdict(found).fact


@pytest.mark.parametrize("ppm", [-3_000.0, -80.0, 80.0, 3_000.0])
def test_a_clock_that_is_off_is_measured(ppm: float) -> None:
    found = measured(recording(ppm=ppm, loss_db=None))
    assert found.microphone.off_ppm == pytest.approx(ppm, abs=5)
    assert found.speaker.off_ppm == pytest.approx(0, abs=5)
    rates = [one for one in findings(found) if one.subject == "Microphone clock"]
    assert (rates[0].verdict is Verdict.PROBLEM) is (abs(ppm) > 1_000)


def test_headphones_are_said_to_be_no_way() -> None:
    found = measured(recording(loss_db=None), PerfectCanceller())
    assert (found.delay_ms, found.loss_db, found.cancelled_loss_db) == (None, None, None)
    assert verdict(found).verdict is Verdict.OK
    assert "headphones" in verdict(found).fact


def test_a_microphone_of_zeros_is_a_problem() -> None:
    found = measured(recording(loss_db=None, noise_db=None))
    assert verdict(found).verdict is Verdict.PROBLEM


def test_clipping_is_counted() -> None:
    found = measured(recording(loss_db=-14.0))
    assert found.n_clipped > 10
    assert Verdict.PROBLEM in {one.verdict for one in findings(found) if one.subject == "Clipping"}


def test_without_a_canceller_headphones_are_advised() -> None:
    assert verdict(measured(recording())).advice == "Use headphones."


def test_a_canceller_that_does_not_cope_is_said_not_to() -> None:
    class Idle(PerfectCanceller):
        def process(self, near: np.ndarray, far: np.ndarray | None) -> None:
            pass

    found = measured(recording(), Idle())
    assert verdict(found).verdict is Verdict.NOTE
    assert "interrupt itself" in verdict(found).fact


def test_what_is_recorded_is_what_the_devices_gave() -> None:
    sound = np.arange(480, dtype=np.int16)

    class Looped(FakeBackend):
        """The speaker runs to the end at once, into the microphone."""

        def open_output(self, *arguments):
            stream = super().open_output(*arguments)
            begin = stream.start

            def start() -> None:
                begin()
                for _ in range(60):
                    block = stream.ask()
                    self.microphones[0].say(block[: len(block) * 2 // 3])

            stream.start = start
            return stream

    looped = Looped()
    loop = record_loop(looped, sound)
    assert len(loop.played.samples) == 720
    assert loop.played.blocks[0][0] == 0
    assert loop.heard.blocks[-1][0] == len(loop.heard.samples)
    assert looped.microphones[0].is_closed
    assert looped.speakers[0].is_closed
