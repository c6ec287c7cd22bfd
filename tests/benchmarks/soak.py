"""A long talk over a bad network: does anything grow, get lost, or come twice?

``--minutes 20`` is the real thing, with a fault every 30 s; less is the same course with the faults
closer together. Everything runs in one process, so memory counts the practice server as well.
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bench import memory_mb, note
from helpers.live_talk import LiveTalk
from helpers.numbered_microphone import short_words

from livedesk.core.session_policy import SessionPolicy
from livedesk.loopback.scenario import read_scenario

SOUND = short_words()
_PERIOD_S = 30.0
# Connections that die younger than ten seconds are waited for longer and longer, on purpose.
_SHORTEST_S = 11.0
_N_FAULTS = 40
# The first faults load what is loaded when it is first needed.
_WARM_FAULTS = 3
_BACK_LIMIT_S = 40.0


@dataclass(frozen=True)
class Stand:
    """What the process holds at one moment."""

    memory_mb: float
    n_tasks: int
    n_threads: int
    n_files: int

    @classmethod
    def now(cls) -> Stand:
        """Look, after everything that nobody holds is gone."""
        gc.collect()
        files = Path("/proc/self/fd")
        return cls(
            memory_mb=memory_mb(os.getpid()),
            n_tasks=len(asyncio.all_tasks()),
            n_threads=threading.active_count(),
            n_files=len(list(files.iterdir())) if files.exists() else 0,
        )


@dataclass
class Soak:
    """The figures of one run."""

    minutes: float
    stands: list[Stand] = field(default_factory=list)
    n_faults: int = 0
    n_connections: int = 0
    spoken_s: float = 0.0
    lost_s: float = 0.0
    n_words_typed: int = 0
    n_words_lost: int = 0
    n_twice: int = 0
    longest_back_s: float = 0.0
    told: list[str] = field(default_factory=list)

    def table(self) -> str:
        """The run as Markdown."""
        warm, end = self.stands[min(1, len(self.stands) - 1)], self.stands[-1]
        start = self.stands[0]
        rows = [
            ("minutes", f"{self.minutes:.1f}"),
            ("faults / connections", f"{self.n_faults} / {self.n_connections}"),
            ("speech spoken / lost", f"{self.spoken_s:.1f} s / {self.lost_s:.2f} s"),
            ("words typed / lost", f"{self.n_words_typed} / {self.n_words_lost}"),
            ("came twice", str(self.n_twice)),
            ("longest time until heard again", f"{self.longest_back_s:.2f} s"),
            ("errors shown", "; ".join(sorted(set(self.told))) or "none"),
        ]
        lines = ["| soak | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows)]
        lines += ["", "| | start | warm | end |", "|---|--:|--:|--:|"]
        for name in ("memory_mb", "n_tasks", "n_threads", "n_files"):
            values = [getattr(stand, name) for stand in (start, warm, end)]
            lines.append(f"| {name} | " + " | ".join(f"{value:.0f}" for value in values) + " |")
        return "\n".join(lines)


def measure(minutes: float) -> Soak:
    """Run the soak."""
    return asyncio.run(_run(minutes))


def _scenario(period_s: float) -> str:
    """Every fourth connection the server leaves by itself, every fifth refuses its handle."""
    leaves = list(range(4, 4000, 8))
    refuses = list(range(7, 4000, 8))
    return f"""
        [session]
        refuse_handles = {refuses}
        [[step]]
        when = "seconds = {period_s / 2}"
        connections = {leaves}
        do = "go_away"
        time_left_s = {max(3.0, period_s / 3)}
    """


async def _run(minutes: float) -> Soak:
    period_s = min(_PERIOD_S, max(_SHORTEST_S, minutes * 60 / _N_FAULTS))
    soak = Soak(minutes)
    end_s = time.monotonic() + minutes * 60
    async with LiveTalk(
        read_scenario(_scenario(period_s)), pace=1.0, sound=SOUND, policy=SessionPolicy()
    ) as talk:
        await talk.begin(with_microphone=True)
        soak.stands.append(Stand.now())
        while time.monotonic() < end_s:
            await _one_fault(talk, soak, period_s)
            soak.n_faults += 1
            if soak.n_faults == _WARM_FAULTS or soak.n_faults % 10 == 0:
                await talk.live()
                soak.stands.append(Stand.now())
                note(f"{soak.n_faults} faults: {soak.stands[-1]}")
        await talk.live()
        talk.microphone.fall_silent()
        await asyncio.sleep(2.0)
        soak.stands.append(Stand.now())
        _account(talk, soak)
    return soak


async def _one_fault(talk: LiveTalk, soak: Soak, period_s: float) -> None:
    number = soak.n_faults
    talk.conversation.send_text(f"repeat after me number {number}")
    await asyncio.sleep(period_s)  # the talk goes on meanwhile: this is what is measured
    n_visits = len(talk.book.visits)
    broken_s = time.monotonic()
    if number % 3 == 2:
        talk.proxy.cut()
    else:
        talk.proxy.reset()
    try:
        await talk.until(lambda: _is_heard(talk, n_visits), _BACK_LIMIT_S)
    except AssertionError as failure:
        soak.told.append(str(failure))
    soak.longest_back_s = max(soak.longest_back_s, time.monotonic() - broken_s)


def _is_heard(talk: LiveTalk, n_visits: int) -> bool:
    return any(visit.frames for visit in talk.book.visits[n_visits:])


def _account(talk: LiveTalk, soak: Soak) -> None:
    heard = talk.heard()
    texts = talk.book.texts
    soak.n_connections = len(talk.book.visits)
    soak.spoken_s = heard.n_spoken * 0.02
    soak.lost_s = heard.lost_s
    soak.n_words_typed = sum(len(text.split()) for text in talk.typed)
    soak.n_words_lost = sum(len(text.split()) for text in talk.typed if text not in texts)
    soak.n_twice = heard.n_twice + talk.book.n_texts_twice()
    soak.told += [str(error) for error in talk.errors]
