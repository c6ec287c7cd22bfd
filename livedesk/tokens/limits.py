"""How often somebody may ask: so many in a minute of the clock, so many in a day. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime

from livedesk.tokens.policy import Limits

_MINUTE_S, _DAY_S = 60, 86_400


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which somebody's requests are counted.

    Attributes:
        key: names person and stretch.
        most: how many there may be.
        ends_in_s: when it is over, in seconds.
    """

    key: str
    most: int
    ends_in_s: int


def spans(user: str, limits: Limits, now: datetime) -> tuple[Span, Span]:
    """The minute and the day in which ``now`` lies, by UTC."""
    moment = int(now.astimezone(UTC).timestamp())
    return (
        _span("minute", user, limits.per_minute, moment, _MINUTE_S),
        _span("day", user, limits.per_day, moment, _DAY_S),
    )


def wait_s(counted: tuple[Span, int], *more: tuple[Span, int]) -> int:
    """In how many seconds it is worth asking again; 0 where nothing is exceeded."""
    return max(span.ends_in_s if count > span.most else 0 for span, count in (counted, *more))


def network_of(address: str) -> str:
    """By what strangers are told apart: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)).network_address)


def _span(kind: str, user: str, most: int, moment: int, length_s: int) -> Span:
    number = moment // length_s
    return Span(f"{kind}:{number}:{user}", most, (number + 1) * length_s - moment)
