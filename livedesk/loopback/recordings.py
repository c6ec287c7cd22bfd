"""Speaks with packaged recordings, where the system has no espeak-ng.

``resources/speech`` holds one file of 8-bit µ-law sound (ITU-T G.711) and an index: whole
sentences of the fixed answers, and single words from which times, dates, numbers and other
sentences are put together. ``packaging/record_speech.py`` makes both.
"""

from __future__ import annotations

import json
from functools import cached_property

import numpy as np

from livedesk.core.audio_format import PLAYBACK_RATE_HZ, Samples
from livedesk.core.paths import resource_path
from livedesk.loopback.sample_rate import to_rate
from livedesk.loopback.spelled_out import spell_out
from livedesk.loopback.voices import style_of

_WORD_PAUSE_MS = 30
_SENTENCE_PAUSE_MS = 150
# A word that was never recorded leaves a gap that can be heard as one.
_UNKNOWN_WORD_MS = 250
# The middle pitch sounds as recorded; the highest and lowest a sixth above and below.
_MIDDLE_PITCH = 50
_PITCH_RANGE = 300.0


class Recordings:
    """A ``Speech`` without a synthesiser. Loaded when first needed."""

    async def speak(self, sentence: str, voice: str) -> Samples:
        """(n,) int16 mono at 24 kHz; the voice changes the pitch and the speed together."""
        words = spell_out(sentence)
        whole = self._clip(" ".join(words))
        pieces = [whole] if whole is not None else [self._word(word) for word in words]
        joined = np.concatenate([*pieces, _silence(_SENTENCE_PAUSE_MS, self._rate_hz)])
        factor = 1 + (style_of(voice).pitch - _MIDDLE_PITCH) / _PITCH_RANGE
        return to_rate(joined, round(self._rate_hz * factor), PLAYBACK_RATE_HZ)

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        text = resource_path("speech", "recordings.json").read_text(encoding="utf-8")
        clips: dict[str, list[int]] = json.loads(text)["clips"]
        return clips

    @cached_property
    def _rate_hz(self) -> int:
        text = resource_path("speech", "recordings.json").read_text(encoding="utf-8")
        return int(json.loads(text)["rate_hz"])

    @cached_property
    def _sound(self) -> Samples:
        raw = np.frombuffer(resource_path("speech", "recordings.ulaw").read_bytes(), np.uint8)
        return _expand(raw)

    def _clip(self, words: str) -> Samples | None:
        place = self._index.get(words)
        return None if place is None else self._sound[place[0] : place[0] + place[1]]

    def _word(self, word: str) -> Samples:
        clip = self._clip(word)
        if clip is None:
            return _silence(_UNKNOWN_WORD_MS, self._rate_hz)
        return np.concatenate([clip, _silence(_WORD_PAUSE_MS, self._rate_hz)])


def _silence(length_ms: int, rate_hz: int) -> Samples:
    return np.zeros(length_ms * rate_hz // 1000, np.int16)


def _expand(codes: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> Samples:
    """µ-law codes, (n,) uint8, as (n,) int16."""
    inverted = ~codes
    exponent = (inverted >> 4) & 0x07
    mantissa = (inverted & 0x0F).astype(np.int32)
    magnitude = (((mantissa << 3) + 0x84) << exponent) - 0x84
    return np.where(inverted & 0x80, -magnitude, magnitude).astype(np.int16)
