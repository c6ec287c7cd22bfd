"""The SDK's server messages → our events. Pure.

Several fields may be combined in one message, so every field of every message is looked at. The
order of the events is: facts about the session, content, flags, usage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from google.genai import types

from livedesk.core.audio_format import PLAYBACK_RATE_HZ
from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    GoAway,
    Grounding,
    GroundingSource,
    InteractionIdle,
    Interrupted,
    ModelText,
    ResumptionUpdate,
    SessionEvent,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    Unrecognised,
    Usage,
    VoiceActivity,
    VoiceActivityKind,
    WaitingForInput,
)
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall
from livedesk.session.gemini.suggestions import suggestions

_RATE = re.compile(r"rate=(\d{4,6})\b")
# What a server gives that does not say.
_USUAL_NOTICE_S = 30.0
_SECONDS = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")
_VOICE_ACTIVITY = {
    types.VoiceActivityType.ACTIVITY_START: VoiceActivityKind.START,
    types.VoiceActivityType.ACTIVITY_END: VoiceActivityKind.END,
    types.VadSignalType.VAD_SIGNAL_TYPE_SOS: VoiceActivityKind.START,
    types.VadSignalType.VAD_SIGNAL_TYPE_EOS: VoiceActivityKind.END,
}


def decode(message: types.LiveServerMessage) -> list[SessionEvent]:
    """Everything that ``message`` says; an empty list for a message without content."""
    events: list[SessionEvent] = []
    if message.session_resumption_update is not None:
        events.append(_resumption(message.session_resumption_update))
    if message.voice_activity is not None:
        events.extend(_voice_activity(message.voice_activity.voice_activity_type))
    if message.voice_activity_detection_signal is not None:
        events.extend(_voice_activity(message.voice_activity_detection_signal.vad_signal_type))
    if message.server_content is not None:
        events.extend(_content(message.server_content))
    if message.tool_call is not None:
        events.extend(_tool_calls(message.tool_call))
    if message.tool_call_cancellation is not None and message.tool_call_cancellation.ids:
        events.append(ToolCallsCancelled(tuple(message.tool_call_cancellation.ids)))
    if message.server_content is not None:
        events.extend(_flags(message.server_content))
    if message.usage_metadata is not None:
        events.append(_usage(message.usage_metadata))
    if message.go_away is not None:
        # Last: what came with it belongs to this connection, and is to be known when it is left.
        events.append(GoAway(_seconds(message.go_away.time_left)))
    return events


def _content(content: types.LiveServerContent) -> Iterator[SessionEvent]:
    # A barge-in empties the playback, so it must come before whatever the same message brings.
    if content.interrupted:
        yield Interrupted()
    if content.interim_input_transcription is not None:
        yield _transcription(content.interim_input_transcription, Speaker.USER, is_interim=True)
    if content.input_transcription is not None:
        yield _transcription(content.input_transcription, Speaker.USER)
    if content.model_turn is not None:
        for part in content.model_turn.parts or ():
            yield from _part(part)
    if content.output_transcription is not None:
        yield _transcription(content.output_transcription, Speaker.ASSISTANT)
    if content.grounding_metadata is not None:
        yield from _grounding(content.grounding_metadata)
    if content.url_context_metadata is not None:
        yield from _url_context(content.url_context_metadata)


def _flags(content: types.LiveServerContent) -> Iterator[SessionEvent]:
    if content.generation_complete:
        yield GenerationComplete()
    if content.waiting_for_input:
        yield WaitingForInput()
    status = content.interaction_status
    if content.turn_complete:
        reason = content.turn_complete_reason
        yield TurnComplete(
            reason=None if reason is None else str(reason.value),
            # REQUIRES_ACTION is the old name of IDLE.
            more_follows=status is types.InteractionStatus.IN_PROGRESS,
        )
    if status in (types.InteractionStatus.IDLE, types.InteractionStatus.REQUIRES_ACTION):
        yield InteractionIdle()


def _part(part: types.Part) -> Iterator[SessionEvent]:
    if part.text:
        yield ModelText(part.text, is_thought=bool(part.thought))
    blob = part.inline_data
    if blob is not None and blob.data:
        mime_type = blob.mime_type or ""
        if mime_type.startswith("audio/pcm"):
            rate = _RATE.search(mime_type)
            yield AudioOutput(blob.data, int(rate[1]) if rate else PLAYBACK_RATE_HZ)
        else:
            yield Unrecognised("serverContent.modelTurn.parts.inlineData")
    known = {"text", "thought", "thought_signature", "inline_data", "media_resolution"}
    for name in sorted(part.model_fields_set - known):
        if getattr(part, name) is not None:
            yield Unrecognised(f"serverContent.modelTurn.parts.{name}")


def _transcription(
    said: types.Transcription, speaker: Speaker, *, is_interim: bool = False
) -> SessionEvent:
    return Transcription(
        speaker=speaker,
        text=said.text or "",
        is_final=bool(said.finished) and not is_interim,
        is_interim=is_interim,
        language_code=said.language_code or None,
    )


def _tool_calls(message: types.LiveServerToolCall) -> Iterator[SessionEvent]:
    calls = []
    for call in message.function_calls or ():
        if call.id and call.name:
            calls.append(ToolCall(call.id, call.name, call.args or {}))
        else:
            # Without an id it cannot be answered, without a name it cannot be run.
            yield Unrecognised("toolCall.functionCalls")
    if calls:
        yield ToolCallsReceived(tuple(calls))


def _resumption(update: types.LiveServerSessionResumptionUpdate) -> SessionEvent:
    handle = update.new_handle if update.resumable else None
    return ResumptionUpdate(handle or None, resumable=bool(handle))


def _voice_activity(
    kind: types.VoiceActivityType | types.VadSignalType | None,
) -> Iterator[SessionEvent]:
    if kind is None:
        return
    known = _VOICE_ACTIVITY.get(kind)
    yield Unrecognised("voiceActivity.type") if known is None else VoiceActivity(known)


def _usage(usage: types.UsageMetadata) -> SessionEvent:
    return Usage(
        prompt_tokens=usage.prompt_token_count or 0,
        response_tokens=usage.response_token_count or 0,
        thoughts_tokens=usage.thoughts_token_count or 0,
        total_tokens=usage.total_token_count or 0,
        prompt_by_modality=_by_modality(usage.prompt_tokens_details),
        response_by_modality=_by_modality(usage.response_tokens_details),
        tool_use_tokens=usage.tool_use_prompt_token_count or 0,
        tool_use_by_modality=_by_modality(usage.tool_use_prompt_tokens_details),
    )


def _by_modality(counts: Sequence[types.ModalityTokenCount] | None) -> dict[str, int]:
    total: dict[str, int] = {}
    for count in counts or ():
        name = "UNKNOWN" if count.modality is None else str(count.modality.value)
        total[name] = total.get(name, 0) + (count.token_count or 0)
    return total


def _grounding(metadata: types.GroundingMetadata) -> Iterator[SessionEvent]:
    sources = [
        GroundingSource(chunk.web.title or chunk.web.uri, chunk.web.uri)
        for chunk in metadata.grounding_chunks or ()
        if chunk.web is not None and chunk.web.uri
    ]
    queries = tuple(metadata.web_search_queries or ())
    entry_point = metadata.search_entry_point
    rendered = "" if entry_point is None else entry_point.rendered_content or ""
    offered = suggestions(rendered, queries)
    if queries or sources or offered:
        yield Grounding(queries, tuple(sources), offered)


def _url_context(metadata: types.UrlContextMetadata) -> Iterator[SessionEvent]:
    urls = [page.retrieved_url for page in metadata.url_metadata or () if page.retrieved_url]
    if urls:
        yield Grounding(sources=tuple(GroundingSource(url, url) for url in urls))


def _seconds(text: str | None) -> float:
    """A protobuf duration such as ``"50s"``; where none is to be read, as much as is usual."""
    match = _SECONDS.fullmatch(text or "")
    return float(match[1]) if match else _USUAL_NOTICE_S
