"""Settings survive; broken files are kept aside and said."""

import json
from pathlib import Path

import pytest

from livedesk.core.errors import SettingsError
from livedesk.settings.schema import Choices, Settings
from livedesk.settings.store import SettingsStore


def test_missing_file_means_defaults(tmp_path: Path) -> None:
    assert SettingsStore(tmp_path / "settings.json").load() == (Settings(), None)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "deep" / "settings.json")
    settings = Settings(choices=Choices(voice_name="Puck", language_code="de"))
    store.save(settings)
    assert store.load() == (settings, None)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b'{"look": {"theme": "pink"}}', b""])
def test_broken_file_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings, error = SettingsStore(path).load()
    assert settings == Settings()
    assert error is not None
    assert "settings.json.broken" in str(error)
    assert (tmp_path / "settings.json.broken").read_bytes() == content


def test_unknown_entries_of_a_newer_version_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"choices": {"voice_name": "Puck", "new": 1}, "newer": {}}))
    settings, error = SettingsStore(path).load()
    assert (settings.choices.voice_name, error) == ("Puck", None)


def test_unwritable_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="could not be kept"):
        SettingsStore(tmp_path / "file" / "settings.json").save(Settings())
