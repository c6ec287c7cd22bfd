"""Spoken questions as WAV files, by espeak-ng."""

from __future__ import annotations

import re
import subprocess
import wave
from pathlib import Path

# People do not begin to speak in the very instant in which they are listened to.
_PAUSE_S = 0.3


def speak(text: str, folder: Path, voice: str = "en-us+f3", words_per_minute: int = 150) -> Path:
    """Write ``text`` as speech into ``folder``; the same text is spoken once only."""
    name = re.sub(r"\W+", "-", f"{voice}-{words_per_minute}-{text}".lower())[:80]
    path = folder / f"{name}.wav"
    if not path.exists():
        subprocess.run(
            ["espeak-ng", "-v", voice, "-s", str(words_per_minute), "-w", str(path), text],
            check=True,
            capture_output=True,
        )
        _add_pauses(path)
    return path


def _add_pauses(path: Path) -> None:
    with wave.open(str(path)) as file:
        parameters, speech = file.getparams(), file.readframes(file.getnframes())
    pause = bytes(int(_PAUSE_S * parameters.framerate) * parameters.sampwidth)
    with wave.open(str(path), "wb") as file:
        file.setparams(parameters)
        file.writeframes(pause + speech + pause)


def duration_s(path: Path) -> float:
    """How long a WAV file plays, in seconds."""
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()
