"""Hostile programs in the sandbox end soon, and get nothing.

They begin where an analysis begins: with the limits in place. What only bubblewrap holds back is
tested where it works; elsewhere LiveDesk runs the same fixed requests, and nothing of others.
"""

import socket
import sys
import threading
from pathlib import Path

import pytest

from livedesk.core.analysis import DataFile, DataKind
from livedesk.tools.analyst import isolation as isolation_module
from livedesk.tools.analyst.inside.landlock import landlock_version
from livedesk.tools.analyst.isolation import Isolation, bubblewrap, isolation
from livedesk.tools.analyst.sandbox import Ending, Run, Sandbox, Stop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is tested is Linux's")

FILE = DataFile("table.csv", DataKind.CSV, b"a,b\n1,2\n")
HELD = "from livedesk.tools.analyst.inside.limits import hold; hold()\n"
WAYS = ["plain", pytest.param("wrapped", marks=pytest.mark.skipif("not bubblewrap()"))]


def run(way: str, program: str, *, wall_s: float = 8.0, stop: Stop | None = None) -> Run:
    """Held by the limits; "wrapped" by bubblewrap as well, or by that "only"."""
    wrap = None if way == "plain" else bubblewrap()
    program = program if way == "only" else HELD + program
    return Sandbox(wrap, wall_s=wall_s, program=program).run(b"", FILE, stop or Stop())


@pytest.mark.parametrize("way", WAYS)
def test_the_table_is_there_and_hardly_anything_else_of_the_surroundings(way: str):
    got = run(
        way, "import os; print(sorted(os.listdir('.')), open('table.csv').read(), dict(os.environ))"
    )
    assert got.ending is Ending.ANSWERED
    assert got.answer.startswith(b"['table.csv'] a,b\n1,2\n")
    assert b"PATH" not in got.answer
    assert str(Path.home()).encode() not in got.answer


HOSTILE = {
    "a fork bomb": "import os\nwhile True: os.fork()",
    "a program": "import subprocess; subprocess.run(['/bin/true'])",
    "another program in its place": "import os; os.execv('/bin/true', ['true'])",
    "the network": "import socket; socket.create_connection(('127.0.0.1', {port}))",
    "a datagram": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a socket of the system": "import socket; socket.socket(socket.AF_UNIX)",
    "a memory bomb": "x = bytearray(2 * 2**30)",
    "memory in small pieces": "x = []\nwhile True: x.append(bytearray(2**28))",
    "a gigabyte of file": (
        "import tempfile\nwith tempfile.TemporaryFile() as f:\n  while True: f.write(bytes(2**20))"
    ),
    "more files than anybody needs": "x = [open('table.csv') for _ in range(5000)]",
    "a signal to others": "import os; os.kill(os.getppid(), 0)",
    "a signal to everybody": "import os; os.kill(-1, 0)",
    "higher limits": (
        "import resource as r\n"
        "try: r.setrlimit(r.RLIMIT_AS, (-1, -1))\n"
        "except (ValueError, OSError): raise SystemExit"
    ),
    "no filter any more": ("import ctypes\nassert ctypes.CDLL(None).prctl(22, 2, None, 0, 0) == 0"),
    "looking into the parent": "import ctypes, os\n"
    "assert ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_analysis_needs_ends_it_at_once(way: str, what: str):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        got = run(way, HOSTILE[what].format(port=port) + "\nprint('it worked')")
    assert got.ending is Ending.DIED


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("program", "ending"),
    [
        ("while True: pass", Ending.TOO_LONG),
        ("import time; time.sleep(60)", Ending.TOO_LONG),
        ("import os; os.close(1); import time; time.sleep(60)", None),
        ("while True: print('x' * 100_000)", Ending.TOO_MUCH),
        (
            "import threading\nwhile True: threading.Thread(target=threading.Event().wait).start()",
            None,
        ),
    ],
)
def test_what_does_not_end_by_itself_is_ended(way: str, program: str, ending: Ending | None):
    got = run(way, program, wall_s=0.7)
    assert got.ending in ((ending,) if ending else (Ending.DIED, Ending.TOO_LONG))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.skipif(landlock_version() == 0, reason="the kernel has no Landlock")
def test_landlock_shuts_files_where_bubblewrap_does_not_hide_them(way: str):
    program = (
        "import os\n"
        "for path in ('/etc/passwd', {home!r}, {home!r} + '/.bashrc', {test!r}, '/proc'):\n"
        "  try:\n"
        "    os.listdir(path) if os.path.isdir(path) else open(path).read(); print(path)\n"
        "  except OSError: pass\n"
        "for path in ('new', {home!r} + '/new', '/usr/new', '/var/tmp/new', 'table.csv'):\n"
        "  try: open(path, 'w').close(); print(path)\n"
        "  except OSError: pass\n"
        "print('end')\n"
    ).format(home=str(Path.home()), test=__file__)
    assert run(way, program) == Run(Ending.ANSWERED, b"end\n")


@pytest.mark.skipif("not bubblewrap()", reason="namespaces are refused here")
@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/etc/shadow", __file__, "/sys", "/var", "/boot"],
)
def test_bubblewrap_hides_the_files_of_the_computer(path: str):
    got = run("only", f"import os; print(os.path.exists({path!r}))")
    assert got == Run(Ending.ANSWERED, b"False\n")


@pytest.mark.skipif("not bubblewrap()", reason="namespaces are refused here")
def test_bubblewrap_lets_nothing_be_written_but_a_little_that_is_thrown_away():
    program = (
        "import os\n"
        "for path in ('table.csv', 'new', '/usr/new', '/new', '/dev/new', '/dev/shm/new',\n"
        "             '/usr/share/fonts/new'):\n"
        "  try: open(path, 'w').close(); print(path)\n"
        "  except OSError: pass\n"
        "print(len(os.listdir('/proc')) < 100, [p for p in os.listdir('/proc') if p.isdigit()])\n"
        "n = 0\n"
        "try:\n"
        "  while True: open(f'/tmp/{n}', 'wb').write(bytes(2**24)); n += 1\n"
        "except OSError: print(n)\n"
    )
    got = run("only", program)
    lines = got.answer.decode().splitlines()
    assert lines[0].startswith("True ['1'")  # the processes of the sandbox only
    assert 1 <= int(lines[-1]) <= 4  # 64 MB


@pytest.mark.parametrize("way", WAYS)
def test_it_can_be_stopped_from_outside(way: str):
    stop = Stop()
    threading.Timer(0.2, stop.set).start()
    assert run(way, "import time; time.sleep(60)", stop=stop).ending is Ending.STOPPED
    assert run(way, "import time; time.sleep(60)", stop=stop).ending is Ending.STOPPED


def test_where_bubblewrap_does_not_work_it_is_known(monkeypatch, tmp_path: Path):
    refusing = tmp_path / "bwrap"
    refusing.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    refusing.chmod(0o755)
    bubblewrap.cache_clear()
    try:
        monkeypatch.setattr(isolation_module.shutil, "which", lambda _: str(refusing))
        assert bubblewrap() is None
        monkeypatch.setattr(isolation_module, "landlock_version", lambda: 1)
        assert isolation() is Isolation.SHUT
        monkeypatch.setattr(isolation_module, "landlock_version", lambda: 0)
        assert isolation() is Isolation.LIMITED
    finally:
        bubblewrap.cache_clear()
