"""A store with somebody who waits for what it tells."""

from __future__ import annotations

import queue
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.model import Record, TalkSetting
from livedesk.transcript.store import changes, reading
from livedesk.transcript.store.reports import EntriesKept, StoreReport
from livedesk.transcript.store.rows import Head, Placed
from livedesk.transcript.store.transcript_store import TranscriptStore

T = TypeVar("T", bound=StoreReport)
_LIMIT_S = 20.0
BEGAN = datetime(2026, 11, 23, 10, 2, tzinfo=UTC)


def spoken(
    number: int,
    text: str,
    speaker: Speaker = Speaker.USER,
    *,
    began: datetime = BEGAN,
    **facts: object,
) -> Utterance:
    """A finished utterance, ``number`` seconds into the talk."""
    at = began + timedelta(seconds=number)
    given: dict[str, object] = {"is_final": True, "end_s": number + 0.5} | facts
    return Utterance(number, speaker, text, at, float(number), **given)  # type: ignore[arg-type]


class StoreDesk:
    """A running store in ``folder``. A context manager: leaving it closes the store."""

    def __init__(self, folder: Path) -> None:
        self.store = TranscriptStore(folder / "conversations.db")
        self.reports: list[StoreReport] = []
        self._inbox: queue.SimpleQueue[StoreReport] = queue.SimpleQueue()
        self.store.listener = self._inbox.put

    def __enter__(self) -> Self:
        self.store.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.store.close()

    def wait_for(self, kind: type[T], where: Callable[[T], bool] = lambda report: True) -> T:
        """The next such report that satisfies ``where``; those before are in ``reports``."""
        while True:
            report = self._inbox.get(timeout=_LIMIT_S)
            self.reports.append(report)
            if isinstance(report, kind) and where(report):
                return report

    def wait_kept(self, *numbers: int) -> None:
        """Until these entries are acknowledged."""
        waiting = set(numbers)
        while waiting:
            waiting -= set(self.wait_for(EntriesKept).numbers)

    def head(self, uuid: str = "talk", **facts: object) -> None:
        setting = facts.pop("setting", TalkSetting("Gemini", "Kore", "Assistant"))
        began = facts.pop("began", BEGAN)
        self.store.put_head(Head(uuid, began, setting, **facts))  # type: ignore[arg-type]

    def put(self, entry: Utterance, uuid: str = "talk") -> None:
        self.store.put(uuid, Placed(entry, float(entry.entry_id)))

    def keep(self, *texts: str, uuid: str = "talk", first: int = 1) -> None:
        """Utterances of one talk, acknowledged."""
        self.head(uuid)
        for number, text in enumerate(texts, first):
            self.put(spoken(number, text), uuid)
        self.wait_kept(*range(first, first + len(texts)))

    def add_talk(
        self, uuid: str, *texts: str, began: datetime = BEGAN, setting: TalkSetting | None = None
    ) -> None:
        """A whole conversation that is over."""
        shift = began - BEGAN
        entries = [
            Placed(
                Utterance(n, Speaker.USER, text, BEGAN + shift + timedelta(seconds=n), n, True),
                n,
            )
            for n, text in enumerate(texts, 1)
        ]
        head = Head(uuid, began, setting or TalkSetting("Gemini", "Kore", "Assistant"))

        def job(connection: object) -> None:
            changes.write_whole(connection, head, entries)  # type: ignore[arg-type]

        self.store.run(job).result(_LIMIT_S)

    def record(self, uuid: str = "talk") -> Record | None:
        with self.store.reading() as connection:
            return reading.record_of(connection, uuid)

    def texts(self, uuid: str = "talk") -> list[str]:
        record = self.record(uuid)
        return [] if record is None else [entry.text for entry in record.entries]  # type: ignore[union-attr]
