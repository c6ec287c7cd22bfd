"""The very first thing said to a new decoder is understood as well as what comes later."""

from __future__ import annotations

import shutil
import wave

import numpy as np
import pytest
import soxr
from helpers.speech import speak

from livedesk.loopback.recogniser import DecoderPool, PhraseRecogniser

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")


@pytest.mark.parametrize(
    "sentence", ["hello", "how are you", "what time is it", "tell me a long story"]
)
def test_the_first_words_are_understood(sentence: str, tmp_path):
    with wave.open(str(speak(sentence, tmp_path))) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        samples = soxr.resample(samples, file.getframerate(), 16_000)
    recogniser = PhraseRecogniser(DecoderPool())
    recogniser.start()
    for start in range(0, len(samples), 320):
        recogniser.feed(samples[start : start + 320])
    assert recogniser.finish() == sentence
