"""Recognises the phrases of ``intents`` in speech, with pocketsphinx.

A decoder takes audio 20 ms at a time while the person speaks: about half a millisecond of work
each, so that nothing else in the process waits, and hardly any work is left when they stop. Speech
outside the grammar is caught by a loop over all phonemes in the grammar itself: where any sequence
of sounds fits far better than every phrase, it was no phrase.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pocketsphinx

from livedesk.core.audio_format import CAPTURE_RATE_HZ, Samples
from livedesk.loopback.intents import grammar, spoken_words

_SEARCH = "livedesk"
# No word of the dictionary begins like this.
_SOUND = "sound-"
# Chosen on synthetic speech of four voices, see tests/unit/loopback/test_recognition.py: smaller
# weights take more foreign sentences for phrases, larger ones refuse more phrases.
_GARBAGE_WEIGHT = 1e-28
# Every sound of the loop costs as much as a whole word, which keeps the loop from fitting all.
_WORD_COST = 1e-4
_LANGUAGE_WEIGHT = 2.0
# Wide enough for the loop to be carried along although it is so unlikely to be entered.
_BEAM = 1e-75
_WORD_BEAM = 1e-65
# The cepstral mean from which a decoder sets out: what it had settled at after twenty sentences of
# synthetic speech. With the model's own it needs three sentences to get used to a speaker, and
# misses the first "hello", which is when somebody tries it (measured, 2026-11).
_USUAL_SOUND = "50.83,1.35,5.40,8.71,-18.65,11.43,-10.66,-3.74,-10.04,2.07,0.03,4.49,0.91"
_PHONEMES = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH",
    "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH",
    "UW", "V", "W", "Y", "Z", "ZH",
)  # fmt: skip
# Sounds of British and hurried speech that the American dictionary does not have.
_MORE_SOUNDS = {
    "bye": ("B AA AY",),
    "evening": ("IY V N IH NG", "IY V AH N IH NG"),
    "good": ("G UH",),
    "goodbye": ("G UH B AY", "G UH D B AA AY"),
    "hello": ("HH AH L ER UH", "HH AH L AA", "HH AH L"),
    "hi": ("HH AA AY",),
    "laugh": ("L AA F",),
    "like": ("L AA AY K",),
    "morning": ("M AO N IH NG", "M AO AH N IH NG"),
    "lot": ("L AO T",),
    "mind": ("M AA AY N D",),
    "never": ("N EH V AH",),
    "paris": ("P AE R AH S",),
    "thank": ("TH AA NG K", "TH AE IY K"),
    "thanks": ("TH AA NG K S", "TH AE IY K S"),
    "there": ("DH EH", "DH EH AH"),
    "tomorrow": ("T AH M AO R ER UH",),
    "umbrella": ("AH M B R EH L AH",),
    "weather": ("W EH DH AH",),
    "will": ("W UH L", "W IH UH L"),
    "what": ("W AA T", "W AO T"),
    "what's": ("W AA T S", "W AO T S"),
}


class Recogniser(Protocol):
    """Follows one utterance at a time."""

    def start(self) -> None:
        """Begin an utterance; one that was running is forgotten."""
        ...

    def feed(self, frame: Samples) -> None:
        """Take (n,) int16 mono at 16 kHz."""
        ...

    def guess(self) -> str:
        """The words so far; may change, may be empty."""
        ...

    def finish(self) -> str:
        """End the utterance: its words, or "" where it was none of the phrases."""
        ...

    def close(self) -> None:
        """Give everything back. Idempotent."""
        ...


class DecoderPool:
    """Keeps decoders between utterances: making one takes a tenth of a second. Thread-safe."""

    def __init__(self) -> None:
        self._idle: list[Any] = []
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Have a decoder ready; may take a tenth of a second."""
        self.give_back(self.take())

    def take(self) -> Any:
        """A decoder that nobody else uses."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _make_decoder()

    def give_back(self, decoder: Any) -> None:
        """Let others use ``decoder``."""
        with self._lock:
            self._idle.append(decoder)


class PhraseRecogniser:
    """A ``Recogniser`` with a decoder from a pool while somebody speaks."""

    def __init__(self, pool: DecoderPool) -> None:
        self._pool = pool
        self._decoder: Any = None

    def start(self) -> None:
        """Begin an utterance; one that was running is forgotten."""
        self.close()
        self._decoder = self._pool.take()
        self._decoder.start_utt()

    def feed(self, frame: Samples) -> None:
        """Take (n,) int16 mono at 16 kHz. Without an utterance it is left out."""
        if self._decoder is not None:
            self._decoder.process_raw(frame.astype("<i2", copy=False).tobytes(), False, False)

    def guess(self) -> str:
        """The words so far; empty while they may be no phrase."""
        return "" if self._decoder is None else _phrase(self._decoder.hyp())

    def finish(self) -> str:
        """End the utterance: its words, or "" where it was none of the phrases."""
        if self._decoder is None:
            return ""
        self._decoder.end_utt()
        phrase = _phrase(self._decoder.hyp())
        self._pool.give_back(self._decoder)
        self._decoder = None
        return phrase

    def close(self) -> None:
        """Give the decoder back. Idempotent."""
        self.finish()


def _phrase(hypothesis: Any) -> str:
    if hypothesis is None or _SOUND in hypothesis.hypstr:
        return ""
    return str(hypothesis.hypstr).strip()


def _make_decoder() -> Any:
    model = Path(pocketsphinx.get_model_path("en-us"))
    with tempfile.TemporaryDirectory(prefix="livedesk-words-") as folder:
        dictionary = Path(folder) / "words.dict"
        dictionary.write_text("\n".join(_dictionary(model)) + "\n", encoding="utf-8")
        decoder = pocketsphinx.Decoder(
            hmm=str(model / "en-us"),
            dict=str(dictionary),
            lm=None,
            samprate=CAPTURE_RATE_HZ,
            lw=_LANGUAGE_WEIGHT,
            wip=_WORD_COST,
            beam=_BEAM,
            pbeam=_BEAM,
            wbeam=_WORD_BEAM,
            # A search of the best path through every sound of the loop takes longer than the
            # speech itself, and gains nothing for a grammar.
            bestpath=False,
            loglevel="FATAL",
        )
    sounds = " | ".join(f"{_SOUND}{phoneme.lower()}" for phoneme in _PHONEMES)
    decoder.add_jsgf_string(_SEARCH, grammar(sounds, _GARBAGE_WEIGHT))
    decoder.activate_search(_SEARCH)
    decoder.set_cmn(_USUAL_SOUND)
    return decoder


def _dictionary(model: Path) -> Iterator[str]:
    """Only the words of the grammar: the whole dictionary takes 0.2 s and 60 MB to load."""
    wanted = spoken_words()
    text = (model / "cmudict-en-us.dict").read_text(encoding="utf-8")
    highest: dict[str, int] = {}
    for line in text.splitlines():
        word = line.split(" ", 1)[0].split("(", 1)[0]
        if word in wanted:
            highest[word] = highest.get(word, 0) + 1
            yield line
    for word, pronunciations in _MORE_SOUNDS.items():
        for number, sounds in enumerate(pronunciations, highest[word] + 1):
            yield f"{word}({number}) {sounds}"
    for phoneme in _PHONEMES:
        yield f"{_SOUND}{phoneme.lower()} {phoneme}"
