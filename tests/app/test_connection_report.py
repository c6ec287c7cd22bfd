"""The text that is copied for a bug report."""

from datetime import date

from livedesk.app.connection_report import Bill, ConnectionReport, connection_details
from livedesk.core.connection_story import ConnectionStory
from livedesk.core.errors import ServerUnreachableError
from livedesk.core.prices import Cost
from livedesk.core.reports import SessionState
from livedesk.core.tokens import KINDS, Tokens

USED = Bill(
    {"new": Tokens(audio_in=250, from_clock=True)}, Cost(dict.fromkeys(KINDS, 0.0), ("new",))
)


def test_everything_is_told_in_plain_lines():
    story = ConnectionStory(SessionState.LIVE, "new", 3.0, 61.2, 4, 2, True, 250.0)
    report = ConnectionReport(
        "New", False, date(2026, 9, 25), story, 12.4, 812.3, 700.0, 3, USED, Bill()
    )
    text = connection_details(report, ServerUnreachableError("Lost.", detail="close 1006"))
    for line in (
        "state: live",
        "connection age: 12 s",
        "handle age: 61 s",
        "reconnects: 4, of them after a loss: 2",
        "round trip: last 812 ms, median 700 ms of 3",
        "audio_in 250",
        "some by the clock; about 0.0000 USD, no price for new",
        "error: ServerUnreachableError: Lost.",
        "detail: close 1006",
    ):
        assert line in text


def test_no_secret_gets_into_it():
    key = "AIza" + "x" * 30
    error = ServerUnreachableError("Lost.", detail=f"https://example.org/?key={key}")
    report = ConnectionReport("New", False, date(2026, 9, 25))
    assert key not in connection_details(report, error)
