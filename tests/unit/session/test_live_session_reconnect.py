"""What a session carries over from one connection to the next."""

from __future__ import annotations

import asyncio

from livedesk.core.clock import SystemClock
from livedesk.core.errors import (
    CredentialError,
    HandleRefusedError,
    ServerUnreachableError,
)
from livedesk.core.events import (
    GoAway,
    ResumptionUpdate,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
)
from livedesk.core.inputs import AudioInput, HistoryTurn, TextInput, ToolResultInput, VideoInput
from livedesk.core.reports import (
    AudioLost,
    SessionState,
    SetupApplied,
    SetupPending,
    StateChanged,
)
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.session import link
from livedesk.session.machine_types import Failed
from livedesk.session.scripted import (
    Accept,
    Drop,
    Emit,
    Expect,
    ExpectClose,
    Refuse,
    ScriptedConnection,
)

LOST = ServerUnreachableError("gone")
ANSWER = (Transcription(Speaker.ASSISTANT, "Noon."), TurnComplete())


TICKET = ResumptionUpdate("H1", resumable=True)
HISTORY = (HistoryTurn(Speaker.USER, "hello"), HistoryTurn(Speaker.ASSISTANT, "Hi."))


def frame(captured_at_s: float | None = None) -> AudioInput:
    return AudioInput(b"\1\0" * 320, 16_000, captured_at_s or SystemClock().now_s())


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
    for item in (
        frame(SystemClock().now_s() - 16.0),
        TextInput("a"),
        result,
        TextInput("b"),
        young,
    ):
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
        one.connector,
        link.Opening(one.session.desired_setup, None, ()),
        one.session._baggage,
        lambda *_: None,
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


async def test_no_frame_from_before_or_during_a_cut_is_sent_after_it(talk):
    one = talk(
        Accept(),
        Emit(TICKET),
        Expect(VideoInput(b"before", 1.0)),
        Drop(LOST),
        Refuse(LOST),
        Accept("H1"),
        Expect(TextInput("a")),
        Expect(VideoInput(b"after", 3.0)),
    )
    await one.until_state(SessionState.LIVE)
    one.session.send(VideoInput(b"before", 1.0))
    await one.until_state(SessionState.RECONNECTING)
    one.session.send(VideoInput(b"during", 2.0))
    one.session.send(TextInput("a"))
    await one.until_sent(2)
    one.session.send(VideoInput(b"after", 3.0))
    await one.until_sent(3)
    frames = [item.jpeg for item in one.connector.sent if isinstance(item, VideoInput)]
    assert frames == [b"before", b"after"]


async def test_a_frame_whose_sending_failed_is_not_sent_again(talk, monkeypatch):
    refused = []
    send = ScriptedConnection.send

    async def send_but_no_first_frame(connection, item):
        if isinstance(item, VideoInput) and not refused:
            refused.append(item)
            connection.drop(LOST)
            raise LOST
        await send(connection, item)

    monkeypatch.setattr(ScriptedConnection, "send", send_but_no_first_frame)
    one = talk(Accept(), Emit(TICKET), Accept("H1"))
    await one.until(lambda report: report == TICKET)
    one.session.send(VideoInput(b"a", 1.0))
    await one.until_state(SessionState.RECONNECTING)
    one.session.send(TextInput("b"))
    await one.until_sent(1)
    assert refused == [VideoInput(b"a", 1.0)]
    assert one.connector.sent == [TextInput("b")]


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
