"""Tokens by modality: what is counted, added up and priced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Tokens:
    """So many tokens of each kind, as the price list tells them apart.

    Attributes:
        text_in: text that the model read: instruction, typed words, tool results.
        audio_in: sound that it heard.
        picture_in: pictures that it saw, moving or still.
        text_out: text that it wrote, its thoughts included.
        audio_out: sound that it spoke.
        from_clock: some of it was not told by the server but reckoned from the length of the sound.
    """

    text_in: int = 0
    audio_in: int = 0
    picture_in: int = 0
    text_out: int = 0
    audio_out: int = 0
    from_clock: bool = False

    def __add__(self, other: Tokens) -> Tokens:
        sums = {kind: getattr(self, kind) + getattr(other, kind) for kind in KINDS}
        return Tokens(**sums, from_clock=self.from_clock or other.from_clock)

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(int(getattr(self, kind)) for kind in KINDS)


KINDS: tuple[str, ...] = tuple(field.name for field in fields(Tokens) if field.name != "from_clock")

# Tokens by the model that used them; practice stands under a name of its own.
Consumption: TypeAlias = Mapping[str, Tokens]
PRACTICE = "practice"
NOTHING: Consumption = MappingProxyType({})


def combined(before: Consumption, model: str, tokens: Tokens) -> Consumption:
    """``before`` with what ``model`` used since then."""
    if not tokens.total:
        return before
    return {**before, model: before.get(model, Tokens()) + tokens}


def all_tokens(consumption: Consumption) -> Tokens:
    """What all models used together."""
    return sum(consumption.values(), Tokens())
