"""A simulated room: what a microphone takes while a loudspeaker plays and a person may speak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from helpers.speech import speak
from helpers.still_clock import StillClock
from numpy.typing import NDArray

from livedesk.audio.backends.wav_file import read_wav
from livedesk.audio.capture import MicCapture
from livedesk.audio.echo import ECHO_FRAME, EchoCanceller
from livedesk.audio.render_reference import RenderReference
from livedesk.audio.voice_chain import VoiceChain, VoiceControls
from livedesk.core.audio_format import CAPTURE_RATE_HZ, AudioFrame, Samples, samples_in
from livedesk.core.audio_processing import Processing

_FAR_TEXT = (
    "Once upon a time there was a lighthouse keeper who counted the ships that went by at night. "
    "One of them came back every winter, and nobody knew where it had been in the meantime. "
    "So he wrote letters to its captain, put them into bottles, and waited for an answer."
)
_NEAR_TEXT = "Wait a moment please, I would like to ask you something else about that ship"
_RATE_HZ = CAPTURE_RATE_HZ
_OUTPUT_BLOCK = samples_in(15, _RATE_HZ)
_INPUT_BLOCK = samples_in(20, _RATE_HZ)

Sound = NDArray[np.float64]


@dataclass(frozen=True)
class Room:
    """How the loudspeaker reaches the microphone, and what else is heard.

    Attributes:
        delay_ms: from leaving for the device to being taken by the microphone.
        echo_db: loudness of the echo, relative to what is played.
        reverberation_ms: until the room's answer has fallen by 60 dB.
        drift_ppm: how much faster the microphone's clock runs than the loudspeaker's.
        snr_db: the echo's loudness over the background noise; None for a silent room.
        near_from_s, near_to_s: when the person speaks, as loud as the echo.
        length_s: how long it lasts.
    """

    delay_ms: float = 60.0
    echo_db: float = -6.0
    reverberation_ms: float = 250.0
    drift_ppm: float = 0.0
    snr_db: float | None = 20.0
    near_from_s: float = 9.0
    near_to_s: float = 12.0
    length_s: float = 13.0


@dataclass(frozen=True)
class Scene:
    """One recording of a room; all (n,) at 16 000 Hz.

    Attributes:
        far: int16, what left for the loudspeaker, on its clock.
        microphone: int16, what was taken, on the microphone's clock.
        near: float, the person alone, as in ``microphone``.
        room: where it was.
    """

    far: Samples
    microphone: Samples
    near: Sound
    room: Room


def scene(room: Room, folder: Path, *, far_level: float = 0.1) -> Scene:
    """Play a story in ``room``, and let a person talk over it."""
    n_samples = round(room.length_s * _RATE_HZ)
    far = _levelled(_speech(_FAR_TEXT, "en-us+f3", folder), far_level)
    far = np.resize(far, n_samples)
    echo = np.convolve(far, _impulse_response(room))[:n_samples]
    if room.drift_ppm:
        faster = _RATE_HZ * (1 + room.drift_ppm / 1e6)
        echo = soxr.resample(echo, _RATE_HZ, faster)[:n_samples]
        echo = np.pad(echo, (0, n_samples - len(echo)))
    echo_level = _rms(echo)
    near = np.zeros(n_samples)
    start, stop = (round(at_s * _RATE_HZ) for at_s in (room.near_from_s, room.near_to_s))
    if stop > start:
        spoken = _levelled(_speech(_NEAR_TEXT, "en-us+m3", folder), echo_level)
        near[start:stop] = np.resize(spoken, stop - start)
    random = np.random.default_rng(3)
    level = 0.0 if room.snr_db is None else echo_level * 10 ** (-room.snr_db / 20)
    noise = random.normal(0, 1, n_samples) * level
    return Scene(_int16(far), _int16(echo + near + noise), near, room)


def torn(scene: Scene, *, at_s: float, n_lost: int) -> Scene:
    """The same, but the microphone loses so many samples; below 0 as many are put in."""
    at, n_put_in = round(at_s * _RATE_HZ), max(0, -n_lost)

    def tear(sound: NDArray[Any]) -> NDArray[Any]:
        gap, end = np.zeros(n_put_in, sound.dtype), np.zeros(max(0, n_lost), sound.dtype)
        whole = np.concatenate((sound[:at], gap, sound[at + max(0, n_lost) :], end))
        return whole[: len(sound)]

    return replace(scene, microphone=tear(scene.microphone), near=tear(scene.near))


def processed(scene: Scene, canceller: EchoCanceller | None) -> Sound:
    """(n,) float: the microphone behind ``canceller``, fed as the devices would feed it.

    The loudspeaker takes blocks of 15 ms ahead of time, the microphone gives 20 ms afterwards.
    """
    frames = [frame.copy() for frame in steps(scene)]
    cleaned = []
    for near, far in zip(frames[::2], frames[1::2], strict=True):
        if canceller is not None:
            canceller.process(near, far)
        cleaned.append(near)
    return np.concatenate(cleaned).astype(float) / 32_768


def heard(scene: Scene, processing: Processing) -> list[AudioFrame]:
    """What the session gets: the microphone behind the whole chain."""
    reference, frames = _reference(), list[AudioFrame]()
    controls = VoiceControls()
    controls.processing = processing
    capture = MicCapture(_RATE_HZ, StillClock(), lambda: None)
    chain = VoiceChain(capture, reference, controls, frames.append)
    for block in _blocks(scene, reference):
        capture.on_block(block.tobytes())
        chain.run()
    return frames


def speech_frames(scene: Scene, frames: list[AudioFrame]) -> tuple[int, int | None]:
    """Frames taken for speech before the person spoke, and how many of theirs were missed first.

    Theirs begin when they are no softer than 20 dB below the echo.
    """
    near = scene.near[: len(frames) * _INPUT_BLOCK].reshape(-1, _INPUT_BLOCK)
    floor = 0.1 * _rms(scene.microphone / 32_768)
    onset = next((k for k, frame in enumerate(near) if _rms(frame) > floor), len(frames))
    n_false = sum(frame.is_speech for frame in frames[:onset])
    missed = next((k for k, frame in enumerate(frames[onset:]) if frame.is_speech), None)
    return n_false, missed


def steps(scene: Scene) -> Iterator[Samples]:
    """Frame of the microphone, frame of the reference, and so on."""
    reference = _reference()
    for block in _blocks(scene, reference):
        reference.collect()
        for start in range(0, len(block), ECHO_FRAME):
            far = reference.frame(ECHO_FRAME, len(block) - start - ECHO_FRAME)
            assert far is not None
            yield block[start : start + ECHO_FRAME]
            yield far


def _reference() -> RenderReference:
    reference = RenderReference()
    reference.open(_RATE_HZ, 0.0)
    reference.want(True)
    reference.collect()
    return reference


def _blocks(scene: Scene, reference: RenderReference) -> Iterator[Samples]:
    """The microphone's blocks, while the loudspeaker writes its own into ``reference``."""
    n_written = 0
    for taken in range(_INPUT_BLOCK, len(scene.microphone) + 1, _INPUT_BLOCK):
        # On the loudspeaker's clock; it asks for a block when the one before begins to be heard.
        due = taken / (1 + scene.room.drift_ppm / 1e6) + _OUTPUT_BLOCK
        while n_written + _OUTPUT_BLOCK <= min(due, len(scene.far)):
            reference.write(scene.far[n_written : n_written + _OUTPUT_BLOCK])
            n_written += _OUTPUT_BLOCK
        yield scene.microphone[taken - _INPUT_BLOCK : taken]


