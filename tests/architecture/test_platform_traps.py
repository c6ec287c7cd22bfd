"""Faults of the platform that the pinned versions avoid, and that must not come back."""

from __future__ import annotations

import subprocess
import sys

# PySide6 6.12.0 on CPython 3.11 drops a reference to True in every emit(); after some hundred
# emits the interpreter aborts. Hence in a process of its own, and often.
EMIT = """
from PySide6.QtCore import QObject, Signal

class Speaker(QObject):
    said = Signal(bool)

heard = []
speaker = Speaker()
speaker.said.connect(heard.append)
for _ in range(20_000):
    speaker.said.emit(True)
print(len(heard), all(heard))
"""


def test_signals_can_be_emitted_20_000_times():
    done = subprocess.run(
        [sys.executable, "-c", EMIT], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout.strip()) == (0, "20000 True"), done.stderr
