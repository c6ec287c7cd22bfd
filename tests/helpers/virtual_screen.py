"""A screen that exists only for one test run: Xvfb, with mouse and keyboard by xdotool."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from types import TracebackType
from typing import Self

_START_S = 20.0


class VirtualScreen:
    """An X server of our own. A context manager; ``display`` is its name, such as ":7"."""

    def __init__(self, width_px: int = 1400, height_px: int = 1000) -> None:
        self._size = f"{width_px}x{height_px}x24"
        self._process: subprocess.Popen[bytes] | None = None
        self.display = ""

    @staticmethod
    def missing_programs() -> list[str]:
        """What has to be installed before there can be a screen."""
        return [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        # The server chooses a free number itself and tells it: two runs never meet.
        self._process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", self._size, "-nolisten", "tcp"],
            pass_fds=(writing,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            ready, _, _ = select.select([pipe], [], [], _START_S)
            number = pipe.readline().decode().strip() if ready else ""
        if not number:
            self.close()
            raise RuntimeError("Xvfb did not start")
        self.display = f":{number}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the server. Idempotent."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def environment(self) -> dict[str, str]:
        """What a program needs to open its windows here."""
        return {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def click(self, x_px: int, y_px: int) -> None:
        """Move the mouse there and press its left button."""
        self._xdotool("mousemove", "--sync", str(x_px), str(y_px))
        self._xdotool("click", "1")

    def press(self, *keys: str) -> None:
        """Press keys one after another, in X's spelling: ``ctrl+space``, ``Escape``."""
        self._xdotool("key", "--clearmodifiers", *keys)

    def hold(self, key: str) -> None:
        """Press ``key`` and keep it down."""
        self._xdotool("keydown", key)

    def let_go(self, key: str) -> None:
        """Let ``key`` up."""
        self._xdotool("keyup", key)

    def hold_mouse(self, x_px: int, y_px: int) -> None:
        """Move the mouse there and keep its left button down."""
        self._xdotool("mousemove", "--sync", str(x_px), str(y_px))
        self._xdotool("mousedown", "1")

    def let_mouse_go(self) -> None:
        """Let the left button up, wherever the mouse is."""
        self._xdotool("mouseup", "1")

    def type_text(self, text: str) -> None:
        """Type ``text`` into whatever has the focus."""
        self._xdotool("type", "--delay", "5", text)

    def focus(self, window_id: int) -> None:
        """Give a window the keyboard; there is no window manager that would."""
        self._xdotool("windowfocus", "--sync", str(window_id))

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(
            ["xdotool", *arguments],
            check=True,
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            timeout=20,
        )
