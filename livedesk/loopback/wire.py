"""Reads client frames: text or binary JSON, in both spellings of every key.

google-genai mixes camelCase and snake_case inside one message, and Google's proto-JSON takes
both (seen with google-genai 3.4.0 on 2026-11-22), so keys are brought to snake_case first.
Payloads are URL-safe or standard base64. Reading never raises: what makes no sense becomes
``Invalid``, what is unknown is left out.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from livedesk.core.audio_format import CAPTURE_RATE_HZ, samples_from_bytes
from livedesk.loopback.client_messages import (
    ActivityEnd,
    ActivityStart,
    Audio,
    AudioStreamEnd,
    ClientContent,
    ClientMessage,
    ContextUpdate,
    FunctionResponse,
    HistoryItem,
    Invalid,
    Picture,
    RealtimeText,
)
from livedesk.loopback.wire_setup import read_setup, read_tools
from livedesk.loopback.wire_values import (
    as_bool,
    as_list,
    as_object,
    as_text,
    snake_keys,
    text_of_content,
)

Effective: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, Any]]

_RATES_HZ = (4_000, 192_000)
_RATE = re.compile(r"rate\s*=\s*(\d{4,6})")
_STANDARD_TO_URL_SAFE = str.maketrans("+/", "-_")
_MALFORMED = "Request contains an invalid argument: the frame is not a JSON object."
# Deeper nesting than any client message has; guards the recursion of the key spelling.
_MAX_DEPTH = 32


def _as_asked(setup: Mapping[str, Any]) -> Mapping[str, Any]:
    return setup


def read_frame(frame: str | bytes, effective: Effective = _as_asked) -> list[ClientMessage]:
    """The messages of one WebSocket frame, in the order in which they are to be handled.

    ``effective`` says which setup holds where the client asks for one, in snake_case keys.
    """
    try:
        parsed = json.loads(frame)
    except (ValueError, RecursionError):
        return [Invalid(_MALFORMED)]
    if not isinstance(parsed, dict):
        return [Invalid(_MALFORMED)]
    try:
        message = as_object(snake_keys(parsed, _MAX_DEPTH))
    except RecursionError:
        return [Invalid(_MALFORMED)]
    if "setup" in message:
        message = dict(message) | {"setup": effective(as_object(message["setup"]))}
    return _read_message(message)


def _read_message(message: Mapping[str, Any]) -> list[ClientMessage]:
    messages: list[ClientMessage] = []
    if "setup" in message:
        messages.append(read_setup(as_object(message["setup"])))
    if "client_content" in message:
        messages.append(_read_content(as_object(message["client_content"])))
    if "realtime_input" in message:
        messages.extend(_read_realtime(as_object(message["realtime_input"])))
    if "tool_response" in message:
        messages.extend(_read_responses(as_object(message["tool_response"])))
    if "context_update" in message:
        messages.append(_read_update(as_object(message["context_update"])))
    if not messages:
        keys = ", ".join(sorted(message)[:3]) or "none"
        messages.append(Invalid(f"Request contains an invalid argument: unknown keys ({keys})."))
    return messages


def _read_content(content: Mapping[str, Any]) -> ClientContent:
    turns = tuple(
        HistoryItem(as_text(turn.get("role")) or "user", text_of_content(turn))
        for turn in map(as_object, as_list(content.get("turns")))
    )
    return ClientContent(turns, as_bool(content.get("turn_complete")))


def _read_realtime(realtime: Mapping[str, Any]) -> list[ClientMessage]:
    messages: list[ClientMessage] = []
    if "activity_start" in realtime:
        messages.append(ActivityStart())
    blobs = [realtime["audio"]] if "audio" in realtime else []
    blobs += as_list(realtime.get("media_chunks"))
    messages.extend(_read_blob(as_object(blob)) for blob in blobs)
    if "video" in realtime:
        messages.append(Picture())
    if text := as_text(realtime.get("text")):
        messages.append(RealtimeText(text))
    if "activity_end" in realtime:
        messages.append(ActivityEnd())
    if as_bool(realtime.get("audio_stream_end")):
        messages.append(AudioStreamEnd())
    return messages


def _read_blob(blob: Mapping[str, Any]) -> ClientMessage:
    mime_type = as_text(blob.get("mime_type")) or "audio/pcm"
    if mime_type.startswith("image/"):
        return Picture()
    if not mime_type.startswith("audio/pcm"):
        return Invalid(f"Request contains an invalid argument: {mime_type[:40]} is not supported.")
    try:
        data = decode_payload(as_text(blob.get("data")))
    except ValueError:
        return Invalid("Request contains an invalid argument: the audio is not base64.")
    rate = _RATE.search(mime_type)
    rate_hz = int(rate.group(1)) if rate else CAPTURE_RATE_HZ
    if not _RATES_HZ[0] <= rate_hz <= _RATES_HZ[1]:
        return Invalid(f"Request contains an invalid argument: a rate of {rate_hz} Hz.")
    return Audio(samples_from_bytes(data), rate_hz)


def decode_payload(text: str) -> bytes:
    """Bytes of URL-safe or standard base64, with or without padding.

    Raises:
        ValueError: it is neither.
    """
    if not text.isascii():
        raise ValueError("not base64")
    safe = text.translate(_STANDARD_TO_URL_SAFE).rstrip("=")
    padded = safe + "=" * (-len(safe) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _read_responses(message: Mapping[str, Any]) -> list[ClientMessage]:
    return [_read_response(as_object(r)) for r in as_list(message.get("function_responses"))]


def _read_response(response: Mapping[str, Any]) -> ClientMessage:
    call_id = as_text(response.get("id"))
    if not call_id:
        return Invalid("Request contains an invalid argument: a function response has no id.")
    return FunctionResponse(
        call_id,
        as_object(response.get("response")),
        as_text(response.get("scheduling")).upper(),
        as_bool(response.get("will_continue")),
    )


def _read_update(update: Mapping[str, Any]) -> ContextUpdate:
    instruction = update.get("system_instruction")
    tools = update.get("tools")
    if isinstance(tools, Mapping):
        tools = tools.get("tools")
    return ContextUpdate(
        None if instruction is None else text_of_content(instruction),
        None if tools is None else read_tools(tools),
    )
