"""What is kept of a session, and what it would cost."""

from livedesk.loopback.client_messages import HistoryItem
from livedesk.loopback.sessions import Session, SessionStore
from livedesk.loopback.usage import Meter, audio_tokens, text_tokens


def test_an_older_handle_has_forgotten_the_later_turns():
    store, session = SessionStore(), Session()
    session.history.append(HistoryItem("user", "first"))
    handle = store.issue(session)
    session.history.append(HistoryItem("user", "second"))
    assert store.resume(handle).last_words("user") == "first"


def test_handles_are_unlike_each_other_and_unknown_ones_are_nothing():
    store, session = SessionStore(), Session()
    assert store.issue(session) != store.issue(session)
    assert store.find("guessed") is None


def test_the_oldest_of_many_handles_is_forgotten():
    store, session = SessionStore(), Session()
    handles = [store.issue(session) for _ in range(600)]
    assert store.find(handles[0]) is None
    assert store.find(handles[-1]) is session


def test_the_words_of_the_other_side_are_not_the_persons():
    session = Session([HistoryItem("user", "hello"), HistoryItem("model", "good day")])
    assert session.last_words("user") == "hello"
    assert Session().last_words("user") == ""


def test_tokens_are_counted_by_the_second_and_by_the_letter():
    assert audio_tokens(4.0) == 100
    assert text_tokens("") == 0
    assert text_tokens("abcde") == 2


def test_every_turn_bills_the_whole_context():
    meter = Meter()
    meter.hear(2.0)
    first, second = meter.settle(1.0), meter.settle(1.0)
    assert first["promptTokenCount"] == 50
    assert second["promptTokenCount"] == 75


def test_compression_keeps_the_context_small():
    meter = Meter(window_tokens=100)
    meter.read("a" * 80)
    meter.hear(60.0)
    usage = meter.settle(1.0)
    assert usage["promptTokenCount"] == 100
    assert {"modality": "TEXT", "tokenCount": 20} in usage["promptTokensDetails"]
