"""The dialogue: client messages and a clock of our own in, server messages out."""

from dataclasses import replace
from itertools import groupby

import pytest
from helpers.practice import (
    SETUP,
    Stage,
    answer_text,
    contents,
    heard_text,
    silence,
    tone,
    with_detection,
)

from livedesk.core.audio_format import CAPTURE_RATE_HZ
from livedesk.loopback.admission import LEGACY_MODEL, THINKING_MODEL
from livedesk.loopback.client_messages import (
    ActivityEnd,
    ActivityStart,
    Audio,
    AudioStreamEnd,
    Behavior,
    ClientContent,
    ContextUpdate,
    FunctionResponse,
    HistoryItem,
    Invalid,
    Picture,
    RealtimeText,
    Tool,
)
from livedesk.loopback.dialogue import NOT_UNDERSTOOD_MARK
from livedesk.loopback.prose import STORY, TOOL_SLOW

TIME_TOOL = Tool("get_local_time", Behavior.NON_BLOCKING, ())
BLOCKING_TOOL = Tool("get_local_time", Behavior.BLOCKING, ())
TIME_RESULT = {"output": {"iso": "2026-11-23T15:05:00+01:00"}}


def kinds(sent):
    """The messages by what they are, sound left out."""
    names = []
    for message in sent:
        content = message.get("serverContent")
        if content is None:
            names += [key for key in message if key != "usageMetadata"]
        else:
            names += [key for key in content if key != "modelTurn"]
    return names


def ask_time(stage):
    stage.receive(RealtimeText("what time is it"))
    [call] = [m["toolCall"]["functionCalls"][0] for m in stage.sent if "toolCall" in m]
    return call["id"]


def test_a_setup_is_accepted_with_a_handle():
    sent = Stage().take()
    assert sent[0] == {"setupComplete": {}}
    assert sent[1]["sessionResumptionUpdate"]["resumable"] is True
    assert sent[1]["sessionResumptionUpdate"]["newHandle"]


def test_without_asking_no_handles_are_sent():
    stage = Stage(replace(SETUP, wants_handles=False))
    stage.receive(RealtimeText("hello"))
    stage.finish_turn()
    assert "sessionResumptionUpdate" not in kinds(stage.sent)


def test_a_typed_question_is_answered_in_order():
    stage = Stage()
    stage.take()
    stage.receive(RealtimeText("thanks"))
    stage.finish_turn()
    assert [name for name, _ in groupby(kinds(stage.sent))] == [
        "sessionResumptionUpdate",
        "outputTranscription",
        "generationComplete",
        "sessionResumptionUpdate",
        "turnComplete",
    ]
    assert answer_text(stage.sent) == "You are welcome!"
    updates = [m["sessionResumptionUpdate"] for m in stage.sent if "sessionResumptionUpdate" in m]
    assert [update["resumable"] for update in updates] == [False, True]


def test_the_turn_lasts_as_long_as_it_is_heard():
    stage = Stage()
    stage.receive(RealtimeText("thanks"))
    length_s = len("You are welcome!") * 0.05
    stage.pass_time(length_s - 0.05)
    assert contents(stage.sent, "generationComplete")
    assert not contents(stage.sent, "turnComplete")
    stage.pass_time(0.1)
    assert contents(stage.sent, "turnComplete")


def test_usage_counts_sound_by_the_second():
    stage = Stage()
    stage.receive(Audio(silence(4.0), 16_000), RealtimeText("thanks"))
    stage.finish_turn()
    [usage] = [m["usageMetadata"] for m in stage.sent if "usageMetadata" in m]
    assert usage["responseTokensDetails"] == [{"modality": "AUDIO", "tokenCount": 20}]
    by_modality = {d["modality"]: d["tokenCount"] for d in usage["promptTokensDetails"]}
    assert by_modality["AUDIO"] == 100
    assert usage["totalTokenCount"] == usage["promptTokenCount"] + usage["responseTokenCount"]


def test_a_spoken_question_is_guessed_transcribed_answered():
    stage = Stage()
    stage.hear("tell me a joke")
    assert contents(stage.sent, "interimInputTranscription")[0] == {"text": "tell"}
    assert heard_text(stage.sent) == "tell me a joke"
    assert contents(stage.sent, "inputTranscription")[-1]["finished"] is True
    assert contents(stage.sent, "modelTurn")


