"""Who may talk, and with which setup: the refusals of the real server. Pure.

Codes and reasons are those reported for the Gemini Live API in autumn 2026: a key, a modality or
an option that is not taken closes with 1007, an unknown model with 1008.
"""

from __future__ import annotations

from dataclasses import dataclass

from livedesk.loopback.client_messages import Behavior, Setup

INVALID_ARGUMENT = 1007
POLICY = 1008
INTERNAL = 1011

PLAIN_MODEL = "gemini-3.8-live"
THINKING_MODEL = "gemini-3.8-live-extended-thinking"
LEGACY_MODEL = "gemini-3.1-flash-live-preview"
MODELS = (PLAIN_MODEL, THINKING_MODEL, LEGACY_MODEL)
# Answers questions about tables over REST.
TEXT_MODEL = "gemini-3.8-flash"

# What a curious person types to see how a refused key looks; every other key is welcome.
_UNKNOWN_KEY = "API key not valid. Please pass a valid API key."
_REFUSED_KEYS = {
    "bad": _UNKNOWN_KEY,
    "invalid": _UNKNOWN_KEY,
    "wrong": _UNKNOWN_KEY,
    "expired": "API key expired. Please renew the API key.",
    "blocked": "Your API key was reported as leaked. Please use another API key.",
}
_MAX_REASON_BYTES = 123  # RFC 6455: 125 bytes of a control frame, less two for the code


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a connection is closed."""

    code: int
    reason: str

    def __post_init__(self) -> None:
        # Cut between characters, never inside one.
        cut = self.reason.encode()[:_MAX_REASON_BYTES].decode(errors="ignore")
        object.__setattr__(self, "reason", cut)


def refuse_key(key: str) -> Refusal | None:
    """Play the refused key for ``bad``, ``expired``, ``bad-anything`` and so on."""
    if not key:
        return Refusal(
            POLICY,
            "Method doesn't allow unregistered callers (callers without established identity).",
        )
    reason = _REFUSED_KEYS.get(key.lower().split("-")[0])
    return None if reason is None else Refusal(INVALID_ARGUMENT, reason)


def refuse_setup(setup: Setup, version: str) -> Refusal | None:
    """What the real server would say against ``setup``; None when it is in order."""
    if setup.model not in MODELS:
        return Refusal(
            POLICY,
            f"models/{setup.model} is not found for API version {version}, "
            "or is not supported for bidiGenerateContent.",
        )
    if wrong := _wrong_argument(setup):
        return Refusal(INVALID_ARGUMENT, f"Request contains an invalid argument: {wrong}")
    return None


def _wrong_argument(setup: Setup) -> str:
    if setup.modalities not in ((), ("AUDIO",)):
        return "only the response modality AUDIO is supported."
    if setup.refused_options:
        return f"{setup.refused_options[0]} is not supported."
    if setup.model == PLAIN_MODEL and setup.thinking_level is not None:
        return "thinking_level is not supported for this model."
    if setup.model == THINKING_MODEL:
        if setup.thinking_level == "minimal":
            return "thinking_level minimal is not supported."
        if any(tool.behavior is Behavior.BLOCKING for tool in setup.tools):
            return "BLOCKING functions are not supported."
    return ""


def tools_block(setup_model: str, behavior: Behavior | None) -> bool:
    """Whether the assistant waits for this tool: as declared, else as the model does it."""
    if setup_model == LEGACY_MODEL:
        return True
    return behavior is Behavior.BLOCKING
