"""A file that anybody may have written is a conversation or a sentence, and never a crash."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator

import pytest
from helpers.any_record import records
from helpers.store_desk import BEGAN, spoken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livedesk.core.errors import InputFileError
from livedesk.core.exhibits import Code
from livedesk.transcript.entries import ToolEntry, ToolState
from livedesk.transcript.export import import_json, json_
from livedesk.transcript.export.registry import RENDERERS
from livedesk.transcript.model import Record, TalkSetting
from livedesk.transcript.store import reading, recordings
from livedesk.transcript.store.adding import add
from livedesk.transcript.store.database import open_for_writing

TALK = Record(
    "Title",
    BEGAN,
    TalkSetting("Gemini"),
    (
        spoken(1, "Hello"),
        ToolEntry(
            2, "c", "look", {"a": 1}, BEGAN, ToolState.SUCCEEDED, exhibits=(Code("1", "python"),)
        ),
    ),
    "1d" * 16,
    {"total_tokens": 3, "cost_usd": 0.5},
)
# As JSON text, for not all of it can be made of Python's values.
HOSTILE = st.sampled_from(
    [
        *("NaN", "-Infinity", "1e999", "-1e300", "9" * 400, "9" * 5000, "-1", "0", "true", "null"),
        *('"\\ud83d"', '"\\u0000"', '"é"', '"/etc/passwd"', '"0001-01-01T00:00:00+14:00"'),
        *('"9999-12-31T23:59:59-14:00"', '"0001-01-01"', "[]", "{}", '{"a": NaN}', '"\\u202e"'),
        *("[" * 2000 + "]" * 2000, '{"a":' * 99 + "1" + "}" * 99, '["x", ["\\udfff"]]'),
    ]
)


@pytest.fixture
def store(tmp_path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(open_for_writing(tmp_path / "talks.db")) as connection:
        yield connection


def spoilt(content: dict, draw) -> str:
    """The file with some of its values, wherever they stand, put in place by hostile ones."""
    places = [(content, key) for key in content]
    for entry in content["entries"]:
        places += [(entry, key) for key in entry]
    marks = {}
    for owner, key in draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        mark = f"<<{len(marks)}>>"
        owner[key] = mark
        marks[json.dumps(mark)] = draw(HOSTILE)
    text = json.dumps(content)
    for mark, value in marks.items():
        text = text.replace(mark, value)
    return text


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data(), records())
def test_any_file_is_a_conversation_or_a_sentence(store, data, record: Record):
    text = data.draw(
        st.one_of(
            st.builds(spoilt, st.just(json_.content(record)), st.just(data.draw)),
            st.builds(spoilt, st.just(json_.content(TALK)), st.just(data.draw)),
            st.text(max_size=30),
        )
    )
    with contextlib.suppress(InputFileError):
        read = import_json.parse(text)
        store.execute("DELETE FROM conversation")
        assert add(store, read)
        kept = reading.record_of(store, read.conversation_id)
        assert kept is not None
        for render in RENDERERS.values():
            render(kept).encode("utf-8", "replace")


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x", "id", "A" * 32, "0" * 31, "1d" * 16 + "\n", "/tmp/" + "0" * 27],
)
def test_a_conversation_names_no_other_file(store, name: str):
    content = json_.content(TALK) | {"conversation_id": name}
    with pytest.raises(InputFileError, match="no conversation that LiveDesk can read"):
        import_json.parse(json.dumps(content))
    assert "/" not in recordings.file_name(name, 1.0, "flac")
    add(store, TALK)
    recordings.note(store, TALK.conversation_id, recordings.Recording(f"../{name}", 0.0, 1.0))
    (kept,) = reading.recordings_of(store, TALK.conversation_id)
    (row,) = recordings.recordings_of(store, TALK.conversation_id)
    assert kept == row.file
    assert "/" not in kept


def test_only_the_persons_own_title_stays_theirs(store):
    for talk, is_given in ((TALK, True), (naming_itself(TALK), False)):
        content = json_.content(talk)
        assert content["is_title_given"] is is_given
        assert import_json.parse(json.dumps(content)) == talk
        del content["is_title_given"]  # as it was written before
        assert import_json.parse(json.dumps(content)) == talk
        store.execute("DELETE FROM conversation")
        add(store, talk)
        assert reading.record_of(store, talk.conversation_id) == talk


def naming_itself(talk: Record) -> Record:
    """``talk`` with the title that its first words give it."""
    made = json_.content(talk) | {"title": "Hello", "is_title_given": False}
    return import_json.parse(json.dumps(made))


def test_numbers_that_json_has_not_do_not_get_into_the_file():
    talk = Record("T", BEGAN, TALK.setting, (ToolEntry(1, "", "t", {"n": float("nan")}, BEGAN),))
    (entry,) = json.loads(json_.render(talk), parse_constant=pytest.fail)["entries"]
    assert entry["arguments"] == {"n": None}
