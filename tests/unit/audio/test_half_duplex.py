"""Either side at a time: held while the other plays, open again soon after, without a click."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.half_duplex import HalfDuplexGate
from livedesk.core.audio_format import Samples

PLAYING = np.full(160, 3000, np.int16)
SILENT = np.zeros(160, np.int16)


def _through(gate: HalfDuplexGate, far: Samples | None) -> Samples:
    near = np.full(160, 10_000, np.int16)
    gate.process(near, far)
    return near


def test_the_microphone_is_held_while_the_speaker_plays() -> None:
    gate = HalfDuplexGate()
    assert (_through(gate, SILENT) == 10_000).all()
    _through(gate, PLAYING)
    assert _through(gate, PLAYING).max() <= 100


def test_it_opens_between_300_and_400_ms_after_the_last_word() -> None:
    gate = HalfDuplexGate()
    for _ in range(3):
        _through(gate, PLAYING)
    opened_at = next(n for n in range(100) if _through(gate, SILENT).max() == 10_000)
    assert 30 <= opened_at <= 40


def test_a_speaker_that_is_closed_meanwhile_holds_nothing_for_ever() -> None:
    gate = HalfDuplexGate()
    _through(gate, PLAYING)
    assert max(int(_through(gate, None).max()) for _ in range(60)) == 10_000


@given(plays=st.lists(st.booleans(), min_size=1, max_size=200))
def test_no_step_is_a_click(plays: list[bool]) -> None:
    gate = HalfDuplexGate()
    heard = np.concatenate([_through(gate, PLAYING if play else SILENT) for play in plays])
    assert np.abs(np.diff(heard.astype(int))).max() <= 10_000 / 159 + 2
