from datetime import date, timedelta

import pytest

from livedesk.core.errors import SettingsError
from livedesk.core.tokens import Tokens
from livedesk.settings.usage_book import UsageBook

TODAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "usage.json"


def test_what_was_used_today_outlives_the_program(path):
    UsageBook(path).add(TODAY, "m", Tokens(text_in=1, from_clock=True))
    UsageBook(path).add(TODAY, "m", Tokens(audio_out=2))
    assert UsageBook(path).of(TODAY) == {"m": Tokens(text_in=1, audio_out=2, from_clock=True)}


def test_models_and_days_are_kept_apart(path):
    book = UsageBook(path)
    book.add(TODAY, "m", Tokens(text_in=1))
    assert book.add(TODAY, "n", Tokens(text_in=2)) == {
        "m": Tokens(text_in=1),
        "n": Tokens(text_in=2),
    }
    assert book.of(TODAY + timedelta(days=1)) == {}


def test_the_file_stays_small(path):
    book = UsageBook(path)
    for number in range(80):
        book.add(TODAY + timedelta(days=number), "m", Tokens(text_in=1))
    assert book.of(TODAY) == {}
    assert book.of(TODAY + timedelta(days=79))
    assert path.stat().st_size < 10_000


def test_a_broken_file_is_kept_aside(path):
    path.parent.mkdir()
    path.write_text('{"days": {"today": 3}}')
    assert UsageBook(path).of(TODAY) == {}
    assert path.with_name("usage.json.broken").exists()


def test_a_folder_that_cannot_be_written_is_told(path):
    path.parent.write_text("a file where the folder should be")
    with pytest.raises(SettingsError, match="could not be noted"):
        UsageBook(path).add(TODAY, "m", Tokens(text_in=1))
