"""The session against a scripted server: states are waited for, never times."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from livedesk.core.backoff import BackoffPolicy
from livedesk.core.clock import SystemClock
from livedesk.core.errors import (
    ServerUnreachableError,
)
from livedesk.core.events import (
    AudioOutput,
    GoAway,
    Transcription,
    TurnComplete,
    Unrecognised,
)
from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    HistoryTurn,
    TextInput,
)
from livedesk.core.reports import (
    AudioLost,
    SessionReport,
    SessionState,
    SetupApplied,
    StateChanged,
)
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.core.turn_taking import TalkMode, TurnTaking
from livedesk.session.live_session import LiveSession
from livedesk.session.scripted import (
    Accept,
    Emit,
    Expect,
    ExpectClose,
    Refuse,
    Stall,
)

LOST = ServerUnreachableError("gone")
ANSWER = (Transcription(Speaker.ASSISTANT, "Noon."), TurnComplete())


HISTORY = (HistoryTurn(Speaker.USER, "hello"), HistoryTurn(Speaker.ASSISTANT, "Hi."))


def frame(captured_at_s: float | None = None) -> AudioInput:
    return AudioInput(b"\1\0" * 320, 16_000, captured_at_s or SystemClock().now_s())


async def test_a_question_is_answered(talk, setup):
    one = talk(Accept(None), Expect(TextInput("What time is it?")), Emit(*ANSWER))
    one.session.send(TextInput("What time is it?"))
    await one.until(lambda report: report == TurnComplete())
    assert one.reports == [
        StateChanged(SessionState.CONNECTING, SessionState.IDLE),
        StateChanged(SessionState.LIVE, SessionState.CONNECTING),
        SetupApplied(setup),
        *ANSWER,
    ]
    assert one.session.active_setup == setup


async def test_nothing_happens_before_start(talk, setup, other_voice):
    one = talk(start=False)
    one.session.note_user_speaking(True)
    one.session.retry_now()
    one.session.apply(other_voice)
    await asyncio.sleep(0)
    assert one.session.state is SessionState.IDLE
    assert one.session.desired_setup == other_voice
    assert one.session.active_setup is None
    assert one.reports == []


async def test_a_choice_made_before_start_is_used(talk, other_voice):
    one = talk(Accept(), start=False)
    one.session.apply(other_voice)
    one.session.start()
    await one.until_state(SessionState.LIVE)
    assert one.connector.connects[0].setup == other_voice


async def test_start_is_idempotent(talk):
    one = talk(Accept())
    one.session.start()
    await one.until_state(SessionState.LIVE)
    one.session.start()
    await asyncio.sleep(0)
    assert len(one.connector.connects) == 1


async def test_the_conversation_so_far_seeds_a_fresh_session(talk):
    one = talk(Accept(), start=False)
    one.session.start(HISTORY)
    await one.until_state(SessionState.LIVE)
    assert one.connector.connects[0].history == HISTORY


async def test_several_turns_that_wait_are_sent_once_and_are_no_history_yet(talk):
    one = talk(Accept(), Expect(TextInput("And now?")), Expect(TextInput("Well?")), start=False)
    one.history = (*HISTORY, HistoryTurn(Speaker.USER, "Was heard. And now? Well?"))
    one.session.send(TextInput("And now?"))
    one.session.send(TextInput("Well?"))
    one.session.start()
    await one.until_sent(2)
    seeded = (*HISTORY, HistoryTurn(Speaker.USER, "Was heard."))
    assert one.connector.connects[0].history == seeded


async def test_what_waits_to_be_sent_is_no_history_yet(talk):
    one = talk(Accept(), Expect(TextInput("And now?")))
    one.history = (*HISTORY, HistoryTurn(Speaker.USER, "And now?"))
    one.session.send(TextInput("And now?"))
    await one.until_sent(1)
    assert one.connector.connects[0].history == HISTORY


async def test_speech_of_the_connecting_time_is_sent_when_live(talk):
    one = talk(Refuse(LOST), Accept())
    frames = [frame() for _ in range(50)]
    for each in frames:
        one.session.send(each)
    await one.until_sent(50)
    assert one.connector.sent == frames
    assert not any(isinstance(report, AudioLost) for report in one.reports)


async def test_speech_older_than_the_bound_is_lost_and_reported(talk):
    one = talk(Accept())
    old, young = frame(SystemClock().now_s() - 16.0), frame()
    one.session.send(old)
    one.session.send(young)
    await one.until_sent(1)
    assert one.connector.sent == [young]
    assert await one.until(lambda report: isinstance(report, AudioLost)) == AudioLost(20.0)


async def test_a_connectors_defect_ends_in_failed_and_is_logged(talk, expected_log):
    expected_log("the connection ended by a defect.*ZeroDivisionError")
    one = talk()

    async def connect(*_args: object) -> None:
        raise ZeroDivisionError

    one.connector.connect = connect
    assert (await one.until_state(SessionState.FAILED)).error is not None


async def test_a_listeners_defect_does_not_end_the_talk(talk, expected_log):
    expected_log("a listener failed on TurnComplete")
    one = talk(Accept())
    await one.until_state(SessionState.LIVE)
    listener = one.session._listener

    def fragile(report: SessionReport) -> None:
        if isinstance(report, TurnComplete):
            raise ValueError("a defect")
        listener(report)

    one.session._listener = fragile
    one.connector.emit(TurnComplete(), ANSWER[0])
    await one.until(lambda report: report == ANSWER[0])


async def test_unknown_messages_are_logged_once(talk, caplog):
    caplog.set_level("INFO", "livedesk.session")
    one = talk(Accept(), Emit(*[Unrecognised("news")] * 3, *ANSWER))
    await one.until(lambda report: report == TurnComplete())
    assert caplog.text.count("unknown: news") == 1


async def test_neither_setup_nor_speech_is_logged(talk, caplog, setup):
    caplog.set_level("DEBUG")
    one = talk(Accept(), Expect(TextInput("secret words")), Emit(*ANSWER))
    one.session.send(TextInput("secret words"))
    await one.until(lambda report: report == TurnComplete())
    await one.session.aclose()
    for word in ("secret words", "Noon.", setup.system_instruction):
        assert word not in caplog.text


async def test_aclose_gives_up_connecting(talk):
    one = talk(Stall())
    await one.until_state(SessionState.CONNECTING)
    await one.session.aclose()
    assert one.states == [SessionState.CONNECTING, SessionState.CLOSING, SessionState.IDLE]
    await one.session.aclose()


async def test_aclose_closes_the_connection_and_is_final(talk):
    one = talk(Accept(), ExpectClose())
    await one.until_state(SessionState.LIVE)
    await asyncio.gather(one.session.aclose(), one.session.aclose())
    assert one.connector.connection.is_closed
    assert one.session.state is SessionState.IDLE
    one.session.start()
    one.session.send(TextInput("too late"))
    assert one.connector.sent == []


async def test_aclose_before_anything_ran(talk):
    one = talk()
    await one.session.aclose()
    assert one.session.state is SessionState.IDLE
    assert one.connector.connects == []


async def test_aclose_while_waiting_for_the_next_attempt(talk, setup):
    one = talk(Refuse(LOST), start=False)
    one.session._status = replace(
        one.session._status, policy=SessionPolicy(BackoffPolicy(initial_s=100.0))
    )
    one.session.start()
    await one.until_state(SessionState.RECONNECTING)
    await one.session.aclose()
    assert one.states[-1] is SessionState.IDLE


async def test_reports_after_aclose_stop(talk):
    one = talk(Accept())
    await one.until_state(SessionState.LIVE)
    one.connector.emit(AudioOutput(b"\0\0", 24_000))
    one.session.start()
    await one.session.aclose()
    n_reports = len(one.reports)
    one.connector.emit(AudioOutput(b"\0\0", 24_000))
    await asyncio.sleep(0)
    assert len(one.reports) == n_reports


async def test_sound_reaches_the_connection_within_the_same_loop_turns(talk):
    one = talk(Accept())
    await one.until_state(SessionState.LIVE)
    await asyncio.sleep(0)
    one.session.send(frame())
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(one.connector.sent) == 1


async def test_a_turn_is_begun_again_on_a_new_connection(talk, setup):
    one = talk(Accept(), Accept())
    manual = replace(setup, turn_taking=TurnTaking(TalkMode.HOLD))
    one.session.apply(manual)
    await one.until(lambda report: report == SetupApplied(manual))
    sound = frame()
    for item in (ActivityStart(), sound):
        one.session.send(item)
    await one.until_sent(2)
    one.connector.extend(Accept())
    one.connector.emit(GoAway(0.0))
    await one.until_state(SessionState.LIVE, times=3)
    one.session.send(sound)
    one.session.send(ActivityEnd())
    await one.until_sent(7)
    kinds = [type(item) for item in one.connector.sent]
    assert kinds[:3] == [ActivityStart, AudioInput, ActivityEnd]
    # What was said before the exchange is said again: half a turn is no turn.
    assert kinds[3:] == [ActivityStart, AudioInput, AudioInput, ActivityEnd]


async def test_a_way_to_talk_that_the_server_need_not_know_holds_at_once(talk, setup):
    one = talk(Accept())
    await one.until_state(SessionState.LIVE)
    quick = replace(setup, turn_taking=TurnTaking(TalkMode.QUICK))
    one.session.apply(quick)
    await one.until(lambda report: report == SetupApplied(quick))
    assert one.states[-1] is SessionState.LIVE


async def test_an_error_keeps_nothing_of_its_connection_alive():
    told = []

    def fail() -> None:
        dead_connection = object()
        raise ServerUnreachableError("gone") from ValueError(str(dead_connection))

    class Refusing:
        async def connect(self, setup, handle, history=()):
            fail()

    setup = SessionSetup("gemini-3.8-live", "Kore", "")
    session = LiveSession(Refusing(), setup, told.append, clock=SystemClock())
    session.start()
    async with asyncio.timeout(5):
        while not any(getattr(report, "error", None) for report in told):
            await asyncio.sleep(0.01)
    await session.aclose()
    error = next(report.error for report in told if getattr(report, "error", None))
    assert error.__traceback__ is None
    assert error.__cause__ is None
    assert error.__context__ is None
