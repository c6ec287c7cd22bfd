"""Stores of every released schema are read by today's LiveDesk, with all that is in them.

``released/N.db.gz`` is a store as the first LiveDesk with schema N wrote it: one conversation of
three entries and a recording. A new schema adds one, made by ``python -m helpers.released_store``.
"""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from helpers.released_store import ENTRIES, UUID

from livedesk.transcript.store import reading, schema
from livedesk.transcript.store.database import open_for_reading, open_for_writing
from livedesk.transcript.store.search import search

RELEASED = Path(__file__).parent / "released"
VERSIONS = [int(path.name.split(".")[0]) for path in RELEASED.glob("*.db.gz")]


def unpack(version: int, folder: Path) -> Path:
    path = folder / "conversations.db"
    path.write_bytes(gzip.decompress((RELEASED / f"{version}.db.gz").read_bytes()))
    return path


def structure(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT sql FROM sqlite_schema") if row[0]}


def test_every_schema_has_its_store():
    assert sorted(VERSIONS) == list(range(1, len(schema.STEPS) + 1))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_store_keeps_all_it_has(version: int, tmp_path: Path):
    path = unpack(version, tmp_path)
    with closing(open_for_writing(path)) as connection:
        assert schema.version_of(connection) == len(schema.STEPS)
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with closing(open_for_reading(path)) as connection:
        record = reading.record_of(connection, UUID)
        assert record.entries == ENTRIES
        assert [find.number for find in search(connection, "muller")] == [1]
        assert [find.number for find in search(connection, "天気です")] == [2]
        assert reading.summaries(connection)[0].has_audio


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migrated_store_is_built_as_a_new_one(version: int, tmp_path: Path):
    old = unpack(version, tmp_path)
    new = tmp_path / "new.db"
    open_for_writing(old).close()
    open_for_writing(new).close()
    assert structure(old) == structure(new)


def test_a_released_step_is_never_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The last released store is what its step makes today."""
    new = tmp_path / "new.db"
    open_for_writing(new).close()
    last = unpack(max(VERSIONS), tmp_path)
    assert structure(last) == structure(new)


def test_a_step_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "conversations.db"
    open_for_writing(path).close()
    before = structure(path)

    def breaks(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        raise sqlite3.OperationalError("in the middle")

    def works(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE whole (x)")

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, works, breaks))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            schema.migrate(connection)
        assert schema.version_of(connection) == len(schema.STEPS) - 1
    assert structure(path) == before | {"CREATE TABLE whole (x)"}
