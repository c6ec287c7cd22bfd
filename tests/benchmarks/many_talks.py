"""Fills a store with conversations that read like talk: few words often, most words seldom."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.model import TalkSetting
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.rows import Head, Placed

_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", "aeiou"
_SYLLABLES = tuple(one + other for one in _CONSONANTS for other in _VOWELS)
_SIGNS = (
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对"
)
_VOICES = ("Kore", "Puck", "Charon", "Fenrir", "Aoede")
_N_WORDS = 30_000
_FIRST_DAY = datetime(2023, 1, 1, tzinfo=UTC)
_EVERY_CHINESE = 20


class Speech:
    """Makes up words and sentences; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self.words = [self._word() for _ in range(_N_WORDS)]
        weights = (1 / (rank + 3) for rank in range(_N_WORDS))
        self._weights = list(_sums(weights))

    def sentence(self) -> str:
        """Eight to twenty words."""
        chosen = self._dice.choices(
            self.words, cum_weights=self._weights, k=self._dice.randint(8, 20)
        )
        return " ".join(chosen).capitalize() + "."

    def chinese(self) -> str:
        """Ten to thirty signs."""
        return "".join(self._dice.choices(_SIGNS, k=self._dice.randint(10, 30))) + "。"

    def _word(self) -> str:
        return "".join(self._dice.choices(_SYLLABLES, k=self._dice.randint(1, 4)))


def fill(connection: sqlite3.Connection, n_talks: int, n_turns: int, speech: Speech) -> None:
    """``n_talks`` conversations of ``n_turns`` utterances, some hours apart."""
    for batch in range(0, n_talks, 100):
        with transaction(connection):
            for talk in range(batch, min(n_talks, batch + 100)):
                began = _FIRST_DAY + timedelta(hours=3 * talk)
                voice = "Zephyr" if talk % 500 == 7 else _VOICES[talk % len(_VOICES)]
                head = Head(f"talk-{talk:06d}", began, TalkSetting("Gemini", voice, "Assistant"))
                changes.write_whole(connection, head, turns(began, n_turns, speech))


def turns(began: datetime, n_turns: int, speech: Speech) -> Iterator[Placed]:
    """Both sides in turn, a new one every six seconds."""
    for number in range(1, n_turns + 1):
        text = speech.chinese() if number % _EVERY_CHINESE == 0 else speech.sentence()
        offset_s = 6.0 * number
        yield Placed(
            Utterance(
                number,
                Speaker.USER if number % 2 else Speaker.ASSISTANT,
                text,
                began + timedelta(seconds=offset_s),
                offset_s,
                is_final=True,
                end_s=offset_s + 4.0,
            ),
            float(number),
        )


def _sums(weights: Iterator[float]) -> Iterator[float]:
    total = 0.0
    for weight in weights:
        total += weight
        yield total
