"""The first step of a barge-in: make room for the person before the server has heard them. Pure.

The local speech gate hears the person over the assistant and the speaker is turned down at once;
the second step is the server's ``Interrupted``, which cuts. What the server does not confirm was
no barge-in (a cough, a door, a word to somebody else), and the assistant is as loud as before.
"""

from __future__ import annotations

# A server needs its prefix and the way there and back; later, a lowered voice is a fault.
CONFIRM_S = 0.4


class BargeIn:
    """Whether the speaker is to be ducked; time is an argument."""

    def __init__(self) -> None:
        self._is_enabled = True
        self._was_speech = False
        self._ducked_s: float | None = None

    @property
    def is_ducked(self) -> bool:
        """Whether the assistant is to be turned down."""
        return self._ducked_s is not None

    def set_enabled(self, enabled: bool) -> None:
        """Where nothing interrupts the assistant, nothing turns it down."""
        self._is_enabled = enabled
        if not enabled:
            self._ducked_s = None

    def on_speech(self, now_s: float, *, is_speech: bool, is_playing: bool) -> None:
        """What the person does: by ear, or by the key.

        Only an onset counts: noise that goes on since before the answer is no barge-in.
        """
        begins = is_speech and not self._was_speech
        self._was_speech = is_speech
        if begins and is_playing and self._is_enabled:
            self._ducked_s = now_s
        else:
            self.on_time(now_s, is_playing=is_playing)

    def on_onset(self, now_s: float, *, is_playing: bool) -> None:
        """The microphone took what may be the person's first sound, before it is known for speech.

        The speaker is ducked for as long as any other time: speech that follows counts anew.
        """
        if is_playing and self._is_enabled and not self._was_speech:
            self._ducked_s = now_s

    def on_time(self, now_s: float, *, is_playing: bool) -> None:
        """Time goes by."""
        is_due = self._ducked_s is not None and now_s - self._ducked_s >= CONFIRM_S
        if is_due or not is_playing:
            self._ducked_s = None

    def on_cut(self) -> None:
        """There is nothing left to be turned down: the next turn is heard as it should be."""
        self._ducked_s = None
