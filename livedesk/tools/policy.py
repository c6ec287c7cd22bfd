"""Whether a tool may run: the person's rules, and what holds without one. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from livedesk.core.tool_types import Risk


class Policy(Enum):
    """What is done about a call of a tool."""

    ASK = "ask"
    ALLOW = "allow"
    DENY = "deny"


class Answer(Enum):
    """What the person says to one question."""

    DENY = "deny"
    ALLOW_ONCE = "once"
    ALLOW_CONVERSATION = "this conversation"
    ALLOW_ALWAYS = "always"


def usual_policy(risk: Risk) -> Policy:
    """What holds where nobody has chosen: only what touches nothing runs unasked."""
    return Policy.ALLOW if risk is Risk.NOTHING else Policy.ASK


def decide(key: str, usual: Policy, chosen: Policy | None, granted: Collection[str]) -> Policy:
    """What is done about a call of the tool ``key`` now.

    Args:
        key: ``Tool.key``.
        usual: what holds where nobody has chosen.
        chosen: the person's rule for this tool, which stands above all else.
        granted: keys of the tools that were allowed for this conversation.
    """
    if chosen is not None and chosen is not Policy.ASK:
        return chosen
    if key in granted:
        return Policy.ALLOW
    return chosen or usual
