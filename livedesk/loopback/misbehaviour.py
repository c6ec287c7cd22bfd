"""Decides when the steps of a scenario happen on one connection. Pure: time is an argument."""

from __future__ import annotations

from livedesk.loopback import server_messages as out
from livedesk.loopback.actions import Close
from livedesk.loopback.admission import INTERNAL, Refusal
from livedesk.loopback.outlet import Cut, Deafness, Outgoing, Stall
from livedesk.loopback.scenario import Deed, Occasion, Scenario, Step

_QUOTA = "You exceeded your current quota, please check your plan and billing details."
_MALFORMED = b'{"serverContent": {"turnComp'
_UNKNOWN = b'{"weatherOnMars":{"dust":true},"serverContent":{"mood":"fine"}}'


def outgoing_of(step: Step, pace: float) -> Outgoing:
    """What a step puts on the line.

    Args:
        step: any but one that takes calls back, which is the dialogue's business.
        pace: how many seconds of the server pass in a real one.
    """
    simple: dict[Deed, Outgoing] = {
        Deed.GO_AWAY: out.encode(out.go_away(step.seconds)),
        Deed.CLOSE: Close(step.code, Refusal(step.code, step.reason).reason),
        Deed.QUOTA: Close(INTERNAL, _QUOTA),
        Deed.DROP: Cut(),
        Deed.STALL: Stall(step.seconds / pace),
        Deed.DEAF: Deafness(step.seconds / pace),
        Deed.MALFORMED: _MALFORMED,
        Deed.UNKNOWN: _UNKNOWN,
        Deed.SEND: step.text.encode(),
    }
    return simple[step.deed]


class Misbehaviour:
    """The steps that concern one connection, each taken once."""

    def __init__(
        self, scenario: Scenario, connection_number: int, *, is_resumed: bool = False
    ) -> None:
        self._waiting = [
            step
            for step in scenario.steps
            if (not step.connections or connection_number in step.connections)
            and step.continued in (None, is_resumed)
        ]
        self._started_s = 0.0

    def on_connect(self, now_s: float) -> list[Step]:
        """The connection is up."""
        self._started_s = now_s
        return self._take(Occasion.CONNECT, 0.0)

    def on_turns(self, n_turns: int) -> list[Step]:
        """So many answers have ended."""
        return self._take(Occasion.TURNS, n_turns)

    def on_chunks(self, n_chunks: int) -> list[Step]:
        """So many pieces of sound of the running answer have been sent."""
        return self._take(Occasion.CHUNKS, n_chunks)

    def on_time(self, now_s: float) -> list[Step]:
        """Time has passed."""
        return self._take(Occasion.SECONDS, now_s - self._started_s)

    @property
    def next_due_s(self) -> float | None:
        """When ``on_time`` has something to give; None while it has nothing."""
        counts = [step.count for step in self._waiting if step.occasion is Occasion.SECONDS]
        return self._started_s + min(counts) if counts else None

    def _take(self, occasion: Occasion, count: float) -> list[Step]:
        due = [s for s in self._waiting if s.occasion is occasion and s.count <= count]
        self._waiting = [step for step in self._waiting if step not in due]
        return due
