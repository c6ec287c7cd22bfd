"""Processes that keep utterances as fast as they can, and say of each when it is acknowledged.

``python -m helpers.store_feeder`` reads lines ``STORE FIRST``. For each it forks a child that feeds
that store from utterance FIRST on, until it is killed. Standard output gets ``child PID``, then the
number of each acknowledged utterance, then ``dead``; one per line. A child forked from a process
that has everything imported begins within a millisecond, so that hundreds can be killed.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.store.reports import EntriesKept, StoreFailing, StoreReport
from livedesk.transcript.store.rows import Head, Placed
from livedesk.transcript.store.transcript_store import TranscriptStore

_AHEAD = 8


def text_of(number: int) -> str:
    """What utterance ``number`` says: some words, now and then many."""
    return f"utterance {number} " + "word " * (number % 7 + (400 if number % 50 == 0 else 0))


def utterance(number: int) -> Utterance:
    """Utterance ``number``, finished."""
    speaker = Speaker.USER if number % 2 else Speaker.ASSISTANT
    return Utterance(
        number, speaker, text_of(number), datetime.now(UTC), float(number), is_final=True
    )


def feed(path: Path, number: int) -> None:
    """Feed the store until this process is killed."""
    store = TranscriptStore(path)
    uuid = f"{os.getpid()}-{number}"
    sent = number

    def send() -> None:
        nonlocal sent
        store.put(uuid, Placed(utterance(sent), float(sent)))
        sent += 1

    def on_report(report: StoreReport) -> None:
        """On the writer's thread: what is acknowledged is said with one system call."""
        if isinstance(report, EntriesKept) and report.numbers:
            os.write(1, "".join(f"{n}\n" for n in report.numbers).encode())
            send()
        elif isinstance(report, StoreFailing):
            os.write(1, f"failing {report.error.detail}\n".encode())

    store.listener = on_report
    store.put_head(Head(uuid, datetime.now(UTC)))
    store.start()
    for _ in range(_AHEAD):
        send()
    signal.pause()


def main() -> None:
    """Fork a child for each line of standard input, one after the other."""
    for line in sys.stdin:
        path, _, first = line.rpartition(" ")
        pid = os.fork()
        if not pid:
            feed(Path(path), int(first))
        os.write(1, f"child {pid}\n".encode())
        os.waitpid(pid, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
