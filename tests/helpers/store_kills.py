"""Kills feeding processes at random moments and looks at what they leave behind."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from helpers.store_feeder import text_of

_TESTS = Path(__file__).resolve().parents[1]
# One store lives and dies so often; then a new one begins, so that checking it stays quick.
_LIVES = 20


@dataclass
class KillResult:
    """What one or many kills came to."""

    kills: int = 0
    acknowledged: int = 0
    found: int = 0
    unacknowledged: int = 0
    broken: int = 0

    @property
    def lost(self) -> int:
        return self.acknowledged - self.found


def _texts(connection: sqlite3.Connection) -> dict[int, str]:
    try:
        return dict(connection.execute("SELECT number, text FROM entry"))
    except sqlite3.OperationalError:  # killed before the tables were made
        return {}


def _index_is_whole(connection: sqlite3.Connection) -> bool:
    try:
        for index in ("entry_words", "entry_signs"):
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.rollback()
    return True


class Feeder:
    """Starts feeding processes and kills them. A context manager; POSIX only."""

    def __enter__(self) -> Self:
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "helpers.store_feeder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(_TESTS)},
        )
        return self

    def __exit__(self, *error: object) -> None:
        with self._nursery as nursery:
            nursery.terminate()

    def feed_and_kill(self, store: Path, first: int, after_s: float) -> set[int]:
        """Feed ``store`` for ``after_s``, opening included; returns what was acknowledged."""
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(f"{store} {first}\n".encode())
        self._nursery.stdin.flush()
        said: list[str] = []
        pid = 0
        while (line := self._line()) != "dead":
            if line.startswith("child"):
                pid = int(line.split()[1])
                time.sleep(after_s)  # the moment of the kill is what is tried out
                os.kill(pid, signal.SIGKILL)
            else:
                said.append(line)
        assert pid
        assert not [line for line in said if not line.isdigit()], said
        return {int(line) for line in said}

    def _line(self) -> str:
        assert self._nursery.stdout is not None
        line = self._nursery.stdout.readline().decode()
        assert line, "the feeder ended"
        return line.strip()


def check(store: Path, acknowledged: set[int]) -> KillResult:
    """Compare what is in the store with what was acknowledged."""
    with closing(sqlite3.connect(store)) as connection:
        texts = _texts(connection)
        (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
        index_is_whole = not texts or _index_is_whole(connection)
    found = {n for n in acknowledged if texts.get(n) == text_of(n)}
    is_broken = integrity != "ok" or not index_is_whole
    return KillResult(1, len(acknowledged), len(found), len(set(texts) - acknowledged), is_broken)


def many_kills(folder: Path, kills: int, dice: random.Random, longest_s: float) -> KillResult:
    """Stores that are killed again and again; every utterance of every life has to be there."""
    total = KillResult()
    with Feeder() as feeder:
        for life in range(kills):
            if life % _LIVES == 0:
                store = folder / f"{life}" / "conversations.db"
                acknowledged: set[int] = set()
                before = KillResult()
            first = max(acknowledged, default=0) + 1_000
            acknowledged |= feeder.feed_and_kill(store, first, dice.uniform(0, longest_s))
            if store.exists():
                now = check(store, acknowledged)
                total.acknowledged += now.acknowledged - before.acknowledged
                total.found += now.found - before.found
                total.unacknowledged += now.unacknowledged - before.unacknowledged
                total.broken += now.broken
                before = now
            total.kills += 1
    return total
