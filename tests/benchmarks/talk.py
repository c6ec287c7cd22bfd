"""How long sound takes through the program, and what a talk costs."""

from __future__ import annotations

import time

from benchmarks.bench import Bench, cpu_s, memory_mb, note
from benchmarks.figures import Figure
from helpers.live_window import LiveWindow
from helpers.speaker_monitor import SpeakerMonitor

_SLICE_S = 2.0
_N_SLICES = 10
# A pause inside speech is shorter than this.
_GAP_S = 0.25
_STORY_S = 1.5
_POLL_S = 0.3
_LIMIT_S = 30.0


def measure(bench: Bench, trials: int) -> list[Figure]:
    """One window: first idle, then turns, then barge-ins."""
    monitor = bench.monitor()
    with bench.window() as window:
        note("idle")
        idle = _cpu_percent(window)
        memory_idle = memory_mb(window.pid)
        window.ask("call", target="conversation.start_talk", arguments=[])
        window.wait_for_phase("LISTENING")
        window.ask("probe")
        note("listening")
        listening = _cpu_percent(window)
        first_sound_ms = _turns(bench, window, monitor, trials)
        silence_ms = _barge_ins(bench, window, monitor, trials)
        note("speaking")
        bench.ask_aloud("tell me a long story")
        window.wait_for_phase("SPEAKING")
        speaking = _cpu_percent(window)
        probe = window.ask("probe")
        mic_to_wire_ms = probe["mic_to_wire_ms"]
        memory_talked = memory_mb(window.pid)
    return [
        Figure("speech at the microphone to wire", "ms", mic_to_wire_ms),
        Figure("wire to speaker", "ms", first_sound_ms),
        Figure("interrupted to silence", "ms", silence_ms),
        # The speaker follows within one of its blocks.
        Figure("onset of speech to duck", "ms", probe["duck_after_onset_ms"]),
        Figure("CPU idle", "% of a core", idle),
        Figure("CPU listening", "% of a core", listening),
        Figure("CPU speaking", "% of a core", speaking),
        Figure("memory at the start", "MB", [memory_idle]),
        Figure(f"memory after {2 * trials} turns", "MB", [memory_talked]),
    ]


def _cpu_percent(window: LiveWindow) -> list[float]:
    shares = []
    for _ in range(_N_SLICES):
        used_s, at_s = cpu_s(window.pid), time.monotonic()
        time.sleep(_SLICE_S)  # this is what is measured
        shares.append((cpu_s(window.pid) - used_s) / (time.monotonic() - at_s) * 100)
    return shares


def _await(window: LiveWindow, name: str, n_before: int) -> float:
    """The next time of that name. Asked seldom: each question takes the window's own time."""
    deadline_s = time.monotonic() + _LIMIT_S
    while len(times := window.ask("probe")[name]) <= n_before:
        assert time.monotonic() < deadline_s, f"{name}: nothing came"
        time.sleep(_POLL_S)
    return float(times[n_before])


def _turns(bench: Bench, window: LiveWindow, monitor: SpeakerMonitor, trials: int) -> list[float]:
    first_sound_ms = []
    for trial in range(trials):
        note(f"turn {trial + 1} of {trials}")
        n_before = len(window.ask("probe")["turns_began_s"])
        bench.ask_aloud("how are you")
        began_s = _await(window, "turns_began_s", n_before)
        first_sound_ms.append((monitor.wait_for_sound(began_s) - began_s) * 1000)
        monitor.wait_for_silence(began_s)
        window.wait_for_phase("LISTENING")
    return first_sound_ms


def _barge_ins(
    bench: Bench, window: LiveWindow, monitor: SpeakerMonitor, trials: int
) -> list[float]:
    silence_ms = []
    for trial in range(trials):
        note(f"barge-in {trial + 1} of {trials}")
        n_cut = _n_interrupted(window)
        bench.ask_aloud("tell me a long story")
        window.wait_for_phase("SPEAKING")
        begun_s = time.monotonic()
        while monitor.heard_s(begun_s) < _STORY_S:
            time.sleep(0.05)
        bench.ask_aloud("how are you")
        interrupted_s = _await(window, "interrupted_s", n_cut)
        monitor.wait_for_silence(interrupted_s, quiet_s=1.0)
        window.wait_for_phase("LISTENING")
        silence_ms.append((_end_of_sound(monitor, interrupted_s) - interrupted_s) * 1000)
    return silence_ms


def _n_interrupted(window: LiveWindow) -> int:
    return len(window.ask("probe")["interrupted_s"])


def _end_of_sound(monitor: SpeakerMonitor, after_s: float) -> float:
    """When the sound that goes on at ``after_s`` broke off."""
    last_s = after_s
    for at_s in monitor.sound_times(after_s):
        if at_s - last_s > _GAP_S:
            break
        last_s = at_s
    return last_s
