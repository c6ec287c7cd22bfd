"""Sound files of two tracks, written so that what was written stays readable whatever happens.

FLAC is written by libsndfile, whose header says "0 samples" until the file is closed
(https://github.com/bastibe/python-soundfile/issues/300, read 2026-11-23); the count is therefore
brought up to date here, in place, each time that something is put on the disk. WAV is written by
Python itself, which does the same.
"""

from __future__ import annotations

import io
import os
import wave
from enum import Enum
from pathlib import Path
from typing import Protocol

import numpy as np
import soundfile

from livedesk.core.audio_format import PLAYBACK_RATE_HZ, Samples
from livedesk.core.errors import RecordingError

# The assistant speaks at this rate; the person's 16 kHz are brought up to it.
RECORDING_RATE_HZ = PLAYBACK_RATE_HZ
N_TRACKS = 2
# The level with the shortest blocks (48 ms here), of which the newest is not on the disk yet.
_COMPRESSION = 0.0
# STREAMINFO lies first (https://www.rfc-editor.org/rfc/rfc9639#section-8.2): its least block size,
# and eight bytes of which the last 36 bits count the samples.
_BLOCK_SIZE_AT = 8
_COUNT_AT = 18
_COUNT_BITS = 36


class SoundFormat(Enum):
    """How a recording is written; the value is the end of its file's name."""

    FLAC = "flac"
    WAV = "wav"


class _Encoder(Protocol):
    def write(self, samples: Samples) -> None: ...
    def note_written(self) -> None: ...
    def close(self) -> None: ...


class SoundWriter:
    """One file being written. For one thread; ``close`` once, whatever happened.

    Raises:
        RecordingError: by each method where the disk does not take it.
    """

    def __init__(self, path: Path, sound_format: SoundFormat) -> None:
        try:
            self._disk = _Disk(path)
        except OSError as error:
            raise unwritable(error) from error
        kind = _Flac if sound_format is SoundFormat.FLAC else _Wav
        self._encoder: _Encoder = kind(self._disk)
        self._n_written = 0

    @property
    def duration_s(self) -> float:
        """Length of what was written, in seconds."""
        return self._n_written / RECORDING_RATE_HZ

    def write(self, samples: Samples) -> None:
        """Add (n, 2) int16 at 24 000 Hz: the person, the assistant."""
        try:
            self._encoder.write(samples)
        except (AssertionError, soundfile.LibsndfileError) as error:
            raise unwritable(self._disk.error or error) from error
        self._disk.check()
        self._n_written += len(samples)

    def keep(self, *, for_sure: bool) -> None:
        """See that what was written outlives the program; ``for_sure``, the machine as well."""
        self._encoder.note_written()
        if for_sure:
            self._disk.sync()

    def close(self) -> None:
        """End the file."""
        try:
            self._encoder.close()
            self._disk.sync()
        finally:
            self._disk.close()


class _Flac:
    def __init__(self, disk: _Disk) -> None:
        self._disk = disk
        self._n_given = 0
        self._file = soundfile.SoundFile(
            disk,
            "w",
            RECORDING_RATE_HZ,
            N_TRACKS,
            "PCM_16",
            format="FLAC",
            compression_level=_COMPRESSION,
        )

    def write(self, samples: Samples) -> None:
        self._file.write(samples)
        self._n_given += len(samples)

    def note_written(self) -> None:
        header = self._disk.read_at(0, _COUNT_AT + 8)
        if len(header) < _COUNT_AT + 8:
            return
        block = int.from_bytes(header[_BLOCK_SIZE_AT : _BLOCK_SIZE_AT + 2], "big")
        # A block is written once a sample of the next one is there.
        n_there = max(0, self._n_given - 1) // block * block
        packed = int.from_bytes(header[_COUNT_AT:], "big") >> _COUNT_BITS << _COUNT_BITS
        self._disk.write_at(_COUNT_AT, (packed | n_there).to_bytes(8, "big"))

    def close(self) -> None:
        self._file.close()


