"""bubblewrap: whether it works here, and how it is called.

What it adds to the limits of ``inside.limits``: the process sees no file but the table and the
programs it needs, no network, no other process, and a temporary folder in memory of a fixed size.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import livedesk
from livedesk.tools.analyst.inside.landlock import landlock_version

DATA_FOLDER = "/data"
_TEMPORARY_BYTES = 64 * 2**20
_PROBE_S = 10.0
_SYSTEM = ("/usr", "/etc/ld.so.cache", "/etc/alternatives")
_LINKS = ("/lib", "/lib64", "/lib32", "/bin", "/sbin")


class Isolation(Enum):
    """What holds an analysis; the value says it to the person."""

    FULL = "bubblewrap: no files but the table, no network, no other programs"
    SHUT = "Landlock: no files but the table, no network, no other programs; no bubblewrap here"
    LIMITED = "limits of time and memory only; neither bubblewrap nor Landlock work here"


@dataclass(frozen=True, slots=True)
class Bubblewrap:
    """A program that works here: ``path`` of bwrap."""

    path: str

    def command(self, folder: Path, environment: dict[str, str]) -> list[str]:
        """What to write before a command, so that it sees ``folder`` as ``/data`` and little else.

        Args:
            folder: holds the table; cannot be changed from inside.
            environment: all the variables that there are inside.
        """
        line = [self.path, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
        line += ["--cap-drop", "ALL", "--hostname", "sandbox"]
        # First, for LiveDesk itself may lie under it.
        line += ["--size", str(_TEMPORARY_BYTES), "--tmpfs", "/tmp"]  # noqa: S108 - its own
        for path in (*_SYSTEM, *_python_folders()):
            line += ["--ro-bind-try", path, path]
        for link in map(Path, _LINKS):
            if link.is_symlink():
                line += ["--symlink", str(link.readlink()), str(link)]
            else:
                line += ["--ro-bind-try", str(link), str(link)]
        # The fonts of a whole desktop take seconds to look through; matplotlib brings its own.
        line += ["--tmpfs", "/usr/share/fonts", "--proc", "/proc", "--dev", "/dev"]
        line += ["--ro-bind", str(folder), DATA_FOLDER, "--chdir", DATA_FOLDER]
        # What is in memory and has no size of its own must not be written to.
        for path in ("/usr/share/fonts", "/dev", "/"):
            line += ["--remount-ro", path]
        for name, value in environment.items():
            line += ["--setenv", name, value]
        return line


@functools.cache
def bubblewrap() -> Bubblewrap | None:
    """bwrap, if this system lets it work; found out once. Blocks for some 10 ms: use a thread.

    Containers and some distributions refuse namespaces to ordinary users.
    """
    path = shutil.which("bwrap") if sys.platform == "linux" else None
    if path is None:
        return None
    found = Bubblewrap(path)
    # Nothing but the working folder, and a command that is sure to be there.
    command = [*found.command(Path(__file__).parent, {}), sys.executable, "-I", "-S", "-c", ""]
    try:
        ended = subprocess.run(  # noqa: S603 - our own arguments
            command, capture_output=True, timeout=_PROBE_S, check=False, env={}
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found if ended.returncode == 0 else None


def isolation() -> Isolation:
    """What holds an analysis here. Blocks as ``bubblewrap`` does."""
    if bubblewrap() is not None:
        return Isolation.FULL
    return Isolation.SHUT if landlock_version() > 0 else Isolation.LIMITED


def _python_folders() -> list[str]:
    """Where Python, its libraries and LiveDesk are, the outer ones first."""
    paths = sysconfig.get_paths()
    wanted = {Path(sys.base_prefix), Path(sys.prefix), Path(paths["purelib"])}
    wanted |= {Path(paths["platlib"]), Path(livedesk.__file__).resolve().parent}
    outside = {path for path in wanted if not path.is_relative_to("/usr")}
    return sorted(str(path) for path in outside)
