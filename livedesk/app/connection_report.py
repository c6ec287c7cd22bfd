"""What can be told about the connection at one moment: as values, and as text to copy. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from livedesk.core.connection_story import ConnectionStory
from livedesk.core.errors import LiveDeskError
from livedesk.core.log import redact
from livedesk.core.prices import Cost
from livedesk.core.tokens import KINDS, Consumption, Tokens, all_tokens


def _free() -> Cost:
    return Cost(dict.fromkeys(KINDS, 0.0))


@dataclass(frozen=True, slots=True)
class Bill:
    """What was used, and what it costs about."""

    consumption: Consumption = field(default_factory=dict)
    cost: Cost = field(default_factory=_free)

    @property
    def tokens(self) -> Tokens:
        """Of all models together."""
        return all_tokens(self.consumption)


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """The connection's story, and what the talk took.

    Attributes:
        story: None while there is no talk.
        server: what is talked to, by the name that the person sees.
        is_practice: it is the practice server, which costs nothing.
        connected_s: age of this connection in seconds; None without one.
        last_trip_ms: from the end of the last question to the first sound of its answer.
        median_trip_ms: the middle one of this talk.
        n_trips: how many answers were timed.
        talk: used in this talk, or in the last one while there is none.
        today: used since midnight, by all talks.
        prices_as_of: the day of the prices.
    """

    server: str
    is_practice: bool
    prices_as_of: date
    story: ConnectionStory | None = None
    connected_s: float | None = None
    last_trip_ms: float | None = None
    median_trip_ms: float | None = None
    n_trips: int = 0
    talk: Bill = field(default_factory=Bill)
    today: Bill = field(default_factory=Bill)


def connection_details(report: ConnectionReport, error: LiveDeskError | None) -> str:
    """``report`` and ``error`` for a bug report; nothing said in the talk, and no secret."""
    lines = [] if error is None else error_details(error).splitlines()
    lines += [f"server: {report.server}", f"practice: {_yes(report.is_practice)}"]
    story = report.story
    if story is None:
        lines.append("state: no talk")
    else:
        lines += [
            f"state: {story.state.value}",
            f"model: {story.model_id}",
            f"connection age: {_seconds(report.connected_s)}",
            f"handle age: {_seconds(story.ticket_age_s)}",
            f"reconnects: {story.n_reconnects}, of them after a loss: {story.n_losses}",
            f"continues the session: {_yes(story.is_resumed)}",
            f"speech waiting: {story.waiting_ms:.0f} ms",
        ]
    lines.append(
        f"round trip: last {_ms(report.last_trip_ms)}, median {_ms(report.median_trip_ms)}"
        f" of {report.n_trips}"
    )
    lines += [f"this talk: {_bill(report.talk)}", f"today: {_bill(report.today)}"]
    lines.append(f"prices of {report.prices_as_of.isoformat()}")
    return redact("\n".join(lines))


def error_details(error: LiveDeskError) -> str:
    """``error`` for a bug report: its kind, its sentence, and the facts behind it."""
    lines = [f"error: {type(error).__name__}: {error}"]
    if error.detail:
        lines.append(f"detail: {error.detail}")
    return redact("\n".join(lines))


def _bill(bill: Bill) -> str:
    tokens = bill.tokens
    kinds = ", ".join(f"{kind} {getattr(tokens, kind)}" for kind in KINDS)
    clock = ", some by the clock" if tokens.from_clock else ""
    unpriced = f", no price for {', '.join(bill.cost.unpriced)}" if bill.cost.unpriced else ""
    return f"{kinds}{clock}; about {bill.cost.usd:.4f} USD{unpriced}"


def _seconds(value: float | None) -> str:
    return "none" if value is None else f"{value:.0f} s"


def _ms(value: float | None) -> str:
    return "none" if value is None else f"{value:.0f} ms"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
