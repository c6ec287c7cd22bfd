"""The answer language in the system instruction; the rest is shown on the wire in contract/."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livedesk.core.capabilities import Capabilities
from livedesk.core.turn_taking import Patience, TalkMode, TurnTaking
from livedesk.session.gemini.encode import encode_instruction, encode_setup, encode_turn_taking

GERMAN = "RESPOND IN GERMAN. YOU MUST RESPOND UNMISTAKABLY IN GERMAN."


@pytest.mark.parametrize(
    ("instruction", "language", "expected"),
    [
        ("Be brief.", None, "Be brief."),
        ("Be brief.", "de", f"Be brief.\n\n{GERMAN}"),
        ("", "de", GERMAN),
        ("", None, ""),
        ("", "xx", "RESPOND IN XX. YOU MUST RESPOND UNMISTAKABLY IN XX."),
    ],
)
def test_the_answer_language_is_pinned(setup, instruction, language, expected):
    chosen = replace(setup, system_instruction=instruction, answer_language=language)
    assert encode_instruction(chosen) == expected


@pytest.mark.parametrize(
    ("patience", "sensitivity", "prefix_ms", "silence_ms"),
    [
        (Patience.PATIENT, "END_SENSITIVITY_LOW", 200, 1100),
        (Patience.NORMAL, "END_SENSITIVITY_HIGH", 100, 700),
        (Patience.QUICK, "END_SENSITIVITY_HIGH", 100, 500),
    ],
)
@pytest.mark.parametrize("mode", [TalkMode.OPEN, TalkMode.QUICK])
def test_patience_in_the_servers_terms(mode, patience, sensitivity, prefix_ms, silence_ms):
    config = encode_turn_taking(TurnTaking(mode, patience))
    detection = config.automatic_activity_detection
    assert detection.disabled is False
    assert detection.start_of_speech_sensitivity == "START_SENSITIVITY_HIGH"
    assert detection.end_of_speech_sensitivity == sensitivity
    assert (detection.prefix_padding_ms, detection.silence_duration_ms) == (prefix_ms, silence_ms)


@pytest.mark.parametrize("mode", [TalkMode.HOLD, TalkMode.TOGGLE])
def test_who_presses_a_key_needs_no_detection(mode):
    detection = encode_turn_taking(TurnTaking(mode)).automatic_activity_detection
    assert detection.model_dump(exclude_none=True) == {"disabled": True}


@pytest.mark.parametrize(
    ("interruptible", "handling"),
    [(True, "START_OF_ACTIVITY_INTERRUPTS"), (False, "NO_INTERRUPTION")],
)
def test_whether_speech_interrupts(interruptible, handling):
    config = encode_turn_taking(TurnTaking(interruptible=interruptible))
    assert config.activity_handling == handling


def test_a_model_without_turns_is_told_nothing_of_them(setup):
    capabilities = Capabilities(turn_taking=False)
    config = encode_setup(setup, capabilities, None, is_seeded=False)
    assert config.realtime_input_config is None
