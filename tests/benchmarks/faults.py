"""What a fault costs: the real session and SDK against the practice server, in one process.

For each fault: what the person saw, how long it took until the server heard the microphone again,
and what of their speech and of their typed turns was lost or came twice.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.bench import note
from benchmarks.figures import Figure
from helpers.live_talk import LiveTalk
from helpers.numbered_microphone import short_words
from helpers.tcp_proxy import Way

from livedesk.core.reports import SessionState
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.speakers import Speaker
from livedesk.loopback.scenario import DEFAULT, Scenario, find_scenario

_PACE = 8.0
_SETTLE_S = 0.5
_AWAY_S = 3.0
# The longest wait that is measured to its end: the server's silence has to be noticed first.
_LIMIT_S = 40.0
_SLOW_TRIALS = 3

Break = Callable[[LiveTalk], Awaitable[float | None]]


@dataclass(frozen=True)
class Fault:
    """A way to break a talk.

    Attributes:
        name: for the table.
        break_it: does it; gives the instant from which the time counts, None for now.
        scenario: what the server does besides.
        is_slow: the server's silence has to be noticed first, so a few trials have to do.
    """

    name: str
    break_it: Break
    scenario: Scenario = DEFAULT
    is_slow: bool = False


@dataclass
class Outcome:
    """What came of a fault, over all trials."""

    name: str
    again_ms: list[float] = field(default_factory=list)
    lost_s: list[float] = field(default_factory=list)
    n_words_lost: int = 0
    n_twice: int = 0
    seen: list[str] = field(default_factory=list)


async def _cut(talk: LiveTalk) -> None:
    talk.proxy.cut()


async def _reset(talk: LiveTalk) -> None:
    talk.proxy.reset()


async def _reset_in_frame(talk: LiveTalk) -> None:
    talk.proxy.reset_after(500, Way.UP)


async def _away(talk: LiveTalk) -> float:
    await talk.proxy.go_away()
    await asyncio.sleep(_AWAY_S)  # this is the fault
    await talk.proxy.start()
    return asyncio.get_running_loop().time()


def _swallow(*ways: Way) -> Break:
    async def swallow(talk: LiveTalk) -> None:
        talk.proxy.vanish(*ways)
        talk.conversation.send_text("hello")

    return swallow


async def _type(talk: LiveTalk) -> None:
    talk.conversation.send_text("thanks")


FAULTS = (
    Fault("line cut (FIN)", _cut),
    Fault("line reset (RST)", _reset),
    Fault("reset in the middle of a frame", _reset_in_frame),
    Fault("server away for 3 s (counted from its return)", _away),
    Fault("packets vanish both ways, then a typed turn", _swallow(), is_slow=True),
    Fault("packets to the server vanish, then a typed turn", _swallow(Way.UP), is_slow=True),
    Fault("packets from the server vanish, then a typed turn", _swallow(Way.DOWN), is_slow=True),
    Fault("goAway", _type, find_scenario("go_away")),
    Fault("goAway, then silence", _type, find_scenario("go_away_silent")),
    Fault("1011 deadline", _type, find_scenario("deadline")),
    Fault("1008 in mid-session", _type, find_scenario("policy")),
    Fault("1007 in mid-session", _type, find_scenario("invalid_later")),
    Fault("1000 by the server", _type, find_scenario("closed_normally")),
    Fault("1011, then the handle is refused", _type, find_scenario("refuse_handle")),
    Fault("1011, then two continued sessions die", _type, find_scenario("poisoned_handle")),
)


def measure(trials: int) -> list[Outcome]:
    """Break a talk in every way, ``trials`` times each."""
    return asyncio.run(_measure_all(trials))


def figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """The times as figures for the common table."""
    return [Figure(f"{o.name}: talking again", "ms", o.again_ms) for o in outcomes]


async def _measure_all(trials: int) -> list[Outcome]:
    outcomes = []
    for fault in FAULTS:
        outcome = Outcome(fault.name)
        n_trials = min(trials, _SLOW_TRIALS) if fault.is_slow else trials
        for trial in range(n_trials):
            note(f"{fault.name}: {trial + 1} of {n_trials}")
            await _measure(fault, outcome)
        outcomes.append(outcome)
    return outcomes


async def _measure(fault: Fault, outcome: Outcome) -> None:
    loop = asyncio.get_running_loop()
    async with LiveTalk(
        fault.scenario, pace=_PACE, sound=short_words(), policy=SessionPolicy()
    ) as talk:
        await talk.begin(with_microphone=True)
        if fault.break_it is not _type:
            # A talk that is under way: the server has answered something.
            await talk.until(lambda: talk.said(Speaker.ASSISTANT))
        await asyncio.sleep(_SETTLE_S)
        n_before = len(talk.book.visits)
        begun_s = loop.time()
        from_s = await fault.break_it(talk)
        if fault.break_it is _type:
            await talk.until(lambda: talk.book.visits[0].end is not None, _LIMIT_S)
            from_s = loop.time()
        try:
            await talk.until(lambda: _is_back(talk, n_before), _LIMIT_S)
        except AssertionError as failure:
            note(f"  {failure}")
            outcome.again_ms.append(float("inf"))
            outcome.seen.append("nothing was heard any more")
            return
        outcome.again_ms.append((loop.time() - (from_s or begun_s)) * 1000)
        await asyncio.sleep(_SETTLE_S)
        await _account(talk, outcome)


async def _account(talk: LiveTalk, outcome: Outcome) -> None:
    talk.conversation.send_text("what is seven plus five")
    await talk.until(lambda: "what is seven plus five" in talk.book.texts, _LIMIT_S)
    talk.microphone.fall_silent()
    # What waited is sent at twice the speed of speech at most.
    await talk.until(lambda: not talk.conversation.story.waiting_ms, _LIMIT_S)
    await asyncio.sleep(_SETTLE_S)
    heard = talk.heard()
    if heard.lost:
        note(f"  lost: {heard.lost_s:.2f} s")
    outcome.lost_s.append(heard.lost_s)
    texts = talk.book.texts
    typed = talk.typed
    outcome.n_words_lost += sum(len(text.split()) for text in typed if text not in texts)
    outcome.n_twice += heard.n_twice + talk.book.n_texts_twice()
    outcome.seen.extend(_seen(talk))


def _is_back(talk: LiveTalk, n_before: int) -> bool:
    visits = talk.book.visits[n_before:]
    return talk.state is SessionState.LIVE and any(v.frames and v.end is None for v in visits)


def _seen(talk: LiveTalk) -> list[str]:
    told = [str(error) for error in talk.errors]
    return ["reconnecting" if talk.losses else "", *told, *talk.notices]


def table(outcomes: Sequence[Outcome]) -> str:
    """Fault, what was seen, time, losses: as Markdown."""
    head = ("fault", "what the person saw", "again, median", "p95", "speech lost", "words", "twice")
    lines = [f"| {' | '.join(head)} |", "|---|---|--:|--:|--:|--:|--:|"]
    for outcome in outcomes:
        again = Figure(outcome.name, "ms", outcome.again_ms)
        lost = max(outcome.lost_s, default=float("nan"))
        seen = "; ".join(k for k, _ in itertools.groupby(sorted({s for s in outcome.seen if s})))
        lines.append(
            f"| {outcome.name} | {seen or 'nothing'} | {again.median:.0f} ms | {again.p95:.0f} ms "
            f"| {lost:.2f} s | {outcome.n_words_lost} | {outcome.n_twice} |"
        )
    return "\n".join(lines)
