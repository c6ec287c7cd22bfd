"""Keeps the terminal's conversation, as the window keeps its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from livedesk.transcript.model import Transcript
from livedesk.transcript.store.keeper import Keeper
from livedesk.transcript.store.reports import (
    NotDone,
    StoreFailing,
    StoreReplaced,
    StoreReport,
    TalkForked,
)
from livedesk.transcript.store.transcript_store import TranscriptStore, default_path


class TerminalKeeping:
    """From ``start`` on a running loop to ``aclose``; what goes wrong is one line of its own."""

    def __init__(self, transcript: Transcript, *, keeps: bool) -> None:
        self._transcript = transcript
        self._keeps = keeps
        self._store: TranscriptStore | None = None
        self._keeper: Keeper | None = None

    def start(self) -> None:
        """Keep every entry from now on, if this conversation is to be kept."""
        if not self._keeps:
            return
        loop = asyncio.get_running_loop()

        def deliver(call: Callable[[], None]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(call)

        self._store = TranscriptStore(default_path(), deliver=deliver)
        self._keeper = Keeper(self._store)
        self._store.listener = self._keeper.on_report
        self._keeper.listener = _tell
        self._store.start()
        self._keeper.follow(self._transcript)

    def note_facts(self) -> None:
        """Setting, title or usage of the conversation changed."""
        if self._keeper is not None:
            self._keeper.note_facts()

    async def aclose(self) -> None:
        """Wait until everything is on the disk. Idempotent."""
        store, self._store = self._store, None
        if store is not None and self._keeper is not None:
            self._keeper.leave()
            await asyncio.to_thread(store.close)


def _tell(report: StoreReport) -> None:
    if isinstance(report, StoreFailing | StoreReplaced | NotDone):
        print(f"livedesk: {report.error}", file=sys.stderr)
    elif isinstance(report, TalkForked):
        print(
            "livedesk: this conversation goes on elsewhere too, so it is kept as one of its own",
            file=sys.stderr,
        )
