"""A server of the official SDK by streamable HTTP: ``http_server.py PORT AUTHORIZATION``.

Port 0 is any: the first line that it writes is its port. Who sends another header of that name is
turned away.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

import uvicorn
from mcp.server.mcpserver import MCPServer

_server = MCPServer("desk")


@_server.tool()
def add(left: int, right: int) -> int:
    """Add two numbers."""
    return left + right


@_server.tool()
def large() -> str:
    """A megabyte."""
    return "x" * 1_000_000


def main() -> None:
    """Serve until the program is ended."""
    listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    app = _server.streamable_http_app()

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if (
            scope["type"] == "http"
            and dict(scope["headers"]).get(b"authorization") != sys.argv[2].encode()
        ):
            await send({"type": "http.response.start", "status": 401, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await app(scope, receive, send)

    uvicorn.Server(uvicorn.Config(guarded, log_level="error")).run(sockets=[listening])


if __name__ == "__main__":
    main()
