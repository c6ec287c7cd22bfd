"""The microphone button's status follows from the facts."""

import pytest

from livedesk.app.talk_phase import TalkFacts, TalkPhase, talk_status
from livedesk.core.reports import SessionState
from livedesk.core.speakers import ActivityState
from livedesk.core.turn_taking import TalkMode, TurnTaking

HOLD = TurnTaking(TalkMode.HOLD)
LIVE, DRAINING = SessionState.LIVE, SessionState.DRAINING


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        (TalkFacts(), TalkPhase.IDLE),
        (TalkFacts(SessionState.CLOSING), TalkPhase.IDLE),
        (TalkFacts(SessionState.CONNECTING, microphone_open=True), TalkPhase.CONNECTING),
        (TalkFacts(LIVE, microphone_open=True), TalkPhase.LISTENING),
        (TalkFacts(DRAINING, microphone_open=True), TalkPhase.LISTENING),
        (TalkFacts(LIVE), TalkPhase.IDLE),
        (TalkFacts(LIVE, ActivityState.THINKING), TalkPhase.THINKING),
        (TalkFacts(LIVE, ActivityState.THINKING, True, muted=True), TalkPhase.MUTED),
        (TalkFacts(LIVE, ActivityState.SPEAKING, True, muted=True), TalkPhase.SPEAKING),
        (TalkFacts(SessionState.RECONNECTING, microphone_open=True), TalkPhase.RECONNECTING),
        (
            TalkFacts(SessionState.RECONNECTING, microphone_open=True, reconnect_planned=True),
            TalkPhase.LISTENING,
        ),
        (TalkFacts(SessionState.FAILED), TalkPhase.ERROR),
        (TalkFacts(LIVE, microphone_open=True, turn_taking=HOLD), TalkPhase.IDLE),
        (TalkFacts(LIVE, ActivityState.THINKING, True, turn_taking=HOLD), TalkPhase.THINKING),
        (
            TalkFacts(LIVE, ActivityState.SPEAKING, True, turn_taking=HOLD, key_down=True),
            TalkPhase.LISTENING,
        ),
    ],
)
def test_phase(facts: TalkFacts, phase: TalkPhase) -> None:
    assert talk_status(facts).phase is phase


def test_talking_is_everything_between_start_and_end() -> None:
    assert not talk_status(TalkFacts()).is_talking
    assert not talk_status(TalkFacts(SessionState.CLOSING)).is_talking
    assert talk_status(TalkFacts(SessionState.CONNECTING)).is_talking
    assert talk_status(TalkFacts(SessionState.FAILED)).is_talking
