"""A question from a file, the answer to a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from livedesk.audio.backend import DeviceInfo, Fill, OnBlock
from livedesk.audio.backends.paced_stream import PacedStream
from livedesk.audio.backends.wav_file import Recording, WavWriter, read_wav
from livedesk.core.audio_format import (
    CAPTURE_RATE_HZ,
    PLAYBACK_RATE_HZ,
    samples_in,
)
from livedesk.core.errors import InputFileError, MicrophoneError, SpeakerError

# Faster would leave the loop's thread no time to take the question before its ring is full.
_HURRY = 0.05


class WavBackend:
    """The microphone plays ``question`` once, then silence; what the speaker plays is ``reply``.

    Args:
        question: any PCM WAV file; None for silence.
        reply: written as mono at 24 kHz, without the silence around it; None for nowhere.
        realtime: False plays the question twenty times as fast. Silence and answer always take
            their time: an answer that is played before it has arrived would have holes.
    """

    refresh_closes = False
    follows_default = True

    def __init__(
        self, question: Path | None, reply: Path | None = None, *, realtime: bool = True
    ) -> None:
        self._question_path = question
        self._reply_path = reply
        self._realtime = realtime
        self._question: Recording | None = None
        self._position = 0
        self._streams: list[PacedStream] = []

    @property
    def question_is_over(self) -> float:
        """Whether the whole question was played."""
        return self._question is not None and self._position >= len(self._question.samples)

    def prepare(self) -> None:
        """Read the question now, which opening does otherwise.

        Raises:
            InputFileError: the question cannot be used, or the reply not be written.
        """
        if self._question is None:
            self._question = (
                read_wav(self._question_path)
                if self._question_path is not None
                else Recording(np.empty(0, np.int16), CAPTURE_RATE_HZ)
            )
            if self._reply_path is not None:
                WavWriter(self._reply_path).close()

    def refresh(self) -> None:
        """The files stay the same."""

    def inputs(self) -> list[DeviceInfo]:
        """The question."""
        return [_info(self._question_path, 1, 0)] if self._question_path is not None else []

    def outputs(self) -> list[DeviceInfo]:
        """The reply."""
        return [_info(self._reply_path, 0, 1)] if self._reply_path is not None else []

    def open_input(
        self, device_id: str | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> PacedStream:
        """The question, at its file's own rate; opened again it goes on where it stopped.

        Raises:
            MicrophoneError: the file cannot be used.
        """
        try:
            self.prepare()
        except InputFileError as error:
            raise MicrophoneError(error.user_message, error.hint, detail=error.detail) from error
        question = self._question or Recording(np.empty(0, np.int16), CAPTURE_RATE_HZ)
        block_samples = samples_in(block_ms, question.rate_hz)

        def step() -> float:
            block = np.zeros(block_samples, "<i2")
            rest = question.samples[self._position : self._position + block_samples]
            block[: len(rest)] = rest
            self._position += len(rest)
            on_block(block.tobytes())
            return _HURRY if len(rest) and not self._realtime else 1.0

        return self._opened(PacedStream(question.rate_hz, block_samples, step))

    def open_output(
        self, device_id: str | None, rate_hz: int, block_ms: int, fill: Fill
    ) -> PacedStream:
        """The reply; the file is complete when the stream is closed.

        Raises:
            SpeakerError: the file cannot be written.
        """
        block_samples = samples_in(block_ms, PLAYBACK_RATE_HZ)
        try:
            writer = WavWriter(self._reply_path) if self._reply_path is not None else None
        except InputFileError as error:
            raise SpeakerError(error.user_message, error.hint, detail=error.detail) from error

        def step() -> float:
            block = fill(block_samples)
            if writer is not None:
                writer.write(block)
            return 1.0

        close = writer.close if writer is not None else None
        return self._opened(PacedStream(PLAYBACK_RATE_HZ, block_samples, step, close))

    def close(self) -> None:
        """Finish the files. Idempotent."""
        for stream in self._streams:
            stream.close()
        self._streams.clear()

    def _opened(self, stream: PacedStream) -> PacedStream:
        self._streams.append(stream)
        return stream


def _info(path: Path, n_inputs: int, n_outputs: int) -> DeviceInfo:
    return DeviceInfo(
        device_id=f"file|{path}",
        name=path.name,
        max_input_channels=n_inputs,
        max_output_channels=n_outputs,
        default_rate_hz=PLAYBACK_RATE_HZ,
        is_default=True,
    )
