"""Who talks while muted is told so, and not all the time."""

from livedesk.conversation.muted_hint import AGAIN_S, SPEECH_S, MutedHint


def hints(hint: MutedHint, start_s: float, end_s: float, *, is_speech: bool = True) -> list[float]:
    steps = range(round(start_s * 20), round(end_s * 20))
    return [step / 20 for step in steps if hint.is_due(step / 20, is_speech=is_speech)]


def test_said_once_for_a_sentence():
    assert hints(MutedHint(), 0, 20) == [SPEECH_S]


def test_a_cough_is_nothing():
    hint = MutedHint()
    assert hints(hint, 0, SPEECH_S - 0.1) == []
    assert hints(hint, SPEECH_S - 0.1, 1, is_speech=False) == []
    assert hints(hint, 1, 1 + SPEECH_S) == []


def test_said_again_to_who_goes_on_and_on():
    assert hints(MutedHint(), 0, 2 * AGAIN_S) == [SPEECH_S, SPEECH_S + AGAIN_S]


def test_each_mute_is_news():
    hint = MutedHint()
    assert hints(hint, 0, 1) == [SPEECH_S]
    hint.on_mute()
    assert hints(hint, 2, 3) == [2 + SPEECH_S]
