"""Where files lie: the person's folders, and the resources that ship with LiveDesk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_documents_path

_PACKAGE = Path(__file__).resolve().parent.parent


def config_dir() -> Path:
    """The folder of settings and own instructions; not created here."""
    return user_config_path("livedesk", appauthor=False)


def data_dir() -> Path:
    """The folder of what LiveDesk keeps for itself; not created here."""
    return user_data_path("livedesk", appauthor=False)


def documents_dir() -> Path:
    """The folder in which saving starts."""
    return user_documents_path()


def resource_path(*parts: str) -> Path:
    """A file of ``resources/``: in a wheel inside the package, in a checkout beside it."""
    shipped = _PACKAGE / "_resources"
    root = shipped if shipped.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` so that a reader or a crash sees the old or the new whole.

    Raises:
        OSError: the folder is missing or read-only, the disk is full; ``path`` is untouched.
    """
    target = path.resolve()
    descriptor, temporary_name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(temporary_name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        else:
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
