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
# A stream that was torn (a stall, a lost block) is seen within half a second: a callback that is
# late meanwhile leaves either the lowest or the highest level where it was. How late they usually
# are is learned from the first windows.
_LOOK_FRAMES = 50
_LOOKS_TO_LEARN = 4
_TORN = samples_in(8, CAPTURE_RATE_HZ)
# A mean over 3 s is true to 1 ms even when callbacks jitter by 30 ms, and the slope of ten such
# means to 40 ppm.
_WINDOW_FRAMES = 300
_WINDOWS = 10
# So much of what is measured is believed; what is left is measured again.
_TRUST = 0.7
# Less than a canceller notices is left alone.
_NO_DRIFT = 5e-6
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
        self._look = _Look()
        self._means: list[float] = []
        self._sum = 0
        self._n_frames = 0
        self._slip = 0.0

    def next_step(self, level: int, n_samples: int) -> Step:
        """The step for a frame of ``n_samples`` at ``level``, which is negative when some lack."""
        if not self._has_begun:
            if level < _START:
                return Step(0, 0)
            self._has_begun = True
            self.level = _START
            return Step(level - _START, n_samples)
        self.level = level
        self._slip += self.drift * n_samples
        if level < 0:
            # The output stood still, or is late; what it plays next will be in step again.
            self._begin_windows()
            self._look.begin()
            return Step(0, max(0, n_samples + level))
        torn = self._look.torn_by(level)
        if torn:
            self._slip += torn
            self.jumps += 1
            self._begin_windows()
        self._sum += level
        self._n_frames += 1
        if self._n_frames == _WINDOW_FRAMES:
            self._end_window(n_samples)
        n_slips = int(self._slip)
        if n_slips >= 0:
            n_slips = min(n_slips, level)
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
            slope = float(np.polyfit(range(_WINDOWS), self._means, 1)[0])
            drift = self.drift + _TRUST * slope / (_WINDOW_FRAMES * n_samples)
            drift = max(-_MOST_DRIFT, min(_MOST_DRIFT, drift))
            self.drift = drift if abs(drift) > _NO_DRIFT else 0.0
            self._begin_windows()

    def _begin_windows(self) -> None:
        self._means.clear()
        self._sum, self._n_frames = 0, 0


class _Look:
    """Finds sudden changes of the level, half a second at a time."""

    def __init__(self) -> None:
        self._usual: list[tuple[int, int]] = []
        self.begin()

    def begin(self) -> None:
        """Forget the half second that runs."""
        self._lowest = self._highest = 0
        self._n_frames = 0

    def torn_by(self, level: int) -> int:
        """How many samples too many there are since the streams were torn; usually 0."""
        is_first = self._n_frames == 0
        self._lowest = level if is_first else min(self._lowest, level)
        self._highest = level if is_first else max(self._highest, level)
        self._n_frames += 1
        if self._n_frames < _LOOK_FRAMES:
            return 0
        lowest, highest = self._lowest, self._highest
        self.begin()
        if len(self._usual) < _LOOKS_TO_LEARN:
            self._usual.append((lowest, highest))
            return 0
        too_many = lowest - max(low for low, _ in self._usual)
        too_few = highest - min(high for _, high in self._usual)
        if too_many > _TORN:
            return too_many
        return too_few if too_few < -_TORN else 0
