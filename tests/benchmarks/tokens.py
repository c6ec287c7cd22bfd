"""How many tokens one worker hands out: ``python -m benchmarks.tokens [--requests N]``.

The minter is one that takes no time, so what is measured is the server itself, over loopback.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time

from benchmarks.figures import Figure, table
from helpers.token_desk import ANNA, BEARERS, MintOfAir

_CONNECTIONS = 16
_REQUEST = (
    "POST /v1/live-tokens HTTP/1.1\r\nHost: here\r\n"
    f"Authorization: Bearer {ANNA}\r\nContent-Length: 0\r\n\r\n"
).encode()


def main() -> int:
    """Measure, print, and end with status 0."""
    parser = argparse.ArgumentParser(prog="benchmarks.tokens")
    parser.add_argument("--requests", type=int, default=5_000)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(_serve())
        return 0
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.tokens", "--serve"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        asyncio.run(_ask(port, _CONNECTIONS * 10))  # warm
        began_s = time.perf_counter()
        times_ms = asyncio.run(_ask(port, options.requests))
        per_s = len(times_ms) / (time.perf_counter() - began_s)
    finally:
        server.terminate()
        server.wait()
    title = f"a token, {_CONNECTIONS} clients at once"
    sys.stdout.write(f"{table([Figure(title, 'ms', times_ms)])}\n\n{per_s:.0f} tokens per second\n")
    return 0


async def _serve() -> None:
    import io
    import socket

    from livedesk.tokens.audit import Audit
    from livedesk.tokens.policy import Policy
    from livedesk.tokens.service import Desk, build_app
    from livedesk.tokens.serving import Place, server_of

    limits = {"per_minute": 100_000, "per_day": 10_000_000}
    policy = Policy.model_validate(
        {"model": "gemini-3.8-live", "bearers": BEARERS, "limits": limits}
    )
    app = build_app(Desk(policy, MintOfAir(), audit=Audit(io.StringIO())))
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        await server_of(app, Place("127.0.0.1", 0)).serve([listening])


async def _ask(port: int, n_requests: int) -> list[float]:
    async def client() -> list[float]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        times_ms = []
        for _ in range(n_requests // _CONNECTIONS):
            began_s = time.perf_counter()
            writer.write(_REQUEST)
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 201 " in head[:20], head
            length = next(x for x in head.lower().split(b"\r\n") if x.startswith(b"content-length"))
            await reader.readexactly(int(length.split(b":")[1]))
            times_ms.append((time.perf_counter() - began_s) * 1000)
        writer.close()
        await writer.wait_closed()
        return times_ms

    clients = await asyncio.gather(*(client() for _ in range(_CONNECTIONS)))
    return [one for times in clients for one in times]


if __name__ == "__main__":
    sys.exit(main())
