"""Whether another microphone hears the person better than the one in use. Pure.

Others are listened to for a moment only, and only while nobody has been heard yet by the one in
use: on some systems an open microphone is shown by a light.
"""

from __future__ import annotations

from collections.abc import Mapping

from livedesk.audio.backend import DeviceId
from livedesk.audio.mic_meter import MicReading

# The first look ends within three seconds of opening; who is silent then may speak later.
_LOOKS_MS = (800.0, 8_000.0, 25_000.0, 60_000.0)
LOOK_S = 1.6
# A few words, and no knock on the table.
_WORDS_MS = 200.0
# Two microphones in one room differ by less.
_MARGIN_DB = 18.0


class ElsewherePlan:
    """Tells when to listen to the others."""

    def __init__(self) -> None:
        self._n_looks = 0
        self._open_ms = 0.0

    def is_due(self, reading: MicReading) -> bool:
        """Whether now is the time; asked a few times a second with the microphone's reading."""
        if reading.open_ms < self._open_ms:
            self._n_looks = 0  # it was opened anew, perhaps on another device
        self._open_ms = reading.open_ms
        return (
            not reading.has_words
            and self._n_looks < len(_LOOKS_MS)
            and reading.open_ms >= _LOOKS_MS[self._n_looks]
        )

    def note_look(self) -> None:
        """The others are listened to now."""
        self._n_looks += 1


def heard_elsewhere(here: MicReading, others: Mapping[DeviceId, MicReading]) -> DeviceId | None:
    """Which of ``others`` somebody speaks into, if nobody speaks into the one in use.

    Both were read at the end of the same ``LOOK_S`` seconds.
    """
    candidates = {
        device_id: reading
        for device_id, reading in others.items()
        if reading.words_ms >= _WORDS_MS and reading.peak_db >= here.peak_db + _MARGIN_DB
    }
    if here.words_ms >= _WORDS_MS or not candidates:
        return None
    return max(candidates, key=lambda device_id: candidates[device_id].words_ms)
