"""Answers cut into chunks, words along with their sound."""

import numpy as np
import pytest
from helpers.practice import tone
from hypothesis import given
from hypothesis import strategies as st

from livedesk.loopback.playout import Playout


def drain(playout, step_s=0.01, limit_s=200.0):
    now_s, chunks = 0.0, []
    while not playout.is_sent and now_s < limit_s:
        chunks += [(now_s, chunk) for chunk in playout.due(now_s)]
        now_s += step_s
    return chunks


def test_the_first_chunk_leaves_at_once_and_is_short():
    playout = Playout()
    playout.add("Hello there.", tone(2.0, rate_hz=24_000), 5.0)
    [chunk] = playout.due(5.0)
    assert len(chunk.samples) == 2_400
    assert chunk.text == "Hello"


def test_sound_leaves_faster_than_it_is_played():
    playout = Playout(speed=4.0)
    playout.add("One two three four.", tone(8.0, rate_hz=24_000), 0.0)
    playout.finish()
    chunks = drain(playout)
    assert chunks[-1][0] == pytest.approx(2.0, abs=0.2)
    assert playout.played_until_s == pytest.approx(8.0, abs=0.02)
    assert all(2_400 <= len(chunk.samples) <= 4_800 for _, chunk in chunks[:-1])


@given(st.lists(st.text("abc,. ", min_size=1, max_size=30), max_size=5))
def test_no_sound_and_no_word_is_lost(sentences):
    playout = Playout()
    sound = [tone(0.01 + len(text) * 0.03, rate_hz=24_000) for text in sentences]
    for text, samples in zip(sentences, sound, strict=True):
        playout.add(text, samples, 0.0)
    playout.finish()
    chunks = [chunk for _, chunk in drain(playout)]
    empty = np.zeros(0, np.int16)
    assert np.array_equal(
        np.concatenate([empty, *(c.samples for c in chunks)]), np.concatenate([empty, *sound])
    )
    assert "".join(c.text for c in chunks) == " ".join(" ".join(sentences).split())


def test_words_go_with_the_chunk_in_which_they_begin():
    playout = Playout()
    playout.add("a b c d e f g h i j", tone(4.0, rate_hz=24_000), 0.0)
    playout.finish()
    for at_s, chunk in drain(playout):
        for letter in chunk.text.split():
            begins_s = "abcdefghij".index(letter) * 0.4
            assert begins_s <= at_s * 4.0 + 0.3


def test_what_was_heard_is_what_has_been_played():
    playout = Playout()
    playout.add("a b c d e f g h i j", tone(4.0, rate_hz=24_000), 0.0)
    playout.finish()
    drain(playout)
    assert playout.heard_text(0.0) == ""
    assert playout.heard_text(1.0) == "a b c"
    assert playout.heard_text(60.0) == "a b c d e f g h i j"


def test_nothing_to_say_is_sent_at_once():
    playout = Playout()
    playout.finish()
    assert playout.is_sent
    assert not playout.is_speaking