def test_no_transcription_unless_asked_for():
    stage = Stage(replace(SETUP, transcribe_input=False, transcribe_output=False))
    stage.hear("hello")
    stage.finish_turn()
    assert not heard_text(stage.sent)
    assert not contents(stage.sent, "interimInputTranscription")
    assert not contents(stage.sent, "outputTranscription")
    assert contents(stage.sent, "modelTurn")


def test_foreign_speech_is_answered_with_what_can_be_said():
    stage = Stage()
    stage.hear("")
    stage.finish_turn()
    assert heard_text(stage.sent) == NOT_UNDERSTOOD_MARK
    assert "what time is it" in answer_text(stage.sent)


def test_a_click_is_no_question():
    stage = Stage(with_detection(prefix_ms=20))
    stage.take()
    stage.receive(Audio(tone(0.06), 16_000), Audio(silence(1.5), 16_000))
    stage.finish_turn()
    assert stage.sent == []


def test_barge_in_silences_at_once():
    stage = Stage()
    stage.receive(RealtimeText("tell me a long story"))
    stage.pass_time(2.0)
    stage.take()
    stage.hear("stop", then_quiet_s=0.0)
    names = kinds(stage.take())
    after = names[names.index("interrupted") :]
    assert after[:3] == ["interrupted", "sessionResumptionUpdate", "turnComplete"]
    assert "outputTranscription" not in after
    assert "generationComplete" not in names


def test_barge_in_also_works_while_the_answer_is_only_played():
    stage = Stage()
    stage.receive(RealtimeText("help"))
    stage.pass_time(6.0)
    assert contents(stage.take(), "generationComplete")
    stage.hear("stop", then_quiet_s=0.0)
    assert contents(stage.sent, "interrupted") == [True]


def test_after_a_barge_in_only_what_was_heard_is_remembered():
    stage = Stage()
    stage.receive(RealtimeText("tell me a long story"))
    stage.pass_time(3.0)
    stage.hear("stop", then_quiet_s=0.0)
    remembered = stage.session.last_words("model")
    assert STORY.startswith(remembered)
    assert 10 < len(remembered) < 100


def test_without_interruption_the_answer_goes_on_and_the_next_follows():
    stage = Stage(with_detection(interrupts=False))
    stage.receive(RealtimeText("help"))
    stage.pass_time(0.5)
    stage.hear("thank you")
    assert not contents(stage.sent, "interrupted")
    stage.finish_turn()
    assert len(contents(stage.sent, "turnComplete")) == 2
    assert answer_text(stage.sent).endswith("You are welcome!")


def test_text_interrupts_too():
    stage = Stage()
    stage.receive(RealtimeText("tell me a long story"))
    stage.pass_time(1.0)
    stage.receive(RealtimeText("thanks"))
    stage.finish_turn()
    names = kinds(stage.sent)
    assert names.index("interrupted") < names.index("turnComplete")
    assert names.count("turnComplete") == 2


def test_the_end_of_the_stream_ends_the_turn_at_once():
    stage = Stage()
    stage.hear("hello", then_quiet_s=0.1)
    assert not heard_text(stage.sent)
    stage.receive(AudioStreamEnd())
    assert heard_text(stage.sent) == "hello"


def test_a_microphone_that_falls_silent_ends_the_turn():
    stage = Stage()
    stage.hear("hello", then_quiet_s=0.1)
    stage.pass_time(2.5)
    assert heard_text(stage.sent) == "hello"


def test_push_to_talk():
    stage = Stage(with_detection(automatic=False))
    stage.hear("hello")
    assert not heard_text(stage.sent)
    stage.receive(ActivityStart())
    stage.hear("hello", then_quiet_s=1.2)
    assert not heard_text(stage.sent)
    stage.receive(ActivityEnd())
    assert heard_text(stage.sent) == "hello"


def test_a_marked_turn_outlasts_a_gap_in_the_sound():
    stage = Stage(with_detection(automatic=False))
    stage.recogniser.phrase = "tell me a joke"
    stage.receive(ActivityStart(), Audio(tone(0.4), CAPTURE_RATE_HZ))
    stage.pass_time(10.0)
    assert heard_text(stage.take()) == ""
    stage.receive(ActivityEnd())
    assert heard_text(stage.take()) == "tell me a joke"


def test_activity_signals_need_manual_detection():
    stage = Stage()
    stage.receive(ActivityStart())
    assert stage.closed is not None
    assert stage.closed.code == 1007


