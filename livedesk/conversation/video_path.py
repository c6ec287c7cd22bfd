"""Frames of what is shared to the session: under consent, in pace, and never an old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from livedesk.core.inputs import ClientInput, VideoInput
from livedesk.seeing.change import Thumbnail, is_changed
from livedesk.seeing.consent import Consent, Grant
from livedesk.seeing.pacing import FramePace, Hearing


@dataclass(frozen=True, slots=True)
class SharedFrame:
    """Ready to be sent: ``captured_at_s`` is monotonic, ``grant`` what it was taken under."""

    jpeg: bytes = field(repr=False)
    thumbnail: Thumbnail = field(repr=False)
    captured_at_s: float
    grant: Grant


class VideoPath:
    """Keeps the newest frame and sends it when the person speaks or types, never by itself.

    All methods run on the loop's thread. ``on_sent`` is called with each frame that was handed on.

    Attributes:
        consent: whether anything may be taken, and under which grant.
    """

    def __init__(self, send: Callable[[ClientInput], None]) -> None:
        self.consent = Consent()
        self.on_sent: Callable[[SharedFrame], None] | None = None
        self._send = send
        self._pace = FramePace()
        self._newest: SharedFrame | None = None
        self._last_sent: Thumbnail | None = None

    def share(self, source_name: str) -> None:
        """The person shares ``source_name``; what was shared before counts no more."""
        self._forget()
        self.consent.share(source_name)

    def stop(self) -> None:
        """Send nothing more, not even what was taken already. Idempotent."""
        self.consent.stop()
        self._forget()

    def offer(self, frame: SharedFrame) -> None:
        """A frame was taken; one whose grant is void is dropped."""
        if self.consent.may_send(frame.grant):
            self._newest = frame

    def on_connection(self) -> None:
        """Another connection, which knows no frame; those from before it are never sent."""
        self._newest = self._last_sent = None
        self._pace.on_cut()

    def look(self, now_s: float, hearing: Hearing, *, is_live: bool) -> None:
        """Send the newest frame if it is due at ``now_s``. To be called often."""
        frame = self._newest
        if frame is None or not is_live or not self.consent.may_send(frame.grant):
            self._pace.note(now_s, hearing)
            return
        changed = is_changed(frame.thumbnail, self._last_sent)
        if not self._pace.is_due(now_s, hearing, is_changed=changed):
            return
        self._send(VideoInput(frame.jpeg, frame.captured_at_s))
        self._pace.sent(now_s)
        self._newest = None
        self._last_sent = frame.thumbnail
        if self.on_sent is not None:
            self.on_sent(frame)

    def _forget(self) -> None:
        self._newest = self._last_sent = None
        self._pace.on_cut()
