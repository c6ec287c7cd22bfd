"""Questions become requests, and requests become code whose shape no table can change."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.tools.analyst.inside.columns import Column, ColumnKind, named_columns
from livedesk.tools.analyst.inside.reading import reading_code, separator_of, table_key
from livedesk.tools.analyst.inside.requests import Deed, Request, request_for
from livedesk.tools.analyst.inside.templates import code_for

NUMBER, TEXT, DATE = ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.DATE
BILL = Column("bill_length_mm", NUMBER)
DEPTH = Column("bill_depth_mm", NUMBER)
MASS = Column("body_mass_g", NUMBER)
SPECIES = Column("species", TEXT, 3)
DAY = Column("day", DATE)
PENGUINS = (SPECIES, BILL, DEPTH, MASS, DAY)
SPEND, REVENUE = Column("marketingSpend", NUMBER), Column("Revenue (EUR)", NUMBER)
REGION = Column("region", TEXT, 4)


@pytest.mark.parametrize(
    ("question", "request_"),
    [
        ("describe the data", Request(Deed.DESCRIBE)),
        ("What is in it?", Request(Deed.DESCRIBE)),
        ("how long are the bill lengths", Request(Deed.DESCRIBE, (BILL,))),
        ("How does bill length correlate with body mass?", Request(Deed.CORRELATE, (BILL, MASS))),
        (
            "correlate body mass and bill depth by species",
            Request(Deed.CORRELATE, (MASS, DEPTH), SPECIES),
        ),
        ("what is body mass related to", Request(Deed.CORRELATE, (MASS,))),
        ("correlations, please", Request(Deed.CORRELATE)),
        ("mean body mass by species", Request(Deed.GROUP, (MASS,), SPECIES)),
        ("the total body mass per species", Request(Deed.GROUP, (MASS,), SPECIES, "sum")),
        ("how many by species", Request(Deed.GROUP, (), SPECIES, "count")),
        ("group by species", Request(Deed.GROUP, (), SPECIES, "count")),
        ("plot bill length against bill depth", Request(Deed.PLOT, (BILL, DEPTH))),
        ("plot body mass over day", Request(Deed.PLOT, (DAY, MASS))),
        ("a histogram of body mass", Request(Deed.PLOT, (MASS,))),
        ("plot body mass by day", Request(Deed.PLOT, (DAY, MASS))),
        ("a chart by species", Request(Deed.GROUP, (), SPECIES, "count")),
        ("plot bill length by species", Request(Deed.GROUP, (BILL,), SPECIES)),
        ("plot the day", Request(Deed.GROUP, (), DAY, "count")),
        (
            "correlate body mass, bill depth and bill length",
            Request(Deed.CORRELATE, (MASS, DEPTH, BILL)),
        ),
        ("sing me a song", None),
        ("", None),
    ],
)
def test_a_question_is_one_of_the_documented_requests(question, request_):
    assert request_for(question, PENGUINS) == request_


def test_one_column_of_numbers_correlates_with_nothing():
    assert request_for("correlate the size", (Column("size", NUMBER), SPECIES)) is None


def test_columns_are_found_as_one_says_them():
    asked = "find the correlation between marketing spend and revenue by region"
    found = request_for(asked, (REGION, REVENUE, SPEND))
    assert found == Request(Deed.CORRELATE, (SPEND, REVENUE), REGION)
    assert named_columns("bills", (Column("bill", NUMBER),)) == (Column("bill", NUMBER),)


NAMES = st.text(min_size=1, max_size=30) | st.sampled_from(
    [
        "'",
        '"',
        "\\",
        "']; import os; os.system('x') #",
        "{__import__('os')}",
        "a\nb",
        "\x00",
        "\u2028",
    ]
)
KINDS = st.sampled_from([(NUMBER, NUMBER, TEXT), (NUMBER, DATE, TEXT), (NUMBER, NUMBER, NUMBER)])


@given(st.lists(NAMES, min_size=3, max_size=3, unique=True), KINDS, st.sampled_from(Deed))
def test_names_of_columns_are_nothing_but_literals_in_the_code(names, kinds, deed):
    def shape(given_names: list[str]) -> str:
        a, b, by = map(Column, given_names, kinds)
        code = "\n".join(code_for(Request(deed, (a, b), by)))
        code += "\n" + reading_code(given_names[0], "CSV", b"a,b\n1,2\n")
        code += "\n" + reading_code("x.json", "JSON", b"{}", {given_names[1]: [{"a": 1}]})
        tree = ast.parse(code)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant):
                node.value = None
        return ast.dump(tree)

    assert shape(names) == shape(["a", "b", "c"])


@pytest.mark.parametrize(
    ("head", "separator"),
    [("a,b\n1,2", ","), ("a;b\n1,5;2", ";"), ("a\tb\n1\t2", "\t"), ("a\n1\n2", ","), ("", ",")],
)
def test_the_separator_is_seen_in_the_file(head, separator):
    assert separator_of(head) == separator


@pytest.mark.parametrize(
    ("parsed", "key"),
    [
        ([{"a": 1}, {"a": 2}], ""),
        ({"rows": [{"a": 1}], "total": 1}, "rows"),
        ({"a": [1, 2], "b": [3, 4]}, ""),
        ({"a": [1, 2], "b": [3]}, None),
        ({"rows": [{"a": 1}], "more": [{"a": 1}]}, None),
        ([], None),
        ([1, 2], None),
        ("text", None),
    ],
)
def test_json_is_a_table_in_three_ways(parsed, key):
    assert table_key(parsed) == key
