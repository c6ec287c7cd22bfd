"""What takes the assistant's own voice out of the microphone, and which way there is to do it."""

from __future__ import annotations

import importlib.util
from typing import Protocol

from livedesk.audio.half_duplex import HalfDuplexGate
from livedesk.core.audio_format import CAPTURE_RATE_HZ, Samples, samples_in
from livedesk.core.audio_processing import Processing
from livedesk.core.log import get_logger

_log = get_logger("audio")
# What WebRTC's audio processing takes at a time.
ECHO_FRAME_MS = 10
ECHO_FRAME = samples_in(ECHO_FRAME_MS, CAPTURE_RATE_HZ)
# For the person, where there is no canceller for this machine.
NO_CANCELLER = (
    "There is no echo canceller for this computer: while the assistant speaks, your microphone is "
    "turned down. With headphones you can talk at any time."
)


class EchoCanceller(Protocol):
    """Improves the microphone's sound frame by frame. Used by one thread."""

    def process(self, near: Samples, far: Samples | None) -> None:
        """Clean ``near`` in place.

        Args:
            near: (160,) int16 at 16 000 Hz from the microphone.
            far: (160,) int16 at 16 000 Hz that left for the speaker before ``near`` was taken, no
                later than its echo in ``near``; None while there is no speaker.
        """
        ...

    def set_delay_ms(self, delay_ms: float) -> None:
        """How much later than in ``far`` a sound is in ``near``, as far as known."""
        ...


def is_available() -> bool:
    """Whether there is a canceller for this machine; does not load it."""
    try:
        return importlib.util.find_spec("livekit.rtc") is not None
    except ImportError:
        return False


def open_canceller(processing: Processing) -> EchoCanceller | None:
    """What does as ``processing`` says; None when nothing is to be done.

    May take 0.1 s the first time: it loads a library of 30 MB. Where that has no build, the
    microphone is turned down while the speaker plays.
    """
    if not (processing.echo_cancelling or processing.noise_suppression):
        return None
    try:
        from livedesk.audio.echo_apm import ApmCanceller

        return ApmCanceller(processing)
    except ImportError as error:
        _log.info("no audio processing for this machine: %s", error)
    return HalfDuplexGate() if processing.echo_cancelling else None
