"""A function's annotations and docstring are the tool's declaration."""

from typing import Literal

import jsonschema
import pytest
from pydantic import BaseModel, Field

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk
from livedesk.tools.from_function import tool_from
from livedesk.tools.output import MOST_CHARS, fitting, output_of


def roll(sides: int = 6, colour: Literal["red", "blue"] | None = None) -> str:
    """Roll a die
    of any size.

    Args:
        sides: how many sides
            it has.
        colour: of the die.

    Returns:
        What came up.
    """
    return f"{sides} {colour}"


class Spin(BaseModel):
    """How to spin."""

    turns: int = Field(ge=1, description="how often")


async def spin(how: Spin) -> dict[str, int]:
    """Spin the wheel."""
    return {"turns": how.turns}


def test_the_declaration_is_a_schema_with_the_docstrings_words() -> None:
    spec = tool_from(roll, Risk.NOTHING).spec
    assert (spec.name, spec.description) == ("roll", "Roll a die of any size.")
    jsonschema.Draft202012Validator.check_schema(spec.parameters)
    sides = spec.parameters["properties"]["sides"]
    assert sides == {"type": "integer", "default": 6, "description": "how many sides it has."}
    jsonschema.validate({"sides": 4, "colour": "red"}, spec.parameters)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"colour": "green"}, spec.parameters)


async def test_a_model_is_the_arguments() -> None:
    tool = tool_from(spin, Risk.NOTHING)
    assert tool.spec.parameters["properties"]["turns"]["description"] == "how often"
    assert (await tool.function({"turns": 2})).output == {"turns": 2}


async def test_a_plain_function_may_block_and_returns_text() -> None:
    assert (await tool_from(roll, Risk.NOTHING).function({"sides": 8})).output == {"text": "8 None"}


@pytest.mark.parametrize("arguments", [{"sides": "many"}, {"secret": "hunter2"}, {"colour": 1}])
async def test_what_does_not_fit_is_told_by_name_without_its_value(arguments) -> None:
    with pytest.raises(ToolError, match="do not fit") as raised:
        await tool_from(roll, Risk.NOTHING).function(arguments)
    assert next(iter(arguments)) in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_what_nobody_could_call_is_refused() -> None:
    with pytest.raises(ValueError, match="docstring"):
        tool_from(lambda: 1, Risk.NOTHING, name="silent")

    def bare(x) -> None:
        """Do it."""

    with pytest.raises(TypeError, match="annotation"):
        tool_from(bare, Risk.NOTHING)


def test_a_long_result_is_cut_and_says_so() -> None:
    cut = fitting(output_of("x" * 1_000_000)).output
    assert len(cut["text"]) == MOST_CHARS
    assert "of 10000" in cut["note"]


def test_half_a_sign_becomes_one_that_can_be_sent_and_kept() -> None:
    assert fitting(output_of({"a\ud800": "b\udfff"})).output == {"a?": "b?"}