class _Wav:
    def __init__(self, disk: _Disk) -> None:
        self._wave = wave.Wave_write(disk)  # type: ignore[arg-type]  # it writes and seeks
        self._wave.setparams((N_TRACKS, 2, RECORDING_RATE_HZ, 0, "NONE", ""))

    def write(self, samples: Samples) -> None:
        self._wave.writeframes(samples.astype("<i2").tobytes())

    def note_written(self) -> None:
        """The header is right after each write."""

    def close(self) -> None:
        self._wave.close()


class _Disk(io.RawIOBase):
    """The file below an encoder, which remembers what an encoder swallows."""

    def __init__(self, path: Path) -> None:
        self.error: OSError | None = None
        self._fd = os.open(
            path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
        )

    def write(self, data: object) -> int:
        left = memoryview(data).cast("B")  # type: ignore[arg-type]  # any buffer
        n_bytes = len(left)
        try:
            while left:
                left = left[os.write(self._fd, left) :]
        except OSError as error:
            self.error = self.error or error
        return n_bytes - len(left)

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # any buffer
        data = os.read(self._fd, len(target))
        target[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._fd, offset, whence)

    def tell(self) -> int:
        return os.lseek(self._fd, 0, os.SEEK_CUR)

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        """Nothing waits here."""

    def read_at(self, offset: int, n_bytes: int) -> bytes:
        try:
            place = self.tell()
            self.seek(offset)
            data = os.read(self._fd, n_bytes)
            self.seek(place)
        except OSError as error:
            raise unwritable(error) from error
        return data

    def write_at(self, offset: int, data: bytes) -> None:
        try:
            place = self.tell()
            self.seek(offset)
            self.write(data)
            self.seek(place)
        except OSError as error:
            raise unwritable(error) from error
        self.check()

    def check(self) -> None:
        if self.error is not None:
            raise unwritable(self.error) from self.error

    def sync(self) -> None:
        self.check()
        try:
            os.fsync(self._fd)
        except OSError as error:
            raise unwritable(error) from error

    def close(self) -> None:
        if not self.closed:
            os.close(self._fd)
        super().close()


class SoundReader:
    """A recording that is read by pieces, on any one thread at a time.

    Raises:
        RecordingError: by the constructor and ``read`` where it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = soundfile.SoundFile(path)
        except (OSError, soundfile.LibsndfileError) as error:
            raise _unreadable(error) from error

    @property
    def rate_hz(self) -> int:
        """Samples a second of each track."""
        return int(self._file.samplerate)

    @property
    def n_samples(self) -> int:
        """Samples of each track."""
        return int(self._file.frames)

    def read(self, start: int, n_samples: int) -> Samples:
        """(n, tracks) int16 from sample ``start`` on; fewer than asked for at the end."""
        start = min(max(0, start), self.n_samples)
        try:
            self._file.seek(start)
            samples: Samples = self._file.read(
                min(n_samples, self.n_samples - start), dtype="int16", always_2d=True
            )
        except (OSError, soundfile.LibsndfileError) as error:
            raise _unreadable(error) from error
        return samples

    def close(self) -> None:
        """Give the file back. Idempotent."""
        self._file.close()


def recorded_s(path: Path) -> float:
    """How long the recording is, in seconds.

    Raises:
        RecordingError: it is none, or cannot be read.
    """
    reader = SoundReader(path)
    try:
        return reader.n_samples / reader.rate_hz
    finally:
        reader.close()


def mixed(samples: Samples) -> Samples:
    """Both tracks as one, (n,) int16, as they would be heard together."""
    total = samples.astype(np.int32).sum(axis=1)
    together: Samples = np.clip(total, -32_768, 32_767).astype(np.int16)
    return together


def unwritable(error: Exception) -> RecordingError:
    """What it means to the person that the disk, or the encoder, failed."""
    return RecordingError(
        "The recording has stopped: the disk took no more of it.",
        "Make room on the disk, then switch the recording on again; the talk goes on.",
        detail=f"{type(error).__name__} {getattr(error, 'errno', '')}".strip(),
    )


def _unreadable(error: Exception) -> RecordingError:
    return RecordingError(
        "This recording cannot be played: its file is missing or damaged.",
        detail=type(error).__name__,
    )
