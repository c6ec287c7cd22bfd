"""The recordings of one conversation as one run of sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from livedesk.audio.sound_file import RECORDING_RATE_HZ, SoundReader, mixed
from livedesk.core.audio_format import Samples


@dataclass(frozen=True, slots=True)
class RecordedPart:
    """One file; ``start_s`` is where it begins on the conversation's clock, in seconds."""

    path: Path
    start_s: float
    duration_s: float


class RecordedTalk:
    """Its parts one after the other; what was not recorded between them is left out.

    Positions are seconds of sound from the beginning. ``read`` and ``close`` belong on one thread
    at a time, which may wait for the disk; the rest is pure.
    """

    def __init__(self, parts: Sequence[RecordedPart]) -> None:
        self.parts = tuple(sorted(parts, key=lambda part: part.start_s))
        self._reader: tuple[RecordedPart, SoundReader] | None = None

    @property
    def duration_s(self) -> float:
        """Length of all sound, in seconds."""
        return sum(part.duration_s for part in self.parts)

    def position_of(self, clock_s: float) -> float | None:
        """Where a moment of the conversation's clock is heard; None where it was not recorded."""
        position_s = 0.0
        for part in self.parts:
            if part.start_s <= clock_s < part.start_s + part.duration_s:
                return position_s + clock_s - part.start_s
            position_s += part.duration_s
        return None

    def clock_at(self, position_s: float) -> float:
        """On the conversation's clock, when what is heard at a position was said."""
        for part in self.parts:
            if position_s < part.duration_s:
                return part.start_s + position_s
            position_s -= part.duration_s
        last = self.parts[-1] if self.parts else None
        return last.start_s + last.duration_s if last is not None else 0.0

    def read(self, position_s: float, length_s: float) -> Samples:
        """(n,) int16 at 24 000 Hz, both sides together; less at the end of a part, none at the end.

        Raises:
            RecordingError: the file cannot be read.
        """
        for part in self.parts:
            if position_s < part.duration_s:
                reader = self._reader_of(part)
                start = round(position_s * RECORDING_RATE_HZ)
                n_samples = max(1, round(length_s * RECORDING_RATE_HZ))
                samples = mixed(reader.read(start, n_samples))
                if len(samples):
                    return samples
                position_s = part.duration_s  # the file is shorter than the store says
            position_s -= part.duration_s
        return np.empty(0, np.int16)

    def close(self) -> None:
        """Give the file back. Idempotent."""
        if self._reader is not None:
            self._reader[1].close()
            self._reader = None

    def _reader_of(self, part: RecordedPart) -> SoundReader:
        if self._reader is None or self._reader[0] is not part:
            self.close()
            self._reader = (part, SoundReader(part.path))
        return self._reader[1]
