"""When the talk pauses."""

from __future__ import annotations

import pytest

from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    GoAway,
    InteractionIdle,
    Interrupted,
    ModelText,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    VoiceActivity,
    VoiceActivityKind,
    WaitingForInput,
)
from livedesk.core.inputs import AudioStreamEnd, TextInput, ToolResultInput
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.session.pauses import (
    ASKED_BOUND_S,
    HEARD_BOUND_S,
    PLAYED_MARGIN_S,
    SETTLE_S,
    SPEECH_BOUND_S,
    STALL_BOUND_S,
    TurnWatch,
)

T = 1000.0
SPEECH_5_S = AudioOutput(b"\0\0" * 24_000 * 5, 24_000)
WORDS = Transcription(Speaker.ASSISTANT, "Noon.")


def pause_after(*events, watch: TurnWatch | None = None) -> float | None:
    """Seconds from T to the pause, when ``events`` came at T."""
    watch = watch or TurnWatch()
    for event in events:
        watch = watch.after_event(event, T)
    pause_at_s = watch.pause_at_s()
    return None if pause_at_s is None else pause_at_s - T


def asked(watch: TurnWatch | None = None) -> TurnWatch:
    return (watch or TurnWatch()).after_sent(TextInput("What time is it?"), T)


def test_nothing_said_is_a_pause():
    assert TurnWatch().is_pause(T)


@pytest.mark.parametrize(
    ("events", "pause_s"),
    [
        ((VoiceActivity(VoiceActivityKind.START),), HEARD_BOUND_S),
        ((VoiceActivity(VoiceActivityKind.END),), SPEECH_BOUND_S),
        ((Transcription(Speaker.USER, "What"),), HEARD_BOUND_S),
        ((Transcription(Speaker.USER, ""),), -T),
        ((GoAway(50.0),), -T),
        ((ModelText("Noon."),), STALL_BOUND_S),
        ((SPEECH_5_S,), STALL_BOUND_S),
        ((SPEECH_5_S,) * 5, 25.0 + PLAYED_MARGIN_S),
        ((SPEECH_5_S, GenerationComplete()), 5.0 + PLAYED_MARGIN_S),
        ((SPEECH_5_S, GenerationComplete(), TurnComplete()), SETTLE_S),
        ((SPEECH_5_S, TurnComplete()), SETTLE_S),
        ((SPEECH_5_S, TurnComplete(), WORDS), SPEECH_BOUND_S),
        ((SPEECH_5_S, TurnComplete(), InteractionIdle()), SETTLE_S),
        ((SPEECH_5_S, TurnComplete(more_follows=True)), STALL_BOUND_S),
        ((SPEECH_5_S, TurnComplete(more_follows=True), InteractionIdle()), SETTLE_S),
        ((SPEECH_5_S, WORDS), STALL_BOUND_S),
        ((SPEECH_5_S, Interrupted()), SPEECH_BOUND_S),
        ((SPEECH_5_S, Interrupted(), TurnComplete()), SPEECH_BOUND_S),
        ((Transcription(Speaker.USER, "Er"), WaitingForInput()), SETTLE_S),
        ((GenerationComplete(),), -T),
        ((InteractionIdle(),), -T),
        ((TurnComplete(),), SETTLE_S),
    ],
)
def test_pause_after_events(events, pause_s):
    assert pause_after(*events) == pytest.approx(pause_s)


def test_local_speech_is_no_pause_and_an_answer_is_due_after_it():
    watch = TurnWatch().after_speech_gate(True, T)
    assert watch.pause_at_s() is None
    assert not watch.is_pause(T + 1000)
    watch = watch.after_speech_gate(False, T + 2)
    assert watch.pause_at_s() == T + 2 + SPEECH_BOUND_S
    assert watch.is_pause(T + 2 + SPEECH_BOUND_S)
    assert watch.after_speech_gate(False, T + 9) == watch


