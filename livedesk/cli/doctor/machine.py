"""What of this machine LiveDesk needs: Python, Qt, sound, the practice server's voice, a sandbox.

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

from livedesk.audio.backend import DeviceInfo
from livedesk.audio.system_sound import system_backend
from livedesk.cli.doctor.finding import Finding, Verdict
from livedesk.core.errors import LiveDeskError
from livedesk.tools.analyst.isolation import Isolation, isolation

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
            yield from (_device(subject, device) for device in devices)
            if not any(device.is_default for device in devices):
                yield Finding(
                    Verdict.PROBLEM,
                    subject,
                    "none was found" if not devices else "none of them is the system's own",
                    "Connect one, or choose a default one in the system's sound settings.",
                )
    except LiveDeskError as error:
        yield Finding(Verdict.PROBLEM, "Sound", error.user_message, error.hint)
    finally:
        backend.close()


def _device(subject: str, device: DeviceInfo) -> Finding:
    n_channels = max(device.max_input_channels, device.max_output_channels)
    channels = "1 channel" if n_channels == 1 else f"{n_channels} channels"
    fact = f"{device.name}, {device.default_rate_hz / 1000:g} kHz, {channels}"
    if device.is_default:
        fact += ", the system's own"
    if device.is_muted:
        advice = "Unmute it in the system's sound settings, or choose another one."
        return Finding(Verdict.NOTE, subject, f"{fact}, muted", advice)
    return Finding(Verdict.OK, subject, fact)


def check_tables() -> Iterator[Finding]:
    """What holds the analyses of tables that are made on this computer."""
    held_by = isolation()
    if held_by is Isolation.FULL:
        yield Finding(Verdict.OK, "Tables", held_by.value)
    elif sys.platform == "linux":
        advice = "Install bubblewrap, where the system lets it make namespaces."
        yield Finding(Verdict.NOTE, "Tables", held_by.value, advice)
    else:
        yield Finding(Verdict.NOTE, "Tables", held_by.value, "Analyse tables that you trust.")


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
