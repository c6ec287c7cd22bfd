"""Plays a recorded talk over the speaker: play, pause, seek, speed."""

from __future__ import annotations

import asyncio

from livedesk.audio.engine import AudioEngine
from livedesk.audio.recorded_talk import RecordedTalk
from livedesk.audio.sound_file import RECORDING_RATE_HZ
from livedesk.audio.stretch import Stretch
from livedesk.core.audio_format import Samples

# So much waits for the speaker: a disk may be slow for so long, and a seek throws so much away.
_AHEAD_MS = 500.0
_PIECE_S = 0.2
_POLL_S = 0.04
# A talk that has just ended gives its devices back first.
_DEVICES_LIMIT_S = 3.0


class Player:
    """One talk at a position. All on the loop's thread; nothing blocks it.

    Only while no conversation uses the engine: it is the same speaker.
    """

    def __init__(self, engine: AudioEngine, talk: RecordedTalk) -> None:
        self.talk = talk
        self._engine = engine
        self._speed = 1.0
        self._fed_s = 0.0
        self._is_feeding = False
        self._n_seeks = 0

    @property
    def speed(self) -> float:
        """How many seconds of the recording are heard in one."""
        return self._speed

    @property
    def position_s(self) -> float:
        """What is heard now, in seconds of sound from the beginning."""
        waiting_s = self._engine.queued_ms / 1000 * self._speed if self._is_feeding else 0.0
        return min(self.talk.duration_s, max(0.0, self._fed_s - waiting_s))

    def seek(self, position_s: float) -> None:
        """Go on from there."""
        self._n_seeks += 1
        self._fed_s = min(self.talk.duration_s, max(0.0, position_s))
        if self._is_feeding:
            self._engine.flush()
            self._engine.begin_turn()

    def set_speed(self, speed: float) -> None:
        """Play so many times as fast, from this moment on."""
        position_s = self.position_s
        self._speed = speed
        self.seek(position_s)

    async def play(self) -> None:
        """Play from the position to the end; cancel it to pause. The speaker stays open.

        Raises:
            AudioError: there is no speaker.
            RecordingError: a file cannot be read.
        """
        await self._wait_for_devices()
        await self._engine.open_speaker()
        self._engine.begin_turn()
        self._is_feeding = True
        try:
            await self._feed()
            self._engine.end_turn()
            while self._engine.is_playing:  # noqa: ASYNC110 - the engine does not tell
                await asyncio.sleep(_POLL_S)
        finally:
            self._fed_s = self.position_s
            self._is_feeding = False
            self._engine.flush()
            await asyncio.shield(asyncio.to_thread(self.talk.close))

    async def _feed(self) -> None:
        n_seeks, stretch = -1, Stretch(self._speed)
        while True:
            if n_seeks != self._n_seeks:
                n_seeks, stretch = self._n_seeks, Stretch(self._speed)
            if self._engine.queued_ms > _AHEAD_MS:
                await asyncio.sleep(_POLL_S)
                continue
            samples = await asyncio.to_thread(self.talk.read, self._fed_s, _PIECE_S)
            stretched = await asyncio.to_thread(_stretched, stretch, samples)
            if n_seeks != self._n_seeks:
                continue  # somewhere else by now
            self._engine.play(stretched.astype("<i2").tobytes(), RECORDING_RATE_HZ)
            if not len(samples):
                self._fed_s = self.talk.duration_s
                return
            self._fed_s += len(samples) / RECORDING_RATE_HZ

    async def _wait_for_devices(self) -> None:
        for _ in range(round(_DEVICES_LIMIT_S / _POLL_S)):
            if not (self._engine.microphone_open or self._engine.speaker_open):
                return
            await asyncio.sleep(_POLL_S)


def _stretched(stretch: Stretch, samples: Samples) -> Samples:
    return stretch.push(samples) if len(samples) else stretch.finish()
