"""What a process of the sandbox may not do any more, set by itself before it reads anything.

Everywhere: time, memory, size of files. On Linux also, by a seccomp filter that not even root is
above (RLIMIT_NPROC does not hold root): it makes no other process, and no socket. Sources:
seccomp(2), prctl(2), the system call numbers of Linux 6.1's ``unistd.h``, 2026-11.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

CPU_S = 15
# Address space, not memory in use. A plot of a small table takes 230 MB of it.
MEMORY_BYTES = 2**30
FILE_BYTES = 32 * 2**20
N_FILES = 64

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_ALLOW, _REFUSE, _UNKNOWN_CALL = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38  # EPERM, ENOSYS
_KILL = 0x80000000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_CLONE_THREAD = 0x00010000
# machine: (audit architecture, clone, clone3, calls that are refused outright). Those are fork,
# vfork, execve, execveat, socket, socketpair, ptrace, unshare, setns, mount, bpf, io_uring_setup,
# process_vm_readv and process_vm_writev, kill of others by tgkill is left to the namespace.
_MACHINES = {
    "x86_64": (
        0xC000003E,
        56,
        435,
        (57, 58, 59, 322, 41, 53, 101, 272, 308, 165, 321, 425, 310, 311),
    ),
    "aarch64": (0xC00000B7, 220, 435, (221, 281, 198, 199, 117, 97, 268, 40, 280, 425, 270, 271)),
}
_X32_BIT = 0x40000000


def hold() -> None:
    """Give up for good what no analysis needs. Must be called before anything untrusted is read.

    Raises:
        OSError: the system refused; nothing must be run then.
    """
    if sys.platform != "win32":
        _limit_resources()
    if sys.platform == "linux" and platform.machine() in _MACHINES:
        _filter_calls(*_MACHINES[platform.machine()])


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


def _filter_calls(arch: int, clone: int, clone3: int, refused: tuple[int, ...]) -> None:
    program = _program(arch, clone, clone3, refused)
    code = ctypes.create_string_buffer(program)
    count = len(program) // 8

    class Program(ctypes.Structure):
        _fields_ = (("n", ctypes.c_ushort), ("code", ctypes.c_void_p))

    made = Program(count, ctypes.cast(code, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    calls = (
        (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(made), 0, 0),
    )
    for call in calls:
        if libc.prctl(*call) != 0:
            raise OSError(ctypes.get_errno(), "seccomp was refused")


def _program(arch: int, clone: int, clone3: int, refused: tuple[int, ...]) -> bytes:
    """The filter as instructions (code, jump if true, jump if false, value)."""
    lines: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, 4),  # the architecture, of struct seccomp_data
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the call's number
        (0x35, 0, 1, _X32_BIT),  # at least: x32 has numbers of its own
        (_RETURN, 0, 0, _KILL),
        (_EQUAL, 0, 1, clone3),
        (_RETURN, 0, 0, _UNKNOWN_CALL),  # its flags cannot be seen; glibc takes clone instead
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, 16),  # the first argument: the flags
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, 0),
    ]
    for number in refused:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)
