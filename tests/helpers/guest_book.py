"""What a practice server heard, in a form that a test can ask about."""

from __future__ import annotations

import itertools
from collections import Counter
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
        handle: of the session that it went on with; None for a fresh one.
        seed: the history it was begun with.
        frames: the numbers of the frames of sound that were heard, None for one without.
        kept: for each handle given out, how many frames and typed turns its session knows.
        end: its close code, None while it is open.
        by_client: the client closed first.
    """

    number: int
    handle: str | None
    texts: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    seed: list[HistoryItem] = field(default_factory=list)
    frames: list[int | None] = field(default_factory=list)
    kept: dict[str, tuple[int, int]] = field(default_factory=dict)
    end: int | None = None
    by_client: bool = False

    @property
    def is_continued(self) -> bool:
        """Whether it went on with a session."""
        return self.handle is not None


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
                self.visits.append(Visit(number, setup.handle))
            case CallMessage(number, message):
                self._note(self._visit(number), message)
            case CallKept(number, handle):
                visit = self._visit(number)
                visit.kept[handle] = (len(visit.frames), len(visit.texts))
            case CallEnded(number, code, by_client):
                ended = next((v for v in self.visits if v.number == number), None)
                if ended is None:
                    self.n_refused += 1
                else:
                    ended.by_client = by_client
                    ended.end = code

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

    def n_frames_twice(self, speech: Collection[int]) -> int:
        """Frames of speech that were told to a session that knew them.

        What came after a handle died with its line, and so did the sentence that was not over when
        the handle was given out.
        """
        n_twice = 0
        for visit in self.visits:
            past = [_finished(v.frames[: kept[0]], speech) for v, kept in self._past_of(visit)]
            known = Counter(frame for frames in (*past, visit.frames) for frame in frames)
            n_twice += sum(known[frame] - 1 for frame in set(visit.frames) & set(speech))
        return n_twice

    def n_texts_twice(self) -> int:
        """Typed turns that were told to a session that knew them; no text is typed twice."""
        n_twice = 0
        for visit in self.visits:
            known = [t for giver, kept in self._past_of(visit) for t in giver.texts[: kept[1]]]
            known += visit.texts
            n_twice += sum(known.count(text) - 1 for text in set(visit.texts))
        return n_twice

    def _past_of(self, visit: Visit) -> list[tuple[Visit, tuple[int, int]]]:
        """The connections that ``visit`` goes on with, and what its handles kept of them."""
        past: list[tuple[Visit, tuple[int, int]]] = []
        handle = visit.handle
        while handle is not None:
            giver = next((v for v in self.visits if handle in v.kept), None)
            if giver is None:
                break
            past.insert(0, (giver, giver.kept[handle]))
            handle = giver.handle
        return past

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
    seen = set(heard)
    return Delivery(
        n_spoken=len(spoken),
        lost=tuple(n for n in spoken if n not in seen),
        n_twice=book.n_frames_twice(speech),
        n_unordered=sum(
            b < a
            for visit in book.visits
            for a, b in itertools.pairwise(frame for frame in visit.frames if frame in speech)
        ),
        n_unknown=heard.count(None),
    )
