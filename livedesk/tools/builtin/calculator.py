"""Arithmetic with units, by pint."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk
from livedesk.tools.from_function import tool_from
from livedesk.tools.tool import Tool

if TYPE_CHECKING:
    from pint import UnitRegistry

_MOST_CHARS = 200
# Whole numbers grow without bound (10**10**10 never ends), floating ones end in an error.
_WHOLE = re.compile(r"(?<![\w.])(\d+)(?![\w.])")
# "60 km / 45 minute" means a speed: a number holds to the unit behind it.
_MEASURE = re.compile(r"(?<![\w.])([\d.]+)\s+(?!deg)([a-zA-Zµ]\w*)")
_ALLOWED = re.compile(r"(?=.*\w)[\w\s.+*/()²³-]+")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "^": "**", ",": ""})
_DEGREES = re.compile(r"(?<=\d)\s*°\s*([CF])\b|\bdegrees? (celsius|fahrenheit)\b", re.IGNORECASE)


def calculator() -> Tool:
    """The tool ``calculate``."""
    return tool_from(calculate, Risk.NOTHING, limit_s=5)


def calculate(expression: str, to_unit: str = "") -> dict[str, str]:
    """Calculate, also with units of measurement, and convert between units.

    Args:
        expression: such as "(3 + 4) * 12", "5 mile", "60 km / 45 minute" or "20 degC".
        to_unit: the unit that the result is wanted in, such as "km/hour"; empty leaves it.
    """
    if len(expression) + len(to_unit) > _MOST_CHARS:
        raise ToolError(f"That is longer than {_MOST_CHARS} characters.")
    try:
        result = _quantity(expression)
        if to_unit:
            result = result.to(_plain(to_unit))
    except Exception as error:  # the library raises many kinds, also of its own tokeniser
        raise ToolError(f"“{expression}” cannot be calculated: {_reason(error)}.") from error
    unit = "" if result.unitless else f"{result.units:~P}"
    text = f"{_number(result.magnitude)} {unit}".strip()
    return {"result": text, "summary": f"{expression} is {text}"}


@cache
def _registry() -> UnitRegistry[Any]:
    from pint import UnitRegistry  # half a second, which not every start needs

    # "20 degC" is a temperature of that many degrees, not a difference.
    return UnitRegistry(autoconvert_offset_to_baseunit=True)


def _quantity(expression: str) -> Any:
    registry = _registry()
    plain = _plain(expression)
    if not _ALLOWED.fullmatch(plain):
        raise ToolError("only numbers, units, brackets and + - * / ** are understood")
    found = re.fullmatch(r"\s*(-?[\d.]+)\s*\*?\s*(deg[CF])\s*", plain)
    if found:
        return registry.Quantity(float(found[1]), found[2])
    return registry.Quantity(1.0) * registry.parse_expression(
        _MEASURE.sub(r"(\1*\2)", _WHOLE.sub(r"\1.0", plain))
    )


def _plain(text: str) -> str:
    degrees = _DEGREES.sub(lambda m: f" deg{(m[1] or m[2])[0].upper()}", text)
    return degrees.translate(_SIGNS)


def _number(value: float) -> str:
    if isinstance(value, complex):
        raise ToolError("That has no real result.")
    return f"{value:.10g}"


def _reason(error: Exception) -> str:
    if isinstance(error, OverflowError):
        return "the number is too large"
    if isinstance(error, ZeroDivisionError):
        return "nothing can be divided by zero"
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
