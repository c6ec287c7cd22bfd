"""What a practice server heard, in a form that a test can ask about."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from livedesk.core.audio_format import Samples
from livedesk.loopback.calls import CallAccepted, CallEnded, CallEvent, CallKept, CallMessage
from livedesk.loopback.client_messages import (
    Audio,
    ClientContent,
    FunctionResponse,
    HistoryItem,
    RealtimeText,
)


@dataclass
class Visit:
    """One accepted connection.

    Attributes:
        is_continued: it went on with a session.
        seed: the history it was begun with.
        frames: the numbers of the frames of sound that were heard, None for one without.
        n_kept: how many of them whoever continues the session need not repeat.
        end: its close code, None while it is open.
        by_client: the client closed first.
    """

    number: int
    is_continued: bool
    texts: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    seed: list[HistoryItem] = field(default_factory=list)
    frames: list[int | None] = field(default_factory=list)
    n_kept: int = 0
    end: int | None = None
    by_client: bool = False


class GuestBook:
    """Take ``on_call`` of a ``LoopbackServer``; may be read from any thread.

    Attributes:
        visits: accepted connections, oldest first.
        n_refused: connections that ended without having been accepted.
    """

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.n_refused = 0

    def on_call(self, event: CallEvent) -> None:
        match event:
            case CallAccepted(number, setup):
                self.visits.append(Visit(number, setup.handle is not None))
            case CallMessage(number, message):
                self._note(self._visit(number), message)
            case CallKept(number):
                visit = self._visit(number)
                visit.n_kept = len(visit.frames)
            case CallEnded(number, code, by_client):
                visit = next((v for v in self.visits if v.number == number), None)
                if visit is None:
                    self.n_refused += 1
                else:
                    visit.by_client = by_client
                    visit.end = code

    @property
    def texts(self) -> list[str]:
        """Every typed turn that was heard, over all connections."""
        return [text for visit in self.visits for text in visit.texts]

    @property
    def results(self) -> list[str]:
        """Call ids of every tool result that was heard."""
        return [call_id for visit in self.visits for call_id in visit.results]

    @property
    def frames(self) -> list[int | None]:
        """All sound that was heard, by number, in order."""
        return [number for visit in self.visits for number in visit.frames]

    def known_frames(self, speech: Collection[int]) -> list[int | None]:
        """The sound that the session knows, over all connections.

        What came after the last handle died with its line, and so did the sentence that was not
        over when the handle was given out.
        """
        known: list[int | None] = []
        for visit in self.visits[:-1]:
            known += _finished(visit.frames[: visit.n_kept], speech)
        return known + (self.visits[-1].frames if self.visits else [])

    @property
    def ends(self) -> list[int | None]:
        """Close codes, None for what is open."""
        return [visit.end for visit in self.visits]

    @property
    def n_open(self) -> int:
        """Connections that are open at the server's side."""
        return sum(visit.end is None for visit in self.visits)

    def _visit(self, number: int) -> Visit:
        return next(visit for visit in reversed(self.visits) if visit.number == number)

    def _note(self, visit: Visit, message: object) -> None:
        match message:
            case RealtimeText(text):
                visit.texts.append(text)
            case ClientContent(turns):
                visit.seed.extend(turns)
            case FunctionResponse(call_id):
                visit.results.append(call_id)
            case Audio(samples):
                for start in range(0, len(samples), FRAME_SAMPLES):
                    visit.frames.append(number_of(samples[start : start + FRAME_SAMPLES]))
            case _:
                pass


# So much silence ends a sentence for the practice server (800 ms).
_END_FRAMES = 40


def _finished(frames: list[int | None], speech: Collection[int]) -> list[int | None]:
    """``frames`` without the sentence at its end that no silence has ended yet."""
    n_silent = 0
    end = len(frames)
    for index in range(len(frames) - 1, -1, -1):
        n_silent = 0 if frames[index] in speech else n_silent + 1
        if n_silent == 0:
            end = index
        elif n_silent >= _END_FRAMES:
            break
    return frames[:end]


# Each frame says its number in the lowest bit of its samples, which nobody hears.
_SYNC = 0b1011_0010_1110_0101
_NUMBER_BITS = 32
_SYNC_BITS = 16
FRAME_SAMPLES = 320


def numbered(frame: Samples, number: int) -> Samples:
    """``frame``, (320,) int16, with ``number`` in its lowest bits; as loud as before."""
    word = (_SYNC << _NUMBER_BITS) | number
    bits = np.array([(word >> i) & 1 for i in range(_SYNC_BITS + _NUMBER_BITS)], np.int16)
    marked = frame & ~np.int16(1)
    marked[: len(bits)] |= bits
    return marked


def number_of(frame: Samples) -> int | None:
    """The number in a frame that ``numbered`` made; None where there is none."""
    bits = (frame[: _SYNC_BITS + _NUMBER_BITS] & 1).astype(np.uint8)
    word = int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")
    return word & (2**_NUMBER_BITS - 1) if word >> _NUMBER_BITS == _SYNC else None


@dataclass(frozen=True)
class Delivery:
    """What became of the frames that were spoken.

    Attributes:
        n_spoken: frames that left the microphone.
        lost: numbers that were never heard.
        n_twice: frames that were heard more than once.
        n_unordered: frames that were heard after a later one.
        n_unknown: heard frames that bear no number: the sound was changed on its way.
    """

    n_spoken: int
    lost: tuple[int, ...]
    n_twice: int
    n_unordered: int
    n_unknown: int

    @property
    def lost_s(self) -> float:
        """Seconds of speech that were never heard."""
        return len(self.lost) * 0.02


def delivery(spoken: Collection[int], book: GuestBook) -> Delivery:
    """Compare what was heard with the numbers of the frames that were spoken.

    A frame that was heard twice counts as such only where the session knows it twice, and only if
    there was something in it to hear.
    """
    heard = book.frames
    speech = set(spoken)
    known = [number for number in book.known_frames(speech) if number in speech]
    seen = set(heard)
    return Delivery(
        n_spoken=len(spoken),
        lost=tuple(n for n in spoken if n not in seen),
        n_twice=len(known) - len(set(known)),
        n_unordered=sum(b < a for a, b in itertools.pairwise(known)),
        n_unknown=heard.count(None),
    )
