"""The PortAudio backend against a PortAudio that does what the test says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyaudio
import pytest

from livedesk.audio.backend import DeviceKind
from livedesk.audio.backends.pyaudio_backend import PyAudioBackend
from livedesk.core.errors import MicrophoneError, SpeakerError


class _Stream:
    def __init__(self, callback: Any) -> None:
        self.callback = callback
        self.is_started = False
        self.n_closed = 0
        self.start_failure: OSError | None = None

    def get_input_latency(self) -> float:
        return 0.03

    get_output_latency = get_input_latency

    def start_stream(self) -> None:
        if self.start_failure:
            raise self.start_failure
        self.is_started = True

    def close(self) -> None:
        self.n_closed += 1


class _PortAudio:
    """Stands for the library; its state is shared like the library's own."""

    devices: list[dict[str, Any]]
    failures: list[OSError]
    opened: list[dict[str, Any]]
    streams: list[_Stream]
    n_initialised: int
    n_terminated: int

    def __init__(self) -> None:
        type(self).n_initialised += 1

    def terminate(self) -> None:
        type(self).n_terminated += 1

    def get_device_count(self) -> int:
        return len(self.devices)

    def get_device_info_by_index(self, index: int) -> dict[str, Any]:
        return self.devices[index]

    def get_host_api_count(self) -> int:
        return 1

    def get_host_api_info_by_index(self, index: int) -> dict[str, Any]:
        return {"name": "ALSA"}

    def _default(self, key: str) -> dict[str, Any]:
        for index, device in enumerate(self.devices):
            if device[key]:
                return {"index": index}
        raise OSError("No Default Device Available")

    def get_default_input_device_info(self) -> dict[str, Any]:
        return self._default("maxInputChannels")

    def get_default_output_device_info(self) -> dict[str, Any]:
        return self._default("maxOutputChannels")

    def open(self, **request: Any) -> _Stream:
        self.opened.append(request)
        if self.failures:
            raise self.failures.pop(0)
        self.streams.append(_Stream(request["stream_callback"]))
        return self.streams[-1]


def _device(name: str, n_inputs: int, n_outputs: int, rate_hz: float = 48_000.0) -> dict[str, Any]:
    return {
        "name": name,
        "hostApi": 0,
        "maxInputChannels": n_inputs,
        "maxOutputChannels": n_outputs,
        "defaultSampleRate": rate_hz,
    }


@pytest.fixture
def portaudio(monkeypatch: pytest.MonkeyPatch) -> type[_PortAudio]:
    class Fresh(_PortAudio):
        devices = [_device("Headset", 1, 0), _device("Boxes", 0, 2)]  # noqa: RUF012
        failures: list[OSError] = []  # noqa: RUF012
        opened: list[dict[str, Any]] = []  # noqa: RUF012
        streams: list[_Stream] = []  # noqa: RUF012
        n_initialised = 0
        n_terminated = 0

    monkeypatch.setattr(pyaudio, "PyAudio", Fresh)
    return Fresh


def test_building_one_does_not_initialise(portaudio) -> None:
    PyAudioBackend()
    assert portaudio.n_initialised == 0


def test_devices_have_names_of_ours_and_no_index(portaudio) -> None:
    backend = PyAudioBackend()
    (microphone,) = backend.inputs()
    (speaker,) = backend.outputs()
    assert (microphone.device_id, microphone.is_default) == ("ALSA|Headset|1|0", True)
    assert (speaker.device_id, speaker.default_rate_hz) == ("ALSA|Boxes|0|2", 48_000)
    backend.close()
    assert portaudio.n_terminated == 1


def test_blocks_pass_both_ways(portaudio) -> None:
    backend, blocks = PyAudioBackend(), []
    microphone = backend.open_input(None, 16_000, 20, blocks.append)
    speaker = backend.open_output(None, 24_000, 10, lambda n_samples: bytes(2 * n_samples))
    assert (speaker.rate_hz, speaker.block_ms, speaker.latency_s) == (24_000, 10.0, 0.03)
    microphone.start()
    speaker.start()
    heard, said = portaudio.streams
    assert heard.is_started
    assert heard.callback(b"ab", 1, {}, 0) == (None, pyaudio.paContinue)
    assert blocks == [b"ab"]
    assert said.callback(None, 240, {}, 0) == (bytes(480), pyaudio.paContinue)
    assert [request["frames_per_buffer"] for request in portaudio.opened] == [320, 240]
    assert (microphone.lost_blocks, speaker.lost_blocks) == (0, 0)
    heard.callback(b"ab", 1, {}, pyaudio.paInputOverflow)
    said.callback(None, 240, {}, pyaudio.paOutputUnderflow)
    said.callback(None, 240, {}, 0x10)  # priming is no loss
    assert (microphone.lost_blocks, speaker.lost_blocks) == (1, 1)
    microphone.close()
    microphone.close()
    assert heard.n_closed == 1
    backend.close()
    assert said.n_closed == 1


