"""Short-lived tokens: made by ``POST auth_tokens``, and what each lets its bearer do. Pure.

As the reference of ``AuthToken`` has it (google-genai 3.4.0, ``types.CreateAuthTokenConfig``, and
https://ai.google.dev/api/live#ephemeral-auth-tokens, read 2026-10-12): ``uses`` counts fresh
sessions, not resumed ones; after ``expireTime`` messages are rejected, after
``newSessionExpireTime`` fresh sessions are. With a setup and no field mask the client's setup is
ignored; with a mask, the masked fields of the token's setup replace the client's. The words of the
refusals are this server's own.
"""

from __future__ import annotations

import copy
import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from livedesk.loopback.admission import POLICY, Refusal, refuse_key
from livedesk.loopback.rest import RestAnswer, answer, refuse
from livedesk.loopback.wire_values import as_object, as_text, snake_keys

PREFIX = "auth_tokens/"
EXPIRED = Refusal(POLICY, "The auth token has expired.")
_USUAL_LIFE = timedelta(minutes=30)
_USUAL_WAIT = timedelta(seconds=60)
_LONGEST = timedelta(hours=20)
_MOST_TOKENS = 100_000
_MAX_DEPTH = 32
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")


@dataclass(slots=True)
class _Token:
    expires_at: datetime
    new_sessions_until: datetime
    uses_left: int | None
    setup: Mapping[str, Any]
    mask: tuple[str, ...]


class TokenBook:
    """The tokens of one server; ``wall_time`` gives local time with its zone."""

    def __init__(self, wall_time: Callable[[], datetime]) -> None:
        self._wall_time = wall_time
        self._tokens: OrderedDict[str, _Token] = OrderedDict()

    def make(self, body: bytes, key: str) -> RestAnswer:
        """Answer ``POST auth_tokens``."""
        if refusal := refuse_key(key):
            return refuse(400 if key else 403, refusal.reason)
        if key.startswith(PREFIX):
            return refuse(403, "An auth token makes no auth tokens.")
        try:
            wish = as_object(snake_keys(json.loads(body or b"{}"), _MAX_DEPTH))
            token = self._read(wish)
        except (ValueError, RecursionError) as error:
            return refuse(400, f"Request contains an invalid argument: {error}")
        name = PREFIX + secrets.token_hex(32)
        self._tokens[name] = token
        while len(self._tokens) > _MOST_TOKENS:
            self._tokens.popitem(last=False)
        return answer(
            {
                "name": name,
                "expireTime": token.expires_at.isoformat(),
                "newSessionExpireTime": token.new_sessions_until.isoformat(),
            }
        )

    def enter(self, name: str, *, is_resumed: bool) -> Refusal | None:
        """Let the bearer in, which a fresh session costs a use."""
        token = self._tokens.get(name)
        if token is None:
            return Refusal(POLICY, "The auth token is not known.")
        if self._wall_time() >= token.expires_at:
            return EXPIRED
        if is_resumed:
            return None
        if self._wall_time() >= token.new_sessions_until:
            return Refusal(POLICY, "The auth token has expired for new sessions.")
        if token.uses_left == 0:
            return Refusal(POLICY, "The auth token has been used as often as it may be.")
        if token.uses_left is not None:
            token.uses_left -= 1
        return None

    def seconds_left(self, name: str) -> float | None:
        """For how long the server listens to the bearer; None where ``name`` is no token."""
        token = self._tokens.get(name)
        return None if token is None else (token.expires_at - self._wall_time()).total_seconds()

    def effective(self, name: str, setup: Mapping[str, Any]) -> Mapping[str, Any]:
        """The setup that holds where a client with this token asks for ``setup``."""
        token = self._tokens.get(name)
        if token is None or not token.setup:
            return setup
        if not token.mask:
            return token.setup
        merged = copy.deepcopy(dict(setup))
        for path in token.mask:
            _overwrite(merged, token.setup, path.split("."))
        return merged

    def _read(self, wish: Mapping[str, Any]) -> _Token:
        now = self._wall_time()
        expires_at = _time_of(wish, "expire_time", now + _USUAL_LIFE)
        until = _time_of(wish, "new_session_expire_time", min(now + _USUAL_WAIT, expires_at))
        if max(expires_at, until) >= now + _LONGEST:
            raise ValueError("a token expires within 20 hours.")
        uses = wish.get("uses", 1)
        if not isinstance(uses, int) or isinstance(uses, bool) or uses < 0:
            raise ValueError("uses is a number from 0 on.")
        mask = as_text(wish.get("field_mask"))
        paths = tuple(_CAPITAL.sub(r"_\1", path).lower() for path in mask.split(",") if path)
        setup = as_object(wish.get("bidi_generate_content_setup"))
        return _Token(expires_at, until, uses or None, setup, paths)


def _time_of(wish: Mapping[str, Any], name: str, usual: datetime) -> datetime:
    text = as_text(wish.get(name))
    if not text:
        return usual
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{name} has no time zone.")
    return moment


def _overwrite(setup: dict[str, Any], locked: Mapping[str, Any], path: list[str]) -> None:
    """Bring one field of ``locked`` into ``setup``; what is missing there is taken away."""
    *above, last = path
    source: Mapping[str, Any] = locked
    for name in above:
        source = as_object(source.get(name))
        inner = setup.get(name)
        setup[name] = setup = dict(inner) if isinstance(inner, dict) else {}
    if last in source:
        setup[last] = source[last]
    else:
        setup.pop(last, None)
