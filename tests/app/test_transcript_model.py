"""The list follows its transcript, row by row."""

from collections.abc import Iterator

import pytest
from helpers.talk_script import TalkScript
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from livedesk.app.transcript_model import ENTRY_ROLE, TranscriptModel
from livedesk.transcript.model import NoticeKind


@pytest.fixture
def talk() -> TalkScript:
    return TalkScript()


@pytest.fixture
def model(talk: TalkScript, qapp: object) -> Iterator[TranscriptModel]:
    model = TranscriptModel(talk.transcript)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def _shown(model: TranscriptModel) -> list[object]:
    return [model.index(row).data(ENTRY_ROLE) for row in range(model.rowCount())]


def test_rows_are_the_entries(talk: TalkScript, model: TranscriptModel) -> None:
    talk.says("It is")
    talk.audio(200, begins=True)
    talk.user("What time is it?", final=True)
    talk.tool()
    assert _shown(model) == talk.entries
    talk.guess("hm")
    talk.user("", final=True)
    assert _shown(model) == talk.entries


def test_word_by_word_is_a_change_of_one_row(talk: TalkScript, model: TranscriptModel) -> None:
    talk.assembler.add_typed("Hello")
    talk.says("It")
    changed: list[int] = []

    def note(top: QModelIndex) -> None:
        changed.append(top.row())

    model.dataChanged.connect(note)
    talk.says(" is")
    talk.over()
    assert changed == [1, 1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("ugsaoct"), max_size=30))
def test_list_never_differs_from_the_transcript(qapp: object, steps: list[str]) -> None:
    talk = TalkScript()
    model = TranscriptModel(talk.transcript)
    for step in steps:
        match step:
            case "u":
                talk.user(" word")
            case "g":
                talk.guess("guess")
            case "s":
                talk.says(" word")
            case "a":
                talk.audio(300)
            case "o":
                talk.over()
            case "c":
                talk.interrupted(100)
            case "t":
                talk.tool()
        assert _shown(model) == talk.entries


def test_another_transcript_replaces_the_first(talk: TalkScript, model: TranscriptModel) -> None:
    talk.assembler.add_typed("One")
    other = TalkScript()
    other.assembler.add_typed("Two")
    model.set_transcript(other.transcript)
    talk.assembler.add_typed("not seen")
    other.says("Three")
    assert _shown(model) == other.entries


def test_texts_for_assistive_technology(talk: TalkScript, model: TranscriptModel) -> None:
    talk.guess("What")
    talk.says("One two")
    talk.audio(1600, begins=True)
    talk.interrupted(800)
    talk.tool()
    talk.assembler.notice(NoticeKind.ERROR, "Oh.")
    texts = [
        model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
    ]
    assert texts == [
        "You: What",
        "Assistant, interrupted: One",
        "Tool: get_local_time, running",
        "Oh.",
    ]
