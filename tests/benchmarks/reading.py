"""How soon kept conversations are found, opened and scrolled, in the real window."""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bench import Bench, memory_mb, note
from benchmarks.figures import Figure
from benchmarks.many_talks import Speech, fill, turns
from helpers.live_window import LiveWindow

from livedesk.transcript.model import TalkSetting
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import open_for_writing, transaction
from livedesk.transcript.store.rows import Head

_N_TALKS, _N_TURNS = 10_000, 10
_LONG, _N_LONG = "long", 10_000
_SHORT = "talk-009990"
_N_FRAMES = 200
_LIMIT_S = 30.0
_POLL_S = 0.1


def measure(bench: Bench, trials: int) -> list[Figure]:
    """10,000 conversations, one of them with 10,000 turns, in one window."""
    with tempfile.TemporaryDirectory(prefix="livedesk-reading-") as data:
        speech = Speech(1)
        note(f"writing {_N_TALKS} conversations")
        _fill(Path(data), speech)
        with bench.window(XDG_DATA_HOME=data) as window:
            window.ask("call", target="settings.set_practice_seen", arguments=[])
            window.press("ctrl+h")
            before_mb = memory_mb(window.pid)
            return [*_opening(window, trials), *_finding(window, trials, speech, before_mb)]


def _fill(data: Path, speech: Speech) -> None:
    folder = data / "livedesk" / "conversations"
    folder.mkdir(parents=True)
    with closing(open_for_writing(folder / "conversations.db")) as connection:
        fill(connection, _N_TALKS, _N_TURNS, speech)
        began = datetime(2026, 9, 1, tzinfo=UTC)
        head = Head(_LONG, began, TalkSetting("Gemini", "Kore", "Assistant"))
        with transaction(connection):
            changes.write_whole(connection, head, turns(began, _N_LONG, speech))


def _opening(window: LiveWindow, trials: int) -> list[Figure]:
    times: dict[str, list[float]] = {_SHORT: [], _LONG: []}
    for _ in range(trials):
        for uuid, into in times.items():
            n_before = len(window.ask("reading")["opened_ms"])
            window.ask("read", way="open", arguments=[uuid])
            into.append(_newest(window, "opened_ms", n_before))
    window.ask("read", way="scroll", arguments=[_N_FRAMES])
    return [
        Figure(f"open a conversation of {_N_TURNS} turns, to its text", "ms", times[_SHORT]),
        Figure(f"open a conversation of {_N_LONG} turns, to its text", "ms", times[_LONG]),
        Figure("draw it at another place", "ms", window.ask("reading")["frame_ms"]),
    ]


def _finding(window: LiveWindow, trials: int, speech: Speech, before_mb: float) -> list[Figure]:
    found: list[float] = []
    for trial in range(trials):
        n_before = len(window.ask("reading")["found_ms"])
        window.ask("read", way="look_for", arguments=[speech.words[trial * 50]])
        found.append(_newest(window, "found_ms", n_before))
    return [
        Figure("last letter of a search to the finds", "ms", found),
        Figure("memory before anything is opened", "MB", [before_mb]),
        Figure("memory afterwards", "MB", [memory_mb(window.pid)]),
    ]


def _newest(window: LiveWindow, name: str, n_before: int) -> float:
    deadline_s = time.monotonic() + _LIMIT_S
    while len(times := window.ask("reading")[name]) <= n_before:
        assert time.monotonic() < deadline_s, f"nothing was drawn: {name}"
        time.sleep(_POLL_S)
    return float(times[-1])
