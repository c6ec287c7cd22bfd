"""What a database error means to the person: one sentence, one thing to do. Pure."""

from __future__ import annotations

import errno
import sqlite3

from livedesk.core.errors import StoreError

_KEPT_IN_MEMORY = "LiveDesk keeps it in memory and tries again by itself."
# Primary result codes, https://www.sqlite.org/rescode.html; the upper bits hold details.
_PRIMARY = 0xFF


class NotAStoreError(sqlite3.DatabaseError):
    """The file is a database, but not one of ours, or tables of ours are missing."""


class NewerStoreError(sqlite3.NotSupportedError):
    """The file was written by a LiveDesk that knows more."""


class EmptyStoreError(sqlite3.DatabaseError):
    """Nothing was ever written."""


def explained(error: sqlite3.Error | OSError) -> StoreError:
    """The sentence for ``error``, which says how to go on."""
    if isinstance(error, OSError):
        return _of_system(error)
    code = getattr(error, "sqlite_errorcode", None)
    detail = f"{type(error).__name__} {getattr(error, 'sqlite_errorname', '')}: {error}"
    if isinstance(error, NotAStoreError):
        return _damaged(detail)
    if isinstance(error, EmptyStoreError):
        return StoreError("No conversation is kept yet.", detail=detail)
    if isinstance(error, NewerStoreError):
        return StoreError(
            "The kept conversations were written by a newer LiveDesk.",
            "Install that version; until then nothing is kept.",
            detail=detail,
        )
    return _of_code(None if code is None else code & _PRIMARY, detail)


def undeletable() -> StoreError:
    """The sound of a conversation cannot be taken away just now."""
    return StoreError(
        "The recording of this conversation could not be deleted.",
        "It is hidden, and LiveDesk tries again at its next start.",
    )


def unwritable(error: Exception) -> StoreError:
    """One entry cannot be written, now or later."""
    return StoreError(
        "One line of the conversation could not be kept.",
        "Ctrl+S saves the conversation elsewhere.",
        detail=type(error).__name__,
    )


def _of_code(code: int | None, detail: str) -> StoreError:
    match code:
        case sqlite3.SQLITE_FULL:
            return _full(detail)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _read_only(detail)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreError(
                "Another program holds the kept conversations.", _KEPT_IN_MEMORY, detail=detail
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _damaged(detail)
        case _:
            return StoreError(
                "The disk reported an error, so the conversation is not on it yet.",
                _KEPT_IN_MEMORY,
                detail=detail,
            )


def _of_system(error: OSError) -> StoreError:
    detail = f"{type(error).__name__} {errno.errorcode.get(error.errno or 0, '')}".strip()
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(detail)
    return _read_only(detail)


def _full(detail: str) -> StoreError:
    return StoreError(
        "The disk is full, so the conversation is not on it yet.",
        "Make room; until then LiveDesk keeps it in memory, and Ctrl+S saves it elsewhere.",
        detail=detail,
    )


def _read_only(detail: str) -> StoreError:
    return StoreError(
        "The folder of the conversations cannot be written, so this one is not kept yet.",
        "Check the folder's permissions; Ctrl+S saves the conversation elsewhere.",
        detail=detail,
    )


def _damaged(detail: str) -> StoreError:
    return StoreError(
        "The file with your conversations is damaged.",
        "LiveDesk puts it aside and begins a new one.",
        detail=detail,
        is_damage=True,
    )
