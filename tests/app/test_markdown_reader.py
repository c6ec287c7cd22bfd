"""Another reader of Markdown sees the words as they were said, and no markup among them."""

import pytest
from helpers.store_desk import BEGAN, spoken
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument, QTextFormat

from livedesk.core.exhibits import Code
from livedesk.transcript.entries import Notice, NoticeKind, ToolEntry
from livedesk.transcript.export import markdown
from livedesk.transcript.model import Record, TalkSetting

SNAGS = st.lists(
    st.sampled_from(
        [
            *"abc123.)(#*_`~<>|&[]!-+=\\: \t\r\n",
            "    ",
            "\n\n",
            "\r\n",
            "- ",
            "1. ",
            "```",
            "é",
            "語",
        ]
    ),
    max_size=24,
).map("".join)
_CODE = (QTextFormat.Property.BlockCodeFence, QTextFormat.Property.BlockCodeLanguage)


def read(text: str) -> QTextDocument:
    document = QTextDocument()
    document.setMarkdown(text)
    return document


def blocks(document: QTextDocument):
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SNAGS)
@example("one\r\n    code\r- no list")
@example("poem\n\n    indented\n  - line")
def test_said_words_are_text(qapp, text: str):
    document = read(markdown.escape(text))
    assert in_one_line(document.toPlainText()) == in_one_line(text)
    for block in blocks(document):
        form = block.blockFormat()
        assert block.textList() is None
        assert form.headingLevel() == 0
        assert not any(form.hasProperty(kind) for kind in _CODE)


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_every_part_stays_where_it_belongs(qapp, line_end: str):
    code = f"def f():{line_end}{line_end}    return '```'"
    record = Record(
        "C# and F #",
        BEGAN,
        TalkSetting("Gem\rini"),
        (
            spoken(1, "first", unheard=f"a{line_end}{line_end}b"),
            ToolEntry(2, "", f"run{line_end}# it", {}, BEGAN, exhibits=(Code(code, "python"),)),
            Notice(3, NoticeKind.RECONNECTED, f"back{line_end}{line_end}again", BEGAN),
        ),
    )
    document = read(markdown.render(record))
    (heading,) = [b.text() for b in blocks(document) if b.blockFormat().headingLevel()]
    assert heading == "C# and F #"
    fenced = [b.text() for b in blocks(document) if b.blockFormat().hasProperty(_CODE[0])]
    assert "\n".join(fenced).strip("\n") == "def f():\n\n    return '```'"
    quoted = [
        b.text()
        for b in blocks(document)
        if b.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel) == 1
    ]
    assert any("again" in text for text in quoted)
    struck = [
        fragment.fragment().text()
        for block in blocks(document)
        for fragment in block
        if fragment.fragment().charFormat().fontStrikeOut()
    ]
    assert struck == ["a b"]
