"""What of this machine LiveDesk needs: Python, Qt, sound, the practice server's voice.

Each check yields findings and raises nothing.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata

from livedesk.audio.system_sound import system_backend
from livedesk.cli.doctor.finding import Finding, Verdict
from livedesk.core.errors import LiveDeskError

_QT_S = 30.0
# In a process of its own: where a library is missing, Qt ends the process instead of raising.
_QT_PROGRAM = """
from PySide6.QtGui import QGuiApplication
print(QGuiApplication([]).platformName())
"""


def check_python() -> Iterator[Finding]:
    """The interpreter and the versions of what matters most."""
    yield Finding(Verdict.OK, "Python", f"{platform.python_version()} on {platform.system()}")
    versions = {name: metadata.version(name) for name in ("PySide6", "google-genai")}
    if versions["PySide6"] == "6.12.0" and sys.version_info < (3, 12):
        yield Finding(
            Verdict.PROBLEM,
            "PySide6",
            "6.12.0 ends the program on Python 3.11",
            "Start LiveDesk with packaging/run, which installs a version that works.",
        )
    for name, version in versions.items():
        yield Finding(Verdict.OK, name, version)


def check_window() -> Iterator[Finding]:
    """Whether Qt can open a window here."""
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        yield Finding(
            Verdict.NOTE, "Window", "there is no display", "Use livedesk chat, or start a desktop."
        )
        return
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own program
            [sys.executable, "-c", _QT_PROGRAM],
            capture_output=True,
            text=True,
            timeout=_QT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield Finding(Verdict.PROBLEM, "Window", "Qt does not start", "Restart the desktop.")
        return
    if done.returncode == 0:
        yield Finding(Verdict.OK, "Window", f"Qt opens windows through {done.stdout.strip()}")
    else:
        lines = done.stderr.strip().splitlines() or ["Qt does not start"]
        yield Finding(
            Verdict.PROBLEM, "Window", lines[0], "Start packaging/run: it installs Qt's libraries."
        )


def check_sound() -> Iterator[Finding]:
    """Microphones and speakers, as LiveDesk sees them."""
    try:
        backend = system_backend()
    except LiveDeskError as error:
        yield Finding(Verdict.PROBLEM, "Sound", error.user_message, error.hint)
        return
    try:
        for subject, devices in (("Microphone", backend.inputs()), ("Speaker", backend.outputs())):
            default = next((d for d in devices if d.is_default), None)
            if default is not None:
                yield Finding(Verdict.OK, subject, f"{default.name}, {len(devices)} in all")
            else:
                yield Finding(
                    Verdict.PROBLEM,
                    subject,
                    "none was found",
                    "Connect one, or choose a default one in the system's sound settings.",
                )
    except LiveDeskError as error:
        yield Finding(Verdict.PROBLEM, "Sound", error.user_message, error.hint)
    finally:
        backend.close()


def check_speech() -> Iterator[Finding]:
    """The practice server's voice."""
    if shutil.which("espeak-ng"):
        yield Finding(Verdict.OK, "Practice voice", "espeak-ng")
    else:
        yield Finding(
            Verdict.NOTE,
            "Practice voice",
            "espeak-ng is missing, so packaged recordings are played",
            "Install espeak-ng to hear every answer spoken.",
        )
