"""The settings file: read once, validated, written atomically; a broken one is kept aside."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from livedesk.core.errors import SettingsError
from livedesk.core.log import get_logger
from livedesk.core.paths import write_atomically
from livedesk.settings.schema import Settings

_log = get_logger("settings")


class SettingsStore:
    """Owns one settings file. Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[Settings, SettingsError | None]:
        """The settings, and what was wrong with the file where something was.

        A missing file means the defaults. A file that cannot be understood is moved aside under
        the suffix ``.broken``, so that nothing of the person's is lost.
        """
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Settings(), None
        except (OSError, UnicodeDecodeError) as error:
            return Settings(), self._set_aside(error)
        try:
            return Settings.model_validate_json(text), None
        except ValidationError as error:
            return Settings(), self._set_aside(error)

    def save(self, settings: Settings) -> None:
        """Write all settings.

        Raises:
            SettingsError: the folder cannot be written; the old file is untouched.
        """
        content = settings.model_dump_json(indent=2).encode() + b"\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, content)
        except OSError as error:
            raise SettingsError(
                f"Your choices could not be kept in {self._path.parent}.",
                "They hold until LiveDesk is closed; check the folder's permissions.",
                detail=f"{type(error).__name__}: {error}",
            ) from error

    def _set_aside(self, error: Exception) -> SettingsError:
        aside = self._path.with_name(self._path.name + ".broken")
        try:
            self._path.replace(aside)
            kept = f"The old file is kept as {aside.name}."
        except OSError:
            kept = "The file was left as it is."
        _log.info("settings unreadable: %s", type(error).__name__)
        return SettingsError(
            "Your settings could not be read, so the defaults are in use.",
            kept,
            detail=f"{self._path}: {type(error).__name__}",
        )