def test_history_is_seeded_without_an_answer():
    stage = Stage(replace(SETUP, seeds_history=True))
    stage.take()
    turns = (HistoryItem("user", "my cat is grey"), HistoryItem("model", "How nice."))
    stage.receive(ClientContent(turns, turn_complete=True))
    stage.finish_turn()
    assert stage.sent == []
    stage.receive(RealtimeText("what did I say"))
    stage.finish_turn()
    assert answer_text(stage.sent) == "You said: my cat is grey."


def test_client_content_is_a_question():
    stage = Stage()
    stage.receive(ClientContent((HistoryItem("user", "what is 7 x 8"),), turn_complete=True))
    stage.finish_turn()
    assert answer_text(stage.sent) == "7 times 8 is 56."


def test_client_content_waits_for_the_end_of_the_turn():
    stage = Stage()
    stage.take()
    stage.receive(ClientContent((HistoryItem("user", "what is 7 x 8"),), turn_complete=False))
    stage.finish_turn()
    assert stage.sent == []
    stage.receive(ClientContent((), turn_complete=True))
    stage.finish_turn()
    assert answer_text(stage.sent) == "7 times 8 is 56."


def test_the_time_comes_from_the_client_by_a_tool():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    call_id = ask_time(stage)
    stage.pass_time(1.0)
    assert not contents(stage.sent, "modelTurn")
    stage.receive(FunctionResponse(call_id, TIME_RESULT))
    stage.finish_turn()
    assert answer_text(stage.sent) == "It is 3:05 PM."
    assert len(contents(stage.sent, "turnComplete")) == 1


def test_the_time_elsewhere_comes_from_a_tool_that_knows_zones():
    zones = Tool("my_clock__get_current_time", None, ("timezone",))
    stage = Stage(replace(SETUP, tools=(TIME_TOOL, zones)))
    stage.take()
    stage.receive(RealtimeText("What time is it in Tokyo?"))
    (call,) = next(m["toolCall"]["functionCalls"] for m in stage.take() if "toolCall" in m)
    assert (call["name"], call["args"]) == (zones.name, {"timezone": "Asia/Tokyo"})
    result = {"output": {"result": {"datetime": "2026-11-24T06:44:13+09:00"}}}
    stage.receive(FunctionResponse(call["id"], result))
    stage.finish_turn()
    assert answer_text(stage.sent) == "It is 6:44 AM."


def test_without_the_tool_the_time_is_the_servers():
    stage = Stage()
    stage.receive(RealtimeText("what time is it"))
    stage.finish_turn()
    assert answer_text(stage.sent) == "It is 12:05 PM."


def test_a_result_counts_once_and_an_unknown_one_never():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    call_id = ask_time(stage)
    for answered in ("call-99", call_id, call_id):
        stage.receive(FunctionResponse(answered, TIME_RESULT))
    stage.finish_turn()
    assert answer_text(stage.sent) == "It is 3:05 PM."


def test_a_partial_result_is_waited_out():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    call_id = ask_time(stage)
    stage.receive(FunctionResponse(call_id, {"output": "soon"}, will_continue=True))
    assert not contents(stage.sent, "modelTurn")
    stage.receive(FunctionResponse(call_id, TIME_RESULT))
    stage.finish_turn()
    assert answer_text(stage.sent) == "It is 3:05 PM."


def test_a_failed_tool_is_admitted():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    stage.receive(FunctionResponse(ask_time(stage), {"error": "no clock"}))
    stage.finish_turn()
    assert answer_text(stage.sent) == "That did not work. No clock."


def test_a_tool_that_never_answers_ends_the_wait():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    call_id = ask_time(stage)
    stage.finish_turn()
    assert answer_text(stage.sent) == TOOL_SLOW
    stage.take()
    stage.receive(FunctionResponse(call_id, TIME_RESULT))
    assert stage.sent == []


@pytest.mark.parametrize(
    "setup",
    [
        replace(SETUP, tools=(BLOCKING_TOOL,)),
        replace(SETUP, model=LEGACY_MODEL, tools=(TIME_TOOL,)),
    ],
)
def test_a_barge_in_cancels_a_blocking_call(setup):
    stage = Stage(setup)
    call_id = ask_time(stage)
    stage.hear("never mind", then_quiet_s=0.0)
    assert [m["toolCallCancellation"] for m in stage.sent if "toolCallCancellation" in m] == [
        {"ids": [call_id]}
    ]
    assert contents(stage.sent, "interrupted") == [True]
    stage.take()
    stage.receive(FunctionResponse(call_id, TIME_RESULT))
    assert stage.sent == []


