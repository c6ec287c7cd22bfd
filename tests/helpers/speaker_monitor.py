"""Listens to the virtual speaker all the time, and knows when what was heard."""

from __future__ import annotations

import os
import subprocess
import threading
import time
import wave
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

RATE_HZ = 24_000
_BLOCK_MS = 5
_BLOCK_BYTES = RATE_HZ * _BLOCK_MS // 1000 * 2
# Speech of espeak-ng lies some 30 dB above this, a null sink's silence infinitely far below.
_SOUND_DB = -55.0
_POLL_S = 0.02


class SpeakerMonitor:
    """A recording of what the program says. A context manager.

    Times are those of ``time.monotonic``, taken when a block arrives: they are late by the
    recorder's own delay, which is asked to be 10 ms.
    """

    def __init__(self, environment: Mapping[str, str], source: str) -> None:
        self._environment = os.environ | dict(environment)
        self._source = source
        self._blocks: list[tuple[float, float]] = []
        self._pcm = bytearray()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [
                "parec",
                "--latency-msec=10",
                f"--device={self._source}",
                "--raw",
                "--format=s16le",
                f"--rate={RATE_HZ}",
                "--channels=1",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
        )
        self._thread = threading.Thread(target=self._read, name="speaker monitor", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process is not None
        assert self._thread is not None
        self._process.terminate()
        self._thread.join(5)
        self._process.wait(5)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while len(block := self._process.stdout.read(_BLOCK_BYTES)) == _BLOCK_BYTES:
            samples = np.frombuffer(block, dtype="<i2").astype(np.float64) / 32_768
            level_db = 10 * np.log10(np.mean(samples**2) + 1e-12)
            self._pcm += block
            self._blocks.append((time.monotonic(), float(level_db)))

    def sound_times(self, after_s: float) -> list[float]:
        """When blocks with sound came, later than ``after_s``."""
        return [at_s for at_s, level_db in self._blocks if at_s > after_s and level_db > _SOUND_DB]

    def wait_for_sound(self, after_s: float, timeout_s: float = 20.0) -> float:
        """When sound was heard first after ``after_s``."""
        deadline_s = time.monotonic() + timeout_s
        while not (times := self.sound_times(after_s)):
            assert time.monotonic() < deadline_s, "nothing was heard"
            time.sleep(_POLL_S)
        return times[0]

    def wait_for_silence(
        self, after_s: float, quiet_s: float = 0.5, timeout_s: float = 30.0
    ) -> float:
        """When the last sound was heard before ``quiet_s`` seconds without any."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            last_s = max(self.sound_times(after_s), default=after_s)
            if time.monotonic() - last_s > quiet_s:
                return last_s
            assert time.monotonic() < deadline_s, "it was never silent"
            time.sleep(_POLL_S)

    def heard_s(self, after_s: float) -> float:
        """Seconds of sound since ``after_s``."""
        return len(self.sound_times(after_s)) * _BLOCK_MS / 1000

    def save(self, path: Path) -> Path:
        """Everything heard so far, as a WAV file."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(bytes(self._pcm))
        return path
