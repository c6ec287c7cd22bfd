"""Whether the open microphone can be hearing the person at all. Pure: time is an argument."""

from __future__ import annotations

from enum import Enum

from livedesk.audio.mic_meter import MicReading

# Zeros for so long are no hiccup of the driver; told within three seconds of opening, in all.
_NOTHING_MS = 2_000.0
# The system says that it is muted; zeros prove that the answer is not an old one.
_MUTED_MS = 300.0
# Of the last two seconds: a shout is shorter.
_CLIPPED_MS = 300.0
# Pauses between words do not take the sentence away.
_CLIPPED_HOLD_S = 8.0
# Who holds the key down speaks; who opened the microphone may be reading first.
_FAINT_HELD_MS = 1_500.0
_FAINT_MS = 10_000.0


class Trouble(Enum):
    """Why the person is not heard as they should be."""

    MUTED_BY_SYSTEM = "muted by the system"
    NOTHING = "nothing but zeros"
    FAINT = "next to nothing"
    CLIPPED = "overdriven"
    ELSEWHERE = "the words come from another microphone"


class MicTruth:
    """Asked a few times a second while the microphone is open and not muted by the person."""

    def __init__(self) -> None:
        self._clipped_s = float("-inf")

    def judge(
        self, reading: MicReading, now_s: float, *, is_muted_by_system: bool, is_key_down: bool
    ) -> Trouble | None:
        """What is wrong at ``now_s``, in seconds; None if nothing is.

        A microphone that gates (zeros between words, as some headsets and noise removers do) is
        trusted once anything was heard of it, one with a noise of its own is not.
        """
        if is_muted_by_system and reading.zero_ms >= _MUTED_MS:
            return Trouble.MUTED_BY_SYSTEM
        is_gate = reading.has_heard and not reading.has_floor
        if reading.zero_ms >= _NOTHING_MS and not is_gate:
            return Trouble.NOTHING
        if reading.clipped_ms >= _CLIPPED_MS:
            self._clipped_s = now_s
        if now_s - self._clipped_s < _CLIPPED_HOLD_S:
            return Trouble.CLIPPED
        was_never_louder = reading.faint_ms >= reading.open_ms
        patience_ms = _FAINT_HELD_MS if is_key_down else _FAINT_MS
        if was_never_louder and reading.open_ms >= patience_ms:
            return Trouble.FAINT
        return None
