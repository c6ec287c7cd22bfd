"""Who may talk, and how trouble is described."""

from dataclasses import replace

import pytest
from helpers.practice import SETUP
from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.errors import InputFileError
from livedesk.loopback.admission import (
    LEGACY_MODEL,
    MODELS,
    PLAIN_MODEL,
    THINKING_MODEL,
    Refusal,
    refuse_key,
    refuse_setup,
    tools_block,
)
from livedesk.loopback.client_messages import Behavior, Tool
from livedesk.loopback.misbehaviour import Misbehaviour
from livedesk.loopback.scenario import DEFAULT, Deed, find_scenario, read_scenario

BLOCKING = Tool("t", Behavior.BLOCKING, ())


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_served(model):
    assert refuse_setup(replace(SETUP, model=model), "v1beta") is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"model": "gemini-2"}, 1008),
        ({"modalities": ("TEXT",)}, 1007),
        ({"modalities": ("AUDIO", "TEXT")}, 1007),
        ({"thinking_level": "low"}, 1007),
        ({"model": THINKING_MODEL, "thinking_level": "minimal"}, 1007),
        ({"model": THINKING_MODEL, "tools": (BLOCKING,)}, 1007),
        ({"refused_options": ("proactive_audio",)}, 1007),
    ],
)
def test_wrong_setups_are_refused(changes, code):
    refusal = refuse_setup(replace(SETUP, **changes), "v1beta")
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize("key", ["bad", "BAD", "expired", "bad-key", "wrong"])
def test_some_keys_are_refused(key):
    assert refuse_key(key).code == 1007


@pytest.mark.parametrize("key", ["practice", "AIzaSomething", "AQ.xyz", "badger", "auth_tokens/1"])
def test_any_other_key_is_welcome(key):
    assert refuse_key(key) is None


def test_without_a_key_nobody_is_known():
    assert refuse_key("").code == 1008


@given(st.text())
def test_a_reason_fits_into_a_close_frame(reason):
    cut = Refusal(1011, reason).reason
    assert len(cut.encode()) <= 123
    assert reason.startswith(cut)


@pytest.mark.parametrize(
    ("model", "behavior", "blocks"),
    [
        (PLAIN_MODEL, None, False),
        (PLAIN_MODEL, Behavior.BLOCKING, True),
        (LEGACY_MODEL, Behavior.NON_BLOCKING, True),
    ],
)
def test_whether_a_tool_is_waited_for(model, behavior, blocks):
    assert tools_block(model, behavior) is blocks


SCENARIO = """
title = "all of it"
[handshake]
status = 429
times = 2
[session]
refuse_handles = true
close_code = 1008
close_reason = "no"
[delivery]
speed = 0.5
delay_ms = 300
[[step]]
when = "turns = 2"
do = "close"
code = 1007
[[step]]
when = "seconds = 3.5"
connections = [2]
do = "drop"
[[step]]
do = "unknown"
"""


def test_a_scenario_is_read():
    scenario = read_scenario(SCENARIO)
    assert (scenario.refuse_status, scenario.refuse_times) == (429, 2)
    assert scenario.refuse_handles
    assert (scenario.close_code, scenario.close_reason) == (1008, "no")
    assert (scenario.speed, scenario.delay_s) == (0.5, 0.3)
    assert [step.deed for step in scenario.steps] == [Deed.CLOSE, Deed.DROP, Deed.UNKNOWN]


def test_an_empty_scenario_is_good_behaviour():
    assert read_scenario("") == DEFAULT


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "colour = 1",
        "[[step]]\ndo = 'dance'",
        "[[step]]\nwhen = 'connect'",
        "[[step]]\ndo = 'drop'\nwhen = 'full moon'",
        "[[step]]\ndo = 'drop'\ncolour = 'red'",
        "step = 3",
        "[session]\nclose_code = 'x'",
    ],
)
def test_a_wrong_scenario_is_a_clear_error(text, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    with pytest.raises(InputFileError, match=r"wrong\.toml"):
        find_scenario(str(path))


def test_a_missing_scenario_names_the_built_in_ones():
    with pytest.raises(InputFileError, match="go_away"):
        find_scenario("no such thing")


def test_each_step_is_taken_once_on_its_connection():
    scenario = read_scenario(SCENARIO)
    first, second = Misbehaviour(scenario, 1), Misbehaviour(scenario, 2)
    assert [step.deed for step in first.on_connect(10.0)] == [Deed.UNKNOWN]
    assert first.on_connect(10.0) == []
    assert first.next_due_s is None
    second.on_connect(10.0)
    assert second.next_due_s == 13.5
    assert second.on_time(13.4) == []
    assert [step.deed for step in second.on_time(13.5)] == [Deed.DROP]
    assert second.on_turns(1) == []
    assert [step.code for step in second.on_turns(2)] == [1007]
