"""What tokens cost: data of ``resources/prices.toml``, and the arithmetic. Always an estimate."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from livedesk.core.tokens import KINDS, PRACTICE, Consumption, Tokens

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Money by kind of token, in US dollars.

    Attributes:
        usd_by_kind: for each kind of ``Tokens`` what it costs; kinds that were not used cost 0.
        unpriced: models that were used and have no known price; their tokens are not in it.
    """

    usd_by_kind: Mapping[str, float]
    unpriced: tuple[str, ...] = ()

    @property
    def usd(self) -> float:
        """All of it together."""
        return sum(self.usd_by_kind.values())


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices of one day.

    Attributes:
        as_of: the day on which they were read.
        source: where they stand.
        usd_per_million: for each model the price of a million tokens of each kind.
    """

    as_of: date
    source: str
    usd_per_million: Mapping[str, Mapping[str, float]]

    def cost(self, consumption: Consumption) -> Cost:
        """What ``consumption`` costs about. Practice is free."""
        usd = dict.fromkeys(KINDS, 0.0)
        unpriced: list[str] = []
        for model, tokens in consumption.items():
            prices = self.usd_per_million.get(model)
            if prices is not None:
                _add(usd, tokens, prices)
            elif model != PRACTICE:
                unpriced.append(model)
        return Cost(usd, tuple(unpriced))


def read_prices(path: Path) -> PriceList:
    """The prices in ``path``, which ships with LiveDesk.

    Raises:
        OSError: the file is not there.
        ValueError: it is no price list; each model needs a price for each kind of token.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        usd_per_million = {
            str(model): {kind: float(entry[kind]) for kind in KINDS}
            for entry in content["price"]
            for model in entry["models"]
        }
        return PriceList(content["as_of"], str(content["source"]), usd_per_million)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no price list: {path.name}: {error}") from error


def _add(usd: dict[str, float], tokens: Tokens, prices: Mapping[str, float]) -> None:
    for kind in KINDS:
        usd[kind] += getattr(tokens, kind) * prices[kind] / _MILLION
