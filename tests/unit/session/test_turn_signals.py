"""Whatever the key does while connections come and go, each connection hears legal words only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    AudioStreamEnd,
    ClientInput,
    TextInput,
)
from livedesk.session.turn_signals import TurnSignals

SOUND = AudioInput(b"\0\0", 16_000, 1.0)
START, END, STREAM_END = ActivityStart(), ActivityEnd(), AudioStreamEnd()
HELLO = TextInput("hello")


def said(is_manual: bool, *items: ClientInput) -> list[ClientInput]:
    signals = TurnSignals()
    signals.opened(is_manual=is_manual)
    return [out for item in items for out in signals.translate(item)]


def test_a_marked_turn_on_a_connection_for_marked_turns():
    assert said(True, START, SOUND, SOUND, END, HELLO) == [START, SOUND, SOUND, END, HELLO]


def test_sound_of_an_open_microphone_is_no_turn_there():
    assert said(True, SOUND, STREAM_END, SOUND) == []


def test_a_marked_turn_where_the_server_listens_for_itself():
    assert said(False, START, SOUND, END, SOUND, STREAM_END) == [
        SOUND,
        STREAM_END,
        SOUND,
        STREAM_END,
    ]


def test_an_end_without_a_turn_is_nowhere_said():
    assert said(True, END) == said(False, END) == []


def test_a_turn_goes_on_over_a_new_connection():
    signals = TurnSignals()
    signals.opened(is_manual=True)
    assert signals.translate(START) == (START,)
    assert signals.ended() == (END,)
    signals.opened(is_manual=True)
    assert signals.translate(SOUND) == (START, SOUND)
    assert signals.translate(END) == (END,)


ITEMS = st.sampled_from([START, END, SOUND, STREAM_END, HELLO, "manual", "automatic"])


@given(st.lists(ITEMS, max_size=60))
def test_each_connection_hears_legal_words_only(items):
    signals = TurnSignals()
    signals.opened(is_manual=True)
    is_manual, is_open = True, False
    for item in [*items, "automatic"]:
        if isinstance(item, str):
            assert list(signals.ended()) == ([END] if is_open else [])
            is_manual, is_open = item == "manual", False
            signals.opened(is_manual=is_manual)
            continue
        for out in signals.translate(item):
            if out == START:
                assert is_manual
                assert not is_open
                is_open = True
            elif out == END:
                assert is_open
                is_open = False
            elif out == SOUND:
                assert is_open or not is_manual
            elif out == STREAM_END:
                assert not is_manual
        assert signals.is_told is is_open
