"""Who speaks in a conversation, and what the assistant is doing at the moment."""

from __future__ import annotations

from enum import Enum


class Speaker(Enum):
    """One of the two sides of a conversation."""

    USER = "user"
    ASSISTANT = "assistant"


class ActivityState(Enum):
    """What goes on in the talk. For the person's eyes only: nothing decides by it."""

    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
