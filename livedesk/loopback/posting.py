"""HTTP requests with a body, on the port on which WebSockets are opened.

The WebSocket library reads GET requests only; what begins otherwise is read here, by h11.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import h11
from websockets.asyncio.server import ServerConnection

from livedesk.loopback.rest import RestAnswer, refuse

# From path, head and body to the answer.
Answer = Callable[[str, h11.Request, bytes], RestAnswer]
_GET = b"GET "
# As Gemini takes them: a table of 10 MB is a third larger in base64.
_MOST_BYTES = 20_000_000


def connections_answered_by(answer_post: Answer) -> type[ServerConnection]:
    """Connections of either kind; their first bytes decide which."""

    class _Bound(_PostingConnection):
        def answer_post(self, path: str, head: h11.Request, body: bytes) -> RestAnswer:
            return answer_post(path, head, body)

    return _Bound


class _PostingConnection(ServerConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._first = b""
        self._is_decided = False
        self._http: h11.Connection | None = None
        self._request: h11.Request | None = None
        self._body = bytearray()

    def answer_post(self, path: str, head: h11.Request, body: bytes) -> RestAnswer:
        """What a whole request is answered."""
        raise NotImplementedError

    def data_received(self, data: bytes) -> None:
        """Bytes from the client; called by the loop."""
        if self._http is not None:
            self._read(self._http, data)
        elif self._is_decided:
            super().data_received(data)
        else:
            self._decide(self._first + data)

    def _decide(self, first: bytes) -> None:
        self._first = first
        if _GET.startswith(first[: len(_GET)]) and len(first) < len(_GET):
            return
        self._is_decided = True
        if first.startswith(_GET):
            super().data_received(first)
        else:
            self._http = h11.Connection(h11.SERVER)
            self._read(self._http, first)

    def _read(self, http: h11.Connection, data: bytes) -> None:
        try:
            http.receive_data(data)
            while (event := http.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
                match event:
                    case h11.Request():
                        self._request = event
                    case h11.Data():
                        self._body += bytes(event.data)
                        if len(self._body) > _MOST_BYTES:
                            self._reply(http, refuse(413, "The body is too large."))
                            return
                    case h11.EndOfMessage() if self._request is not None:
                        path = self._request.target.decode("ascii").partition("?")[0]
                        body = bytes(self._body)
                        self._reply(http, self.answer_post(path, self._request, body))
                        return
                    case _:
                        return
        except h11.RemoteProtocolError:
            self._reply(http, refuse(400, "That is no HTTP request."))

    def _reply(self, http: h11.Connection, reply: RestAnswer) -> None:
        transport: asyncio.Transport = self.transport
        headers = [
            ("Content-Type", "application/json; charset=UTF-8"),
            ("Content-Length", str(len(reply.body))),
            ("Connection", "close"),
        ]
        if http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            head = h11.Response(status_code=reply.code, headers=headers, reason=reply.phrase)
            transport.write(http.send(head) or b"")
            transport.write(http.send(h11.Data(data=reply.body)) or b"")
            transport.write(http.send(h11.EndOfMessage()) or b"")
        transport.close()
