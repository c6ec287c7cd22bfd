"""Starting, stopping, and what comes out of place."""

from __future__ import annotations

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import (
    ServerUnreachableError,
)
from livedesk.core.events import (
    GoAway,
)
from livedesk.core.reports import SessionState, SetupApplied, StateChanged
from livedesk.session.machine_types import (
    CloseConnection,
    Closed,
    Failed,
    OpenConnection,
    Opened,
    Received,
    Start,
    Stop,
    Tell,
)

LOST = ServerUnreachableError("gone")


def test_start_opens_a_fresh_session(drive, setup):
    drive.give(Start())
    assert drive.state is SessionState.CONNECTING
    assert drive.opening == OpenConnection(setup, None)
    assert drive.change == StateChanged(SessionState.CONNECTING, SessionState.IDLE)
    assert drive.wake_in_s is None


def test_start_while_talking_changes_nothing(drive):
    drive.go_live()
    assert drive.give(Start()) == ()


def test_opened_is_live_with_the_setup_applied(drive, setup):
    drive.give(Start())
    drive.give(Opened(Capabilities(google_search=False)))
    assert drive.state is SessionState.LIVE
    assert drive.status.active == setup
    assert drive.status.capabilities == Capabilities(google_search=False)
    assert drive.reports[-1] == SetupApplied(setup)


def test_opened_out_of_place_is_ignored(drive):
    assert drive.give(Opened(Capabilities())) == ()
    assert drive.state is SessionState.IDLE
    drive.go_live()
    assert drive.give(Opened(Capabilities())) == ()


def test_stop_closes_and_ends_in_idle(drive):
    drive.go_live()
    drive.give(Stop())
    assert drive.actions == (
        Tell(StateChanged(SessionState.CLOSING, SessionState.LIVE)),
        CloseConnection(),
    )
    assert drive.give(Stop()) == ()
    assert drive.give(Start()) == ()
    assert drive.give(Failed(LOST)) == ()
    assert drive.wake_in_s is None
    drive.give(Closed())
    assert drive.state is SessionState.IDLE


def test_stop_cancels_a_wait(drive):
    drive.give(Start())
    drive.lose(LOST)
    drive.give(Stop())
    assert drive.state is SessionState.CLOSING
    assert drive.wake_in_s is None


def test_stop_in_idle_does_nothing(drive):
    assert drive.give(Stop()) == ()


def test_closed_of_an_exchanged_connection_changes_nothing(drive):
    drive.go_live()
    assert drive.give(Closed()) == ()


def test_events_and_failures_out_of_place_change_nothing(drive):
    assert drive.give(Received(GoAway(1.0))) == ()
    assert drive.give(Failed(LOST)) == ()
    assert drive.state is SessionState.IDLE
