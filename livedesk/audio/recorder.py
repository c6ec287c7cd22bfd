"""Writes what both sides say to a file, on a thread of its own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from livedesk.audio.sound_file import SoundFormat, SoundWriter, unwritable
from livedesk.audio.tape import Tape
from livedesk.audio.tracks import Tracks
from livedesk.core.clock import Clock
from livedesk.core.erasing import erase
from livedesk.core.errors import RecordingError
from livedesk.core.log import get_logger

_log = get_logger("audio")
# How often what was said goes to the disk. Together with _LATE_S and a block of the encoder, half
# a second is the most that a crash takes along.
_PERIOD_S = 0.1
# How long after it was said or played something may come: frames are held back while the speech
# gate makes up its mind, and callbacks come late on a busy machine.
_LATE_S = 0.35
# The machine's own crash loses what is not synced; each sync may cost a disk some 20 ms.
_SYNC_EVERY = 3


class Recorder:
    """One recording, from ``start`` to ``stop`` or ``discard``, each of which never blocks.

    Args:
        tape: where both sides are heard.
        path: the file, which must not be there; its folder must.
        clock: of the times on the tape.
        on_end: told on the recorder's thread that the file is closed: its length in seconds, and
            what went wrong, if anything did.
    """

    def __init__(
        self,
        tape: Tape,
        path: Path,
        clock: Clock,
        on_end: Callable[[float, RecordingError | None], None],
    ) -> None:
        self.path = path
        self._tape = tape
        self._clock = clock
        self._on_end = on_end
        self._stopping = threading.Event()
        self._is_discarded = False
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._began_s = 0.0

    def start(self) -> float:
        """Record from now on; returns the monotonic time in seconds at which the file begins."""
        self._began_s = self._clock.now_s()
        self._tape.begin()
        self._thread.start()
        return self._began_s

    def stop(self) -> None:
        """Record no more; ``on_end`` follows in a moment. Idempotent."""
        self._tape.end()
        self._stopping.set()

    def discard(self) -> None:
        """Record no more and leave no file behind. Idempotent; ``on_end`` follows."""
        self._is_discarded = True
        self.stop()

    def join(self) -> None:
        """Wait until the file is closed; not on the loop's thread."""
        self._thread.join()

    def _run(self) -> None:
        duration_s, fault = 0.0, None
        try:
            writer = SoundWriter(self.path, SoundFormat(self.path.suffix[1:]))
            try:
                fault = self._write(writer)
            finally:
                duration_s = writer.duration_s
        except RecordingError as error:
            fault = error
        except Exception as error:  # noqa: BLE001 - a thread's main: whoever waits must be told
            _log.exception("recording failed unexpectedly")
            fault = unwritable(error)
        if fault is not None:
            self._tape.end()
            _log.info("recording ended: %s", fault.detail)
        if self._is_discarded:
            with contextlib.suppress(OSError):  # the deletion of the conversation tries again
                erase(self.path)
        self._on_end(duration_s, fault)

    def _write(self, writer: SoundWriter) -> RecordingError | None:
        tracks = Tracks(self._began_s)
        fault = None
        try:
            n_periods = 0
            while not self._stopping.wait(_PERIOD_S):
                self._write_until(writer, tracks, self._clock.now_s() - _LATE_S)
                n_periods += 1
                writer.keep(for_sure=n_periods % _SYNC_EVERY == 0)
            self._write_until(writer, tracks, self._clock.now_s())
        except RecordingError as error:
            fault = error
        try:
            writer.close()
        except RecordingError as error:
            fault = fault or error
        return fault

    def _write_until(self, writer: SoundWriter, tracks: Tracks, until_s: float) -> None:
        if self._is_discarded:
            return
        said, heard = self._tape.collect()
        for run in said:
            tracks.person.add(run)
        for run in heard:
            tracks.assistant.add(run)
        samples = tracks.take(until_s)
        if len(samples):
            writer.write(samples)
