"""How often, and how fast, for Prometheus."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest

MEDIA_TYPE = CONTENT_TYPE_LATEST
_BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Figures:
    """The figures of one server; no label names a person."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "livedesk_token_requests", "Requests for a token", ["outcome"], registry=self._registry
        )
        self.minting_s = Histogram(
            "livedesk_token_minting_seconds",
            "How long making a token took",
            buckets=_BOUNDS_S,
            registry=self._registry,
        )

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self._registry)
