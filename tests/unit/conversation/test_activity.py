"""What the person is shown while the talk goes on."""

from livedesk.conversation.activity import THINKING_LIMIT_S, ActivityTracker
from livedesk.core.speakers import ActivityState


def _state(tracker: ActivityTracker, now_s: float, *, playing=False, busy=False) -> ActivityState:
    return tracker.state(now_s, is_playing=playing, tools_busy=busy)


def test_question_makes_it_think_until_the_answer() -> None:
    tracker = ActivityTracker()
    assert _state(tracker, 0.0) is ActivityState.LISTENING
    tracker.on_question(1.0)
    assert _state(tracker, 1.1) is ActivityState.THINKING
    tracker.on_answer()
    assert _state(tracker, 1.2) is ActivityState.LISTENING


def test_speaking_again_takes_the_question_back() -> None:
    tracker = ActivityTracker()
    tracker.on_question(1.0)
    tracker.on_user_speaking()
    assert _state(tracker, 1.1) is ActivityState.LISTENING


def test_noise_is_not_thought_about_for_ever() -> None:
    tracker = ActivityTracker()
    tracker.on_question(1.0)
    assert _state(tracker, 1.0 + THINKING_LIMIT_S) is ActivityState.LISTENING


def test_what_is_heard_wins() -> None:
    tracker = ActivityTracker()
    tracker.on_question(1.0)
    assert _state(tracker, 1.1, playing=True, busy=True) is ActivityState.SPEAKING
    assert _state(ActivityTracker(), 0.0, busy=True) is ActivityState.THINKING
