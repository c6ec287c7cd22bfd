"""Where requests are counted when several servers stand behind a load balancer."""

from __future__ import annotations

from redis.asyncio import Redis
from redis.exceptions import RedisError

from livedesk.core.errors import InputFileError
from livedesk.tokens.counts import CountsDownError

_PREFIX = "livedesk:"
_LIMIT_S = 2.0


class RedisCounts:
    """Counts in the Redis at ``url``, such as ``redis://127.0.0.1:6379/0``.

    Raises:
        InputFileError: ``url`` is no address of a Redis.
    """

    def __init__(self, url: str) -> None:
        try:
            self._redis: Redis = Redis.from_url(
                url, socket_timeout=_LIMIT_S, socket_connect_timeout=_LIMIT_S
            )
        except ValueError:
            raise InputFileError(
                "The address of Redis is none.", "It looks like redis://127.0.0.1:6379/0."
            ) from None

    async def add(self, *keys: tuple[str, int]) -> list[int]:
        """As ``Counts.add``; in one round trip."""
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                for key, keep_s in keys:
                    pipe.incr(_PREFIX + key)
                    pipe.expire(_PREFIX + key, keep_s + 1)
                answers = await pipe.execute()
        except RedisError as error:
            raise CountsDownError(type(error).__name__) from None
        return [int(answer) for answer in answers[::2]]

    async def take_back(self, key: str) -> None:
        """As ``Counts.take_back``."""
        try:
            await self._redis.decr(_PREFIX + key)
        except RedisError as error:
            raise CountsDownError(type(error).__name__) from None

    async def aclose(self) -> None:
        """Close the connections. Idempotent."""
        await self._redis.aclose()
