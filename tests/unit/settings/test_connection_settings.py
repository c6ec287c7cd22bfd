from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import Compression
from livedesk.settings.connection_settings import Connection


def test_the_defaults_are_the_sessions_own():
    assert Connection().policy == SessionPolicy()
    assert Connection().compression == Compression()


def test_what_contradicts_itself_is_made_to_fit():
    connection = Connection(
        first_wait_s=20, longest_wait_s=5, shorten_at_tokens=10_000, shorten_to_tokens=50_000
    )
    assert connection.policy.backoff.cap_s == 20
    assert connection.compression == Compression(10_000, 8_000)


def test_a_model_that_thinks_is_left_at_least_as_long():
    policy = Connection(silence_s=100).policy
    assert (policy.silence_s, policy.thinking_silence_s) == (100, 100)
