"""How fast conversations are kept, found and opened: ``python -m benchmarks.store``.

Needs neither screen nor sound. The store is made in ``--folder``, and used again if it is there.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure, table
from benchmarks.many_talks import Speech, fill
from helpers.store_desk import spoken

from livedesk.transcript.store import reading
from livedesk.transcript.store.database import open_for_reading, open_for_writing
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.reports import EntriesKept, StoreReport
from livedesk.transcript.store.rows import Head, Placed
from livedesk.transcript.store.search import search
from livedesk.transcript.store.transcript_store import TranscriptStore

_TURNS = 100
_MS = 1_000.0


def main() -> int:
    """Measure, print, and end with status 0."""
    parser = argparse.ArgumentParser(prog="benchmarks.store")
    parser.add_argument("--utterances", type=int, default=1_000_000)
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="livedesk-bench-"))
    path = folder / "many.db"
    speech = Speech(1)
    if not path.exists():
        _note(f"writing {options.utterances} utterances")
        began_s = time.perf_counter()
        with closing(open_for_writing(path)) as connection:
            fill(connection, options.utterances // _TURNS, _TURNS, speech)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        _note(f"took {time.perf_counter() - began_s:.0f} s")
    figures = [*_searches(path, speech, options.trials), *_opening(folder, speech, options.trials)]
    figures += _appending(path, options.trials * 10)
    size_mb = path.stat().st_size / 1e6
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{table(figures)}\n\n{size_mb:.0f} MB on disk, {memory_mb:.0f} MB at most\n")
    return 0


def _searches(path: Path, speech: Speech, trials: int) -> list[Figure]:
    common, middling, rare = speech.words[0], speech.words[300], speech.words[20_000]
    voice = Filters(voice="Zephyr")
    month = Filters(since=datetime(2023, 2, 1, tzinfo=UTC), before=datetime(2023, 3, 1, tzinfo=UTC))
    asked: dict[str, tuple[str, Filters]] = {
        "1 letter": (common[:1], Filters()),
        "2 letters": (middling[:2], Filters()),
        "3 letters": (middling[:3], Filters()),
        "4 letters": (speech.words[5][:4], Filters()),
        "5 letters": (speech.words[900][:5], Filters()),
        "commonest word": (f"{common} ", Filters()),
        "middling word": (f"{middling} ", Filters()),
        "rare word": (f"{rare} ", Filters()),
        "two words, unfinished": (f"{common} {middling[:3]}", Filters()),
        "common and rare word": (f"{common} {rare} ", Filters()),
        "phrase": (f'"{common} {speech.words[1]}"', Filters()),
        "nothing to be found": ("notawordatall ", Filters()),
        "common word, rare voice": (f"{common} ", voice),
        "rare word, rare voice": (f"{rare} ", voice),
        "common word, one old month": (f"{common} ", month),
        "1 sign": ("国", Filters()),
        "2 signs": ("中国", Filters()),
        "3 signs": ("中国人", Filters()),
        "4 signs": ("中国人的", Filters()),
    }
    with closing(open_for_reading(path)) as connection:
        return [
            Figure(
                f"search: {name}",
                "ms",
                _timed(lambda t=text, f=filters: search(connection, t, f), trials),
            )
            for name, (text, filters) in asked.items()
        ]


def _opening(folder: Path, speech: Speech, trials: int) -> list[Figure]:
    path = folder / "long.db"
    with closing(open_for_writing(path)) as connection:
        if not reading.summaries(connection):
            fill(connection, 1, 10_000, speech)
    many = folder / "many.db"

    def first_look() -> None:
        with closing(open_for_reading(many)) as connection:
            reading.summaries(connection, limit=100)

    with closing(open_for_reading(path)) as connection:
        whole = _timed(lambda: reading.record_of(connection, "talk-000000"), min(trials, 10))
    return [
        Figure("read a conversation of 10,000 turns", "ms", whole),
        Figure("open the store, list 100 conversations", "ms", _timed(first_look, trials)),
    ]


def _appending(path: Path, count: int) -> list[Figure]:
    """One utterance at a time, from ``put`` to the acknowledgement."""
    store = TranscriptStore(path)
    kept = threading.Event()

    def on_report(report: StoreReport) -> None:
        if isinstance(report, EntriesKept):
            kept.set()

    store.listener = on_report
    store.start()
    uuid = f"bench-{time.time_ns()}"
    store.put_head(Head(uuid, datetime.now(UTC)))
    latencies = []
    for number in range(1, count + 1):
        entry = spoken(number, f"This is utterance {number}, and it goes on for some words more.")
        kept.clear()
        began_s = time.perf_counter()
        store.put(uuid, Placed(entry, float(number)))
        kept.wait()
        latencies.append((time.perf_counter() - began_s) * _MS)
    store.purge([uuid]).result()
    store.close()
    rate = Figure("append: utterances each second", "1/s", [_MS / statistics.fmean(latencies)])
    return [Figure("append: until it is acknowledged", "ms", latencies), rate]


def _timed(action: Callable[[], object], trials: int) -> list[float]:
    values = []
    for _ in range(trials):
        began_s = time.perf_counter()
        action()
        values.append((time.perf_counter() - began_s) * _MS)
    return values


def _note(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
