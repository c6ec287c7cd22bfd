"""How a server is, as it is told to the window."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from livedesk.core.tool_types import JsonObject


class ServerState(Enum):
    """What a server is doing."""

    OFF = "off"
    STARTING = "starting"
    READY = "ready"
    FAILING = "failing"  # and tried again
    GIVEN_UP = "given up"  # and not tried again by itself


@dataclass(frozen=True, slots=True)
class ServerReport:
    """What changed with a server.

    Attributes:
        name: the server.
        state: what it does now.
        listed: its tools as it lists them, while it is ready; untrusted.
        fault: one sentence on why it is not running, or "".
        next_try_s: seconds until it is tried again, while it is failing.
    """

    name: str
    state: ServerState
    listed: tuple[JsonObject, ...] = field(default=(), hash=False)
    fault: str = ""
    next_try_s: float = 0.0
