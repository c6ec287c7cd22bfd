"""Shuts all files but a few, by Linux's Landlock. It needs no root, and no namespaces.

It is asked in the process itself, and holds where bubblewrap is refused. Sources: landlock(7) and
``linux/landlock.h`` of Linux 6.1; 2026-11.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import sysconfig
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every machine
_VERSION_FLAG, _BENEATH = 1, 1
_EXECUTE, _WRITE, _READ, _READ_FOLDER = 1, 2, 4, 8
_ALL_OF_VERSION_1 = (1 << 13) - 1
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_FILE_RIGHTS = _EXECUTE | _WRITE | _READ | _TRUNCATE
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")


def landlock_version() -> int:
    """Which version this system has; 0 for none. Changes nothing."""
    if sys.platform != "linux":
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, int(libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION_FLAG)))


def shut_files(libc: ctypes.CDLL) -> None:
    """From now on read Python's and the system's programs and the working folder only.

    What may be written is the folder of temporary files, unless that is the working folder: many
    small files would fill a disk. Where Landlock is missing nothing happens.

    Raises:
        OSError: it is there, and refused.
    """
    version = landlock_version()
    if version == 0:
        return
    handled = _ALL_OF_VERSION_1
    handled |= _REFER if version >= 2 else 0
    handled |= _TRUNCATE if version >= 3 else 0
    attributes = struct.pack("Q", handled)
    rules = libc.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        raise OSError(ctypes.get_errno(), "Landlock refused")
    try:
        for path in _readable():
            _allow(libc, rules, path, _READ | _READ_FOLDER | _EXECUTE)
        temporary = Path(os.environ.get("TMPDIR", ".")).resolve()
        if temporary != Path.cwd():
            _allow(libc, rules, str(temporary), handled)
        if libc.syscall(_RESTRICT, rules, 0) != 0:
            raise OSError(ctypes.get_errno(), "Landlock refused")
    finally:
        os.close(rules)


def _readable() -> list[str]:
    paths = sysconfig.get_paths()
    package = Path(__file__).resolve().parents[3]
    python = (sys.prefix, sys.base_prefix, paths["purelib"], paths["platlib"], str(package))
    return [*_SYSTEM, *python, str(Path.cwd())]


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # not every system has each of them
    try:
        if not Path(path).is_dir():
            rights &= _FILE_RIGHTS
        rule = struct.pack("=Qi", rights, beneath)
        if libc.syscall(_ADD, rules, _BENEATH, rule, 0) != 0:
            raise OSError(ctypes.get_errno(), "Landlock refused")
    finally:
        os.close(beneath)
