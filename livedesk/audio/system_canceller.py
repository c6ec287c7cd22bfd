"""Microphones from which the system has taken the echo already."""

from __future__ import annotations

import re

# PulseAudio's module-echo-cancel calls its source "… (echo cancelled with …)" or "….echo-cancel",
# PipeWire's "Echo-Cancel Source"; Windows opens its canceller for the communications device.
# (https://www.freedesktop.org/wiki/Software/PulseAudio/Documentation/User/Modules,
# https://docs.pipewire.org/page_module_echo_cancel.html, 2026-11-23)
_CANCELLED = re.compile(r"echo.?cancel|\bcommunications\b", re.IGNORECASE)


def cancels_echo(name: str | None) -> bool:
    """Whether a microphone of this name or id comes without echo, so that ours is one too many."""
    return name is not None and _CANCELLED.search(name) is not None
