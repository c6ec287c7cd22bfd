"""Only plain words are an answer."""

import pytest

from livedesk.tools.policy import Answer
from livedesk.tools.spoken_answer import spoken_answer


@pytest.mark.parametrize("words", ["Yes.", "yes, please!", "Okay", "Go ahead.", "Allow it"])
def test_a_plain_yes_allows_once(words: str) -> None:
    assert spoken_answer(words) is Answer.ALLOW_ONCE


@pytest.mark.parametrize("words", ["No.", "no, thank you", "Don’t do that", "Stop it!"])
def test_a_plain_no_denies(words: str) -> None:
    assert spoken_answer(words) is Answer.DENY


@pytest.mark.parametrize(
    "words", ["", "yes but only tomorrow", "yesterday", "say yes", "no problem go ahead", "always"]
)
def test_whatever_is_about_else_is_no_answer(words: str) -> None:
    assert spoken_answer(words) is None
