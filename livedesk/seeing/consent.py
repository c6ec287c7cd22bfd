"""Whether anything may be sent. Pure; the only way to a frame leads through here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """One act of sharing; a frame is taken under it and may be sent only while it holds."""

    number: int
    source_name: str


class Consent:
    """Off until the person shares; every stop, pause or end makes the frames under way void."""

    def __init__(self) -> None:
        self._number = 0
        self._source_name: str | None = None
        self._is_paused = False
        self._pausing_window: str | None = None

    @property
    def grant(self) -> Grant | None:
        """What a frame may be taken under now; None: take none."""
        if self._source_name is None or self._is_paused or self._pausing_window is not None:
            return None
        return Grant(self._number, self._source_name)

    @property
    def is_sharing(self) -> bool:
        """Whether a source is shared, paused or not."""
        return self._source_name is not None

    @property
    def pausing_window(self) -> str | None:
        """The window in front that pauses the sharing."""
        return self._pausing_window

    def share(self, source_name: str) -> None:
        """The person shares ``source_name``, in place of what was shared."""
        self._number += 1
        self._source_name = source_name
        self._is_paused = False

    def pause(self, is_paused: bool) -> None:
        """The person pauses or goes on."""
        self._number += 1
        self._is_paused = is_paused

    def note_window(self, pausing_window: str | None) -> None:
        """A window of the pause list came to the front, or (None) none is there any more."""
        if pausing_window != self._pausing_window:
            self._number += 1
        self._pausing_window = pausing_window

    def stop(self) -> None:
        """The person stopped, the source is gone, or the talk ended. Idempotent."""
        self._number += 1
        self._source_name = None

    def may_send(self, taken_under: Grant | None) -> bool:
        """Whether a frame taken under that grant may still leave."""
        return taken_under is not None and taken_under == self.grant
