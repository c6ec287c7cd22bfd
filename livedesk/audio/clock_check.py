"""Opens every device for a moment, one after the other, and measures its rate."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from livedesk.audio.backend import AudioBackend, DeviceInfo
from livedesk.audio.passage import Ear, Mouth
from livedesk.audio.rate_truth import RateTruth, rate_truth
from livedesk.core.audio_format import CAPTURE_RATE_HZ, FRAME_MS, PLAYBACK_RATE_HZ
from livedesk.core.errors import AudioError
from livedesk.core.speakers import Speaker

# The first second is the device's own buffers being filled.
_MEASURED_S = 4.0
_FEWEST_BLOCKS = 20


@dataclass(frozen=True, slots=True)
class ClockCheck:
    """What was found of one device.

    Attributes:
        device: which.
        side: USER for a microphone.
        truth: its rate; None when it could not be measured.
        reason: why not, as a sentence; "" otherwise.
    """

    device: DeviceInfo
    side: Speaker
    truth: RateTruth | None = None
    reason: str = ""


def check_clocks(backend: AudioBackend) -> Iterator[ClockCheck]:
    """Every microphone, then every speaker, which is given silence; four seconds each."""
    backend.refresh()
    for device in backend.inputs():
        yield _check(backend, device, Speaker.USER)
    for device in backend.outputs():
        yield _check(backend, device, Speaker.ASSISTANT)


def _check(backend: AudioBackend, device: DeviceInfo, side: Speaker) -> ClockCheck:
    measure = _microphone if side is Speaker.USER else _speaker
    try:
        truth = measure(backend, device)
    except AudioError as error:
        return ClockCheck(device, side, reason=error.user_message)
    reason = "" if truth is not None else "It neither takes nor gives anything."
    return ClockCheck(device, side, truth, reason)


def _microphone(backend: AudioBackend, device: DeviceInfo) -> RateTruth | None:
    ear = Ear()
    stream = backend.open_input(device.device_id, CAPTURE_RATE_HZ, FRAME_MS, ear.on_block)
    try:
        stream.start()
        time.sleep(_MEASURED_S)  # this is what is measured
    finally:
        stream.close()
    return _truth(ear, stream.rate_hz)


def _speaker(backend: AudioBackend, device: DeviceInfo) -> RateTruth | None:
    mouth = Mouth()
    stream = backend.open_output(device.device_id, PLAYBACK_RATE_HZ, FRAME_MS, mouth.fill)
    mouth.sound = np.zeros(round(2 * _MEASURED_S * stream.rate_hz), np.int16)
    try:
        stream.start()
        time.sleep(_MEASURED_S)  # this is what is measured
    finally:
        stream.close()
    return _truth(mouth, stream.rate_hz)


def _truth(end: Ear | Mouth, rate_hz: int) -> RateTruth | None:
    return rate_truth(end.passage(rate_hz)) if len(end.blocks) >= _FEWEST_BLOCKS else None
