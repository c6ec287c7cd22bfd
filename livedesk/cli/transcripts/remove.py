"""``livedesk transcripts delete``."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta

from livedesk.cli.transcripts.choosing import chosen, opened_for_reading, opened_for_writing
from livedesk.core.errors import StoreError
from livedesk.transcript.store import reading
from livedesk.transcript.store.filters import Filters


def delete(options: argparse.Namespace) -> int:
    """Delete for good, after asking; returns the exit status."""
    with opened_for_reading() as connection:
        if options.older_than is not None:
            oldest = datetime.now().astimezone() - timedelta(days=options.older_than)
            found = reading.summaries(connection, Filters(before=oldest))
            uuids = [summary.uuid for summary in found if not summary.is_pinned]
        else:
            uuids = chosen(connection, options)
            if not uuids and not options.all:
                raise StoreError(
                    "No conversation is named.", "Give an id, --older-than DAYS or --all."
                )
        states = {s.uuid: s.state for s in reading.summaries(connection)}
    if any(states.get(uuid) == "open" for uuid in uuids):
        uuids = [uuid for uuid in uuids if states.get(uuid) != "open"]
        print("A conversation that is going on is left alone.", file=sys.stderr)
    if not uuids:
        print("There is nothing to delete.")
        return 0
    if not options.yes and not _agrees(len(uuids)):
        print("Nothing was deleted.")
        return 1
    with opened_for_writing() as store:
        n_deleted = store.purge(uuids).result()
    print(f"{n_deleted} deleted.")
    return 0


def _agrees(count: int) -> bool:
    """Whether the person says yes; without a terminal nobody can."""
    if not sys.stdin.isatty():
        print("Give --yes to delete without being asked.", file=sys.stderr)
        return False
    what = "one conversation" if count == 1 else f"{count} conversations"
    answer = input(f"Delete {what} for good? [y/N] ")
    return answer.strip().casefold() in {"y", "yes"}
