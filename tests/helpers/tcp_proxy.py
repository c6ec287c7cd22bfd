"""A TCP proxy on 127.0.0.1 that breaks connections as networks do, switchable while it runs.

TLS passes through untouched: the certificate of the server behind it names 127.0.0.1, and so does
the proxy's address. Everything belongs to the loop on which ``start`` was called.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"
_CHUNK_BYTES = 16_384
# What a slow line carries at a time, and how much of it waits in front of it.
_PACKET_BYTES = 1_400
_MAX_LATE_CHUNKS = 16
_NARROW_BYTES = 8_192


class Way(Enum):
    """A direction."""

    UP = "to the server"
    DOWN = "to the client"


@dataclass
class Line:
    """How one direction of a connection behaves at the moment.

    Attributes:
        rate_bytes_s: bytes per second that pass; None for as many as come.
        latency_s: how late each of them is.
        resets_after: bytes after which the connection is reset; None for never.
    """

    rate_bytes_s: float | None = None
    latency_s: float = 0.0
    resets_after: int | None = None


class TcpProxy:
    """Forwards to ``port``. A context manager; ``base_url`` is what a client is given.

    Attributes:
        n_accepted: connections taken so far.
        lines: behaviour by direction; a change holds for open connections as well.
    """

    def __init__(self, port: int) -> None:
        self.n_accepted = 0
        self.lines = {Way.UP: Line(), Way.DOWN: Line()}
        self._target_port = port
        self._port = 0
        self._server: asyncio.Server | None = None
        self._pipes: set[_Pipe] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._vanishes = False

    @property
    def base_url(self) -> str:
        return f"https://{HOST}:{self._port}"

    @property
    def n_open(self) -> int:
        """Connections that are open on both sides."""
        return len(self._pipes)

    async def start(self) -> None:
        """Listen, on the same port as the last time. Idempotent."""
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, HOST, self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.refuse()
        self.reset()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def refuse(self) -> None:
        """Nobody listens any more; what is open stays so. ``start`` undoes it."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    async def go_away(self) -> None:
        """The server is gone: open connections are reset, new ones refused."""
        await self.refuse()
        self.reset()

    def cut(self) -> None:
        """End every open connection in order (FIN), in both directions."""
        for pipe in tuple(self._pipes):
            pipe.end()

    def reset(self) -> None:
        """End every open connection by a reset (RST), in both directions."""
        for pipe in tuple(self._pipes):
            pipe.reset()

    def vanish(self, *ways: Way, also_new: bool = False) -> None:
        """From now on nothing arrives any more, and nobody is told; both ways by default.

        Args:
            ways: the directions that are dead.
            also_new: connections to come are dead as well, until ``appear``.
        """
        for pipe in self._pipes:
            pipe.hold(*(ways or Way))
        self._vanishes = also_new

    def appear(self) -> None:
        """What was held back arrives, and connections to come work."""
        self._vanishes = False
        for pipe in self._pipes:
            pipe.release()

    def reset_after(self, n_bytes: int, way: Way = Way.DOWN) -> None:
        """Reset each connection once so many more bytes have passed, in the middle of a frame."""
        self.lines[way].resets_after = n_bytes

    def slow_down(self, bits_s: float, latency_s: float) -> None:
        """Let only so many bits pass per second and direction, so much late."""
        for line in self.lines.values():
            line.rate_bytes_s = bits_s / 8
            line.latency_s = latency_s
        for pipe in self._pipes:
            pipe.narrow()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.n_accepted += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            upstream = await asyncio.open_connection(HOST, self._target_port)
        except OSError:
            writer.transport.abort()
            return
        pipe = _Pipe((reader, writer), upstream, self.lines)
        if self._vanishes:
            pipe.hold(*Way)
        if self.lines[Way.UP].rate_bytes_s is not None:
            pipe.narrow()
        self._pipes.add(pipe)
        try:
            # The streams of asyncio log it when this task is cancelled, as it is at the end.
            with contextlib.suppress(asyncio.CancelledError):
                await pipe.run()
        finally:
            self._pipes.discard(pipe)


_Late = asyncio.Queue[tuple[float, bytes]]
_End = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(eq=False)
class _Pipe:
    """One connection and its continuation."""

    client: _End
    server: _End
    lines: dict[Way, Line]
    _gates: dict[Way, asyncio.Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._gates = {way: asyncio.Event() for way in Way}
        self.release()

    def hold(self, *ways: Way) -> None:
        for way in ways:
            self._gates[way].clear()

    def release(self) -> None:
        for gate in self._gates.values():
            gate.set()

    def end(self) -> None:
        for _, writer in (self.client, self.server):
            writer.close()

    def reset(self) -> None:
        for _, writer in (self.client, self.server):
            raw = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    def narrow(self) -> None:
        """Let hardly anything wait in the system's own buffers."""
        for _, writer in (self.client, self.server):
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _NARROW_BYTES)

    async def run(self) -> None:
        """Forward until both sides have ended, or one of them by a reset."""
        loop = asyncio.get_running_loop()
        ways = (
            (self.client[0], self.server[1], Way.UP),
            (self.server[0], self.client[1], Way.DOWN),
        )
        tasks: list[asyncio.Task[None]] = []
        for source, sink, way in ways:
            late: _Late = asyncio.Queue(_MAX_LATE_CHUNKS)
            tasks.append(loop.create_task(self._read(source, late, way)))
            tasks.append(loop.create_task(self._deliver(late, sink, way)))
        try:
            await asyncio.gather(*tasks)
        except OSError:
            self.reset()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.end()

    async def _read(self, source: asyncio.StreamReader, late: _Late, way: Way) -> None:
        loop = asyncio.get_running_loop()
        line = self.lines[way]
        while True:
            chunk = await source.read(_CHUNK_BYTES if line.rate_bytes_s is None else _PACKET_BYTES)
            # A full queue lets the sender wait, as a full line does.
            await late.put((loop.time() + line.latency_s, chunk))
            if not chunk:
                return

    async def _deliver(self, late: _Late, sink: asyncio.StreamWriter, way: Way) -> None:
        loop = asyncio.get_running_loop()
        line = self.lines[way]
        free_s = 0.0
        while True:
            due_s, chunk = await late.get()
            await self._gates[way].wait()
            if not chunk:
                sink.write_eof()
                return
            if line.rate_bytes_s is not None:
                free_s = max(free_s, loop.time()) + len(chunk) / line.rate_bytes_s
                due_s = max(due_s, free_s)
            if due_s > loop.time():
                await asyncio.sleep(due_s - loop.time())
            if line.resets_after is not None:
                chunk = chunk[: line.resets_after]
                line.resets_after -= len(chunk)
            sink.write(chunk)
            await sink.drain()
            if line.resets_after == 0:
                line.resets_after = None
                self.reset()
                return
