"""Taking a file away so that what it held is gone."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_AT_ONCE_BYTES = 1 << 20


def erase(path: Path) -> None:
    """Overwrite the file and take it away. Idempotent.

    Overwriting reaches what the file system overwrites in place; one that copies on each write, and
    the spare blocks of a solid-state disk, keep what they keep.

    Raises:
        OSError: it cannot be taken away.
    """
    # What cannot be opened for writing is only taken away.
    with contextlib.suppress(OSError), path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            n_bytes = min(left, _AT_ONCE_BYTES)
            file.write(bytes(n_bytes))
            left -= n_bytes
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
