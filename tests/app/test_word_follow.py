"""The words of an answer are followed while it is heard, and not otherwise."""

from __future__ import annotations

from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.app.word_follow import WordFollow
from livedesk.transcript.heard import HeardSoFar


def test_it_looks_only_while_the_assistant_speaks(qapp: object) -> None:
    told: list[HeardSoFar | None] = []
    now = HeardSoFar(3, 12)
    words = WordFollow(lambda: now)
    words.heard_changed.connect(told.append)
    words.follow(TalkStatus(TalkPhase.LISTENING))
    assert not words.is_looking
    words.follow(TalkStatus(TalkPhase.SPEAKING))
    assert words.is_looking
    words.look()
    words.follow(TalkStatus(TalkPhase.LISTENING))
    assert not words.is_looking
    assert told == [now, None]
