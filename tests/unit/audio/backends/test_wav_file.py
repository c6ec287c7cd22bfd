"""Any PCM WAV file is a question; anything else is a clear sentence."""

from __future__ import annotations

import contextlib
import struct
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.backends.wav_file import WavWriter, read_wav
from livedesk.core.errors import InputFileError


def _wav(path: Path, samples: np.ndarray, rate_hz: int, width: int, channels: int = 1) -> Path:
    """``samples``: (n,) on the scale of int16, the same on every channel."""
    wide = np.repeat(samples.astype(np.int64), channels)
    if width == 1:
        pcm = (wide // 256 + 128).astype(np.uint8).tobytes()
    else:
        scaled = (wide << (8 * (width - 2))).astype("<i8")
        pcm = scaled.view(np.uint8).reshape(-1, 8)[:, :width].tobytes()
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate_hz, 0, "NONE", ""))
        file.writeframes(pcm)
    return path


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 192_000])
@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_width_and_number_of_channels(tmp_path, rate_hz, width, channels) -> None:
    samples = (12_000 * np.sin(np.arange(500) * 0.1)).astype(np.int16)
    recording = read_wav(_wav(tmp_path / "q.wav", samples, rate_hz, width, channels))
    assert recording.rate_hz == rate_hz
    tolerance = 256 if width == 1 else 1
    assert np.abs(recording.samples.astype(int) - samples).max() <= tolerance


def test_channels_are_mixed(tmp_path: Path) -> None:
    pcm = np.array([[1000, 3000], [-2000, 0]], "<i2").tobytes()
    with wave.open(str(tmp_path / "q.wav"), "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(pcm)
    assert read_wav(tmp_path / "q.wav").samples.tolist() == [2000, -1000]


def _riff(fmt: bytes, pcm: bytes, *, data_size: int | None = None, extra: bytes = b"") -> bytes:
    size = len(pcm) if data_size is None else data_size
    body = b"WAVEfmt " + struct.pack("<I", len(fmt)) + fmt + extra + b"data"
    body += struct.pack("<I", size) + pcm
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _fmt(tag: int = 1, channels: int = 1, rate_hz: int = 16_000, bits: int = 16) -> bytes:
    block = channels * bits // 8
    return struct.pack("<HHIIHH", tag, channels, rate_hz, rate_hz * block, block, bits)


_SAMPLES = np.array([1, -2, 300], "<i2").tobytes()
_EXTENSIBLE = _fmt(0xFFFE) + struct.pack("<HHIH", 22, 16, 4, 1) + bytes(14)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(_riff(_fmt(), _SAMPLES, data_size=0x7FFF_F000), id="streamed"),
        pytest.param(_riff(_fmt(), _SAMPLES + b"\x01"), id="cut off inside a sample"),
        pytest.param(_riff(_EXTENSIBLE, _SAMPLES), id="extensible"),
        pytest.param(
            _riff(_fmt(), _SAMPLES, extra=b"LIST" + struct.pack("<I", 3) + b"abc\0"),
            id="with another chunk of odd length",
        ),
    ],
)
def test_unusual_files_are_understood(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "q.wav"
    path.write_bytes(content)
    assert read_wav(path).samples.tolist() == [1, -2, 300]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a WAV file"),
        (b"ID3 this is an mp3", "not a WAV file"),
        (b"RIFF\0\0\0\0WAVE", "not a WAV file"),
        (_riff(b"\1\0", _SAMPLES), "not a WAV file"),
        (_riff(_fmt(tag=3, bits=32), _SAMPLES), "not a WAV file"),
        (_riff(_fmt(bits=12), _SAMPLES), "not a WAV file"),
        (_riff(_fmt(channels=0), _SAMPLES), "not a WAV file"),
        (_riff(_fmt(rate_hz=0), _SAMPLES), "not a WAV file"),
        (_riff(_fmt(0xFFFE), _SAMPLES), "not a WAV file"),
        (_riff(_fmt(), b""), "holds no sound"),
    ],
)
def test_a_file_of_no_use_is_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "q.wav"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match=sentence) as caught:
        read_wav(path)
    assert str(path) in caught.value.user_message


@given(content=st.binary(max_size=200))
def test_no_content_whatever_breaks_the_reader(tmp_path_factory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.wav"
    for prefix in (b"", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0"):
        path.write_bytes(prefix + content)
        with contextlib.suppress(InputFileError):
            read_wav(path)


def test_a_missing_file_and_a_folder_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="does not exist"):
        read_wav(tmp_path / "none.wav")
    with pytest.raises(InputFileError, match="directory"):
        read_wav(tmp_path)


def test_an_answer_is_written_without_the_silence_around_it(tmp_path: Path) -> None:
    writer = WavWriter(tmp_path / "a.wav")
    silence, sound = bytes(480), np.full(240, 7, "<i2").tobytes()
    for block in (silence, sound, silence, silence, sound, silence):
        writer.write(block)
    writer.close()
    writer.close()
    recording = read_wav(tmp_path / "a.wav")
    assert recording.rate_hz == 24_000
    assert recording.samples.tolist() == [7] * 240 + [0] * 480 + [7] * 240


def test_an_answer_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="cannot be written"):
        WavWriter(tmp_path / "none" / "a.wav")
