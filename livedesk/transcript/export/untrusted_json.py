"""JSON that anybody may have written, as values that nothing behind it stumbles over. Pure."""

from __future__ import annotations

import json
import math
from typing import Any

# More than a conversation of LiveDesk's can have; every writer and reader goes as deep.
_MOST_DEPTH = 100


def loaded(text: str) -> Any:
    """The value that ``text`` holds.

    What JSON has no numbers for (NaN, endless ones) becomes None, half characters become the
    replacement sign.

    Raises:
        ValueError: it is no JSON, or nested too deeply.
    """
    try:
        value = json.loads(text, parse_constant=_nothing, parse_float=_finite)
        if "\\ud" in text.lower():  # the only way in which a half character can be written
            whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
            value = json.loads(whole.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    _check_depth(value)
    return value


def _nothing(name: str) -> None:
    return None


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _check_depth(value: Any) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > _MOST_DEPTH:
            raise ValueError("nested too deeply")
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
