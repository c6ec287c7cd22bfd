"""What little the practice server can take from a system instruction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from livedesk.loopback.prose import ENGLISH_ONLY
from livedesk.loopback.speech import sentences

# Google's wording for pinning the language of the answers
# (https://ai.google.dev/gemini-api/docs/live-api/best-practices, 2026-09-21).
_LANGUAGE = re.compile(r"RESPOND IN ([A-Z][A-Z ()-]{1,40}?)\.")
_CONCISE = re.compile(
    r"\b(?:concise|concisely|brief|briefly|short answers?|few words)\b", re.IGNORECASE
)
# The first two sentences hold the answer; what follows is politeness.
_CONCISE_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Manner:
    """How to answer.

    Attributes:
        is_concise: short answers are wanted.
        language: another language than English that answers should be in; empty for none.
    """

    is_concise: bool = False
    language: str = ""

    @classmethod
    def of(cls, instruction: str) -> Self:
        """What ``instruction`` asks for."""
        match = _LANGUAGE.search(instruction)
        language = match[1].strip().title() if match else ""
        return cls(
            is_concise=bool(_CONCISE.search(instruction)),
            language="" if language.startswith("English") else language,
        )

    def shape(self, text: str, *, is_first: bool, is_told: bool) -> list[str]:
        """``text`` in sentences, as this manner has it.

        Args:
            text: the full answer.
            is_first: it is the first answer of the session.
            is_told: it is a performance such as a story, which is never shortened.
        """
        pieces = sentences(text)
        if self.is_concise and not is_told:
            pieces = pieces[:_CONCISE_SENTENCES]
        if self.language and is_first:
            pieces.append(ENGLISH_ONLY.format(language=self.language))
        return pieces
