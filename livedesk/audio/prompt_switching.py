"""Lets the devices' callbacks run soon after they ask, while sound goes on."""

from __future__ import annotations

import sys

# A callback waits for the interpreter for one interval per busy thread; the usual 5 ms are a
# third of a block. Measured with one thread that computes without a pause and 10 ms blocks:
# 9 to 21 underruns of the device in 6 s at 5 ms, none at 1 ms.
_PROMPT_S = 0.001


class PromptSwitching:
    """Shortens the interpreter's switch interval, which is the whole process's, and restores it."""

    def __init__(self) -> None:
        self._usual_s: float | None = None

    def set(self, is_needed: bool) -> None:
        """Shorten it, or restore what was there before. Idempotent."""
        if is_needed and self._usual_s is None:
            self._usual_s = sys.getswitchinterval()
            sys.setswitchinterval(min(_PROMPT_S, self._usual_s))
        elif not is_needed and self._usual_s is not None:
            sys.setswitchinterval(self._usual_s)
            self._usual_s = None
