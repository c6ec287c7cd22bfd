"""How many tokens one worker of the token server hands out.

The minter is one that takes no time, so what is measured is the server itself, over loopback.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

from benchmarks.figures import Figure
from helpers.token_desk import ANNA, BEARERS, MintOfAir

_N_REQUESTS = 5_000
_CONNECTIONS = 16
_REQUEST = (
    "POST /v1/live-tokens HTTP/1.1\r\nHost: here\r\n"
    f"Authorization: Bearer {ANNA}\r\nContent-Length: 0\r\n\r\n"
).encode()


def measure() -> list[Figure]:
    """Ask a server in a process of its own, from sixteen clients at once."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.tokens"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        asyncio.run(_ask(port, _CONNECTIONS * 10))  # warm
        began_s = time.perf_counter()
        times_ms = asyncio.run(_ask(port, _N_REQUESTS))
        per_s = len(times_ms) / (time.perf_counter() - began_s)
    finally:
        server.terminate()
        server.wait()
    return [
        Figure(f"a token, {_CONNECTIONS} clients at once", "ms", times_ms),
        Figure("tokens by one worker", "1/s", [per_s]),
    ]


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
    # As uvicorn itself listens; without the protocol's number asyncio leaves Nagle's delay on.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
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
    asyncio.run(_serve())
