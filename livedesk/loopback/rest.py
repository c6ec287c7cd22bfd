"""Plain HTTP answers of the practice server: the list of models, and refusals. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass

from livedesk.loopback.admission import MODELS, refuse_key

_STATUS_NAMES = {
    400: ("Bad Request", "INVALID_ARGUMENT"),
    401: ("Unauthorized", "UNAUTHENTICATED"),
    403: ("Forbidden", "PERMISSION_DENIED"),
    404: ("Not Found", "NOT_FOUND"),
    413: ("Content Too Large", "INVALID_ARGUMENT"),
    429: ("Too Many Requests", "RESOURCE_EXHAUSTED"),
    500: ("Internal Server Error", "INTERNAL"),
    503: ("Service Unavailable", "UNAVAILABLE"),
}


@dataclass(frozen=True, slots=True)
class RestAnswer:
    """An HTTP status with its phrase, and a body of JSON."""

    code: int
    phrase: str
    body: bytes


def answer_models(model: str | None, key: str) -> RestAnswer:
    """What ``GET /v1beta/models[/MODEL]`` gives for ``key``; None asks for all models."""
    if refusal := refuse_key(key):
        return refuse(400 if key else 403, refusal.reason)
    if model is None:
        return answer({"models": [_describe(name) for name in MODELS]})
    if model not in MODELS:
        return refuse(404, f"models/{model} is not found.")
    return answer(_describe(model))


def answer(content: dict[str, object]) -> RestAnswer:
    """That what was asked for is there."""
    return _json(200, "OK", content)


def refuse(code: int, message: str) -> RestAnswer:
    """An error as Google's servers word it."""
    phrase, status = _STATUS_NAMES.get(code, ("Error", "UNKNOWN"))
    error: dict[str, object] = {"code": code, "message": message, "status": status}
    return _json(code, phrase, {"error": error})


def _describe(model: str) -> dict[str, object]:
    return {
        "name": f"models/{model}",
        "displayName": f"{model} (practice)",
        "description": "The practice server of LiveDesk: fixed answers, no AI.",
        "inputTokenLimit": 131_072,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": ["bidiGenerateContent"],
    }


def _json(code: int, phrase: str, content: dict[str, object]) -> RestAnswer:
    return RestAnswer(code, phrase, json.dumps(content).encode())
