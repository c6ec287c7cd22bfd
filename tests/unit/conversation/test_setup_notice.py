"""A person reads what changed, by the names in the menus."""

from dataclasses import replace

import pytest

from livedesk.conversation.setup_notice import setup_notice
from livedesk.core.setup import SessionSetup
from livedesk.core.tool_types import ToolSpec

SETUP = SessionSetup("gemini-3.8-live", "Kore", "Be kind.")


@pytest.mark.parametrize(
    ("changes", "notice"),
    [
        ({}, ""),
        ({"tools": (ToolSpec("a", ""),)}, ""),
        ({"voice_name": "Puck"}, "From here on: voice Puck."),
        ({"answer_language": "de"}, "From here on: answers in German."),
        (
            {"model_id": "gemini-3.1-flash-live-preview", "system_instruction": "x"},
            "From here on: Gemini 3.1 Flash Live, another instruction.",
        ),
    ],
)
def test_notice(changes: dict, notice: str) -> None:
    assert setup_notice(SETUP, replace(SETUP, **changes)) == notice


def test_back_to_automatic() -> None:
    before = replace(SETUP, answer_language="de")
    assert setup_notice(before, SETUP) == "From here on: answers in your language."
