"""What waits to be sent: text and tool results survive, old microphone audio does not."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection

from livedesk.core.audio_format import BYTES_PER_SAMPLE, duration_ms
from livedesk.core.clock import Clock
from livedesk.core.inputs import AudioInput, ClientInput, TextInput, ToolResultInput


class Outbox:
    """A queue with one taker, in the order of putting. Putting never blocks.

    Audio older than ``max_age_s`` is given up, oldest first, and counted.
    """

    def __init__(self, clock: Clock, max_age_s: float) -> None:
        self._clock = clock
        self._max_age_s = max_age_s
        self._items: deque[ClientInput] = deque()
        self._filled = asyncio.Event()
        self._lost_ms = 0.0

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: ClientInput) -> None:
        """Queue ``item`` behind everything else."""
        self._items.append(item)
        self._drop_old_audio()
        self._filled.set()

    def put_back(self, item: ClientInput) -> None:
        """Return what was taken and could not be sent; it is the next again."""
        self._items.appendleft(item)
        self._filled.set()

    async def take(self) -> ClientInput:
        """The oldest item; waits until there is one. Cancelling a wait loses nothing."""
        while True:
            self._drop_old_audio()
            if self._items:
                return self._items.popleft()
            self._filled.clear()
            await self._filled.wait()

    def keep_audio(self, max_age_s: float) -> None:
        """Let audio wait for ``max_age_s`` seconds from now on.

        What is too old by the bound that held until now is lost all the same.
        """
        self._drop_old_audio()
        self._max_age_s = max_age_s
        self._drop_old_audio()

    def discard_results(self, call_ids: Collection[str]) -> None:
        """Drop the results of calls that nobody waits for."""
        self._items = deque(
            item
            for item in self._items
            if not (isinstance(item, ToolResultInput) and item.result.call_id in call_ids)
        )

    def queued_texts(self) -> tuple[str, ...]:
        """The typed turns that wait, oldest first."""
        return tuple(item.text for item in self._items if isinstance(item, TextInput))

    @property
    def waiting_ms(self) -> float:
        """Milliseconds of speech that wait."""
        return sum(_length_ms(item) for item in self._items if isinstance(item, AudioInput))

    def collect_lost_ms(self) -> float:
        """Milliseconds of audio given up since the last call."""
        lost_ms, self._lost_ms = self._lost_ms, 0.0
        return lost_ms

    def _drop_old_audio(self) -> None:
        oldest_s = self._clock.now_s() - self._max_age_s
        position = 0
        while position < len(self._items):
            item = self._items[position]
            if not isinstance(item, AudioInput):
                position += 1
            elif item.captured_at_s < oldest_s:
                del self._items[position]
                self._lost_ms += _length_ms(item)
            else:
                return


def _length_ms(sound: AudioInput) -> float:
    return duration_ms(len(sound.chunk) // BYTES_PER_SAMPLE, sound.rate_hz)
