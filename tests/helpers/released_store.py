"""Makes the store of ``released/``: ``python -m helpers.released_store FILE.db.gz``."""

from __future__ import annotations

import gzip
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from helpers.store_desk import BEGAN, spoken

from livedesk.core.events import GroundingSource
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import ToolEntry, ToolState
from livedesk.transcript.model import TalkSetting
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import open_for_writing, transaction
from livedesk.transcript.store.rows import Head

UUID = "0123456789abcdef0123456789abcdef"
ENTRIES = (
    spoken(1, "Good morning, Señor Müller", language_code="es-ES"),
    spoken(
        2,
        "今日はいい天気ですね",
        Speaker.ASSISTANT,
        unheard="never heard",
        was_cut=True,
        heard_ms=812.5,
        sources=(GroundingSource("A page", "https://example.org/"),),
    ),
    ToolEntry(
        3, "call", "get_local_time", {"zone": "UTC"}, BEGAN, ToolState.SUCCEEDED, {"time": "10:02"}
    ),
)  # fmt: skip


def write(path: Path) -> None:
    """A store with one conversation, as it is after closing."""
    head = Head(UUID, BEGAN, TalkSetting("Gemini", "Kore", "Assistant"), "A title", {"n": 1})
    with closing(open_for_writing(path)) as connection:
        with transaction(connection):
            changes.write_whole(connection, head, changes.in_order(ENTRIES))
            changes.add_recording(connection, UUID, "sound.flac", 0.5, 12.0)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "store.db"
        write(made)
        Path(sys.argv[1]).write_bytes(gzip.compress(made.read_bytes(), mtime=0))
