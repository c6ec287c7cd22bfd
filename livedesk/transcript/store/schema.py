"""The tables of the conversation store, and the steps from each released schema to the next.

``user_version`` counts the steps that were taken. A released step is never changed: a later one
follows it, and the schema it begins from stays as a fixture of the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection

# "LDtr": tells a store from any other database.
APPLICATION_ID = 0x4C447472
TABLES = frozenset(
    {"conversation", "entry", "recording", "entry_words", "entry_signs", "note", "alarm"}
)


def _create(connection: Connection) -> None:
    """Version 1: conversations, their entries, the index of all text, recordings."""
    for statement in (_CONVERSATION, _ENTRY, _RECORDING, *_WORDS, *_SIGNS):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


# started_us: microseconds since 1970, for order and filters; started_at: the same with its zone.
# first_id, last_id: the least and the greatest id of its entries.
# state: open while somebody (owner) holds the talk, then ended or interrupted.
# deleted_us: hidden from then on, until it is purged or the deletion undone.
_CONVERSATION = """
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  own_title TEXT NOT NULL DEFAULT '',
  started_us INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  duration_s REAL NOT NULL DEFAULT 0,
  first_id INTEGER,
  last_id INTEGER,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'ended', 'interrupted')),
  owner TEXT NOT NULL DEFAULT '',
  mode TEXT NOT NULL DEFAULT '',
  model TEXT NOT NULL DEFAULT '',
  voice TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  instruction TEXT NOT NULL DEFAULT '',
  instruction_text TEXT NOT NULL DEFAULT '',
  is_pinned INTEGER NOT NULL DEFAULT 0,
  deleted_us INTEGER,
  tokens INTEGER NOT NULL DEFAULT 0,
  cost_usd REAL NOT NULL DEFAULT 0,
  usage TEXT NOT NULL DEFAULT '{}',
  extra TEXT NOT NULL DEFAULT '{}'
) STRICT
"""

# id: the microsecond at which it began, moved on where that is taken. So the order of the index
# is that of time, and the newest finds come first without sorting.
# position: the order of speech; number: its name within the conversation, in order of creation.
# words, signs: what is looked for, folded (see folding.py); "" while it is not final.
_ENTRY = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  position REAL NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('utterance', 'tool', 'notice')),
  speaker TEXT NOT NULL DEFAULT '',
  started_at TEXT NOT NULL,
  start_s REAL NOT NULL DEFAULT 0,
  end_s REAL,
  heard_ms REAL,
  is_final INTEGER NOT NULL,
  was_cut INTEGER NOT NULL DEFAULT 0,
  is_typed INTEGER NOT NULL DEFAULT 0,
  language_code TEXT,
  text TEXT NOT NULL DEFAULT '',
  interim TEXT NOT NULL DEFAULT '',
  unheard TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}',
  words TEXT NOT NULL DEFAULT '',
  signs TEXT NOT NULL DEFAULT '',
  UNIQUE (conversation_id, number)
) STRICT
"""

# file: below the folder of recordings; start_s: where on the conversation's clock it begins.
_RECORDING = """
CREATE TABLE recording (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  file TEXT NOT NULL UNIQUE,
  start_s REAL NOT NULL,
  duration_s REAL NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}'
) STRICT
"""


def _index(name: str, column: str, options: str) -> tuple[str, ...]:
    """An FTS5 table over one column of ``entry``, and the triggers that keep it true.

    A change is one trigger, for of several nobody says which comes first.
    """
    into = f"INSERT INTO {name}"
    add = f"{into} (rowid, {column}) SELECT new.id, new.{column} WHERE new.{column} <> '';"
    take = (
        f"{into} ({name}, rowid, {column}) "
        f"SELECT 'delete', old.id, old.{column} WHERE old.{column} <> '';"
    )
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5 ({column}, content = 'entry', "
        f"content_rowid = 'id', columnsize = 0, {options})",
        f"CREATE TRIGGER {name}_new AFTER INSERT ON entry BEGIN {add} END",
        f"CREATE TRIGGER {name}_gone AFTER DELETE ON entry BEGIN {take} END",
        f"CREATE TRIGGER {name}_other AFTER UPDATE OF {column} ON entry "
        f"WHEN old.{column} <> new.{column} BEGIN {take} {add} END",
    )


# The text comes folded, so that the tokeniser has only to find the blanks. The prefix indexes
# answer the first letters that are typed, which match most.
_WORDS = _index(
    "entry_words",
    "words",
    "prefix = '1 2 3', tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* M* S* Co'\"",
)
_SIGNS = (
    *_index("entry_signs", "signs", "tokenize = 'trigram'"),
    "CREATE INDEX conversation_listed ON conversation (is_pinned, started_us, id)",
    "CREATE INDEX conversation_open ON conversation (id) WHERE state = 'open'",
    "CREATE INDEX conversation_deleted ON conversation (deleted_us) WHERE deleted_us NOT NULL",
    "CREATE INDEX recording_conversation ON recording (conversation_id)",
)


def _add_notes(connection: Connection) -> None:
    """Version 2: notes, and alarms that have not rung."""
    connection.execute(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, created_us INTEGER NOT NULL, "
        "created_at TEXT NOT NULL, text TEXT NOT NULL) STRICT"
    )
    connection.execute("CREATE INDEX note_listed ON note (created_us, id)")
    connection.execute(
        "CREATE TABLE alarm (id INTEGER PRIMARY KEY AUTOINCREMENT, due_at TEXT NOT NULL, "
        "text TEXT NOT NULL) STRICT"
    )


STEPS: tuple[Callable[[Connection], None], ...] = (_create, _add_notes)


def version_of(connection: Connection) -> int:
    """How many steps the database has taken; 0 for an empty one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: Connection) -> None:
    """Take every step that is missing, each whole or not at all. Outside of a transaction.

    Raises:
        sqlite3.Error: a step failed; the database is as after the step before.
    """
    for version in range(version_of(connection), len(STEPS)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version_of(connection) == version:  # or another LiveDesk was faster
                STEPS[version](connection)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
