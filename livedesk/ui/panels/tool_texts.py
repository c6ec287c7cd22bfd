"""What the window says of tools."""

from __future__ import annotations

import html
import json

from PySide6.QtCore import QCoreApplication

from livedesk.core.tool_types import JsonObject, Risk
from livedesk.tools.permission import PermissionRequest
from livedesk.tools.policy import Policy
from livedesk.tools.tool import Tool

_MOST_TIP = 400  # letters


def question(request: PermissionRequest) -> str:
    """May it run?"""
    return _tr("May the assistant use %1?").replace("%1", request.tool.spec.name)


def where_from(tool: Tool) -> str:
    """Who offers it, and what it can do at worst."""
    parts = (server_name(tool), risk_text(tool.risk), _tr(tool.warning) if tool.warning else "")
    return " · ".join(part for part in parts if part)


def server_name(tool: Tool) -> str:
    """Who offers it."""
    return tool.server or _tr("Built in")


def risk_text(risk: Risk) -> str:
    """What a tool can do at worst."""
    match risk:
        case Risk.NOTHING:
            return _tr("reads nothing of yours")
        case Risk.READS:
            return _tr("reads what is yours")
        case Risk.CHANGES:
            return _tr("changes something on this computer")
        case Risk.REACHES_OUT:
            return _tr("reaches out to other programs or the network")


def policy_text(policy: Policy) -> str:
    """A rule, in a word or two."""
    match policy:
        case Policy.ASK:
            return _tr("Ask me")
        case Policy.ALLOW:
            return _tr("Allow")
        case Policy.DENY:
            return _tr("Never")


def arguments_text(arguments: JsonObject) -> str:
    """Every letter of the arguments; what cannot be seen, or turns a text round, is spelt out."""
    if not arguments:
        return ""
    text = json.dumps(dict(arguments), ensure_ascii=False, indent=2, default=str)
    lines = text.splitlines() if text.isascii() else text.split("\n")
    inner = "\n".join(line.removeprefix("  ") for line in lines[1:-1])
    return "".join(c if c.isprintable() or c == "\n" else _spelt(c) for c in inner)


def plain_tip(text: str) -> str:
    """A tool tip of a server's words, which must not be taken for markup."""
    shown = text if len(text) <= _MOST_TIP else f"{text[:_MOST_TIP]} …"
    return f"<p>{html.escape(shown)}</p>"


def _spelt(character: str) -> str:
    return f"\\u{ord(character):04x}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Tools", text)
