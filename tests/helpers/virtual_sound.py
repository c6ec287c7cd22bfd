"""A private sound server with a virtual microphone and a virtual speaker.

Needs PulseAudio, its command line tools and ALSA's PulseAudio plug-in, but no sound card, login
session or D-Bus. Each ``VirtualSound`` is a server of its own: own socket, own folder, own process.

PortAudio and ALSA read the environment when PortAudio is initialised. So either start the program
under test with ``env``, or set ``env`` in this process before the first device is opened; after
``AudioEngine.close()`` PortAudio is gone, and the next test may use another server.
"""

from __future__ import annotations

import bisect
import os
import shutil
import subprocess
import tempfile
import threading
import time
import wave
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
_START_LIMIT_S = 15.0
_STOP_LIMIT_S = 5.0
# A server whose tests were killed ends by itself; a living one is used far more often.
_ORPHAN_LIFE_S = 600
# Longer than any picture or measurement needs it.
_NOISE_S = 240

_DEVICES = """\
.fail
load-module module-native-protocol-unix socket={socket} auth-anonymous=1
load-module module-null-sink sink_name=livedesk_mic_in norewinds=1 rate={rate} channels=1 \
channel_map=mono sink_properties=device.description=LiveDesk_mic_input
load-module module-null-sink sink_name=livedesk_speaker norewinds=1 rate={rate} channels=2 \
sink_properties=device.description=LiveDesk_speaker
load-module module-remap-source source_name=livedesk_mic master=livedesk_mic_in.monitor channels=1 \
channel_map=mono master_channel_map=mono remix=no source_properties=device.description=LiveDesk_mic
set-default-sink livedesk_speaker
set-default-source livedesk_mic
"""
# Small fragments: with the usual 25 ms x 4 a null sink answers late.
_DAEMON = """\
default-sample-rate = {rate}
default-fragments = 4
default-fragment-size-msec = 5
resample-method = speex-float-3
flat-volumes = no
realtime-scheduling = no
high-priority = no
"""
# A whole ALSA configuration: PortAudio sees exactly these devices.
_ALSA = """\
pcm.!default {{ type pulse  server "unix:{socket}"  hint {{ show on description "Default" }} }}
ctl.!default {{ type pulse  server "unix:{socket}" }}
"""


def is_available() -> bool:
    """Whether this machine has what the virtual devices need."""
    return all(shutil.which(program) for program in ("pulseaudio", "pactl", "paplay", "parec"))


