"""Reading questions from WAV files, and writing answers to them."""

from __future__ import annotations

import struct
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from livedesk.core.audio_format import BYTES_PER_SAMPLE, FULL_SCALE, PLAYBACK_RATE_HZ, Samples
from livedesk.core.errors import InputFileError

_HINT = "Give an uncompressed (PCM) WAV file."
# What sound devices offer, from telephone to studio.
_RATES_HZ = (4_000, 192_000)
_MOST_CHANNELS = 32
# Format tags: RFC 2361, and "extensible", whose real tag opens its sub-format at byte 24.
_PCM = 1
_EXTENSIBLE = 0xFFFE


@dataclass(frozen=True, slots=True)
class Recording:
    """(n,) int16 mono at ``rate_hz``."""

    samples: Samples
    rate_hz: int


def read_wav(path: Path) -> Recording:
    """The sound in a PCM WAV file of any rate, width and number of channels, mixed to mono.

    Raises:
        InputFileError: the file is missing, unreadable, of another kind, or holds no sound.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputFileError(f"The file {path} does not exist.") from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise InputFileError(f"The file {path} cannot be read: {reason}.") from error
    try:
        rate_hz, channels, width, pcm = _parse(content)
    except (ValueError, struct.error) as error:
        message = f"The file {path} is not a WAV file that LiveDesk can read."
        raise InputFileError(message, _HINT, detail=str(error)) from error
    # A file that was cut off may end inside a sample.
    pcm = pcm[: len(pcm) - len(pcm) % (width * channels)]
    if not pcm:
        raise InputFileError(f"The file {path} holds no sound.", _HINT)
    wide = _to_float(pcm, width).reshape(-1, channels).mean(axis=1)
    return Recording(np.clip(np.rint(wide), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16), rate_hz)


def _parse(content: bytes) -> tuple[int, int, int, bytes]:
    """Rate, channels, bytes per sample and samples.

    The standard library's reader (CPython 3.11) refuses WAVE_FORMAT_EXTENSIBLE, which is what
    most programs write for 24 bits, and files that were streamed, whose lengths are made up.

    Raises:
        ValueError, struct.error: it is not PCM WAV.
    """
    chunks = dict(_chunks(content))
    tag, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", chunks.get(b"fmt ", b""))
    if tag == _EXTENSIBLE:
        (tag,) = struct.unpack_from("<H", chunks[b"fmt "], 24)
    if tag != _PCM or bits not in (8, 16, 24, 32) or not 1 <= channels <= _MOST_CHANNELS:
        raise ValueError(f"format {tag}, {bits} bits, {channels} channels")
    if not _RATES_HZ[0] <= rate_hz <= _RATES_HZ[1]:
        raise ValueError(f"{rate_hz} Hz")
    return rate_hz, channels, bits // 8, chunks.get(b"data", b"")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of a RIFF file; the last one may be shorter than it says."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError("no RIFF header")
    start = 12
    while start + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, start)
        yield name, content[start + 8 : start + 8 + size]
        start += 8 + size + size % 2


def _to_float(pcm: bytes, width: int) -> NDArray[np.float64]:
    """All samples on the scale of int16. WAV is unsigned at 8 bits and signed above."""
    raw = np.frombuffer(pcm, np.uint8)
    if width == 1:
        return (raw.astype(np.float64) - 128) * 256
    padded = np.zeros((len(raw) // width, 4), np.uint8)
    padded[:, 4 - width :] = raw.reshape(-1, width)
    return padded.view("<i4")[:, 0] / 65536.0


class WavWriter:
    """Writes an answer: from the first sound to the last, silence in between included.

    Raises:
        InputFileError: the file cannot be written; from the constructor only.
    """

    def __init__(self, path: Path, rate_hz: int = PLAYBACK_RATE_HZ) -> None:
        try:
            self._file = path.open("wb")
        except OSError as error:
            reason = error.strerror or "no reason is known"
            raise InputFileError(f"The file {path} cannot be written: {reason}.") from error
        self._wav = wave.open(self._file, "wb")  # noqa: SIM115 - closed by close()
        self._wav.setnchannels(1)
        self._wav.setsampwidth(BYTES_PER_SAMPLE)
        self._wav.setframerate(rate_hz)
        self._has_begun = False
        self._silence = bytearray()

    def write(self, block: bytes) -> None:
        """Append a block; silence waits until sound follows it."""
        if any(block):
            self._wav.writeframes(bytes(self._silence) + block)
            self._silence.clear()
            self._has_begun = True
        elif self._has_begun:
            self._silence += block

    def close(self) -> None:
        """Finish the file. Idempotent."""
        self._wav.close()
        self._file.close()
