"""Plays a known sound and records what comes back, straight at the devices."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from livedesk.audio.backend import AudioBackend
from livedesk.audio.passage import Ear, Mouth, Passage
from livedesk.audio.resample import queue_resampler
from livedesk.core.audio_format import (
    CAPTURE_RATE_HZ,
    FRAME_MS,
    PLAYBACK_RATE_HZ,
    Samples,
)
from livedesk.core.errors import MicrophoneError, SpeakerError

_OUTPUT_BLOCK_MS = 15
# A device that gives or takes nothing for so long is stuck.
_STUCK_S = 3.0
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class LoopRecording:
    """What was played and what was heard meanwhile."""

    played: Passage
    heard: Passage


def record_loop(backend: AudioBackend, sound: Samples) -> LoopRecording:
    """Play ``sound``, (n,) int16 at 16 000 Hz, on the system's own devices, and record.

    It should end with the silence in which its end comes back.

    Takes as long as the sound, on the calling thread.

    Raises:
        MicrophoneError: there is none, it cannot be used, or it gives nothing.
        SpeakerError: the same of the speaker.
    """
    ear, mouth = Ear(), Mouth()
    microphone = backend.open_input(None, CAPTURE_RATE_HZ, FRAME_MS, ear.on_block)
    try:
        speaker = backend.open_output(None, PLAYBACK_RATE_HZ, _OUTPUT_BLOCK_MS, mouth.fill)
        try:
            mouth.sound = at_rate(sound, CAPTURE_RATE_HZ, speaker.rate_hz)
            microphone.start()
            speaker.start()
            _wait(ear, mouth)
        finally:
            speaker.close()
    finally:
        microphone.close()
    return LoopRecording(mouth.passage(speaker.rate_hz), ear.passage(microphone.rate_hz))


def at_rate(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """``samples`` at another rate, with the same beginning."""
    if from_hz == to_hz:
        return samples
    resampler = queue_resampler(from_hz, to_hz)
    return np.concatenate((resampler.push(samples), resampler.finish()))


def _wait(ear: Ear, mouth: Mouth) -> None:
    """Until all was played; each side must go on meanwhile."""
    seen, since_s = (0, 0), time.monotonic()
    while not mouth.is_over.wait(_POLL_S):
        now_s = time.monotonic()
        counts = (len(ear.blocks), len(mouth.blocks))
        if counts[0] > seen[0] and counts[1] > seen[1]:
            seen, since_s = counts, now_s
        elif now_s - since_s > _STUCK_S:
            if counts[0] == seen[0]:
                raise MicrophoneError("The microphone gives nothing.", "Connect it anew.")
            raise SpeakerError("The speaker takes nothing.", "Connect it anew.")
