"""Tells whether the LiveDesk that holds an open conversation still runs.

Each store locks a file of its own for as long as its process lives; the system lets go of the lock
however the process ends. So a talk that another window holds is never taken for a broken one.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from uuid import uuid4

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_SUFFIX = ".running"


class OwnerMark:
    """This process's mark in ``folder``, from ``set`` to ``clear``. Used by one thread."""

    def __init__(self, folder: Path) -> None:
        self.name = uuid4().hex
        self._folder = folder
        self._path = folder / f"{self.name}{_SUFFIX}"
        self._descriptor: int | None = None

    def set(self) -> None:
        """Show that this process runs. Idempotent; a mark that was deleted is made again.

        Raises:
            OSError: the folder cannot be written.
        """
        if self._descriptor is not None:
            if self._path.exists():
                return
            self.clear()
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def clear(self) -> None:
        """This process does not hold conversations any more. Idempotent."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
            with contextlib.suppress(OSError):  # an empty file left over is taken away next time
                self._path.unlink()

    def is_running(self, name: str) -> bool:
        """Whether the owner of that name holds its mark; takes a dead one's mark away."""
        path = self._folder / f"{name}{_SUFFIX}"
        if name == self.name:
            return True
        try:
            descriptor = os.open(path, os.O_RDWR)
        except OSError:
            return False
        try:
            _lock(descriptor)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()
        return False
