"""A fresh session is told what was said, and nothing that it will be told anyway."""

import pytest

from livedesk.core.inputs import HistoryTurn
from livedesk.core.speakers import Speaker
from livedesk.session.told_history import told_history


def turns(*texts: str) -> list[HistoryTurn]:
    """``"> text"`` is the assistant's."""
    return [
        HistoryTurn(Speaker.ASSISTANT, text[2:])
        if text.startswith("> ")
        else HistoryTurn(Speaker.USER, text)
        for text in texts
    ]


@pytest.mark.parametrize(
    ("history", "waiting", "is_said_again", "told"),
    [
        (["hi", "> Hi."], [], False, ["hi", "> Hi."]),
        (["hi", "> Hi.", "and"], ["and"], False, ["hi", "> Hi."]),
        (["hi", "> Hi.", "one two"], ["one", "two"], False, ["hi", "> Hi."]),
        (["hi", "> Hi.", "said one"], ["one"], False, ["hi", "> Hi.", "said"]),
        (["hi", "> Hi.", "said one"], ["one"], True, ["hi", "> Hi."]),
        (["hi", "> Hi.", "said"], [], True, ["hi", "> Hi."]),
        (["hi", "> Hi."], [], True, ["hi", "> Hi."]),
        (["said one", "> He"], ["one"], False, ["said", "> He"]),
        (["one", "> He"], ["one"], False, ["> He"]),
        (["hi", "> Hi."], ["other"], False, ["hi", "> Hi."]),
        ([], ["other"], True, []),
    ],
)
def test_what_waits_is_left_out(history, waiting, is_said_again, told):
    found = told_history(turns(*history), waiting, is_said_again=is_said_again)
    assert list(found) == turns(*told)
