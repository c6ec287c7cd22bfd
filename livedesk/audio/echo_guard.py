"""How far a canceller may be believed: it has to learn a room first. Pure."""

from __future__ import annotations

# AEC3 learns a room from what is played: after 1.7 s of speech no more than single frames of echo
# got through in any simulated room, before that up to 160 ms in a row.
_LEARNING_FRAMES = 100
# A canceller that knew the room finds it again sooner when the streams were torn apart.
_FINDING_FRAMES = 40
_PLAYING_DB = -50.0
# Where half a second of speech leaves the microphone as quiet as this, there is no echo to learn.
_FRAMES_TO_HEAR = 25
_ECHO_DB = -52.0


class EchoGuard:
    """Counts frames of 20 ms in which the speaker played something to learn from."""

    def __init__(self) -> None:
        self._n_missing = _LEARNING_FRAMES
        self._n_heard = 0
        self._loudest_db = _ECHO_DB

    @property
    def is_over(self) -> bool:
        """Whether the canceller has learned what it needs."""
        is_quiet = self._n_heard >= _FRAMES_TO_HEAR and self._loudest_db <= _ECHO_DB
        return is_quiet or self._n_missing <= 0

    def on_torn(self) -> None:
        """The two sides are not where they were."""
        self._n_missing = max(self._n_missing, _FINDING_FRAMES)

    def on_frame(self, far_db: float, near_db: float) -> None:
        """So loud was what the speaker played and what the microphone took, in dBFS."""
        if far_db > _PLAYING_DB and not self.is_over:
            self._n_missing -= 1
            self._n_heard += 1
            self._loudest_db = max(self._loudest_db, near_db)