def test_a_typed_question_is_waited_for():
    assert asked().pause_at_s() == T + ASKED_BOUND_S


def test_sound_markers_ask_nothing():
    assert TurnWatch().after_sent(AudioStreamEnd(), T) == TurnWatch()


def test_the_end_of_the_answer_before_the_question_is_not_its_answer():
    watch = asked(TurnWatch().after_event(SPEECH_5_S, T))
    assert pause_after(TurnComplete(), watch=watch) == pytest.approx(HEARD_BOUND_S)
    assert pause_after(Interrupted(), TurnComplete(), watch=watch) == pytest.approx(HEARD_BOUND_S)
    assert pause_after(TurnComplete(), SPEECH_5_S, TurnComplete(), watch=watch) == pytest.approx(
        SETTLE_S
    )


def test_a_turn_that_ends_without_content_does_not_answer_the_question():
    assert pause_after(TurnComplete(), watch=asked()) == ASKED_BOUND_S


def test_pending_calls_are_no_pause_until_answered_or_cancelled():
    calls = ToolCallsReceived((ToolCall("a", "clock"), ToolCall("b", "clock")))
    assert pause_after(calls) is None
    assert pause_after(calls, ToolCallsCancelled(("a",))) is None
    watch = TurnWatch().after_event(calls, T).after_event(ToolCallsCancelled(("a",)), T)
    watch = watch.after_sent(ToolResultInput(ToolResult("b", "x", ToolOutcome.FAILED)), T)
    assert watch.pause_at_s() == T + ASKED_BOUND_S


def test_the_turn_that_called_a_tool_ends_with_its_answer():
    watch = asked().after_event(ToolCallsReceived((ToolCall("a", "clock"),)), T)
    watch = watch.after_sent(ToolResultInput(ToolResult("a", "x", ToolOutcome.SUCCEEDED)), T)
    assert pause_after(SPEECH_5_S, TurnComplete(), watch=watch) == pytest.approx(SETTLE_S)


def test_a_new_connection_knows_the_speech_gate_and_calls_of_its_session_only():
    watch = asked(TurnWatch(user_speaking=True, pending_calls=frozenset("a"), answering=True))
    assert watch.reconnected(is_resumed=True) == TurnWatch(True, frozenset("a"))
    assert watch.reconnected(is_resumed=False) == TurnWatch(True)


def test_a_silenced_answer_keeps_nobody_waiting():
    watch = TurnWatch().after_event(SPEECH_5_S, T).after_silenced(T)
    assert watch.pause_at_s() == pytest.approx(T + SETTLE_S)
    for event in (SPEECH_5_S, WORDS, ModelText("Noon."), GenerationComplete()):
        watch = watch.after_event(event, T)
        assert watch.pause_at_s() == pytest.approx(T + SETTLE_S)


def test_silence_does_not_outlast_the_answer():
    silenced = TurnWatch().after_event(SPEECH_5_S, T).after_silenced(T)
    for end in (TurnComplete(), Interrupted(), GenerationComplete()):
        watch = silenced.after_event(end, T).after_event(SPEECH_5_S, T + 1)
        assert watch.pause_at_s() > T + 6


def test_silence_after_the_last_word_spares_the_next_answer():
    watch = TurnWatch().after_event(SPEECH_5_S, T).after_event(GenerationComplete(), T)
    watch = watch.after_silenced(T)
    assert watch.pause_at_s() == pytest.approx(T + SETTLE_S)
    assert watch.after_event(SPEECH_5_S, T).pause_at_s() > T + 5


def test_silence_without_an_answer_changes_nothing():
    watch = asked()
    assert watch.after_silenced(T) is watch


def test_a_question_asked_meanwhile_outlasts_the_silence():
    watch = asked(TurnWatch().after_event(SPEECH_5_S, T)).after_silenced(T)
    assert watch.pause_at_s() == pytest.approx(T + HEARD_BOUND_S)
