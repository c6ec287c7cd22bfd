"""What happens where PyAudio could not be compiled."""

from __future__ import annotations

import sys

import pytest

from livedesk.audio.system_sound import system_backend
from livedesk.core.errors import AudioError


def test_missing_pyaudio_is_an_error_that_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyaudio", None)
    monkeypatch.delitem(sys.modules, "livedesk.audio.backends.pyaudio_backend", raising=False)
    with pytest.raises(AudioError, match=r"PyAudio.*packaging/run"):
        system_backend()
