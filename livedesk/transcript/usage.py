"""What a conversation took, as it is kept and exported with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from livedesk.core.prices import PriceList
from livedesk.core.tokens import KINDS, PRACTICE, Consumption, Tokens, combined
from livedesk.core.tool_types import JsonObject


def usage_with(usage: JsonObject, payer: str, tokens: Tokens, prices: PriceList) -> JsonObject:
    """``usage`` with what ``payer`` used since then, priced anew.

    ``total_tokens`` is a number of tokens, ``cost_usd`` an estimate in US dollars, ``models`` what
    each model used by kind, ``unpriced`` the models whose tokens are not in the estimate.
    """
    used = combined(consumption_of(usage), payer, tokens)
    cost = prices.cost(used)
    return {
        "total_tokens": sum(part.total for part in used.values()),
        "cost_usd": round(cost.usd, 6),
        "models": {model: asdict(part) for model, part in used.items()},
        "unpriced": list(cost.unpriced),
    }


def consumption_of(usage: JsonObject) -> Consumption:
    """The tokens of each model; what cannot be read counts as none."""
    models = usage.get("models")
    if not isinstance(models, Mapping):
        return {}
    return {str(model): _tokens(part) for model, part in models.items()}


def usage_words(usage: JsonObject) -> str:
    """Such as "12,345, about $0.03"; "" where nothing is known."""
    total, cost = usage.get("total_tokens"), usage.get("cost_usd")
    if not isinstance(total, int) or total <= 0:
        return ""
    words = f"{total:,}"
    if set(consumption_of(usage)) == {PRACTICE}:
        return f"{words}, free of charge"
    if usage.get("unpriced") or not isinstance(cost, int | float):
        return f"{words}, price not known"
    return f"{words}, about ${cost:.2f}" if cost >= 0.01 else f"{words}, less than $0.01"


def _tokens(part: object) -> Tokens:
    if not isinstance(part, Mapping):
        return Tokens()
    counts = {kind: part.get(kind) for kind in KINDS}
    known = {kind: count for kind, count in counts.items() if isinstance(count, int)}
    return Tokens(**known, from_clock=bool(part.get("from_clock")))