def test_a_device_that_refuses_the_rate_is_opened_at_its_own(portaudio) -> None:
    portaudio.failures.append(OSError(-9997, "Invalid sample rate"))
    microphone = PyAudioBackend().open_input(None, 16_000, 20, np.frombuffer)
    assert microphone.rate_hz == 48_000
    assert [request["rate"] for request in portaudio.opened] == [16_000, 48_000]
    assert portaudio.opened[1]["frames_per_buffer"] == 960


def test_a_device_can_be_named(portaudio) -> None:
    portaudio.devices.append(_device("Studio", 2, 0))
    backend = PyAudioBackend()
    backend.open_input("ALSA|Studio|2|0", 16_000, 20, np.frombuffer)
    assert portaudio.opened[0]["input_device_index"] == 2
    with pytest.raises(MicrophoneError, match="does not answer"):
        backend.open_input("ALSA|Gone|1|0", 16_000, 20, np.frombuffer)


def test_a_device_plugged_in_later_is_found(portaudio) -> None:
    devices, portaudio.devices = portaudio.devices, []
    backend = PyAudioBackend()
    with pytest.raises(MicrophoneError, match="No microphone was found"):
        backend.open_input(None, 16_000, 20, np.frombuffer)
    n_before = portaudio.n_initialised
    portaudio.devices = devices
    portaudio.failures.append(OSError(-9996, "Invalid device"))
    assert backend.open_input(None, 16_000, 20, np.frombuffer).rate_hz == 16_000
    assert portaudio.n_initialised > n_before


def test_an_open_device_is_not_disturbed_by_one_that_fails(portaudio) -> None:
    backend = PyAudioBackend()
    backend.open_output(None, 24_000, 10, lambda n_samples: b"")
    portaudio.failures += [OSError(-9985, "Device unavailable")] * 2
    with pytest.raises(MicrophoneError):
        backend.open_input(None, 16_000, 20, np.frombuffer)
    assert portaudio.n_terminated == 0
    assert portaudio.streams[0].n_closed == 0


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (OSError(-9985, "Device unavailable"), "is busy or was taken away"),
        (OSError(-9999, "Unanticipated host error"), "does not answer"),
        (OSError(-9999, "Permission denied"), "may not use the"),
        (OSError(-9998, "Invalid number of channels"), "could not be opened"),
    ],
)
def test_failures_are_sentences(portaudio, failure: OSError, sentence: str) -> None:
    backend = PyAudioBackend()
    portaudio.failures += [failure] * 8
    with pytest.raises(MicrophoneError, match=sentence) as caught:
        backend.open_input(None, 16_000, 20, np.frombuffer)
    assert "microphone" in caught.value.user_message
    assert caught.value.hint
    assert str(failure.errno) in caught.value.detail
    portaudio.failures[:] = [failure] * 12
    with pytest.raises(SpeakerError, match=sentence) as other:
        backend.open_output(None, 24_000, 10, lambda n_samples: b"")
    assert "speaker" in other.value.user_message


def test_a_device_that_does_not_start_is_a_sentence(portaudio) -> None:
    stream = PyAudioBackend().open_input(None, 16_000, 20, np.frombuffer)
    portaudio.streams[0].start_failure = OSError(-9999, "Unanticipated host error")
    with pytest.raises(MicrophoneError, match="does not answer"):
        stream.start()


def test_sound_devices_that_this_user_may_not_open(portaudio, monkeypatch) -> None:
    portaudio.devices = []
    monkeypatch.setattr(
        "livedesk.audio.backends.portaudio_errors._sound_is_forbidden", lambda: True
    )
    with pytest.raises(SpeakerError, match="may not use the speaker"):
        PyAudioBackend().open_output(None, 24_000, 10, lambda n_samples: b"")


