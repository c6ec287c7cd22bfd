"""A sentence as the single words that are said: figures and times spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from livedesk.loopback.intents import CITIES, SAYINGS
from livedesk.loopback.number_words import LARGEST, to_words
from livedesk.loopback.spoken_time import DAYS, MONTHS
from livedesk.loopback.voices import VOICE_NAMES

_TOKEN = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})|(?P<ordinal>\d{1,2})(?:st|nd|rd|th)\b"
    r"|(?P<number>\d[\d,]*(?:\.\d+)?)|(?P<word>[A-Za-z']+)|(?P<minus>[-−](?=\d))"
)
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip


def spell_out(sentence: str) -> list[str]:
    """The words of ``sentence`` in lower case."""
    words: list[str] = []
    for match in _TOKEN.finditer(sentence):
        if match["hour"]:
            words += _time(int(match["hour"]), int(match["minute"]))
        elif match["ordinal"]:
            words += _ordinal(int(match["ordinal"]))
        elif match["number"]:
            words += _number(match["number"].replace(",", ""))
        elif match["minus"]:
            words.append("minus")
        else:
            words.append(match["word"].lower())
    return words


def recorded_words() -> Iterator[str]:
    """The words from which the answers that vary are put together."""
    yield from (to_words(number) for number in (*range(21), *range(30, 100, 10)))
    yield from ("hundred", "thousand", "million", "billion", "and", "minus", "point", "oh")
    yield from ("o'clock", "AM", "PM", "it", "is", "today", "plus", "times")
    yield from ("divided", "by", "this", "voice", "called", "you", "can", "choose", "another")
    yield from ("one", "said", "the", "weather", "in", "there", "i", "practise", "english")
    yield from ("only", "with", "gemini", "key", "would", "answer", "that", "take", "long")
    yield from ("count", "numbers", "at", "most", "a")
    for number in (*range(1, 20), 20, 30):
        yield _ordinal(number)[-1]
    yield from (name.lower() for name in (*DAYS, *MONTHS, *VOICE_NAMES))
    yield from (word for phrase in (*CITIES, *SAYINGS) for word in phrase.split())


def _time(hour: int, minute: int) -> list[str]:
    if minute == 0:
        return [*to_words(hour).split(), "o'clock"]
    zero = ["oh"] if minute < 10 else []
    return [*to_words(hour).split(), *zero, *to_words(minute).split()]


def _ordinal(number: int) -> list[str]:
    *before, last = to_words(number).split()
    if last in _ORDINALS:
        return [*before, _ORDINALS[last]]
    return [*before, f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"]


def _number(text: str) -> list[str]:
    whole, _, decimals = text.partition(".")
    if len(whole) > len(str(LARGEST)):
        return [to_words(int(digit)) for digit in whole]
    spoken = to_words(int(whole)).split()
    if decimals:
        spoken += ["point", *(to_words(int(digit)) for digit in decimals)]
    return spoken
