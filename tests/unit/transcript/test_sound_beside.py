"""Recordings go beside an export, and replace nothing that is not theirs."""

from pathlib import Path

import pytest

from livedesk.core.errors import TranscriptSaveError
from livedesk.transcript.export.sound_beside import copied_beside


def test_a_strangers_file_is_left_alone_and_the_same_sound_is_not_copied_twice(tmp_path: Path):
    sound = tmp_path / "kept.flac"
    sound.write_bytes(b"sound")
    stranger, other = tmp_path / "talk.flac", tmp_path / "talk.flac.part"
    stranger.write_bytes(b"mine!")
    other.write_bytes(b"mine, too")
    for _ in range(2):
        (copy,) = copied_beside([sound], tmp_path / "talk.md")
        assert copy == tmp_path / "talk (2).flac"
        assert copy.read_bytes() == b"sound"
    assert (stranger.read_bytes(), other.read_bytes()) == (b"mine!", b"mine, too")
    assert len(list(tmp_path.iterdir())) == 4


def test_what_cannot_be_copied_leaves_nothing_behind(tmp_path: Path):
    with pytest.raises(TranscriptSaveError):
        copied_beside([tmp_path / "gone.flac"], tmp_path / "talk.md")
    assert list(tmp_path.iterdir()) == []
