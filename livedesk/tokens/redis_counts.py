"""Where requests are counted when several servers stand behind a load balancer."""

from __future__ import annotations

from redis.asyncio import Redis
from redis.exceptions import RedisError

from livedesk.tokens.counts import CountsDownError

_PREFIX = "livedesk:"
_LIMIT_S = 2.0


class RedisCounts:
    """Counts in the Redis at ``url``, such as ``redis://127.0.0.1:6379/0``."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(
            url, socket_timeout=_LIMIT_S, socket_connect_timeout=_LIMIT_S
        )

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

    async def aclose(self) -> None:
        """Close the connections. Idempotent."""
        await self._redis.aclose()
