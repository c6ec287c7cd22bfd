"""A process of its own for one analysis: held by limits, ended in any case."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import livedesk
from livedesk.core.analysis import DataFile
from livedesk.tools.analyst.isolation import Bubblewrap

WALL_S = 25.0
MOST_ANSWER_BYTES = 8 * 2**20
_CHUNK_BYTES = 65_536
# ``-I`` takes no environment and no working folder into account, so the path is given here.
_PROGRAM = "from livedesk.tools.analyst.inside.main import main; main()"
_START = "import sys; sys.path.append(sys.argv[1]); "


class Ending(Enum):
    """How a run ended."""

    ANSWERED = "answered"
    TOO_LONG = "took too long"
    TOO_MUCH = "wrote too much"
    DIED = "ended without an answer"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run: the answer is all that it wrote, and of use only if it ``ANSWERED``."""

    ending: Ending
    answer: bytes = b""


class Stop:
    """Ends a run from any thread, now or as soon as it begins. Idempotent."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.is_set = False

    def set(self) -> None:
        """End it."""
        with self._lock:
            self.is_set = True
            if self._process is not None:
                _kill(self._process)

    def follow(self, process: subprocess.Popen[bytes] | None) -> None:
        """This is what ``set`` ends; None when it has ended."""
        with self._lock:
            self._process = process
            if process is not None and self.is_set:
                _kill(process)


class Sandbox:
    """Runs ``inside.main`` on one file at a time; several may run at once.

    The program is always LiveDesk's own: code of others is never run on this computer, with
    bubblewrap or without.
    """

    def __init__(
        self, wrap: Bubblewrap | None, *, wall_s: float = WALL_S, program: str = _PROGRAM
    ) -> None:
        """Nothing is run yet.

        Args:
            wrap: what hides files and network; None where it does not work.
            wall_s: seconds after which it is killed.
            program: lines of Python, another one only to test what they may do.
        """
        self._wrap = wrap
        self._wall_s = wall_s
        self._program = program

    def run(self, request: bytes, file: DataFile, stop: Stop) -> Run:
        """Give ``request`` to the program, with ``file`` in its working folder. Blocks.

        Args:
            request: at most 60 kB, so that it fits into a pipe.
            file: its name must be a plain one, see ``plain_name``.
            stop: ends it early.

        Raises:
            OSError: the process could not be started.
        """
        with tempfile.TemporaryDirectory(prefix="livedesk-", ignore_cleanup_errors=True) as folder:
            private = Path(folder)
            (private / file.name).write_bytes(file.content)
            return self._run(request, private, stop)

    def _run(self, request: bytes, folder: Path, stop: Stop) -> Run:
        inside = "/tmp" if self._wrap is not None else str(folder)  # noqa: S108 - its own
        environment = _environment(inside)
        command = [] if self._wrap is None else self._wrap.command(folder, environment)
        root = str(Path(livedesk.__file__).resolve().parent.parent)
        command += [sys.executable, "-I", "-c", _START + self._program, root]
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        late = threading.Event()
        timer = threading.Timer(self._wall_s, _end, (process, late))
        timer.start()
        stop.follow(process)
        try:
            answer = _exchange(process, request)
        finally:
            stop.follow(None)
            _kill(process)
            process.wait()
            timer.cancel()
            timer.join()
        return _told(answer, process.returncode, is_late=late.is_set(), is_stopped=stop.is_set)


def plain_name(name: str) -> str:
    """A name that is a file's on every system and cannot lead out of its folder."""
    kept = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in name).strip(" .")
    return kept[-80:].lstrip(" .-") or "table"


def _environment(folder: str) -> dict[str, str]:
    made = {"MPLCONFIGDIR": folder, "TMPDIR": folder, "HOME": folder, "LC_ALL": "C.UTF-8"}
    made["OPENBLAS_NUM_THREADS"] = "1"
    if sys.platform == "win32":  # without it Python does not start
        made["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
    return made


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Ask, and read until the program closes its side or has written too much."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process has no pipes")
    with process.stdout as from_program:
        with contextlib.suppress(BrokenPipeError, OSError), process.stdin as to_program:
            to_program.write(request)
        answer = b""
        while len(answer) <= MOST_ANSWER_BYTES and (
            chunk := os.read(from_program.fileno(), _CHUNK_BYTES)
        ):
            answer += chunk
    return answer


def _told(answer: bytes, code: int, *, is_late: bool, is_stopped: bool) -> Run:
    if is_stopped:
        return Run(Ending.STOPPED)
    if is_late:
        return Run(Ending.TOO_LONG)
    if len(answer) > MOST_ANSWER_BYTES:
        return Run(Ending.TOO_MUCH)
    # A cut answer cannot be told from a whole one here: the reader finds out.
    return Run(Ending.ANSWERED, answer) if answer else Run(Ending.DIED, str(code).encode())


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and all that it started. It has not been waited for, so its number is its own."""
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