def erle_db(scene: Scene, cleaned: Sound, from_s: float, to_s: float) -> float:
    """How much softer the echo became, in dB, while only the loudspeaker is heard."""
    span = slice(round(from_s * _RATE_HZ), round(to_s * _RATE_HZ))
    return 20 * float(
        np.log10(_rms(scene.microphone[span] / 32_768) / (_rms(cleaned[span]) + 1e-9))
    )


def convergence_s(scene: Scene, cleaned: Sound, enough_db: float = 20.0) -> float:
    """When the echo was ``enough_db`` softer for the first time, over 250 ms; inf if never."""
    for from_s in np.arange(0.25, scene.room.near_from_s - 0.25, 0.05):
        if erle_db(scene, cleaned, from_s, from_s + 0.25) > enough_db:
            return float(from_s)
    return float("inf")


def near_snr_db(scene: Scene, cleaned: Sound) -> float:
    """Segmental SNR of the person's voice over frames of 32 ms, each −10 … 35 dB.

    The canceller's own delay is found and undone, and its loudness.
    """
    near, heard = _near_and_heard(scene, cleaned)
    size = 512
    ratios = []
    for start in range(0, len(near) - size, size):
        clean, error = near[start : start + size], (near - heard)[start : start + size]
        if _rms(clean) > 0.1 * _rms(near):
            ratios.append(20 * np.log10(_rms(clean) / (_rms(error) + 1e-9)))
    return float(np.mean(np.clip(ratios, -10, 35)))


