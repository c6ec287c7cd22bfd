"""The last lines that a server wrote to standard error, without its secrets."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from typing import TextIO, cast

from livedesk.core.credential import Secret
from livedesk.core.log import REDACTED, redact
from livedesk.core.tool_types import JsonObject

MOST_LINES = 40
_MOST_CHARS = 300
_CHUNK_BYTES = 65_536
# A shorter value is a word such as "true" or "8080": taking it out would hide nothing.
_LEAST_SECRET = 6


class WithoutSecrets:
    """Takes the values of ``secrets``, and whatever is shaped like a key, out of texts."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        values = (secret.reveal() for secret in secrets)
        self._values = sorted((v for v in values if len(v) >= _LEAST_SECRET), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """``text`` without them."""
        return redact(self._without_values(text))

    def result(self, given: JsonObject) -> JsonObject:
        """The result of a call without the values; what else is shaped like a key may be meant."""
        return cast("JsonObject", self._cleaned(given)) if self._values else given

    def _cleaned(self, given: object) -> object:
        match given:
            case str():
                return self._without_values(given)
            case Mapping():
                return {key: self._cleaned(of) for key, of in given.items()}
            case list():
                return [self._cleaned(of) for of in given]
        return given

    def _without_values(self, text: str) -> str:
        for value in self._values:
            text = text.replace(value, REDACTED)
        return text


class ErrorLines:
    """Keeps the last lines of all runs of one server. ``lines`` may be called from any thread."""

    def __init__(self, clean: WithoutSecrets) -> None:
        self._clean = clean
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._lock = threading.Lock()

    def lines(self) -> tuple[str, ...]:
        """The last of them, the oldest first."""
        with self._lock:
            return tuple(self._lines)

    def add(self, text: str) -> None:
        """One more line; what cannot be seen is left out."""
        seen = "".join(c for c in self._clean(text) if c.isprintable() or c == "\t")
        if seen.strip():
            with self._lock:
                self._lines.append(seen[:_MOST_CHARS])

    def pipe(self) -> ErrorPipe:
        """Where a program may write to, as its standard error."""
        return ErrorPipe(self)


class ErrorPipe:
    """A pipe whose lines are kept; a thread reads it until all that hold the other end are gone.

    The thread is a daemon: a program that outlives its server must not hold LiveDesk.
    """

    def __init__(self, into: ErrorLines) -> None:
        self._into = into
        self._read_end, write_end = os.pipe()
        self.writer = cast("TextIO", os.fdopen(write_end, "w", encoding="utf-8"))
        self._thread = threading.Thread(target=self._read, name="server's error lines", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write no more from here. Idempotent."""
        self.writer.close()

    def _read(self) -> None:
        rest = b""
        while chunk := os.read(self._read_end, _CHUNK_BYTES):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines[-MOST_LINES:]:
                self._into.add(line[:_CHUNK_BYTES].decode(errors="replace"))
            if len(rest) > _CHUNK_BYTES:
                self._into.add(rest[:_CHUNK_BYTES].decode(errors="replace"))
                rest = b""
        self._into.add(rest.decode(errors="replace"))
        os.close(self._read_end)
