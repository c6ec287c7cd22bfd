"""What a woken computer, or another network, means in each state."""

from __future__ import annotations

import asyncio

import pytest

from livedesk.core.errors import (
    CredentialError,
    QuotaError,
    ServerBusyError,
    ServerUnreachableError,
)
from livedesk.core.events import ResumptionUpdate, Transcription
from livedesk.core.reports import SessionState
from livedesk.core.speakers import Speaker
from livedesk.session.attempts import STUCK_S
from livedesk.session.machine_types import (
    CloseConnection,
    ProbeConnection,
    Start,
    Woken,
)
from livedesk.session.scripted import Accept, Emit

LOST = ServerUnreachableError("gone")
TALK = Transcription(Speaker.ASSISTANT, "Hi")


def test_an_open_connection_is_probed(drive):
    drive.go_live()
    assert drive.give(Woken()) == (ProbeConnection(),)
    assert drive.state is SessionState.LIVE


def test_a_wait_is_over_at_once_and_the_attempts_count_anew(drive):
    drive.give(Start())
    for _ in range(4):
        drive.lose(LOST)
        if not drive.opens:
            drive.sleep()
    drive.lose(LOST)
    drive.give(Woken())
    assert drive.opens
    assert drive.status.attempt == 1


def test_a_quota_is_waited_for_all_the_same(drive):
    drive.go_live().hear(TALK)
    drive.lose(QuotaError("later"))
    assert drive.give(Woken()) == ()


def test_an_attempt_that_may_be_stuck_is_made_again(drive):
    drive.give(Start())
    assert drive.give(Woken(), after_s=STUCK_S / 2) == ()
    drive.give(Woken(), after_s=STUCK_S)
    assert drive.actions[0] == CloseConnection()
    assert drive.opens


@pytest.mark.parametrize(("error", "opens"), [(LOST, True), (CredentialError("key"), False)])
def test_what_failed_by_the_network_is_started_again(drive, error, opens):
    drive.give(Start())
    while drive.state is not SessionState.FAILED:
        drive.lose(error)
        if drive.state is SessionState.RECONNECTING:
            drive.sleep()
    drive.give(Woken())
    assert drive.opens == opens


def test_nothing_is_done_where_nothing_was_started(drive):
    assert drive.give(Woken()) == ()


def test_the_first_moments_after_a_loss_are_tried_often(drive):
    drive.go_live().hear(TALK)
    drive.lose(LOST)
    assert drive.opens
    waits_s = []
    while drive.status.attempt < 4:
        drive.lose(LOST)
        waits_s.append(drive.wake_in_s)
        drive.sleep()
    assert max(waits_s[:10]) <= 0.5
    assert waits_s[-1] > 0.5


def test_a_busy_server_is_not_pressed(drive):
    drive.go_live().hear(TALK)
    drive.lose(ServerBusyError("later"))
    drive.lose(ServerBusyError("later"))
    drive.lose(ServerBusyError("later"))
    assert drive.wake_in_s == pytest.approx(0.5 * 1.6)


async def test_a_dead_connection_is_exchanged_and_a_living_one_kept(talk):
    ticket = ResumptionUpdate("H1", resumable=True)
    one = talk(Accept(), Emit(ticket), Accept("H1"))
    await one.until(lambda report: report == ticket)
    asked = asyncio.Event()
    connection = one.connector.connection

    async def is_alive(within_s: float) -> bool:
        asked.set()
        return connection.answers_probes

    connection.is_alive = is_alive
    one.session.note_wake()
    await asked.wait()
    one.connector.emit(TALK)
    await one.until(lambda report: report == TALK)
    assert one.session.state is SessionState.LIVE
    connection.answers_probes = False
    one.session.note_wake()
    await one.until_state(SessionState.LIVE, times=2)
    assert connection.is_closed
