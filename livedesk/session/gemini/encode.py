"""Our setup and inputs → the SDK's types. Pure."""

from __future__ import annotations

from google.genai import types

from livedesk.core.capabilities import Capabilities
from livedesk.core.inputs import HistoryTurn
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolOutcome, ToolResult, ToolSpec
from livedesk.core.turn_taking import TurnTaking
from livedesk.session.gemini.catalogue import language_by_code


def encode_setup(
    setup: SessionSetup, capabilities: Capabilities, handle: str | None, *, is_seeded: bool
) -> types.LiveConnectConfig:
    """The configuration to connect with.

    Args:
        setup: what the person chose.
        capabilities: what the model can do; what it refuses is left out.
        handle: a session to continue, or None for a fresh one.
        is_seeded: recent turns will be sent before anything else. The server waits for them.
    """
    instruction = encode_instruction(setup)
    voice = types.PrebuiltVoiceConfig(voice_name=setup.voice_name)
    level = capabilities.thinking_level
    return types.LiveConnectConfig(
        response_modalities=[types.Modality.AUDIO],
        speech_config=types.SpeechConfig(
            voice_config=types.VoiceConfig(prebuilt_voice_config=voice)
        ),
        thinking_config=None
        if level is None
        else types.ThinkingConfig(thinking_level=types.ThinkingLevel(level.value.upper())),
        system_instruction=types.Content(parts=[types.Part(text=instruction)], role="user")
        if instruction
        else None,
        tools=[*_all_tools(setup, capabilities)] or None,
        session_resumption=types.SessionResumptionConfig(handle=handle),
        input_audio_transcription=types.AudioTranscriptionConfig(),
        output_audio_transcription=types.AudioTranscriptionConfig(),
        realtime_input_config=encode_turn_taking(setup.turn_taking)
        if capabilities.turn_taking
        else None,
        context_window_compression=types.ContextWindowCompressionConfig(
            trigger_tokens=setup.compression.trigger_tokens,
            sliding_window=types.SlidingWindow(target_tokens=setup.compression.target_tokens),
        ),
        history_config=types.HistoryConfig(initial_history_in_client_content=True)
        if is_seeded
        else None,
    )


def encode_instruction(setup: SessionSetup) -> str:
    """The system instruction, with the answer language pinned where one was chosen.

    Native-audio models ignore a language code; the wording is Google's
    (https://ai.google.dev/gemini-api/docs/live-api/best-practices, 2026-09-21).
    """
    if setup.answer_language is None:
        return setup.system_instruction
    language = language_by_code(setup.answer_language)
    name = (language.name if language else setup.answer_language).upper()
    pinned = f"RESPOND IN {name}. YOU MUST RESPOND UNMISTAKABLY IN {name}."
    return f"{setup.system_instruction}\n\n{pinned}".strip()


def encode_turn_taking(turn_taking: TurnTaking) -> types.RealtimeInputConfig:
    """Who finds the turns, how, and whether speech silences the assistant."""
    found = turn_taking.endpointing
    if found is None:
        detection = types.AutomaticActivityDetection(disabled=True)
    else:
        ending = types.EndSensitivity
        detection = types.AutomaticActivityDetection(
            disabled=False,
            start_of_speech_sensitivity=types.StartSensitivity.START_SENSITIVITY_HIGH,
            end_of_speech_sensitivity=ending.END_SENSITIVITY_HIGH
            if found.ends_easily
            else ending.END_SENSITIVITY_LOW,
            prefix_padding_ms=found.prefix_ms,
            silence_duration_ms=found.silence_ms,
        )
    handling = types.ActivityHandling
    return types.RealtimeInputConfig(
        automatic_activity_detection=detection,
        activity_handling=handling.START_OF_ACTIVITY_INTERRUPTS
        if turn_taking.interruptible
        else handling.NO_INTERRUPTION,
    )


def encode_tools(tools: tuple[ToolSpec, ...], capabilities: Capabilities) -> types.Tool:
    """The declarations of ``tools``, behaving as the model wants it."""
    behavior = capabilities.tool_behavior
    return types.Tool(
        function_declarations=[
            types.FunctionDeclaration(
                name=tool.name,
                description=tool.description,
                parameters_json_schema=dict(tool.parameters) or None,
                behavior=None if behavior is None else types.Behavior(behavior.value),
            )
            for tool in tools
        ]
    )


def _all_tools(setup: SessionSetup, capabilities: Capabilities) -> list[types.Tool]:
    """Google's search, where it is wanted and the model has it, and the functions."""
    found = []
    if setup.google_search and capabilities.google_search:
        found.append(types.Tool(google_search=types.GoogleSearch()))
    if setup.tools:
        found.append(encode_tools(setup.tools, capabilities))
    return found


def encode_history(turns: tuple[HistoryTurn, ...]) -> list[types.Content | types.ContentDict]:
    """Recent turns as content, oldest first."""
    roles = {Speaker.USER: "user", Speaker.ASSISTANT: "model"}
    return [
        types.Content(role=roles[turn.speaker], parts=[types.Part(text=turn.text)])
        for turn in turns
    ]


def encode_result(result: ToolResult) -> types.FunctionResponse:
    """A tool's result; ``output`` and ``error`` are the keys that the API knows."""
    succeeded = result.outcome is ToolOutcome.SUCCEEDED
    scheduling = result.scheduling
    return types.FunctionResponse(
        id=result.call_id,
        name=result.name,
        response={"output": dict(result.output)} if succeeded else {"error": result.error},
        scheduling=None
        if scheduling is None
        else types.FunctionResponseScheduling(scheduling.value),
    )
