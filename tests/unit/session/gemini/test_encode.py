"""The answer language in the system instruction; the rest is shown on the wire in contract/."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livedesk.session.gemini.encode import encode_instruction

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
