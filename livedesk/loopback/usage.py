"""Counts tokens as the Live API bills them, near enough to practise with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# https://ai.google.dev/gemini-api/docs/media-resolution, 2026-09-19: audio in and out.
AUDIO_TOKENS_PER_S = 25
# Four letters a token is Google's rule of thumb for English.
_LETTERS_PER_TOKEN = 4


def text_tokens(text: str) -> int:
    """Tokens of ``text``."""
    return -(-len(text) // _LETTERS_PER_TOKEN)


def audio_tokens(seconds: float) -> int:
    """Tokens of so much sound."""
    return round(seconds * AUDIO_TOKENS_PER_S)


@dataclass(slots=True)
class Meter:
    """What the context holds, and what the running turn has produced.

    Every turn bills the whole context again, as the real server does.

    Attributes:
        context_text_tokens: instruction, typed words and what was answered before.
        context_audio_tokens: everything that was heard.
        window_tokens: the context is cut to this; None without compression.
    """

    context_text_tokens: int = 0
    context_audio_tokens: float = 0.0
    window_tokens: int | None = None

    def hear(self, seconds: float) -> None:
        """Microphone audio arrived."""
        self.context_audio_tokens += seconds * AUDIO_TOKENS_PER_S

    def read(self, text: str) -> None:
        """Text joined the context."""
        self.context_text_tokens += text_tokens(text)

    def settle(self, answer_s: float) -> dict[str, Any]:
        """The usageMetadata of a turn whose answer lasted ``answer_s`` seconds."""
        text, audio = self.context_text_tokens, round(self.context_audio_tokens)
        if self.window_tokens is not None and text + audio > self.window_tokens:
            # The sliding window drops the oldest turns: what was said, not the instruction.
            audio = max(0, self.window_tokens - text)
            self.context_audio_tokens = audio
        answer = audio_tokens(answer_s)
        self.context_audio_tokens += answer
        return {
            "promptTokenCount": text + audio,
            "responseTokenCount": answer,
            "totalTokenCount": text + audio + answer,
            "promptTokensDetails": [
                {"modality": "TEXT", "tokenCount": text},
                {"modality": "AUDIO", "tokenCount": audio},
            ],
            "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": answer}],
        }
