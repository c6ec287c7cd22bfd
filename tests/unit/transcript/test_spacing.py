"""Increments are joined as people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.transcript.spacing import first_boundary, join, last_boundary, tidy


@pytest.mark.parametrize(
    ("increments", "text"),
    [
        (["It is", " ten"], "It is ten"),
        (["Hel", "lo"], "Hello"),
        (["It", " ", " is"], "It is"),
        ([" It"], "It"),
        (["Ten.", "And now"], "Ten. And now"),
        (["Well,", "yes"], "Well, yes"),
        (["3.", "5"], "3.5"),
        (["1,", "000"], "1,000"),
        (["example.", "com"], "example.com"),
        (["你好，", "世界"], "你好，世界"),
        (["a\n\n", "b"], "a b"),
        (["bell\x07", "s\0"], "bells"),
        (["\ud83d", "\ude00 ok"], "😀 ok"),
        (["\ud83d"], "\ufffd"),
    ],
)
def test_join(increments: list[str], text: str) -> None:
    joined = ""
    for increment in increments:
        joined = join(joined, increment)
    assert tidy(joined) == text


@given(st.lists(st.text(max_size=20), max_size=10))
def test_joining_loses_no_visible_character(increments: list[str]) -> None:
    joined = ""
    for increment in increments:
        joined = join(joined, increment)

    def visible(text: str) -> str:
        return "".join(c for c in text if not c.isspace() and (ord(c) >= 32) and c != "\x7f")

    assert visible(joined) == visible("".join(increments))


@given(st.text(alphabet="ab 世界.ก\u0e31é\u0301", max_size=20), st.floats(0, 25))
def test_boundaries_never_fall_inside_a_word(text: str, position: float) -> None:
    for end in (last_boundary(text, position), first_boundary(text, int(position))):
        if 0 < end < len(text):
            assert not (text[end - 1] in "ab" and text[end] in "ab")
            assert text[end - 1].isspace() or text[end] not in "\u0e31\u0301."


def test_boundary_is_the_end_of_the_last_whole_word() -> None:
    assert last_boundary("one two three", 9) == len("one two")
    assert last_boundary("one two", 7) == 7
    assert last_boundary("one two", 2) == 0
