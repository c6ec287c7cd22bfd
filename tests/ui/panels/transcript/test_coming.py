"""What of an answer is still to be spoken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.heard import HeardSoFar
from livedesk.ui.panels.transcript.looks import coming_from


def utterance(entry_id: int, text: str, speaker: Speaker = Speaker.ASSISTANT) -> Utterance:
    return Utterance(entry_id, speaker, text, datetime.now(UTC), 0.0)


@pytest.mark.parametrize(
    ("entry", "position"),
    [
        (utterance(4, "One two"), 3),
        (utterance(4, "👋 two"), 4),  # in UTF-16 units
        (utterance(3, "Before"), None),
        (utterance(5, "After"), 0),
        (utterance(5, "The person", Speaker.USER), None),
    ],
)
def test_it_begins_behind_the_word_that_is_spoken(entry: Utterance, position: int | None) -> None:
    assert coming_from(entry, HeardSoFar(4, 3)) == position
    assert coming_from(entry, None) is None