def _only_takes(portaudio, rate_hz: int, n_channels: int) -> None:
    """From now on every device refuses anything else, as PortAudio does."""
    usual = portaudio.open

    def picky(self, **request: Any) -> _Stream:
        portaudio.opened.append(request)
        if request["channels"] != n_channels:
            raise OSError(-9998, "Invalid number of channels")
        if request["rate"] != rate_hz:
            raise OSError(-9997, "Invalid sample rate")
        portaudio.opened.pop()
        return usual(self, **request)

    portaudio.open = picky


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 44_100, 48_000, 96_000, 192_000])
@pytest.mark.parametrize("n_channels", [1, 2, 4, 8])
def test_a_device_is_opened_in_the_shape_that_it_insists_on(portaudio, rate_hz, n_channels):
    portaudio.devices = [_device("Interface", n_channels, n_channels, rate_hz)]
    _only_takes(portaudio, rate_hz, n_channels)
    backend, blocks = PyAudioBackend(), []
    microphone = backend.open_input(None, 16_000, 20, blocks.append)
    speaker = backend.open_output(None, 24_000, 15, lambda n_samples: b"\1\2" * n_samples)
    assert (microphone.rate_hz, speaker.rate_hz) == (rate_hz, rate_hz)
    heard, said = portaudio.streams
    heard.callback(np.full((5, n_channels), 7, "<i2").tobytes(), 5, {}, 0)
    assert np.frombuffer(blocks[0], "<i2").tolist() == [7] * 5
    block, _ = said.callback(None, 5, {}, 0)
    assert len(block) == 2 * 5 * n_channels
    assert block[:2] == b"\1\2"


def test_a_device_that_is_in_use_elsewhere_is_not_asked_in_every_shape(portaudio) -> None:
    portaudio.devices = [_device("Interface", 8, 8)]
    backend = PyAudioBackend()
    backend.open_output(None, 24_000, 15, lambda n_samples: b"")
    portaudio.failures += [OSError(-9985, "Device unavailable")] * 9
    with pytest.raises(MicrophoneError, match="busy"):
        backend.open_input(None, 16_000, 20, np.frombuffer)
    assert len(portaudio.opened) == 2


def test_the_same_name_twice_is_two_devices(portaudio) -> None:
    portaudio.devices = [_device("Headset", 1, 0), _device("Headset", 1, 0), _device("Mic", 1, 0)]
    backend = PyAudioBackend()
    ids = [device.device_id for device in backend.inputs()]
    assert ids == ["ALSA|Headset|1|0", "ALSA|Headset|1|0|2", "ALSA|Mic|1|0"]
    assert [device.name for device in backend.inputs()] == ["Headset", "Headset (2)", "Mic"]
    stream = backend.open_input(ids[1], 16_000, 20, np.frombuffer)
    assert portaudio.opened[0]["input_device_index"] == 1
    assert stream.device_id == ids[1]


def test_looking_anew_closes_what_is_open_and_finds_what_came(portaudio) -> None:
    backend = PyAudioBackend()
    backend.open_input(None, 16_000, 20, np.frombuffer)
    portaudio.devices.append(_device("Studio", 2, 0))
    backend.refresh()
    assert portaudio.streams[0].n_closed == 1
    assert portaudio.n_terminated == 1
    assert "ALSA|Studio|2|0" in [device.device_id for device in backend.inputs()]


def test_windows_shows_each_device_once(portaudio) -> None:
    names = ["MME", "Windows WASAPI"]
    portaudio.get_host_api_count = lambda self: 2
    portaudio.get_host_api_info_by_index = lambda self, index: {
        "name": names[index],
        "defaultInputDevice": 3 if index else 0,
    }
    portaudio.devices = [
        {**_device("Headset (USB Aud", 1, 0), "hostApi": 0},
        {**_device("Array", 2, 0), "hostApi": 0},
        {**_device("Headset (USB Audio)", 1, 0), "hostApi": 1},
        {**_device("Array", 2, 0), "hostApi": 1},
    ]
    found = {device.name: device.is_default for device in PyAudioBackend().inputs()}
    assert found == {"Headset (USB Audio)": False, "Array": True}


def test_a_headset_is_known_by_its_name(portaudio) -> None:
    portaudio.devices = [_device("Jabra Headset", 1, 0), _device("MacBook Pro Microphone", 1, 0)]
    kinds = [device.kind for device in PyAudioBackend().inputs()]
    assert kinds == [DeviceKind.HEADSET, DeviceKind.BUILT_IN]
