"""How soon the assistant makes room: from the person's first sound to the speaker turned down."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.bench import Bench, note
from benchmarks.figures import Figure
from helpers.live_window import LiveWindow

_WORDS = ("how are you", "stop", "what time is it", "wait a moment")
_STORY = "tell me a long story"
# Long enough for an answer to be in full swing; at first for what has to be learned of the room.
_HEARD_S, _FIRST_HEARD_S = 1.7, 6.0
_LISTENED_S = 60.0
# Less is not waited for: the person was not taken for one.
_LIMIT_S = 6.0


def measure(bench: Bench, trials: int) -> list[Figure]:
    """Talk over stories where the speaker does not reach the microphone; then listen where it does.

    With an echo in the microphone's sound nobody can say when the person's began.
    """
    loads: list[float] = []
    n_silent = 0
    with _talk(bench) as window:
        for trial in range(trials):
            note(f"duck: {trial + 1} of {trials}")
            loads.append(os.getloadavg()[0])
            n_silent += _talk_over(bench, window, trial)
        ducked_ms = window.ask("probe")["duck_after_onset_ms"]
    return [
        Figure("onset of speech to duck", "ms", ducked_ms),
        Figure("stories that went on all the same", "in all", [n_silent]),
        Figure("false ducks a minute, echo of -6 dB", "", [_false_ducks(bench, -6.0)]),
        Figure("false ducks a minute, echo of -20 dB", "", [_false_ducks(bench, -20.0)]),
        Figure("load of the machine meanwhile", "tasks", loads),
    ]


@contextmanager
def _talk(bench: Bench) -> Iterator[LiveWindow]:
    with bench.window() as window:
        window.ask("probe")
        window.ask("call", target="conversation.start_talk", arguments=[])
        window.wait_for_phase("LISTENING")
        yield window


def _false_ducks(bench: Bench, echo_db: float) -> float:
    """How often a speaker that reaches the microphone is turned down though nobody speaks."""
    note(f"listening with an echo of {echo_db:g} dB")
    bench.sound.echo(True, level_db=echo_db)
    listened_s = 0.0
    with _talk(bench) as window:
        while listened_s < _LISTENED_S:
            window.ask("call", target="conversation.send_text", arguments=[_STORY])
            window.wait_for_phase("SPEAKING")
            begun_s = time.monotonic()
            window.wait_for(lambda state: state["status"]["phase"] != "SPEAKING", 120.0)
            listened_s += time.monotonic() - begun_s
            window.wait_for_phase("LISTENING")
        n_ducks = len(window.ask("probe")["ducked_s"])
    bench.sound.echo(False)
    return n_ducks / listened_s * 60


def _talk_over(bench: Bench, window: LiveWindow, trial: int) -> bool:
    """One story, talked over; whether it went on all the same."""
    window.ask("call", target="conversation.send_text", arguments=[_STORY])
    window.wait_for_phase("SPEAKING")
    time.sleep(_HEARD_S if trial else _FIRST_HEARD_S)  # the story is listened to
    n_cut = len(window.ask("probe")["interrupted_s"])
    bench.ask_aloud(_WORDS[trial % len(_WORDS)])
    try:
        window.wait_for(lambda _: len(window.ask("probe")["interrupted_s"]) > n_cut, _LIMIT_S)
    except AssertionError:
        window.ask("call", target="conversation.silence_assistant", arguments=[])
        goes_on = True
    else:
        goes_on = False
    window.wait_for(lambda state: state["status"]["phase"] != "SPEAKING", 40.0)
    window.wait_for_phase("LISTENING", timeout_s=60.0)
    return goes_on