def near_stoi(scene: Scene, cleaned: Sound) -> float:
    """Intelligibility of the person's voice (STOI), 0 … 1; nan where pystoi is not installed."""
    try:
        from pystoi import stoi
    except ImportError:
        return float("nan")
    return float(stoi(*_near_and_heard(scene, cleaned), _RATE_HZ))


def _near_and_heard(scene: Scene, cleaned: Sound) -> tuple[Sound, Sound]:
    span = slice(round(scene.room.near_from_s * _RATE_HZ), round(scene.room.near_to_s * _RATE_HZ))
    near = scene.near[span]
    likeness = [
        float(np.dot(near[:-640], np.roll(cleaned, -lag)[span][:-640])) for lag in range(0, 640, 4)
    ]
    heard = np.roll(cleaned, -4 * int(np.argmax(likeness)))[span]
    return near, heard * (np.dot(near, heard) / (np.dot(heard, heard) + 1e-12))


class Nlms:
    """A plain normalised LMS filter of 250 ms, sample by sample: what the others must beat."""

    def __init__(self, taps_ms: float = 250.0, step: float = 0.5) -> None:
        n_taps = samples_in(taps_ms, _RATE_HZ)
        self._weights = np.zeros(n_taps)
        self._played = np.zeros(n_taps)
        self._step = step

    def process(self, near: Samples, far: Samples | None) -> None:
        assert far is not None
        n_taps = len(self._weights)
        line = np.concatenate((self._played, far / 32_768))
        for i, sample in enumerate(near / 32_768):
            window = line[i + 1 : i + 1 + n_taps]
            error = sample - self._weights @ window
            self._weights += self._step * error / (window @ window + 1e-3) * window
            near[i] = np.clip(error * 32_768, -32_768, 32_767)
        self._played = line[len(near) :]

    def set_delay_ms(self, delay_ms: float) -> None:
        pass


def _impulse_response(room: Room) -> Sound:
    n_delay = samples_in(room.delay_ms, _RATE_HZ)
    n_tail = samples_in(room.reverberation_ms, _RATE_HZ)
    random = np.random.default_rng(11)
    tail = random.normal(0, 1, n_tail) * 10 ** (-3 * np.arange(n_tail) / n_tail)
    tail[: samples_in(4, _RATE_HZ)] *= 0.2  # the first reflections take their time
    response = np.concatenate((np.zeros(n_delay), tail * 0.15))
    response[n_delay] = 1.0
    return response / np.sqrt(np.sum(response**2)) * 10 ** (room.echo_db / 20)


def _speech(text: str, voice: str, folder: Path) -> Sound:
    recording = read_wav(speak(text, folder, voice=voice))
    return soxr.resample(recording.samples.astype(float) / 32_768, recording.rate_hz, _RATE_HZ)


def _levelled(sound: Sound, level: float) -> Sound:
    return sound / _rms(sound) * level


def _rms(sound: NDArray[np.generic]) -> float:
    return float(np.sqrt(np.mean(np.square(sound.astype(float))))) if len(sound) else 0.0


def _int16(sound: Sound) -> Samples:
    return np.clip(np.rint(sound * 32_768), -32_768, 32_767).astype(np.int16)
