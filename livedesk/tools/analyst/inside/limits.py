"""What a process of the sandbox may not do any more, set by itself before it reads anything.

Everywhere: time, memory, size of files. On Linux also, by a seccomp filter that not even root is
above (RLIMIT_NPROC does not hold root): it makes no other process and no socket, sends no signal,
and cannot take its limits back. Sources: seccomp(2), prctl(2), and the system call numbers of
``asm/unistd_64.h`` and ``asm-generic/unistd.h`` of Linux 6.1; 2026-11.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from dataclasses import dataclass
from typing import Any

from livedesk.tools.analyst.inside.landlock import shut_files

CPU_S = 15
# Address space, not memory in use. A plot of a small table takes 230 MB of it.
MEMORY_BYTES = 2**30
FILE_BYTES = 32 * 2**20
N_FILES = 64

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_ALLOW, _REFUSE, _UNKNOWN_CALL = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38  # EPERM, ENOSYS
_KILL = 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_CLONE_THREAD = 0x00010000
_X32_BIT = 0x40000000
# In struct seccomp_data; of the first and the third argument the lower halves.
_NUMBER, _ARCHITECTURE, _FIRST, _THIRD = 0, 4, 16, 32


@dataclass(frozen=True, slots=True)
class _Machine:
    """Numbers of system calls; ``refused`` are refused whatever they are called with.

    Those are, in this order: execve, execveat, socket, socketpair, ptrace, unshare, setns, mount,
    bpf, process_vm_readv, process_vm_writev, kill, tkill, tgkill, rt_sigqueueinfo,
    rt_tgsigqueueinfo, setrlimit; and of every machine pidfd_send_signal, io_uring_setup,
    pidfd_getfd.
    """

    architecture: int
    clone: int
    prlimit: int
    refused: tuple[int, ...]


_CLONE3, _OF_EVERY_MACHINE = 435, (424, 425, 438)
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        56,
        302,
        # and fork, vfork
        (59, 322, 41, 53, 101, 272, 308, 165, 321, 310, 311, 62, 200, 234, 129, 297, 160, 57, 58),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        220,
        261,
        (221, 281, 198, 199, 117, 97, 268, 40, 280, 270, 271, 129, 130, 131, 138, 240, 164),
    ),
}


def hold() -> None:
    """Give up for good what no analysis needs. Must be called before anything untrusted is read.

    Raises:
        OSError: the system refused; nothing must be run then.
    """
    if sys.platform != "win32":
        _limit_resources()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        _call(libc.prctl, _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        shut_files(libc)
        machine = _MACHINES.get(platform.machine())
        if machine is not None:
            _filter_calls(libc, machine)


def _limit_resources() -> None:
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, N_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except ValueError:  # macOS does not limit the address space
            if sys.platform == "linux":
                raise OSError(f"limit {what} was not taken") from None


def _filter_calls(libc: ctypes.CDLL, machine: _Machine) -> None:
    program = _program(machine)
    code = ctypes.create_string_buffer(program)

    class Program(ctypes.Structure):
        _fields_ = (("n", ctypes.c_ushort), ("code", ctypes.c_void_p))

    made = Program(len(program) // 8, ctypes.cast(code, ctypes.c_void_p))
    _call(libc.prctl, _PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(made), 0, 0)


def _call(function: Any, *arguments: Any) -> None:
    if function(*arguments) != 0:
        raise OSError(ctypes.get_errno(), "the system does not let the process be held")


def _program(machine: _Machine) -> bytes:
    """The filter as instructions: code, jumps over so many if true and if false, value."""
    lines: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, machine.architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32_BIT),  # x32 has numbers of its own
        (_RETURN, 0, 0, _KILL),
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _UNKNOWN_CALL),  # its flags cannot be seen; glibc takes clone instead
        (_EQUAL, 0, 4, machine.clone),  # threads may begin, processes may not
        (_LOAD, 0, 0, _FIRST),
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 4, machine.prlimit),  # limits may be read, not set: root could raise them
        (_LOAD, 0, 0, _THIRD),
        (_EQUAL, 1, 0, 0),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for number in (*machine.refused, *_OF_EVERY_MACHINE):
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)
