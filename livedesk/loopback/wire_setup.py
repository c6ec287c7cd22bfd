"""Reads the setup message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livedesk.loopback.client_messages import (
    DEFAULT_PREFIX_MS,
    DEFAULT_SILENCE_MS,
    DEFAULT_VOICE,
    Behavior,
    Detection,
    Setup,
    Tool,
)
from livedesk.loopback.wire_values import as_list, as_number, as_object, as_text, text_of_content

# Below 50 ms every pause between syllables would end a turn; nobody waits longer than 10 s.
_SILENCE_MS = (50.0, 10_000.0)
_PREFIX_MS = (20.0, 2_000.0)


def read_setup(setup: Mapping[str, Any]) -> Setup:
    """The setup in snake_case keys; what is missing takes the API's defaults."""
    generation = as_object(setup.get("generation_config"))
    resumption = setup.get("session_resumption")
    return Setup(
        model=as_text(setup.get("model")).removeprefix("models/"),
        modalities=tuple(
            as_text(m).upper() for m in as_list(generation.get("response_modalities")) if m
        ),
        voice=_read_voice(generation),
        instruction=text_of_content(setup.get("system_instruction")),
        tools=read_tools(setup.get("tools")),
        detection=_read_detection(as_object(setup.get("realtime_input_config"))),
        handle=as_text(as_object(resumption).get("handle")) or None,
        wants_handles=isinstance(resumption, dict),
        transcribe_input=isinstance(setup.get("input_audio_transcription"), dict),
        transcribe_output=isinstance(setup.get("output_audio_transcription"), dict),
        seeds_history=as_object(setup.get("history_config")).get(
            "initial_history_in_client_content"
        )
        is True,
        thinking_level=_read_thinking_level(generation),
        refused_options=_read_refused_options(setup, generation),
        compression_target_tokens=_read_compression(setup.get("context_window_compression")),
    )


def read_tools(tools: Any) -> tuple[Tool, ...]:
    """All declared functions of all entries; built-in tools such as a search are left out."""
    return tuple(
        _read_tool(as_object(declaration))
        for entry in as_list(tools)
        for declaration in as_list(as_object(entry).get("function_declarations"))
    )


def _read_tool(declaration: Mapping[str, Any]) -> Tool:
    behavior = as_text(declaration.get("behavior"))
    known = {member.value: member for member in Behavior}
    schema = as_object(
        declaration.get("parameters_json_schema") or declaration.get("parameters") or {}
    )
    return Tool(
        name=as_text(declaration.get("name")),
        behavior=known.get(behavior),
        parameter_names=tuple(map(str, as_object(schema.get("properties")))),
    )


def _read_voice(generation: Mapping[str, Any]) -> str:
    speech = as_object(generation.get("speech_config"))
    voice = as_object(speech.get("voice_config"))
    prebuilt = as_object(voice.get("prebuilt_voice_config"))
    return as_text(prebuilt.get("voice_name")) or as_text(voice.get("voice")) or DEFAULT_VOICE


def _read_detection(config: Mapping[str, Any]) -> Detection:
    automatic = as_object(config.get("automatic_activity_detection"))
    return Detection(
        automatic=automatic.get("disabled") is not True,
        high_start_sensitivity=not as_text(automatic.get("start_of_speech_sensitivity")).endswith(
            "_LOW"
        ),
        high_end_sensitivity=not as_text(automatic.get("end_of_speech_sensitivity")).endswith(
            "_LOW"
        ),
        silence_ms=as_number(
            automatic.get("silence_duration_ms"), DEFAULT_SILENCE_MS, *_SILENCE_MS
        ),
        prefix_ms=as_number(automatic.get("prefix_padding_ms"), DEFAULT_PREFIX_MS, *_PREFIX_MS),
        interrupts=as_text(config.get("activity_handling")) != "NO_INTERRUPTION",
    )


def _read_thinking_level(generation: Mapping[str, Any]) -> str | None:
    thinking = as_object(generation.get("thinking_config"))
    return as_text(thinking.get("thinking_level")).lower() or None


def _read_refused_options(
    setup: Mapping[str, Any], generation: Mapping[str, Any]
) -> tuple[str, ...]:
    refused = []
    proactivity = as_object(setup.get("proactivity"))
    if proactivity.get("proactive_audio") is False:
        refused.append("proactive_audio")
    if generation.get("enable_affective_dialog") is True:
        refused.append("enable_affective_dialog")
    return tuple(refused)


def _read_compression(config: Any) -> int | None:
    if not isinstance(config, dict):
        return None
    window = as_object(config.get("sliding_window"))
    return int(as_number(window.get("target_tokens"), 52_000, 0, 128_000))
