"""Makes a tool of a Python function: its annotations and docstring are the declaration.

::

    def roll(sides: int = 6) -> str:
        \"\"\"Roll a die.

Args:
            sides: how many sides it has.
        \"\"\"

    tool = tool_from(roll, risk=Risk.NOTHING)

A function that takes one pydantic model takes that model's fields as its arguments. A plain
function runs in a thread, so that it may block; an ``async`` one runs on the loop, and must not.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import JsonObject, Risk, ToolSpec
from livedesk.tools.output import output_of
from livedesk.tools.policy import Policy
from livedesk.tools.tool import LIMIT_S, Tool, ToolOutput

_ARGUMENT = re.compile(r"^    (?P<name>\w+)(?: \([^)]*\))?: (?P<text>.+)$")


def tool_from(
    function: Callable[..., Any],
    risk: Risk,
    *,
    name: str = "",
    server: str = "",
    limit_s: float = LIMIT_S,
    usual_policy: Policy | None = None,
) -> Tool:
    """The tool that ``function`` is.

    Raises:
        TypeError: a parameter has no annotation, or takes no name.
        ValueError: there is no docstring: nobody would know when to call it.
    """
    tool_name = name or function.__name__
    description, texts = _documented(function)
    model = _model(function, tool_name, texts)
    spec = ToolSpec(tool_name, description, _schema(model))
    calling = _Calling(function, tool_name, model, takes_model=_sole_model(function) is not None)
    return Tool(spec, calling.run, risk, server, limit_s, usual_policy)


@dataclass(frozen=True, slots=True)
class _Calling:
    function: Callable[..., Any]
    name: str
    model: type[BaseModel]
    takes_model: bool

    async def run(self, arguments: JsonObject) -> ToolOutput:
        try:
            given = self.model.model_validate(dict(arguments))
        except ValidationError as error:
            raise ToolError(_sentence(self.name, error)) from None
        if self.takes_model:
            positional: tuple[Any, ...] = (given,)
            named: dict[str, Any] = {}
        else:
            positional = ()
            named = {field: getattr(given, field) for field in self.model.model_fields}
        if inspect.iscoroutinefunction(self.function):
            return output_of(await self.function(*positional, **named))
        return output_of(await asyncio.to_thread(self.function, *positional, **named))


def _sentence(name: str, error: ValidationError) -> str:
    """Which arguments are wrong and why, without their values."""
    faults = "; ".join(
        f"{'.'.join(str(part) for part in fault['loc']) or 'all'}: {fault['msg']}"
        for fault in error.errors(include_url=False, include_context=False, include_input=False)[:5]
    )
    return f"The arguments of {name} do not fit: {faults}."


def _sole_model(function: Callable[..., Any]) -> type[BaseModel] | None:
    hints = get_type_hints(function)
    hints.pop("return", None)
    only = next(iter(hints.values())) if len(hints) == 1 else None
    return only if isinstance(only, type) and issubclass(only, BaseModel) else None


def _model(function: Callable[..., Any], name: str, texts: dict[str, str]) -> type[BaseModel]:
    if (sole := _sole_model(function)) is not None:
        return sole
    hints = get_type_hints(function, include_extras=True)
    fields: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        named = (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        if parameter.name not in hints or parameter.kind not in named:
            raise TypeError(f"{name}: parameter {parameter.name} needs an annotation and a name")
        default = ... if parameter.default is parameter.empty else parameter.default
        about = Field(default, description=texts.get(parameter.name))
        fields[parameter.name] = (hints[parameter.name], about)
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _schema(model: type[BaseModel]) -> JsonObject:
    schema = model.model_json_schema()
    properties = {name: _plain(about) for name, about in schema.get("properties", {}).items()}
    kept = ("type", "required", "$defs")
    plain: dict[str, Any] = {key: schema[key] for key in kept if key in schema}
    return plain | {"properties": properties}


def _plain(about: dict[str, Any]) -> dict[str, Any]:
    """Without the titles, which say the names once more."""
    return {key: value for key, value in about.items() if key != "title"}


def _documented(function: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """The description, and that of each argument, of a docstring with Google's sections."""
    text = inspect.getdoc(function)
    if not text:
        raise ValueError(f"{function.__name__} needs a docstring that says when to call it")
    description, _, rest = text.partition("\nArgs:\n")
    description = re.split(r"\n(?:Returns|Raises):\n", description)[0]
    texts: dict[str, str] = {}
    last = ""
    for line in re.split(r"\n(?=\S)", rest)[0].splitlines():
        if found := _ARGUMENT.match(line):
            last = found["name"]
            texts[last] = found["text"]
        elif last and line.strip():
            texts[last] += f" {line.strip()}"
    return " ".join(description.split()), texts
