"""The real window in a process of its own, as a test sees it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from helpers.virtual_screen import VirtualScreen

_TESTS = Path(__file__).resolve().parents[1]
_ANSWER_S = 20.0
_END_S = 15.0
_POLL_S = 0.05

State = dict[str, Any]


class LiveWindow:
    """LiveDesk on a virtual screen. A context manager: leaving it closes the window.

    ``log`` holds what the program wrote to standard error; an orderly run leaves it empty.
    """

    def __init__(
        self, screen: VirtualScreen, environment: Mapping[str, str], folder: Path, *options: str
    ) -> None:
        self._screen = screen
        self._environment = (
            os.environ | screen.environment() | {"PYTHONPATH": str(_TESTS)} | dict(environment)
        )
        self._log_path = folder / "livedesk.log"
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self.started_at_s = 0.0
        self.exit_status: int | None = None
        self.ended_after_s = 0.0

    def __enter__(self) -> Self:
        self.started_at_s = time.monotonic()
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "helpers.window_driver", *self._options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment,
            )
        self.wait_for(lambda state: state["is_visible"])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._running.pid

    @property
    def log(self) -> str:
        """What the program wrote to standard error so far."""
        return self._log_path.read_text(errors="replace")

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the window is not open"
        return self._process

    def close(self) -> None:
        """Close the window as a person would, and wait for the program's end. Idempotent."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            self.ask("close")
        self.wait_for_end()

    def signal(self, *numbers: int) -> None:
        """Send signals to the program."""
        for number in numbers:
            self._running.send_signal(number)

    def wait_for_end(self) -> None:
        """Wait for the end of a program that was told to end."""
        process = self._running
        begun_s = time.monotonic()
        try:
            self.exit_status = process.wait(_END_S)
            self.ended_after_s = time.monotonic() - begun_s
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"the program did not end\n{self.log}") from None
        finally:
            self._process = None
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def ask(self, what: str, **arguments: Any) -> Any:
        """One question to the driver; see ``window_driver``."""
        process = self._running
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"do": what} | arguments).encode() + b"\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], _ANSWER_S)
        line = process.stdout.readline() if ready else b""
        if not line:
            raise AssertionError(f"no answer to {what!r}; the program says:\n{self.log}")
        reply = json.loads(line)
        if "error" in reply:
            raise AssertionError(f"{what}: {reply['error']}")
        return reply["answer"]

    def state(self) -> State:
        """Status, entries, choices and pending choices."""
        answer: State = self.ask("state")
        return answer

    def wait_for(self, condition: Callable[[State], Any], timeout_s: float = 20.0) -> State:
        """The first state that fulfils ``condition``."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            state = self.state()
            if condition(state):
                return state
            if time.monotonic() > deadline_s:
                shown = json.dumps(state, indent=1)
                raise AssertionError(f"this did not come about; state:\n{shown}\n{self.log}")
            time.sleep(_POLL_S)

    def wait_for_phase(self, *phases: str, timeout_s: float = 20.0) -> State:
        """Wait until the talk is in one of ``phases``."""
        return self.wait_for(lambda state: state["status"]["phase"] in phases, timeout_s)

    def click(self, part: str) -> None:
        """Click a part of the window, such as ``talk_bar.mic_button``, with the mouse."""
        self._screen.click(*self.ask("find", part=part))

    def click_row(self, row: int) -> None:
        """Click beside a row of the transcript with the mouse."""
        self._screen.click(*self.ask("find_row", row=row))

    def focus(self) -> None:
        """Give the window the keyboard."""
        self._screen.focus(self.ask("window_id"))
        self.wait_for(lambda state: state["is_active"])

    def press(self, *keys: str) -> None:
        """Press keys with the window in front."""
        self.focus()
        self._screen.press(*keys)

    def grab(self, path: Path, *, whole_screen: bool = False) -> Path:
        """A picture of the window, or of all that lies on it."""
        assert self.ask("grab", path=str(path), whole_screen=whole_screen)
        return path
