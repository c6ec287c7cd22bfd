"""Builds what the server sends: JSON objects, as Google's server sends them.

Keys and combinations follow what google-genai 3.4.0 was seen to read (2026-11-22); the real
server sends JSON in binary frames, and so does this one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from livedesk.core.audio_format import PLAYBACK_RATE_HZ, Samples

ServerMessage: TypeAlias = dict[str, Any]

_MIME_TYPE = f"audio/pcm;rate={PLAYBACK_RATE_HZ}"


def encode(message: Mapping[str, Any]) -> bytes:
    """The binary frame of one message."""
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def setup_complete() -> ServerMessage:
    """The setup was accepted."""
    return {"setupComplete": {}}


def audio_chunk(samples: Samples, text: str) -> ServerMessage:
    """A piece of the answer, with the words that are heard in it where there are any.

    Args:
        samples: (n,) int16 mono at 24 kHz.
        text: words of the output transcription; may be empty.
    """
    data = base64.urlsafe_b64encode(samples.astype("<i2", copy=False).tobytes()).decode()
    part = {"inlineData": {"mimeType": _MIME_TYPE, "data": data}}
    content: ServerMessage = {"modelTurn": {"role": "model", "parts": [part]}}
    if text:
        content["outputTranscription"] = {"text": text}
    return {"serverContent": content}


def output_finished() -> ServerMessage:
    """The transcription of the answer is complete."""
    return {"serverContent": {"outputTranscription": {"text": "", "finished": True}}}


def interim_input(text: str) -> ServerMessage:
    """A guess at what the person is saying."""
    return {"serverContent": {"interimInputTranscription": {"text": text}}}


def input_increment(text: str, *, is_finished: bool) -> ServerMessage:
    """More of what the person said."""
    transcription: ServerMessage = {"text": text}
    if is_finished:
        transcription |= {"finished": True, "languageCode": "en"}
    return {"serverContent": {"inputTranscription": transcription}}


def generation_complete() -> ServerMessage:
    """All of the answer has been produced."""
    return {"serverContent": {"generationComplete": True}}


def interrupted() -> ServerMessage:
    """The person talks over the answer: it stops here."""
    return {"serverContent": {"interrupted": True}}


def turn_complete(usage: Mapping[str, Any] | None, interaction_status: str | None) -> ServerMessage:
    """The answer has been played; ``usage`` is a usageMetadata object."""
    content: ServerMessage = {"turnComplete": True}
    if interaction_status is not None:
        content["interactionStatus"] = interaction_status
    message: ServerMessage = {"serverContent": content}
    if usage is not None:
        message["usageMetadata"] = dict(usage)
    return message


def tool_call(call_id: str, name: str, arguments: Mapping[str, Any]) -> ServerMessage:
    """The client shall run a function."""
    call = {"id": call_id, "name": name, "args": dict(arguments)}
    return {"toolCall": {"functionCalls": [call]}}


def tool_call_cancellation(call_ids: Sequence[str]) -> ServerMessage:
    """The client shall not run, or forget, these calls."""
    return {"toolCallCancellation": {"ids": list(call_ids)}}


def go_away(time_left_s: float) -> ServerMessage:
    """The connection ends soon. The time is a string with a unit, as protobuf durations are."""
    return {"goAway": {"timeLeft": f"{time_left_s:g}s"}}


def resumption_update(handle: str | None) -> ServerMessage:
    """A handle to continue the session with; None while it cannot be continued."""
    if handle is None:
        return {"sessionResumptionUpdate": {"resumable": False}}
    return {"sessionResumptionUpdate": {"newHandle": handle, "resumable": True}}
