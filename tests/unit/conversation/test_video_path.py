"""Frames leave under consent and in pace, whatever was taken before."""

import numpy as np
import pytest

from livedesk.conversation.video_path import SharedFrame, VideoPath
from livedesk.core.inputs import TextInput, VideoInput
from livedesk.seeing.pacing import Hearing
from livedesk.session.scripted import Accept, Expect

SPEAKS, IS_SILENT = Hearing(True), Hearing(False)


class Stage:
    """A path, and what it sent."""

    def __init__(self) -> None:
        self.sent: list[VideoInput] = []
        self.path = VideoPath(self.sent.append)

    def offer(self, at_s: float = 0.0, shade: int = 0) -> None:
        grant = self.path.consent.grant
        assert grant is not None
        self.path.offer(frame(grant, at_s, shade))

    def look(self, now_s: float, hearing: Hearing = SPEAKS, *, is_live: bool = True) -> int:
        self.path.look(now_s, hearing, is_live=is_live)
        return len(self.sent)


def frame(grant, at_s: float = 0.0, shade: int = 0) -> SharedFrame:
    return SharedFrame(b"jpeg", np.full((2, 2, 3), shade, np.uint8), at_s, grant)


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.path.share("Screen 1")
    return made


def test_the_first_frame_waits_for_speech_and_the_next_for_a_change(stage) -> None:
    stage.offer()
    assert stage.look(0.0, IS_SILENT) == 0
    assert stage.look(0.1) == 1
    stage.offer(1.2)
    assert stage.look(1.2) == 1
    stage.offer(1.3, shade=200)
    assert stage.look(1.3) == 2


def test_no_two_frames_within_a_second(stage) -> None:
    stage.offer()
    assert stage.look(5.0) == 1
    stage.offer(5.2, shade=200)
    assert stage.look(5.9) == 1
    assert stage.look(6.0) == 2


@pytest.mark.parametrize(
    "end",
    [
        lambda path: path.stop(),
        lambda path: path.consent.pause(True),
        lambda path: path.consent.note_window("KeePass"),
        lambda path: path.share("Another window"),
        lambda path: path.on_connection(),
    ],
    ids=["stop", "pause", "pause list", "another source", "another connection"],
)
def test_a_frame_taken_before_never_leaves_afterwards(stage, end) -> None:
    stage.offer()
    end(stage.path)
    assert stage.look(0.0) == 0


def test_a_frame_that_comes_late_from_a_worker_is_dropped(stage) -> None:
    grant = stage.path.consent.grant
    stage.path.consent.pause(True)
    stage.path.consent.pause(False)
    stage.path.offer(frame(grant))
    assert stage.look(0.0) == 0


def test_nothing_leaves_while_muted_or_without_a_connection(stage) -> None:
    stage.offer()
    assert stage.look(0.0, Hearing(True, is_muted=True)) == 0
    assert stage.look(0.1, is_live=False) == 0
    assert stage.look(0.2) == 1


async def test_what_is_shared_goes_before_the_typed_words_about_it(talks) -> None:
    talk = talks(Accept(), Expect(VideoInput(b"jpeg", 0.0)), Expect(TextInput("What is this?")))
    talk.conversation.start(with_microphone=False)
    await talk.live()
    video = talk.conversation.video
    assert video.consent.grant is None
    video.share("Screen 1")
    video.offer(frame(video.consent.grant))
    talk.conversation.send_text("What is this?")
    await talk.until(lambda: talk.sent(TextInput))
    assert len(talk.sent(VideoInput)) == 1


async def test_the_end_of_the_talk_ends_the_sharing(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    video = talk.conversation.video
    video.share("Screen 1")
    video.offer(frame(video.consent.grant))
    await talk.conversation.aclose()
    assert video.consent.grant is None
    assert not talk.sent(VideoInput)
