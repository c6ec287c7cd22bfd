"""How much of the reference goes with a frame of the microphone. Pure.

The level is how many samples of the reference are there beyond what goes with the microphone's
newest sample: so much later than it left for the device a sample is used. It saws up and down with
the devices' blocks, but its mean over seconds moves only as the two clocks drift apart.

What a canceller bears was measured with AEC3 in a simulated room (echo 20 dB over the noise): 100
ppm of drift left alone cost 3 dB of cancellation; undone by dropping or doubling single samples at
the drift's own rate they cost nothing; a jump of 10 or 20 ms costs 2 to 4 dB for some seconds; but
a slow walk of 1 ms over 5 s that the clocks did not make costs 12 dB for as long as it lasts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from livedesk.core.audio_format import CAPTURE_RATE_HZ, samples_in

# Where it begins: one block of the output may be on its way, and its callback come late.
_START = samples_in(20, CAPTURE_RATE_HZ)
# A stream that was torn (a stall, a lost block of 20 ms) is seen within two seconds: a callback
# that is late meanwhile leaves either the lowest or the highest level where it was. How late they
# usually are is learned from the first looks.
_LOOK_FRAMES = 100
_LOOKS_TO_LEARN = 4
_TORN = samples_in(15, CAPTURE_RATE_HZ)
# The usual lowest level lies between these: below, the microphone would often have to wait for a
# callback that is late; above, the reference might come after its echo.
_LOWEST = samples_in(5, CAPTURE_RATE_HZ)
_MOST_LOWEST = samples_in(25, CAPTURE_RATE_HZ)
# A mean over 3 s is true to 1 ms even when callbacks jitter by 30 ms, and the slope of ten such
# means to 40 ppm.
_WINDOW_FRAMES = 300
_WINDOWS = 10
# So much of what is measured is believed; what is left is measured again.
_TRUST = 0.7
# A slope counts when it is so many times its own standard error.
_CLEAR = 3.0
# Five times what sound cards differ by.
_MOST_DRIFT = 500e-6


@dataclass(frozen=True, slots=True)
class Step:
    """What to do for one frame: forget ``n_dropped`` samples, then use ``n_taken``.

    When fewer are taken than the frame is long, the frame begins with a held sample instead.
    """

    n_dropped: int
    n_taken: int


class Alignment:
    """Keeps a reference in step with the microphone: learns the drift and undoes it.

    Attributes:
        level: of the last frame.
        jumps: how often the two sides were brought together at once.
        drift: samples of the reference too many for each of the microphone, as learned.
    """

    def __init__(self) -> None:
        self.level = _START
        self.jumps = 0
        self.drift = 0.0
        self._has_begun = False
        self._is_stalled = False
        self._look = _Look()
        self._means: list[float] = []
        self._sum = 0
        self._n_frames = 0
        self._slip = 0.0

    @property
    def has_begun(self) -> bool:
        """Whether there was enough of the reference to begin."""
        return self._has_begun

    def next_step(self, level: int, n_samples: int, n_there: int) -> Step:
        """The step for a frame of ``n_samples``.

        Args:
            level: samples beyond this frame and all that waits behind it; may be negative.
            n_samples: length of the frame.
            n_there: samples of the reference that can be taken.
        """
        if not self._has_begun:
            if level < _START:
                return Step(0, 0)
            self._has_begun = True
            self.level = _START
            return Step(level - _START, n_samples)
        self.level = level
        self._slip += self.drift * n_samples
        if n_there < n_samples:
            # The output stood still; where it goes on is anybody's guess.
            self.jumps += not self._is_stalled
            self._is_stalled = True
            self._begin_windows()
            self._look = _Look()
            return Step(0, n_there)
        self._is_stalled = False
        excess = self._look.excess(level)
        if excess:
            self._slip += excess
            self.jumps += 1
            self._begin_windows()
        self._sum += level
        self._n_frames += 1
        if self._n_frames == _WINDOW_FRAMES:
            self._end_window(n_samples)
        n_slips = int(self._slip)
        if n_slips >= 0:
            n_slips = max(0, min(n_slips, level, n_there - n_samples))
            self._slip -= n_slips
            return Step(n_slips, n_samples)
        n_held = min(-n_slips, n_samples)  # one frame can hold back no more than itself
        self._slip += n_held
        return Step(0, n_samples - n_held)

    def _end_window(self, n_samples: int) -> None:
        mean = self._sum / self._n_frames
        self._sum, self._n_frames = 0, 0
        self._means.append(mean)
        if len(self._means) == _WINDOWS:
            drift = self.drift + _TRUST * _clear_slope(self._means) / (_WINDOW_FRAMES * n_samples)
            self.drift = max(-_MOST_DRIFT, min(_MOST_DRIFT, drift))
            self._begin_windows()

    def _begin_windows(self) -> None:
        self._means.clear()
        self._sum, self._n_frames = 0, 0


def _clear_slope(means: list[float]) -> float:
    """By how much the means rise from one to the next; 0 when jitter may be the reason."""
    at = np.arange(len(means)) - (len(means) - 1) / 2
    above = np.asarray(means) - np.mean(means)
    slope = float(at @ above / (at @ at))
    error = float(np.sqrt(np.sum((above - slope * at) ** 2) / (len(means) - 2) / (at @ at)))
    return slope if abs(slope) > _CLEAR * error else 0.0


class _Look:
    """Judges the level one second at a time: first what is usual, then what is not."""

    def __init__(self) -> None:
        self._usual: list[tuple[int, int]] = []
        self.begin()

    def begin(self) -> None:
        """Forget the second that runs."""
        self._lowest = self._highest = 0
        self._n_frames = 0

    def excess(self, level: int) -> int:
        """How many samples there are too many, or too few; 0 for as long as all is usual."""
        is_first = self._n_frames == 0
        self._lowest = level if is_first else min(self._lowest, level)
        self._highest = level if is_first else max(self._highest, level)
        self._n_frames += 1
        if self._n_frames < _LOOK_FRAMES:
            return 0
        lowest, highest = self._lowest, self._highest
        self.begin()
        is_learned = len(self._usual) == _LOOKS_TO_LEARN
        torn = _TORN if is_learned else 2 * _TORN
        too_many = lowest - max((low for low, _ in self._usual), default=lowest)
        too_few = highest - min((high for _, high in self._usual), default=highest)
        if too_many > torn or too_few < -torn:
            if not is_learned:
                self._usual.clear()  # half of it was learned before, half after
            return too_many if too_many > torn else too_few
        if is_learned:
            return 0
        self._usual.append((lowest, highest))
        return self._learned() if len(self._usual) == _LOOKS_TO_LEARN else 0

    def _learned(self) -> int:
        """What brings the usual level to where it should be."""
        lowest = sorted(low for low, _ in self._usual)[_LOOKS_TO_LEARN // 2]
        wrong = min(0, lowest - _LOWEST) + max(0, lowest - _MOST_LOWEST)
        self._usual = [(low - wrong, high - wrong) for low, high in self._usual]
        return wrong
