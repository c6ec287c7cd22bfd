"""Long silence goes out in longer messages; nothing is lost, reordered or held up that matters."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livedesk.conversation.quiet_batch import BATCH_MS, QuietBatch
from livedesk.core.inputs import AudioInput

FRAME_S = 0.02


def frames(speech: list[bool]) -> list[AudioInput]:
    return [
        AudioInput(np.full(320, n, "<i2").tobytes(), 16_000, 10 + n * FRAME_S, is_speech=one)
        for n, one in enumerate(speech)
    ]


def test_silence_goes_out_four_frames_at_a_time():
    batch = QuietBatch()
    sent = [batch.push(frame) for frame in frames([False] * 8)]
    assert [len(items) for items in sent] == [0, 0, 0, 1, 0, 0, 0, 1]
    assert len(sent[3][0].chunk) == 4 * 640
    assert sent[3][0].captured_at_s == 10 + 3 * FRAME_S


def test_what_is_held_goes_before_speech_and_nothing_is_held_soon_after_it():
    batch = QuietBatch()
    sent = [batch.push(frame) for frame in frames([False, False, True, *[False] * 75, False])]
    assert [item.is_speech for item in sent[2]] == [False, True]
    assert all(len(items) == 1 for items in sent[3:78])
    assert sent[78] == ()


def test_an_onset_lets_everything_out_for_a_while():
    batch = QuietBatch()
    first, second, third = frames([False] * 3)
    assert batch.push(first) == ()
    assert batch.note_onset(second.captured_at_s) == (first,)
    assert batch.push(third) == (third,)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=300))
def test_nothing_is_lost_doubled_or_held_for_long(pattern):
    batch, sent = QuietBatch(), b""
    spoken = frames([speaks for speaks, _ in pattern])
    for frame, (_, is_onset) in zip(spoken, pattern, strict=True):
        items = batch.push(frame)
        if is_onset:
            items += batch.note_onset(frame.captured_at_s)
        sent += b"".join(item.chunk for item in items)
        n_held = b"".join(one.chunk for one in spoken).index(frame.chunk) + 640 - len(sent)
        assert n_held < BATCH_MS * 32
        assert not (frame.is_speech and n_held)
    sent += b"".join(item.chunk for item in batch.flush())
    assert sent == b"".join(frame.chunk for frame in spoken)
