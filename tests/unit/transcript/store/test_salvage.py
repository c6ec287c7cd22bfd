"""Whatever pages of a store are bad: all that can be read otherwise is saved."""

import contextlib
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.store_desk import BEGAN, StoreDesk
from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.transcript.store import notes
from livedesk.transcript.store.damaged_rows import readable
from livedesk.transcript.store.reports import StoreReplaced

PAGE_BYTES = 4096


def pages_of(path: Path, table: str) -> list[int]:
    """The leaves of a table in their order, counted from 0."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()
    content = path.read_bytes()
    found: list[int] = []

    def walk(page: int) -> None:
        raw = content[(page - 1) * PAGE_BYTES : page * PAGE_BYTES]
        if raw[0] == 13:
            found.append(page - 1)
        else:
            assert raw[0] == 5
            for cell in range(int.from_bytes(raw[3:5], "big")):
                at = int.from_bytes(raw[12 + 2 * cell : 14 + 2 * cell], "big")
                walk(int.from_bytes(raw[at : at + 4], "big"))
            walk(int.from_bytes(raw[8:12], "big"))

    walk(root)
    return found


def spoil(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE_BYTES)
        file.write(b"\xa5" * PAGE_BYTES)


@settings(max_examples=25)
@given(st.data())
def test_every_row_beside_the_bad_pages_is_read_once(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("damaged") / "some.db"
    ids = data.draw(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=60, unique=True))
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE some (id INTEGER PRIMARY KEY, n UNIQUE, text)")
        connection.executemany(
            "INSERT INTO some VALUES (?, ?, ?)", [(n, n, "x" * 900) for n in ids]
        )
    leaves = pages_of(path, "some")
    bad = data.draw(st.sets(st.sampled_from(leaves), max_size=3))
    in_order, n_first = sorted(ids), 0
    wanted = set()
    content = path.read_bytes()
    for leaf in leaves:
        n_rows = int.from_bytes(content[leaf * PAGE_BYTES + 3 : leaf * PAGE_BYTES + 5], "big")
        if leaf not in bad:
            wanted |= set(in_order[n_first : n_first + n_rows])
        n_first += n_rows
    for page in bad if len(leaves) > 1 else ():
        spoil(path, page)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        found = [row["id"] for row in readable(connection, "some", index="sqlite_autoindex_some_1")]
        assert list(readable(connection, "other")) == []
    assert len(set(found)) == len(found)
    assert set(found) == (wanted if len(leaves) > 1 else set(ids))


def test_without_an_index_the_range_is_halved(tmp_path: Path):
    path = tmp_path / "some.db"
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE some (id INTEGER PRIMARY KEY, text)")
        rows = [(n * 10**6, "x" * 1900) for n in range(80)]
        connection.executemany("INSERT INTO some VALUES (?, ?)", rows)
    leaves = pages_of(path, "some")
    for leaf in (5, 17, 30):
        spoil(path, leaves[leaf])
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        assert len([row["id"] for row in readable(connection, "some")]) == 80 - 3 * 2


@pytest.mark.parametrize("table", ["conversation", "entry"])
def test_the_store_behind_a_bad_page_comes_over(tmp_path: Path, table: str):
    path = tmp_path / "conversations.db"
    names = [f"{n:032x}" for n in range(60)]
    with StoreDesk(tmp_path) as desk:
        for day, name in enumerate(names):
            texts = [f"{name} says {n} " + "words " * 20 for n in range(8)]
            desk.add_talk(name, *texts, began=BEGAN + timedelta(days=day))
        desk.store.hide([names[1]]).result(10)
        desk.store.run(lambda c: notes.add_note(c, "buy milk", BEGAN)).result(10)
        for _ in range(2):
            number = desk.store.run(lambda c: notes.add_alarm(c, BEGAN, "tea")).result(10)
        desk.store.run(lambda c: notes.remove_alarm(c, number - 1)).result(10)
    leaves = pages_of(path, table)
    assert len(leaves) > 3
    spoil(path, leaves[1])
    with StoreDesk(tmp_path) as desk:
        desk.store.run(lambda c: c.execute("SELECT sum(length(words)) FROM entry").fetchall())
        desk.store.run(
            lambda c: c.execute(
                "SELECT sum(length(usage)) FROM conversation NOT INDEXED"
            ).fetchall()
        )
        desk.wait_for(StoreReplaced)
        found = {name: len(desk.texts(name)) for name in names}
        assert found[names[1]] == 0  # it was deleted
        lost = 59 * 8 - sum(found.values())
        assert lost == 0 if table == "conversation" else 0 < lost < 30, found
        with desk.store.reading() as connection:
            assert notes.find_notes(connection, "milk", 9) == [("buy milk", BEGAN)]
            assert notes.alarms(connection) == [(number, BEGAN, "tea")]
