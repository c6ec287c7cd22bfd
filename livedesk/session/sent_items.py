"""What was sent on a connection, item by item, and where one question in it ends. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    AudioStreamEnd,
    ClientInput,
    TextInput,
    ToolResultInput,
)
from livedesk.core.tool_types import ToolScheduling

_SOUND = (AudioInput, ActivityStart, ActivityEnd, AudioStreamEnd)


@dataclass(slots=True, eq=False)
class SentItem:
    """One item.

    Attributes:
        item: what was sent.
        is_doubtful: an answer has begun since, to the question before it or to both.
        is_rest: the server has reacted to it, or it was on its way just then.
        is_clipped: what came right before it in its utterance was given up.
        is_settled: an answer was taken for one to this as well, and nothing was heard since.
    """

    item: ClientInput
    is_doubtful: bool = False
    is_rest: bool = False
    is_clipped: bool = False
    is_settled: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether it is sound, or says something about sound."""
        return isinstance(self.item, _SOUND)

    @property
    def is_question(self) -> bool:
        """Whether it makes a question, or a part of one: words, typed or said."""
        return isinstance(self.item, TextInput) or (is_speech(self.item) and not self.is_rest)


def is_speech(item: ClientInput) -> bool:
    """Whether ``item`` is sound in which somebody speaks."""
    return isinstance(item, AudioInput) and item.is_speech


def is_silent(item: ClientInput) -> bool:
    """Whether ``item`` is a tool's result to which nothing is to be said."""
    return isinstance(item, ToolResultInput) and item.result.scheduling is ToolScheduling.SILENT


def length_of_first(sent: Iterable[SentItem]) -> int:
    """How many of ``sent`` are the first question: an utterance, or a typed turn."""
    was_said = False
    n_before = 0
    for one in sent:
        if isinstance(one.item, TextInput):
            return n_before if was_said else n_before + 1
        was_said |= one.is_question
        n_before += 1
    return n_before


def sensible(items: Iterable[ClientInput]) -> list[ClientInput]:
    """``items`` without the ends of turns of which nothing is left."""
    kept: list[ClientInput] = []
    has_sound = False
    for item in items:
        if isinstance(item, ActivityEnd | AudioStreamEnd) and not has_sound:
            if kept and isinstance(kept[-1], ActivityStart):
                kept.pop()
            continue
        if isinstance(item, AudioInput):
            has_sound = True
        elif isinstance(item, ActivityStart | ActivityEnd | AudioStreamEnd):
            has_sound = False
        kept.append(item)
    return kept
