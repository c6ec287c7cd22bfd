"""A canceller is believed after it has heard enough to learn from."""

import pytest

from livedesk.audio.echo_guard import EchoGuard


def frames_until_over(guard: EchoGuard, far_db: float = -20.0, near_db: float = -30.0) -> int:
    for n_frames in range(1, 500):
        guard.on_frame(far_db, near_db)
        if guard.is_over:
            return n_frames
    return 500


def test_a_room_is_learned_in_two_seconds_of_speech():
    assert frames_until_over(EchoGuard()) == 100


def test_where_nothing_comes_back_there_is_nothing_to_learn():
    assert frames_until_over(EchoGuard(), near_db=-70.0) == 25


def test_silence_teaches_nothing():
    assert frames_until_over(EchoGuard(), far_db=-80.0) == 500


@pytest.mark.parametrize(("n_learned", "n_more"), [(100, 40), (400, 40), (0, 100), (90, 40)])
def test_a_room_that_is_known_is_found_sooner(n_learned, n_more):
    guard = EchoGuard()
    for _ in range(n_learned):
        guard.on_frame(-20.0, -30.0)
    guard.on_torn()
    assert frames_until_over(guard) == n_more
