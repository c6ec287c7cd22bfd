"""Loudness of one side, computed when somebody looks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from livedesk.audio.recent_samples import RecentSamples
from livedesk.core.audio_format import FULL_SCALE, Samples, samples_in

# What digital silence is shown as: the range of 16 bits.
SILENCE_DB = -96.0
KEPT_MS = 4000
_LEVEL_WINDOW_MS = 50


@dataclass(frozen=True, slots=True)
class Levels:
    """Loudness of both sides over the last 50 ms: RMS in dBFS, −96 (silence) … 0.

    ``user_is_speech`` is what the speech gate thinks of the person's side.
    """

    user_db: float = SILENCE_DB
    assistant_db: float = SILENCE_DB
    user_is_speech: bool = False


def rms_db(samples: Samples) -> float:
    """RMS of (n,) int16 in dBFS, at least −96."""
    if len(samples) == 0:
        return SILENCE_DB
    wide = samples.astype(np.float32)
    power = float(np.dot(wide, wide)) / len(samples) / FULL_SCALE**2
    return max(SILENCE_DB, 10 * float(np.log10(power))) if power > 0 else SILENCE_DB


def level_db(recent: RecentSamples) -> float:
    """RMS of the last 50 ms in dBFS."""
    n_samples = samples_in(_LEVEL_WINDOW_MS, recent.rate_hz)
    return rms_db(recent.window(recent.written, n_samples))
