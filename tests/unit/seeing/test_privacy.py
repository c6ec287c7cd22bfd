"""No frame leaves that the person does not want to leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.seeing.consent import Consent
from livedesk.seeing.pause_list import USUAL, pausing


def shared(name: str = "Screen 1") -> Consent:
    consent = Consent()
    consent.share(name)
    return consent


def test_nothing_is_taken_or_sent_before_consent():
    consent = Consent()
    assert consent.grant is None
    assert not consent.may_send(None)


@pytest.mark.parametrize(
    "act",
    [
        lambda consent: consent.stop(),
        lambda consent: consent.pause(True),
        lambda consent: consent.note_window("KeePass"),
        lambda consent: consent.share("Window 2"),
    ],
    ids=["stop", "pause", "password manager in front", "another source"],
)
def test_a_frame_under_way_does_not_leave_after(act):
    consent = shared()
    taken_under = consent.grant
    assert consent.may_send(taken_under)
    act(consent)
    assert not consent.may_send(taken_under)


def test_a_frame_from_before_a_pause_does_not_leave_when_it_is_over():
    consent = shared()
    taken_under = consent.grant
    consent.pause(True)
    consent.pause(False)
    assert consent.grant is not None
    assert not consent.may_send(taken_under)


def test_the_pause_list_does_not_undo_the_pause_of_the_person():
    consent = shared()
    consent.pause(True)
    consent.note_window("Bitwarden")
    consent.note_window(None)
    assert consent.grant is None
    consent.pause(False)
    assert consent.grant is not None


def test_a_pause_does_not_outlast_the_sharing_it_was_for():
    consent = shared()
    consent.pause(True)
    consent.stop()
    consent.share("Camera")
    assert consent.grant is not None


acts = st.lists(
    st.sampled_from(["share", "pause", "go on", "stop", "in front", "gone"]), max_size=40
)


@given(acts)
def test_a_grant_is_there_only_while_all_allow_it_and_never_comes_back(course):
    consent, is_shared, is_paused, is_covered = Consent(), False, False, False
    voided = set()
    for act in course:
        before = consent.grant
        match act:
            case "share":
                consent.share("Screen 1")
                is_shared, is_paused = True, False
            case "pause" | "go on":
                is_paused = act == "pause"
                consent.pause(is_paused)
            case "stop":
                consent.stop()
                is_shared = is_paused = False
            case _:
                is_covered = act == "in front"
                consent.note_window("KeePass" if is_covered else None)
        if consent.grant != before:
            voided.add(before)
        assert (consent.grant is not None) == (is_shared and not is_paused and not is_covered)
        assert consent.grant is None or consent.grant not in voided
        assert consent.is_sharing == is_shared


@pytest.mark.parametrize("name", USUAL)
def test_password_managers_pause_by_any_name_of_their_window(name):
    assert pausing(("My logins", f"org.{name.lower()}.App")) == name
    assert pausing((f"{name.upper()} - vault",)) == name


def test_other_windows_and_empty_rows_of_the_list_pause_nothing():
    assert pausing(("Letter to Ann - Writer", "soffice")) is None
    assert pausing(("Letter",), ("", "  ")) is None
