"""Who asks: a bearer's secret that is known by its hash, or a JSON Web Token."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import jwt

from livedesk.tokens.issuer_keys import IssuerKeys, NobodyError
from livedesk.tokens.policy import Jwt, Policy

_PREFIX = "ldb_"
_MOST_CHARS = 8_192
_LEEWAY_S = 30


def new_secret() -> str:
    """A bearer's secret of 256 random bits, which needs no slow hash."""
    return _PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What the policy keeps of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Guard:
    """Tells people apart by the Authorization header."""

    def __init__(self, policy: Policy) -> None:
        self._names = {bearer.sha256: bearer.name for bearer in policy.bearers}
        self._jwt = _TokenReader(policy.jwt) if policy.jwt is not None else None

    async def user(self, authorization: str) -> str:
        """The name of whoever sent it.

        Raises:
            NobodyError: it is missing, wrong, expired, or meant for somebody else.
            IssuerDownError: nobody can say at the moment.
        """
        scheme, _, secret = authorization.partition(" ")
        secret = secret.strip()
        if scheme.lower() != "bearer" or not secret or len(secret) > _MOST_CHARS:
            raise NobodyError("no bearer")
        # Looked up by its hash: how long that takes tells nothing about the secret.
        if (name := self._names.get(hash_of(secret))) is not None:
            return name
        if self._jwt is None or secret.count(".") != 2:
            raise NobodyError("unknown bearer")
        return await self._jwt.user(secret)


class _TokenReader:
    """Believes tokens of one issuer, for one audience."""

    def __init__(self, trusted: Jwt) -> None:
        self._trusted = trusted
        self._keys = IssuerKeys(trusted.keys_url)

    async def user(self, token: str) -> str:
        trusted = self._trusted
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
        except Exception as error:  # noqa: BLE001 - it may hold anything
            raise NobodyError(type(error).__name__) from None
        key = await self._keys.key(key_id if isinstance(key_id, str) else "")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(trusted.algorithms),
                audience=trusted.audience,
                issuer=trusted.issuer,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iss", "aud", trusted.user_claim]},
            )
        except Exception as error:  # noqa: BLE001 - it may hold anything
            raise NobodyError(type(error).__name__) from None
        return f"jwt:{claims[trusted.user_claim]}"[:200]
