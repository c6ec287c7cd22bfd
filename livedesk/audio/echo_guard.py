"""Keeps back what a canceller that has just begun lets through."""

from __future__ import annotations

from livedesk.audio.half_duplex import HalfDuplexGate
from livedesk.audio.levels import rms_db
from livedesk.core.audio_format import Samples

# AEC3 learns a room from what is played: after 1.7 s of speech no more than single frames of echo
# got through in any simulated room, before that up to 160 ms in a row, which a server takes for an
# interruption.
_LEARNING_FRAMES = 200
_PLAYING_DB = -50.0
# A canceller that knew the room finds it again sooner when the streams were torn apart.
_FINDING_FRAMES = 60
# Where half a second of speech leaves the microphone as quiet as this, there is no echo to learn.
_FRAMES_TO_HEAR = 50
_ECHO_DB = -52.0


class EchoGuard:
    """Turns the microphone down while the speaker plays, for its first 2 s of speech only.

    Args:
        knows_room: the canceller lost its place only; 0.6 s are enough.
    """

    def __init__(self, *, knows_room: bool = False) -> None:
        self._gate = HalfDuplexGate()
        self._n_played = _LEARNING_FRAMES - _FINDING_FRAMES if knows_room else 0
        self._n_heard = 0
        self._loudest_db = _ECHO_DB

    @property
    def is_over(self) -> bool:
        """Whether the canceller has learned what it needs."""
        is_quiet = self._n_heard >= _FRAMES_TO_HEAR and self._loudest_db <= _ECHO_DB
        return is_quiet or self._n_played >= _LEARNING_FRAMES

    def note(self, near: Samples, far: Samples) -> None:
        """What the microphone took and what was played, 10 ms of int16 each."""
        if not self.is_over and rms_db(far) > _PLAYING_DB:
            self._n_played += 1
            self._n_heard += 1
            self._loudest_db = max(self._loudest_db, rms_db(near))

    def apply(self, cleaned: Samples, far: Samples | None) -> None:
        """Turn ``cleaned`` down in place, as long as it is needed."""
        self._gate.process(cleaned, None if self.is_over else far)
