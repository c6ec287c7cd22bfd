"""What the terminal says while the connection is away."""

from livedesk.cli.outage_lines import OutageLines
from livedesk.core.errors import QuotaError, ServerUnreachableError
from livedesk.core.reports import SessionState, StateChanged

LIVE, RECONNECTING = SessionState.LIVE, SessionState.RECONNECTING
LOST = ServerUnreachableError("The connection was lost.")


def away(lines, **more):
    return lines.line(StateChanged(RECONNECTING, LIVE, **more))


def test_the_reason_is_said_once_and_then_the_waits():
    lines = OutageLines()
    assert away(lines, attempt=1, error=LOST) == "(The connection was lost; trying again now)"
    assert away(lines, attempt=1) is None
    assert away(lines, attempt=2, error=LOST, retry_in_s=0.4) is None
    assert away(lines, error=LOST, retry_in_s=3.2) == "(trying again in 4 s; Ctrl+C ends it)"
    assert lines.line(StateChanged(LIVE, RECONNECTING)) is None
    assert away(lines, attempt=1, error=LOST) == "(The connection was lost; trying again now)"


def test_another_reason_is_said_with_its_wait():
    lines = OutageLines()
    away(lines, attempt=1, error=LOST)
    limit = QuotaError("The usage limit is reached.")
    expected = "(The usage limit is reached; trying again in 60 s; Ctrl+C ends it)"
    assert away(lines, error=limit, retry_in_s=60.0) == expected


def test_a_reconnect_of_our_own_wish_is_not_told():
    assert away(OutageLines(), planned=True) is None