def test_a_call_that_does_not_block_survives_the_next_question():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    call_id = ask_time(stage)
    stage.hear("thank you")
    assert "toolCallCancellation" not in kinds(stage.sent)
    stage.receive(FunctionResponse(call_id, TIME_RESULT))
    stage.finish_turn()
    assert answer_text(stage.sent) == "You are welcome!It is 3:05 PM."


def test_an_urgent_result_interrupts():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    call_id = ask_time(stage)
    stage.hear("tell me a long story")
    stage.pass_time(1.0)
    stage.receive(FunctionResponse(call_id, TIME_RESULT, scheduling="INTERRUPT"))
    assert contents(stage.sent, "interrupted") == [True]
    stage.finish_turn()
    assert answer_text(stage.sent).endswith("It is 3:05 PM.")


def test_a_silent_result_is_not_spoken():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    stage.receive(FunctionResponse(ask_time(stage), TIME_RESULT, scheduling="SILENT"))
    stage.finish_turn()
    assert contents(stage.sent, "turnComplete") == [True]
    assert not contents(stage.sent, "modelTurn")


def test_a_silent_result_lets_a_running_answer_go_on():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    call_id = ask_time(stage)
    stage.hear("thank you")
    stage.receive(FunctionResponse(call_id, TIME_RESULT, scheduling="SILENT"))
    stage.finish_turn()
    assert answer_text(stage.sent) == "You are welcome!"
    assert contents(stage.sent, "turnComplete") == [True, True]


def test_results_that_waited_are_all_used():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    first = ask_time(stage)
    stage.take()
    second = ask_time(stage)
    stage.hear("tell me a joke")
    stage.receive(
        FunctionResponse(first, TIME_RESULT, scheduling="SILENT"),
        FunctionResponse(second, TIME_RESULT),
    )
    stage.finish_turn()
    assert answer_text(stage.sent).endswith("It is 3:05 PM.")


def test_calls_can_be_taken_back():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    ask_time(stage)
    stage.cancel_calls()
    stage.finish_turn()
    assert "toolCallCancellation" in kinds(stage.sent)
    assert contents(stage.sent, "turnComplete") == [True]


def test_tools_can_be_changed_on_the_way():
    stage = Stage(replace(SETUP, tools=(TIME_TOOL,)))
    stage.receive(ContextUpdate(tools=()), RealtimeText("what time is it"))
    stage.finish_turn()
    assert answer_text(stage.sent) == "It is 12:05 PM."


def test_a_concise_instruction_shortens_answers_but_no_story():
    stage = Stage(replace(SETUP, instruction="Be concise."))
    stage.receive(RealtimeText("who are you"))
    stage.finish_turn()
    assert len(stage.said) == 2
    stage.receive(RealtimeText("tell me a story"))
    stage.finish_turn()
    assert len(stage.said) > 15


def test_another_language_is_apologised_for_once():
    pinned = "RESPOND IN GERMAN. YOU MUST RESPOND UNMISTAKABLY IN GERMAN."
    stage = Stage(replace(SETUP, instruction=pinned))
    for _ in range(2):
        stage.receive(RealtimeText("thanks"))
        stage.finish_turn()
    assert answer_text(stage.sent).count("in German") == 1


def test_extended_thinking_says_when_the_interaction_is_over():
    stage = Stage(replace(SETUP, model=THINKING_MODEL))
    stage.receive(RealtimeText("thanks"))
    stage.finish_turn()
    assert contents(stage.sent, "interactionStatus") == ["IDLE"]


def test_pictures_are_left_out_and_nonsense_closes():
    stage = Stage()
    stage.take()
    stage.receive(Picture())
    assert stage.sent == []
    stage.receive(Invalid("no"))
    assert (stage.closed.code, stage.closed.reason) == (1007, "no")


def test_a_second_setup_closes():
    stage = Stage()
    stage.receive(SETUP)
    assert stage.closed.code == 1007


def test_nothing_is_due_while_nobody_speaks():
    stage = Stage()
    stage.receive(Audio(silence(1.0), 16_000))
    assert stage.dialogue.next_due_s is None


def test_jokes_do_not_repeat_at_once():
    stage = Stage()
    for _ in range(2):
        stage.receive(RealtimeText("tell me a joke"))
        stage.finish_turn()
    assert len(set(stage.said)) == len(stage.said)


def test_closing_gives_the_ears_back():
    stage = Stage()
    stage.dialogue.close()
    assert stage.recogniser.is_closed
