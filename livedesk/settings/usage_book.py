"""What was used on which day, kept between runs: one small file, replaced as a whole."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from livedesk.core.errors import SettingsError
from livedesk.core.log import get_logger
from livedesk.core.paths import write_atomically
from livedesk.core.tokens import NOTHING, Consumption, Tokens, combined

_log = get_logger("settings")

# Enough for last month's bill; the file stays small for ever.
_DAYS_KEPT = 62


class _Book(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    days: dict[date, dict[str, Tokens]] = Field(default_factory=dict)


class UsageBook:
    """Owns one file. May be used by any thread; several programs may add to the same file.

    A file that cannot be understood is moved aside under the suffix ``.broken``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def of(self, day: date) -> Consumption:
        """What was used on ``day``.

        Raises:
            SettingsError: the file cannot be read.
        """
        with self._lock:
            return self._read().days.get(day, NOTHING)

    def add(self, day: date, model: str, tokens: Tokens) -> Consumption:
        """Note that ``model`` used ``tokens``; returns all that was used on ``day``.

        Raises:
            SettingsError: it could not be written; the file is untouched.
        """
        with self._lock:
            days = dict(self._read().days)
            days[day] = dict(combined(days.get(day, NOTHING), model, tokens))
            kept = {one: days[one] for one in sorted(days)[-_DAYS_KEPT:]}
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(self._path, _Book(days=kept).model_dump_json().encode() + b"\n")
            except OSError as error:
                raise self._fault(error) from error
            return days[day]

    def _read(self) -> _Book:
        try:
            return _Book.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return _Book()
        except OSError as error:
            raise self._fault(error) from error
        except ValidationError:
            _log.info("the book of usage is unreadable and starts anew")
            try:
                self._path.replace(self._path.with_name(self._path.name + ".broken"))
            except OSError as error:
                raise self._fault(error) from error
            return _Book()

    def _fault(self, error: OSError) -> SettingsError:
        return SettingsError(
            f"What was used today could not be noted in {self._path.parent}.",
            "The figures hold until LiveDesk is closed; check the folder's permissions.",
            detail=f"{type(error).__name__}: {error}",
        )
