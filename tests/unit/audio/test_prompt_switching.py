"""Callbacks are prompt while a device is open, and only then."""

from __future__ import annotations

import sys

import pytest

from livedesk.core.errors import MicrophoneError


async def test_the_switch_interval_is_short_while_a_device_is_open(engine, backend) -> None:
    usual_s = sys.getswitchinterval()
    await engine.open_speaker()
    await engine.open_microphone(lambda frame: None)
    assert sys.getswitchinterval() <= 0.001
    await engine.close_microphone()
    assert sys.getswitchinterval() <= 0.001
    await engine.close_speaker()
    assert sys.getswitchinterval() == usual_s
    await engine.open_speaker()
    await engine.close()
    assert sys.getswitchinterval() == usual_s


async def test_a_device_that_does_not_open_changes_nothing(engine, backend) -> None:
    usual_s = sys.getswitchinterval()
    backend.microphone_failure = MicrophoneError("No microphone was found.")
    with pytest.raises(MicrophoneError):
        await engine.open_microphone(lambda frame: None)
    assert sys.getswitchinterval() == usual_s
