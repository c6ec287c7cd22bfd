"""Finds conversations by the title that the person gave them.

Titles that LiveDesk makes are the first words said, which the search of entries finds already. The
person's own are few: they are looked through one by one.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.query import parsed
from livedesk.transcript.store.search import Find
from livedesk.transcript.store.snippet import holds, snippet

# What a find of a title has in place of an entry's number.
WHOLE = -1


def search_titles(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    limit: int = 20,
) -> list[Find]:
    """Conversations whose own title holds every word of ``text``, the newest first.

    Raises:
        sqlite3.Error: the store cannot be read.
    """
    query = parsed(text)
    if query.is_empty or limit <= 0:
        return []
    where, values = filters.condition()
    rows = connection.execute(
        "SELECT c.id, c.uuid, c.title, c.started_at FROM conversation c "  # noqa: S608
        f"WHERE c.title <> '' AND {where} ORDER BY c.started_us DESC, c.id DESC",
        values,
    )
    found: list[Find] = []
    for row in rows:
        if holds(row["title"], query):
            began = datetime.fromisoformat(row["started_at"])
            words = snippet(row["title"], query)
            title = row["title"]
            found.append(
                Find(-row["id"], row["uuid"], title, WHOLE, "title", "", began, 0.0, words)
            )
            if len(found) == limit:
                break
    return found
