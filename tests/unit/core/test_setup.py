"""What a change of the setup costs."""

from dataclasses import replace

import pytest

from livedesk.core.capabilities import Capabilities
from livedesk.core.setup import SessionSetup, SetupChange, setup_change
from livedesk.core.tool_types import ToolSpec
from livedesk.core.turn_taking import Patience, TalkMode, TurnTaking

SETUP = SessionSetup("m", "Kore", "Be kind.")
STILL = Capabilities()
MOVABLE = Capabilities(instruction_in_place=True, tools_in_place=True)


@pytest.mark.parametrize(
    ("changes", "capabilities", "cost"),
    [
        ({}, STILL, SetupChange.NONE),
        ({"voice_name": "Puck"}, MOVABLE, SetupChange.RECONNECT),
        ({"system_instruction": "x"}, STILL, SetupChange.RECONNECT),
        ({"system_instruction": "x"}, MOVABLE, SetupChange.IN_PLACE),
        ({"answer_language": "de"}, MOVABLE, SetupChange.IN_PLACE),
        ({"tools": (ToolSpec("a", ""),)}, STILL, SetupChange.RECONNECT),
        ({"tools": (ToolSpec("a", ""),)}, MOVABLE, SetupChange.IN_PLACE),
        ({"tools": (ToolSpec("a", ""),), "voice_name": "x"}, MOVABLE, SetupChange.RECONNECT),
        ({"turn_taking": TurnTaking(TalkMode.QUICK)}, STILL, SetupChange.NONE),
        ({"turn_taking": TurnTaking(TalkMode.HOLD)}, MOVABLE, SetupChange.RECONNECT),
        ({"turn_taking": TurnTaking(patience=Patience.QUICK)}, MOVABLE, SetupChange.RECONNECT),
        ({"turn_taking": TurnTaking(interruptible=False)}, MOVABLE, SetupChange.RECONNECT),
        ({"model_id": "n"}, MOVABLE, SetupChange.FRESH_SESSION),
    ],
)
def test_cost(changes: dict, capabilities: Capabilities, cost: SetupChange) -> None:
    assert setup_change(replace(SETUP, **changes), SETUP, capabilities) is cost
