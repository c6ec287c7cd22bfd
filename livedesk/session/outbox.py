"""What waits to be sent: sound grows stale and goes out paced, words and results do not."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from livedesk.core.audio_format import BYTES_PER_SAMPLE, duration_ms
from livedesk.core.clock import Clock
from livedesk.core.inputs import AudioInput, ClientInput, TextInput, ToolResultInput, VideoInput
from livedesk.core.reports import SpeechWaiting
from livedesk.session.pacing import Pace
from livedesk.session.quiet import QuietFilter
from livedesk.session.waiting_meter import WaitingMeter

# With so much sound waiting, its sender has fallen behind the microphone.
BEHIND_MS = 500.0
# Losses that go on are told of together, so often.
_TELL_LOSS_S = 10.0


class Outbox:
    """A queue with one taker, in the order of putting. Putting never blocks.

    Sound older than the bound is given up, oldest first, and counted; silence that would have to
    wait is left out. Only a tool's result may overtake, and only sound that waits for its time.
    """

    def __init__(self, clock: Clock, audio_bound_s: float, pace: Pace | None = None) -> None:
        self._clock = clock
        self._audio_bound_s = audio_bound_s
        self._pace = pace or Pace()
        self._quiet = QuietFilter()
        self._meter = WaitingMeter()
        self._items: deque[ClientInput] = deque()
        self._filled = asyncio.Event()
        self._audio_ms = 0.0
        self._lost_ms = 0.0
        self._loss_told_s = -_TELL_LOSS_S

    def __len__(self) -> int:
        return len(self._items)

    @property
    def waiting_ms(self) -> float:
        """Milliseconds of sound that wait."""
        return self._audio_ms

    @property
    def is_behind(self) -> bool:
        """Whether so much sound waits that it is not just on its way."""
        return self._audio_ms > BEHIND_MS

    def put(self, item: ClientInput) -> None:
        """Queue ``item`` behind everything else."""
        if isinstance(item, AudioInput):
            frames = self._quiet.passed(item, all_of_it=not self.is_behind)
            self._items.extend(frames)
            self._audio_ms += sum(map(length_ms, frames))
        else:
            if isinstance(item, VideoInput):
                self.drop_frames()
            self._items.append(item)
        self._drop_old_audio()
        self._filled.set()

    def put_back(self, items: Iterable[ClientInput]) -> None:
        """Put what was taken, oldest first, before everything else once more."""
        for item in reversed(tuple(items)):
            self._items.appendleft(item)
            self._audio_ms += length_ms(item)
        self._filled.set()

    async def take(self) -> ClientInput:
        """The next item; waits until there is one. Cancelling a wait loses nothing."""
        while True:
            self._drop_old_audio()
            now_s = self._clock.now_s()
            position = self._next(now_s)
            if position is not None:
                item = self._remove(position)
                if isinstance(item, AudioInput):
                    self._pace.sent(length_ms(item), now_s)
                return item
            self._filled.clear()
            try:
                async with asyncio.timeout(self._pace.due_s - now_s if self._items else None):
                    await self._filled.wait()
            except TimeoutError:
                continue

    def set_audio_bound(self, audio_bound_s: float) -> None:
        """Let sound wait for ``audio_bound_s`` seconds from now on.

        What is too old by the bound that held until now is lost all the same.
        """
        self._drop_old_audio()
        self._audio_bound_s = audio_bound_s
        self._drop_old_audio()

    def drop_frames(self) -> None:
        """Drop the frames that wait: a newer one, or another connection, makes them stale."""
        self._items = deque(item for item in self._items if not isinstance(item, VideoInput))

    def holds(self, item: ClientInput) -> bool:
        """Whether this very ``item`` still waits."""
        self._drop_old_audio()
        return any(waiting is item for waiting in self._items)

    def give_up(self) -> float:
        """Nothing of it will be sent any more: milliseconds of speech that are lost by that."""
        waiting_ms = self._audio_ms if self.is_behind else 0.0
        lost_ms, self._lost_ms = self._lost_ms + waiting_ms, 0.0
        self._items.clear()
        self._audio_ms = 0.0
        return lost_ms

    def discard_results(self) -> None:
        """Drop the results of tools: their session is gone, nobody waits for them."""
        self._items = deque(item for item in self._items if not isinstance(item, ToolResultInput))

    def queued_texts(self) -> tuple[str, ...]:
        """The typed turns that wait, oldest first."""
        return tuple(item.text for item in self._items if isinstance(item, TextInput))

    def waiting_news(self) -> SpeechWaiting | None:
        """How much sound waits, where that is to be told now."""
        limit_ms = self._audio_bound_s * 1000
        now_s = self._clock.now_s()
        return self._meter.news(self._audio_ms, limit_ms, now_s, is_much=self.is_behind)

    def collect_lost_ms(self) -> float:
        """Milliseconds of sound given up since they were last told; now and then only."""
        now_s = self._clock.now_s()
        is_due = not self.is_behind or now_s - self._loss_told_s >= _TELL_LOSS_S
        if self._lost_ms == 0 or not is_due:
            return 0.0
        self._loss_told_s = now_s
        lost_ms, self._lost_ms = self._lost_ms, 0.0
        return lost_ms

    def _next(self, now_s: float) -> int | None:
        """Where the item is that may go now."""
        if not self._items:
            return None
        if not isinstance(self._items[0], AudioInput) or now_s >= self._pace.due_s:
            return 0
        results = (n for n, item in enumerate(self._items) if isinstance(item, ToolResultInput))
        return next(results, None)

    def _remove(self, position: int) -> ClientInput:
        item = self._items[position]
        del self._items[position]
        self._audio_ms = self._audio_ms - length_ms(item) if self._items else 0.0
        return item

    def _drop_old_audio(self) -> None:
        oldest_s = self._clock.now_s() - self._audio_bound_s
        position = 0
        while position < len(self._items):
            item = self._items[position]
            if not isinstance(item, AudioInput):
                position += 1
            elif item.captured_at_s < oldest_s:
                self._lost_ms += length_ms(self._remove(position))
            else:
                return


def length_ms(item: ClientInput) -> float:
    """How long ``item`` sounds, in milliseconds; 0 for what is no sound."""
    if not isinstance(item, AudioInput):
        return 0.0
    return duration_ms(len(item.chunk) // BYTES_PER_SAMPLE, item.rate_hz)
