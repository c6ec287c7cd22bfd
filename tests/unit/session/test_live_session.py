"""The session against a scripted server: states are waited for, never times."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from livedesk.core.backoff import BackoffPolicy
from livedesk.core.clock import SystemClock
from livedesk.core.errors import (
    CredentialError,
    HandleRefusedError,
    ServerUnreachableError,
)
from livedesk.core.events import (
    AudioOutput,
    GoAway,
    ResumptionUpdate,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    Unrecognised,
)
from livedesk.core.inputs import AudioInput, HistoryTurn, TextInput, ToolResultInput
from livedesk.core.reports import (
    AudioLost,
    SessionReport,
    SessionState,
    SetupApplied,
    SetupPending,
    StateChanged,
)
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.session import link
from livedesk.session.live_session import LiveSession
from livedesk.session.machine_types import Failed
from livedesk.session.scripted import (
    Accept,
    Drop,
    Emit,
    Expect,
    ExpectClose,
    Refuse,
    ScriptedConnector,
    Stall,
)

LOST = ServerUnreachableError("gone")
ANSWER = (Transcription(Speaker.ASSISTANT, "Noon."), TurnComplete())
TICKET = ResumptionUpdate("H1", resumable=True)
HISTORY = (HistoryTurn(Speaker.USER, "hello"), HistoryTurn(Speaker.ASSISTANT, "Hi."))


class Talk:
    """A session with everything it reported."""

    def __init__(self, setup, *steps) -> None:
        self.connector = ScriptedConnector(*steps)
        self.reports: list[SessionReport] = []
        self.history: tuple[HistoryTurn, ...] = ()
        self._news = asyncio.Event()
        self.session = LiveSession(
            self.connector,
            setup,
            self._on_report,
            clock=SystemClock(),
            policy=BackoffPolicy(initial_s=0.01),
            jitter=lambda: 0.5,
            history=lambda: self.history,
        )

    def _on_report(self, report: SessionReport) -> None:
        self.reports.append(report)
        self._news.set()

    async def until(self, wanted: Callable[[SessionReport], bool]) -> SessionReport:
        """The first report, from the beginning, that is wanted."""
        async with asyncio.timeout(5):
            while True:
                for report in self.reports:
                    if wanted(report):
                        return report
                self._news.clear()
                await self._news.wait()

    async def until_state(self, state: SessionState, *, times: int = 1) -> StateChanged:
        async with asyncio.timeout(5):
            while len(found := [c for c in self.changes if c.state is state]) < times:
                self._news.clear()
                await self._news.wait()
        return found[times - 1]

    async def until_sent(self, n_items: int) -> None:
        async with asyncio.timeout(5):
            while len(self.connector.sent) < n_items:
                await asyncio.sleep(0)

    @property
    def changes(self) -> list[StateChanged]:
        return [report for report in self.reports if isinstance(report, StateChanged)]

    @property
    def states(self) -> list[SessionState]:
        return [change.state for change in self.changes]


@pytest.fixture
async def talk(setup) -> AsyncIterator[Callable[..., Talk]]:
    talks: list[Talk] = []

    def begin(*steps, start: bool = True) -> Talk:
        talks.append(Talk(setup, *steps))
        if start:
            talks[-1].session.start()
        return talks[-1]

    yield begin
    for one in talks:
        await one.session.aclose()
        one.connector.verify()


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


async def test_speech_older_than_ten_seconds_is_lost_and_reported(talk):
    one = talk(Accept())
    old, young = frame(SystemClock().now_s() - 11.0), frame()
    one.session.send(old)
    one.session.send(young)
    await one.until_sent(1)
    assert one.connector.sent == [young]
    assert await one.until(lambda report: isinstance(report, AudioLost)) == AudioLost(20.0)


async def test_after_a_loss_text_and_results_go_out_once_and_in_order(talk):
    result = ToolResultInput(ToolResult("c1", "clock", ToolOutcome.SUCCEEDED))
    one = talk(
        Accept(),
        Emit(TICKET, ToolCallsReceived((ToolCall("c1", "clock"),))),
        Drop(LOST),
        Refuse(LOST),
        Accept("H1"),
        Expect(TextInput("a")),
        Expect(result),
        Expect(TextInput("b")),
    )
    await one.until_state(SessionState.RECONNECTING)
    young = frame()
    for item in (frame(SystemClock().now_s() - 2.0), TextInput("a"), result, TextInput("b"), young):
        one.session.send(item)
    await one.until_sent(4)
    assert one.connector.sent == [TextInput("a"), result, TextInput("b"), young]
    await one.until(lambda report: report == AudioLost(20.0))
    assert ToolCallsCancelled(("c1",)) not in one.reports


async def test_an_unsent_item_is_sent_again_after_the_failure(talk):
    """The connection dies while the item is on its way."""
    one = talk(Accept(), Emit(ANSWER[0]))
    await one.until(lambda report: report == ANSWER[0])
    one.connector.connection._end = LOST  # the receiver does not know yet
    one.session.send(TextInput("a"))
    await asyncio.sleep(0)
    one.connector.extend(Accept(), Expect(TextInput("a")))
    one.connector.connection._said.put_nowait(LOST)
    await one.until_sent(1)
    assert one.connector.sent == [TextInput("a")]


async def test_the_receivers_reason_for_an_end_counts(talk):
    """A failed send says little; the close code that the receiver gets says why."""
    error = CredentialError("The key was revoked.")
    one = talk(Accept())
    await one.until_state(SessionState.LIVE)
    one.connector.connection._end = LOST
    one.session.send(TextInput("a"))
    for _ in range(5):
        await asyncio.sleep(0)
    one.connector.connection._said.put_nowait(error)
    assert (await one.until_state(SessionState.FAILED)).error is error


async def test_a_failed_send_ends_a_connection_whose_receiver_stays_silent(talk, monkeypatch):
    monkeypatch.setattr(link, "_REASON_WAIT_S", 0.01)
    one = talk(Accept())
    await one.until_state(SessionState.LIVE)
    one.connector.connection._end = LOST
    one.session.send(TextInput("a"))
    one.connector.extend(Accept(), Expect(TextInput("a")))
    await one.until_sent(1)


async def test_what_an_earlier_connection_still_reports_is_ignored(talk):
    one = talk(Accept())
    await one.until_state(SessionState.LIVE)
    earlier = link.Link(
        one.connector, link.Opening(one.session.desired_setup, None, ()), None, None
    )
    one.session._post_from(earlier, Failed(LOST))
    one.connector.emit(TurnComplete())
    await one.until(lambda report: report == TurnComplete())
    assert one.session.state is SessionState.LIVE


async def test_results_of_a_lost_session_are_not_sent_to_a_fresh_one(talk):
    result = ToolResultInput(ToolResult("c1", "clock", ToolOutcome.SUCCEEDED))
    one = talk(
        Accept(), Emit(ToolCallsReceived((ToolCall("c1", "clock"),))), Drop(LOST), Accept(None)
    )
    one.history = HISTORY
    await one.until(lambda report: report == ToolCallsCancelled(("c1",)))
    one.session.send(TextInput("a"))
    await one.until_sent(1)
    assert result not in one.connector.sent
    assert one.connector.connects[1].history == HISTORY


async def test_a_new_voice_is_exchanged_at_the_pause_without_losing_speech(
    talk, setup, other_voice
):
    one = talk(Accept(), Emit(TICKET), ExpectClose(), Accept("H1"))
    await one.until(lambda report: report == TICKET)
    one.session.apply(other_voice)
    assert one.session.desired_setup == other_voice
    assert await one.until(lambda report: isinstance(report, SetupPending)) == SetupPending(
        other_voice
    )
    await one.until_state(SessionState.RECONNECTING)
    frames = [frame() for _ in range(10)]
    for each in frames:
        one.session.send(each)
    assert await one.until_state(SessionState.LIVE, times=2) == StateChanged(
        SessionState.LIVE, SessionState.RECONNECTING, planned=True
    )
    await one.until_sent(10)
    assert one.connector.sent == frames
    assert one.session.active_setup == other_voice
    assert SetupApplied(other_voice) in one.reports


async def test_speaking_delays_the_exchange(talk, other_voice):
    one = talk(Accept())
    await one.until_state(SessionState.LIVE)
    one.session.note_user_speaking(True)
    one.session.apply(other_voice)
    await one.until_state(SessionState.DRAINING)
    one.session.apply(one.session.active_setup)
    await one.until_state(SessionState.LIVE, times=2)


async def test_a_new_model_starts_afresh_with_history(talk, other_model):
    one = talk(Accept(), Emit(TICKET), ExpectClose(), Accept(None))
    await one.until(lambda report: report == TICKET)
    one.history = HISTORY
    one.session.apply(other_model)
    await one.until_state(SessionState.LIVE, times=2)
    assert one.connector.connects[1].history == HISTORY


async def test_go_away_reconnects_with_the_handle(talk):
    one = talk(Accept(), Emit(TICKET, GoAway(2.0)), ExpectClose(), Accept("H1"))
    one.history = HISTORY
    await one.until_state(SessionState.LIVE, times=2)
    assert one.connector.connects[1].history == ()


async def test_a_refused_handle_leads_to_a_fresh_session(talk):
    one = talk(Accept(), Emit(TICKET), Drop(LOST), Refuse(HandleRefusedError("no")), Accept(None))
    await one.until_state(SessionState.LIVE, times=2)


async def test_a_wrong_key_fails_and_retry_starts_again(talk):
    error = CredentialError("The key is wrong.")
    one = talk(Refuse(error), Accept())
    assert (await one.until_state(SessionState.FAILED)).error is error
    one.session.retry_now()
    await one.until_state(SessionState.LIVE)


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
    one.session._status = replace(one.session._status, policy=BackoffPolicy(initial_s=100.0))
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
