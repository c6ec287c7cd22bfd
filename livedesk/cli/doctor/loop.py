"""``livedesk doctor --audio``: plays a chirp and a sentence, and says what came back.

Each check yields findings and raises nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from livedesk.audio.clock_check import ClockCheck, check_clocks
from livedesk.audio.echo import is_available, open_canceller
from livedesk.audio.loop_check import at_rate, record_loop
from livedesk.audio.loop_figures import LoopFigures, figures, probe_sound
from livedesk.audio.rate_truth import RateTruth
from livedesk.audio.system_sound import system_backend
from livedesk.cli.doctor.finding import Finding, Verdict
from livedesk.core.audio_format import CAPTURE_RATE_HZ, PLAYBACK_RATE_HZ, Samples
from livedesk.core.audio_processing import Processing
from livedesk.core.errors import LiveDeskError
from livedesk.core.speakers import Speaker
from livedesk.loopback.speech import choose_speech

# All are among the packaged recordings; seven seconds are enough for a canceller to learn a room.
_SENTENCES = ("Hello.", "Nice to hear you.")
_VOICE = "Kore"
_N_TIMES = 3
# Sound cards differ by some tens of millionths; beyond this a device or a driver is wrong.
_MOST_OFF_PPM = 1_000.0
# Four seconds tell less, and a rate that is not the real one is off by eight hundredths and more.
_MOST_OFF_SHORT_PPM = 20_000.0
_LOUD_NOISE_DB = -45.0
_LONG_DELAY_MS = 400.0
# What is softer than that nobody takes for speech, however loud the speaker.
_ENOUGH_LOSS_DB = 35.0


def check_loop() -> Iterator[Finding]:
    """From the speaker to the microphone of the system's own choice."""
    yield Finding(Verdict.NOTE, "Sound test", "three chirps and a few sentences are played now")
    try:
        measured = _measure()
    except LiveDeskError as error:
        yield Finding(Verdict.PROBLEM, "Sound test", error.user_message, error.hint)
        return
    yield from findings(measured)


def findings(measured: LoopFigures) -> Iterator[Finding]:
    """The figures one by one, and what they mean for a talk."""
    yield _rate("Microphone clock", measured.microphone)
    yield _rate("Speaker clock", measured.speaker)
    yield _noise(measured)
    yield _clipping(measured)
    yield from _way(measured)
    yield _verdict(measured)


def _measure() -> LoopFigures:
    sound = probe_sound(asyncio.run(_speech()))
    backend = system_backend()
    try:
        recording = record_loop(backend, sound)
    finally:
        backend.close()
    canceller = open_canceller(Processing(echo_cancelling=True)) if is_available() else None
    return figures(recording, sound, canceller)


async def _speech() -> Samples:
    voice = choose_speech()
    spoken = [await voice.speak(sentence, _VOICE) for sentence in _SENTENCES * _N_TIMES]
    return at_rate(np.concatenate(spoken), PLAYBACK_RATE_HZ, CAPTURE_RATE_HZ)


def check_devices() -> Iterator[Finding]:
    """The rate of every device, by the system's clock."""
    backend = system_backend()
    try:
        for check in check_clocks(backend):
            yield clock_finding(check)
    except LiveDeskError as error:
        yield Finding(Verdict.PROBLEM, "Devices", error.user_message, error.hint)
    finally:
        backend.close()


def clock_finding(check: ClockCheck) -> Finding:
    """What the rate of one device means."""
    subject = "Microphone" if check.side is Speaker.USER else "Speaker"
    says = f"“{check.device.name}” ({check.device.default_rate_hz / 1000:g} kHz)"
    if check.truth is None:
        return Finding(Verdict.NOTE, subject, f"{says} cannot be measured", check.reason)
    finding = _rate(subject, check.truth, _MOST_OFF_SHORT_PPM)
    return replace(finding, fact=f"{says}: {finding.fact}")


def _rate(subject: str, truth: RateTruth, most_off_ppm: float = _MOST_OFF_PPM) -> Finding:
    fact = f"{truth.rate_hz / 1000:g} kHz, {truth.off_ppm:+.0f} ± {truth.error_ppm:.0f} ppm"
    if abs(truth.off_ppm) - truth.error_ppm <= most_off_ppm:
        return Finding(Verdict.OK, subject, fact)
    advice = "It does not keep its rate: choose another device, or look for a newer driver."
    return Finding(Verdict.PROBLEM, subject, fact, advice)


def _noise(measured: LoopFigures) -> Finding:
    if not measured.reading.has_heard:
        advice = "Look for a switch that turns it off, or choose another one."
        return Finding(Verdict.PROBLEM, "Microphone", "gives nothing but zeros", advice)
    fact = f"{measured.noise_db:.0f} dBFS"
    if measured.noise_db <= _LOUD_NOISE_DB:
        return Finding(Verdict.OK, "Noise floor", fact)
    advice = "It is loud around the microphone: the Noisy room preset helps."
    return Finding(Verdict.NOTE, "Noise floor", fact, advice)


def _clipping(measured: LoopFigures) -> Finding:
    if not measured.n_clipped:
        return Finding(Verdict.OK, "Clipping", "none")
    fact = f"{measured.n_clipped} frames of 20 ms"
    advice = "Turn the microphone down in the system's sound settings, or the speaker."
    return Finding(Verdict.PROBLEM, "Clipping", fact, advice)


def _way(measured: LoopFigures) -> Iterator[Finding]:
    if measured.delay_ms is None or measured.loss_db is None:
        yield Finding(Verdict.NOTE, "Round trip", "the microphone does not hear the speaker")
        return
    fact = f"{measured.delay_ms:.0f} ms from leaving LiveDesk to being back in it"
    if measured.delay_ms <= _LONG_DELAY_MS:
        yield Finding(Verdict.OK, "Round trip", fact)
    else:
        advice = "Wireless devices are slow; a cable is faster."
        yield Finding(Verdict.NOTE, "Round trip", fact, advice)
    yield Finding(Verdict.OK, "Echo", f"comes back {measured.loss_db:.0f} dB softer than played")
    if measured.cancelled_loss_db is not None:
        fact = f"{measured.cancelled_loss_db:.0f} dB softer behind the echo canceller"
        yield Finding(Verdict.OK, "Echo cancelled", fact)


def _verdict(measured: LoopFigures) -> Finding:
    subject = "Verdict"
    if not measured.reading.has_heard:
        return Finding(Verdict.PROBLEM, subject, "nobody can be heard through this microphone")
    if measured.loss_db is None:
        fact = "there is no way from the speaker to the microphone, as with headphones"
        advice = "If these are no headphones, turn up the speaker or unmute both devices."
        return Finding(Verdict.OK, subject, fact, advice)
    if measured.loss_db >= _ENOUGH_LOSS_DB:
        return Finding(Verdict.OK, subject, "hardly any echo: talk and interrupt as you like")
    if measured.cancelled_loss_db is None:
        fact = "there is no echo canceller for this computer, so the assistant hears itself"
        return Finding(Verdict.NOTE, subject, fact, "Use headphones.")
    if measured.cancelled_loss_db >= _ENOUGH_LOSS_DB:
        fact = "talk and interrupt as you like, with the Speakers preset"
        return Finding(Verdict.OK, subject, fact)
    fact = "the canceller leaves so much echo that the assistant may interrupt itself"
    advice = "Turn the speaker down, move the microphone away from it, or use headphones."
    return Finding(Verdict.NOTE, subject, fact, advice)
