"""A sound server's devices through one device of PortAudio's."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from helpers.fake_audio import FakeBackend

from livedesk.audio.backend import NOWHERE, DeviceInfo
from livedesk.core.errors import MicrophoneError, SpeakerError

try:
    from livedesk.audio.backends import pulse_devices
    from livedesk.audio.backends.pulse_backend import PulseBackend
except (ImportError, OSError):
    pytest.skip("libpulse is not on this machine", allow_module_level=True)


def _info(name: str, *, is_default: bool = False) -> DeviceInfo:
    return DeviceInfo(f"PulseAudio|{name}", name.upper(), 1, 1, 48_000, is_default)


class _Server:
    """Answers what the test says."""

    def __init__(self) -> None:
        both = (_info("own", is_default=True), _info("usb"))
        self.answer = pulse_devices.ServerDevices(both, both, {}, {})
        self.is_gone = False

    def __call__(self) -> object:
        if self.is_gone:
            raise pulse_devices.ServerGoneError("no server")
        return self.answer

    def say(self, **changed: object) -> None:
        self.answer = replace(self.answer, **changed)


class _PortAudio(FakeBackend):
    """Notes what the environment said when a stream was opened."""

    def __init__(self, server: _Server) -> None:
        super().__init__()
        self.inputs_there = self.outputs_there = ["jack", "pulse", "default"]
        self.seen: list[dict[str, str]] = []
        self.server = server

    def inputs(self):
        return [replace(device, name=device.device_id) for device in super().inputs()]

    def outputs(self):
        return [replace(device, name=device.device_id) for device in super().outputs()]

    def open_input(self, *arguments):
        self._note()
        return self._begun(super().open_input(*arguments), "input_of")

    def open_output(self, *arguments):
        self._note()
        return self._begun(super().open_output(*arguments), "output_of")

    def _note(self) -> None:
        names = ("PULSE_SINK", "PULSE_SOURCE", "PIPEWIRE_NODE", "PULSE_PROP_OVERRIDE")
        self.seen.append({name: os.environ[name] for name in names if name in os.environ})

    def _begun(self, stream, key: str):
        start = stream.start

        def start_on_server() -> None:
            start()
            self.server.say(**{key: {41: "PulseAudio|own"}})

        stream.start = start_on_server
        return stream


@pytest.fixture
def server() -> _Server:
    return _Server()


@pytest.fixture
def portaudio(server: _Server) -> _PortAudio:
    return _PortAudio(server)


@pytest.fixture
def backend(server: _Server, portaudio: _PortAudio) -> PulseBackend:
    return PulseBackend(portaudio, server)


def test_a_device_is_named_in_the_environment_while_it_is_opened(backend, portaudio, monkeypatch):
    monkeypatch.setenv("PULSE_SINK", "what the person has set")
    monkeypatch.delenv("PULSE_SOURCE", raising=False)
    backend.open_input("PulseAudio|usb", 16_000, 20, np.frombuffer)
    backend.open_output("PulseAudio|usb", 24_000, 15, bytes)
    backend.open_output(None, 24_000, 15, bytes)
    name = {"PULSE_PROP_OVERRIDE": "application.name=LiveDesk"}
    mine = {"PULSE_SINK": "what the person has set"}
    assert portaudio.seen == [
        {**name, **mine, "PULSE_SOURCE": "usb", "PIPEWIRE_NODE": "usb"},
        {**name, "PULSE_SINK": "usb", "PIPEWIRE_NODE": "usb"},
        {**name, **mine},
    ]
    assert os.environ["PULSE_SINK"] == "what the person has set"
    assert "PULSE_SOURCE" not in os.environ
    assert portaudio.opened_ids == ["pulse"] * 3  # of what PortAudio has, the way to the server


def test_a_stream_is_where_the_server_has_put_it(backend, server) -> None:
    stream = backend.open_output("PulseAudio|usb", 24_000, 15, bytes)
    assert stream.device_id == "PulseAudio|usb"
    stream.start()
    assert stream.device_id == "PulseAudio|own"
    server.say(output_of={41: "PulseAudio|usb"})
    backend.refresh()
    assert stream.device_id == "PulseAudio|usb"
    server.say(output_of={57: "PulseAudio|own"})  # begun anew by ALSA's plug-in
    backend.refresh()
    assert stream.device_id == "PulseAudio|own"
    server.say(output_of={})
    backend.refresh()
    assert stream.device_id == NOWHERE


def test_past_the_server_it_is_where_it_was_asked_to_be(backend, portaudio, server) -> None:
    portaudio._begun = lambda stream, key: stream
    stream = backend.open_input("PulseAudio|usb", 16_000, 20, np.frombuffer)
    stream.start()
    assert stream.device_id == "PulseAudio|usb"


@pytest.mark.parametrize("is_gone", [True, False])
def test_without_a_device_nothing_is_opened(backend, server, portaudio, is_gone) -> None:
    server.is_gone = is_gone
    server.say(inputs=(), outputs=())
    with pytest.raises(MicrophoneError, match="No microphone was found"):
        backend.open_input(None, 16_000, 20, np.frombuffer)
    with pytest.raises(SpeakerError, match="No speaker was found"):
        backend.open_output(None, 24_000, 15, bytes)
    assert portaudio.seen == []