class VirtualSound:
    """The server; a context manager, or ``start`` and ``stop``, both idempotent.

    Attributes:
        env: what a program's environment needs so that it hears and speaks here.
    """

    def __init__(self) -> None:
        self.env: dict[str, str] = {}
        self._folder: Path | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._children: list[Playing | Recorder] = []
        self._noise: Playing | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Process id of the server."""
        assert self._server is not None
        return self._server.pid

    def start(self) -> None:
        """Bring server and devices up; returns when they are there."""
        if self._server is not None:
            return
        # Not in pytest's own folder: the path of a socket may have 107 characters at most.
        folder = Path(tempfile.mkdtemp(prefix="ldsound-"))
        socket = folder / "native"
        for name, text in (("devices.pa", _DEVICES), ("daemon.conf", _DAEMON), ("alsa", _ALSA)):
            (folder / name).write_text(text.format(socket=socket, rate=RATE_HZ))
        self._folder = folder
        self.env = {
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_RUNTIME_PATH": str(folder),
            "ALSA_CONFIG_PATH": str(folder / "alsa"),
        }
        self._server = subprocess.Popen(
            ["pulseaudio", "-n", "-F", str(folder / "devices.pa"), "--daemonize=no",
             "--use-pid-file=no", f"--exit-idle-time={_ORPHAN_LIFE_S}", "--log-level=notice",
             f"--log-target=file:{folder / 'log'}"],
            env=_server_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self._await_devices()

    def stop(self) -> None:
        """End this server, and whatever still plays or records here."""
        for child in self._children:
            child.stop()
        self._children.clear()
        if self._server is not None:
            _end(self._server)
            self._server = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def play(self, wav: Path, *, latency_ms: int = 20) -> Playing:
        """Say what is in ``wav`` into the microphone; returns at once.

        The larger ``latency_ms``, the busier the machine may be without tearing speech apart.
        """
        command = ["paplay", f"--latency-msec={latency_ms}", "-d", "livedesk_mic_in", str(wav)]
        playing = Playing(subprocess.Popen(command, env=self._client_environment()))
        self._children.append(playing)
        return playing

    def say(self, wav: Path) -> None:
        """Say what is in ``wav`` into the microphone, whole and undisturbed; returns when said."""
        self.play(wav, latency_ms=200).wait()

    def record(self) -> Recorder:
        """Record what the speaker gives out, from now on."""
        recorder = Recorder(self._client_environment())
        self._children.append(recorder)
        return recorder

    def echo(self, on: bool, *, level_db: float = -6.0, delay_ms: int = 60) -> None:
        """Let the speaker reach the microphone, so late and so loud; or not."""
        for line in self.pactl("list", "short", "modules").splitlines():
            number, name, *arguments = line.split("\t")
            if name == "module-loopback" and "livedesk_speaker.monitor" in "".join(arguments):
                self.pactl("unload-module", number)
        if on:
            module = self.pactl(
                "load-module", "module-loopback", "source=livedesk_speaker.monitor",
                "sink=livedesk_mic_in", f"latency_msec={delay_ms}", "source_dont_move=yes",
                "sink_dont_move=yes", "adjust_time=0",  # a room does not resample
            ).strip()  # fmt: skip
            self.pactl("set-sink-input-volume", self._sink_input_of(module), f"{level_db}dB")

    def add_microphone(self, name: str, description: str) -> str:
        """Plug in another microphone, which hears nothing; returns what to unload."""
        self.pactl(
            "load-module", "module-null-sink", f"sink_name={name}_in", "norewinds=1",
            f"rate={RATE_HZ}", f"sink_properties=device.description={description}_input",
        )  # fmt: skip
        return self.pactl(
            "load-module", "module-remap-source", f"source_name={name}",
            f"master={name}_in.monitor", f"source_properties=device.description={description}",
        ).strip()  # fmt: skip

    def take_microphone(self) -> None:
        """Pull out ``livedesk_mic``, for good."""
        for line in self.pactl("list", "short", "modules").splitlines():
            number, name, *rest = line.split("\t")
            if name == "module-remap-source" and "source_name=livedesk_mic" in "".join(rest):
                self.pactl("unload-module", number)

    def room_noise(self, on: bool) -> None:
        """Let the microphone hear a room at −70 dBFS, as real ones do; or nothing but zeros."""
        if self._noise is not None:
            self._noise.stop()
            self._noise = None
        if on:
            assert self._folder is not None, "not started"
            wav = self._folder / "room.wav"
            noise = np.random.default_rng(1).normal(0, 32_768 * 10**-3.5, _NOISE_S * RATE_HZ)
            with wave.open(str(wav), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE_HZ)
                file.writeframes(noise.astype("<i2").tobytes())
            self._noise = self.play(wav, latency_ms=200)

    def pactl(self, *arguments: str) -> str:
        """Run ``pactl`` on this server; returns what it prints."""
        result = subprocess.run(
            ["pactl", *arguments],
            env=self._client_environment(),
            capture_output=True,
            text=True,
            check=True,
            timeout=_START_LIMIT_S,
        )
        return result.stdout

    def _sink_input_of(self, module: str) -> str:
        number = ""
        for line in self.pactl("list", "sink-inputs").splitlines():
            if line.startswith("Sink Input #"):
                number = line.removeprefix("Sink Input #")
            if line.strip() == f"Owner Module: {module}":
                return number
        raise LookupError(f"no sink input of module {module}")

    def _client_environment(self) -> dict[str, str]:
        assert self._folder is not None, "not started"
        return {**os.environ, **self.env, "HOME": str(self._folder)}

    def _await_devices(self) -> None:
        deadline_s = time.monotonic() + _START_LIMIT_S
        while time.monotonic() < deadline_s:
            try:
                if "livedesk_mic\t" in self.pactl("list", "short", "sources"):
                    return
            except subprocess.CalledProcessError:
                time.sleep(0.02)
        assert self._folder is not None
        log = self._folder / "log"
        text = log.read_text() if log.exists() else "no log"
        self.stop()
        raise RuntimeError(f"PulseAudio did not come up: {text}")


class Playing:
    """Sound on its way into the microphone."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def is_over(self) -> bool:
        """Whether all of it was played."""
        return self._process.poll() is not None

    def wait(self, timeout_s: float = 60.0) -> None:
        """Return when all of it was played."""
        self._process.wait(timeout_s)

    def stop(self) -> None:
        """Break off. Idempotent."""
        _end(self._process)


class Recorder:
    """What the speaker gives out: mono int16 at ``rate_hz``, readable while it runs and after."""

    rate_hz = RATE_HZ

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            ["parec", "--raw", "--latency-msec=5", "-d", "livedesk_speaker.monitor",
             f"--rate={RATE_HZ}", "--channels=1", "--format=s16le"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._changed = threading.Condition()
        self._pcm = bytearray()
        self._arrived: list[int] = []
        self._arrival_times_s: list[float] = []
        self._reader = threading.Thread(target=self._read, name="recorder")
        self._reader.start()
        self.wait_for_samples(1)

    @property
    def samples(self) -> NDArray[np.int16]:
        """(n,) int16 mono: everything so far."""
        return self.samples_from(0)

    def samples_from(self, position: int) -> NDArray[np.int16]:
        """(n,) int16 mono: everything so far but the first ``position`` samples."""
        with self._changed:
            return np.frombuffer(bytes(self._pcm[2 * position : len(self._pcm) // 2 * 2]), "<i2")

    @property
    def n_samples(self) -> int:
        """Samples so far."""
        return len(self._pcm) // 2

    def arrival_s(self, position: int) -> float:
        """Monotonic time at which the sample at ``position`` was received."""
        return self._arrival_times_s[bisect.bisect_right(self._arrived, position)]

    def wait_for_samples(self, n_samples: int, timeout_s: float = 15.0) -> None:
        """Return when that many samples are there in all."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.n_samples >= n_samples, timeout_s):
                raise TimeoutError(f"only {self.n_samples} of {n_samples} samples were recorded")

    def stop(self) -> NDArray[np.int16]:
        """End the recording. Idempotent; returns ``samples``."""
        _end(self._process)
        self._reader.join()
        return self.samples

    def _read(self) -> None:
        pipe: Any = self._process.stdout
        with pipe:
            while block := pipe.read1(65_536):
                with self._changed:
                    self._pcm += block
                    self._arrival_times_s.append(time.monotonic())
                    self._arrived.append(self.n_samples)
                    self._changed.notify_all()


def _server_environment(folder: Path) -> dict[str, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PULSE_", "DISPLAY"))}
    return environment | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(folder),
        "PULSE_STATE_PATH": str(folder / "state"),
        "PULSE_CONFIG": str(folder / "daemon.conf"),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "DBUS_SYSTEM_BUS_ADDRESS": "disabled:",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
