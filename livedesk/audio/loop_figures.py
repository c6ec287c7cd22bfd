"""What a known sound that was played and recorded tells of the way between. Pure.

The sound: a second of silence for the noise, three chirps for delay and loudness, then speech, from
which a canceller learns, and silence again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.echo import ECHO_FRAME, EchoCanceller
from livedesk.audio.levels import rms_db
from livedesk.audio.loop_check import LoopRecording, at_rate
from livedesk.audio.mic_meter import MicMeter, MicReading
from livedesk.audio.rate_truth import RateTruth, line, rate_truth, running
from livedesk.core.audio_format import (
    CAPTURE_RATE_HZ,
    FRAME_MS,
    FULL_SCALE,
    Samples,
    duration_ms,
    samples_in,
)

_SILENCE_MS = 1_000
_CHIRP_MS = 200
_CHIRP_EVERY_MS = 700
_N_CHIRPS = 3
_CHIRP_HZ = (300.0, 3_400.0)
_CHIRP_AMPLITUDE = 0.25
# A device that has just begun may click.
_SETTLE_MS = 250
_MOST_DELAY_MS = 1_000
# How like the chirp what came back must be, and how far the three delays may lie apart.
_ALIKE = 0.25
_SAME_MS = 15.0
# The canceller is judged by the end of the speech, once it has learned.
_JUDGED_MS = 2_000
# A reference must not be later than its echo; the program keeps about so much in hand.
_LEAD_MS = 20.0
_SPEECH_DB = -20.0


@dataclass(frozen=True, slots=True)
class LoopFigures:
    """The figures; loudness in dB, the last four None where nothing comes back.

    Attributes:
        microphone, speaker: how fast the devices really are.
        noise_db: background, in dBFS.
        reading: what the microphone gave, judged as during a talk.
        delay_ms: from leaving the program to being back in it.
        loss_db: how much softer the speaker comes back than it was played.
        cancelled_loss_db: the same behind the canceller; None without one.
    """

    microphone: RateTruth
    speaker: RateTruth
    noise_db: float
    reading: MicReading
    n_clipped: int
    delay_ms: float | None
    loss_db: float | None
    cancelled_loss_db: float | None


def probe_sound(speech: Samples) -> Samples:
    """(n,) int16 at 16 000 Hz to be played, with ``speech`` of the same rate at its end."""
    silence = np.zeros(samples_in(_SILENCE_MS, CAPTURE_RATE_HZ), np.int16)
    gap = np.zeros(samples_in(_CHIRP_EVERY_MS - _CHIRP_MS, CAPTURE_RATE_HZ), np.int16)
    wide = speech.astype(np.float64)
    level = np.sqrt(np.mean(wide**2)) + 1e-9
    wanted = FULL_SCALE * 10 ** (_SPEECH_DB / 20)
    spoken = np.clip(wide * wanted / level, -32_000, 32_000).astype(np.int16)
    return np.concatenate((silence, *(_chirp(), gap) * _N_CHIRPS, spoken, silence))


def figures(
    recording: LoopRecording, sound: Samples, canceller: EchoCanceller | None
) -> LoopFigures:
    """What ``recording`` of ``sound`` tells; ``canceller`` is a fresh one, or None."""
    heard = at_rate(recording.heard.samples, recording.heard.rate_hz, CAPTURE_RATE_HZ)
    meter = MicMeter()
    frame = samples_in(FRAME_MS, CAPTURE_RATE_HZ)
    whole = heard[: len(heard) // frame * frame].reshape(-1, frame)
    n_clipped = sum(meter.note(one) for one in whole)
    offset = _offset(recording)
    lag = _lag(heard, offset)
    delay_ms = loss_db = cancelled_db = None
    if lag is not None:
        delay_ms = duration_ms(lag - offset, CAPTURE_RATE_HZ)
        loss_db, cancelled_db = _losses(heard, sound, lag, canceller)
    quiet = heard[samples_in(_SETTLE_MS, CAPTURE_RATE_HZ) : max(0, offset) + len(_silence())]
    return LoopFigures(
        microphone=rate_truth(recording.heard),
        speaker=rate_truth(recording.played),
        noise_db=rms_db(quiet),
        reading=meter.reading,
        n_clipped=n_clipped,
        delay_ms=delay_ms,
        loss_db=loss_db,
        cancelled_loss_db=cancelled_db,
    )


def _silence() -> Samples:
    return np.zeros(samples_in(_SILENCE_MS, CAPTURE_RATE_HZ), np.int16)


def _chirp() -> Samples:
    n_samples = samples_in(_CHIRP_MS, CAPTURE_RATE_HZ)
    at_s = np.arange(n_samples) / CAPTURE_RATE_HZ
    low, high = _CHIRP_HZ
    phase = 2 * np.pi * (low * at_s + (high - low) * at_s**2 / (2 * _CHIRP_MS / 1000))
    shape = np.sin(phase) * np.hanning(n_samples) ** 0.5
    return (shape * _CHIRP_AMPLITUDE * FULL_SCALE).astype(np.int16)


def _offset(recording: LoopRecording) -> int:
    """How many samples at 16 000 Hz the recording was ahead when playing began."""
    heard_slope, heard_at_zero, _ = line(*running(recording.heard))
    slope, at_zero, _ = line(*running(recording.played))
    begun_s = -at_zero / slope
    ahead = heard_slope * begun_s + heard_at_zero
    return round(ahead * CAPTURE_RATE_HZ / recording.heard.rate_hz)


def _lag(heard: Samples, offset: int) -> int | None:
    """Where in ``heard`` the played sound begins; None if the chirps are not there."""
    chirp = _chirp().astype(np.float64)
    lags = []
    for number in range(_N_CHIRPS):
        start = samples_in(_SILENCE_MS + number * _CHIRP_EVERY_MS, CAPTURE_RATE_HZ)
        first = max(0, offset + start)
        window = heard[first : first + samples_in(_MOST_DELAY_MS, CAPTURE_RATE_HZ) + len(chirp)]
        found = _find(window.astype(np.float64), chirp)
        if found is not None:
            lags.append(first + found - start)
    middle = int(np.median(lags)) if lags else 0
    same = samples_in(_SAME_MS, CAPTURE_RATE_HZ)
    alike = [lag for lag in lags if abs(lag - middle) <= same]
    return round(float(np.mean(alike))) if len(alike) > _N_CHIRPS // 2 else None


def _find(window: NDArray[np.float64], chirp: NDArray[np.float64]) -> int | None:
    """Where the chirp begins first: the next one may lie in the window too, later."""
    if len(window) < len(chirp):
        return None
    products = np.correlate(window, chirp, "valid")
    squares = np.concatenate(([0.0], np.cumsum(window**2)))
    energies = squares[len(chirp) :] - squares[: -len(chirp)]
    likeness = np.abs(products) / (np.sqrt(energies * np.sum(chirp**2)) + 1e3)
    nearest = likeness[: samples_in(_CHIRP_EVERY_MS, CAPTURE_RATE_HZ)]
    best = int(np.argmax(nearest))
    return best if nearest[best] >= _ALIKE else None


def _losses(
    heard: Samples, sound: Samples, lag: int, canceller: EchoCanceller | None
) -> tuple[float, float | None]:
    """Loss of the way, without and with the canceller, over the end of the speech."""
    n_tail = samples_in(_SILENCE_MS, CAPTURE_RATE_HZ)
    stop = (len(sound) - n_tail) // ECHO_FRAME * ECHO_FRAME
    start = stop - samples_in(_JUDGED_MS, CAPTURE_RATE_HZ)
    lead = min(lag, samples_in(_LEAD_MS, CAPTURE_RATE_HZ))
    # Both begin where the echo begins, but for the lead that the program keeps too.
    near = heard[lag - lead : lag - lead + stop].copy()
    near = np.pad(near, (0, stop - len(near)))
    played_db = rms_db(sound[start:stop])
    loss_db = played_db - rms_db(near[start:stop])
    if canceller is None:
        return loss_db, None
    for at in range(0, stop, ECHO_FRAME):
        canceller.process(near[at : at + ECHO_FRAME], sound[at : at + ECHO_FRAME].copy())
    return loss_db, played_db - rms_db(near[start:stop])
