"""``livedesk ask``: one spoken question from a file, the answer to a file."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from livedesk.audio.backends.wav_backend import WavBackend
from livedesk.cli.headless import HeadlessTalk, add_choices
from livedesk.cli.outage_lines import OutageLines
from livedesk.conversation.events import (
    ActivityChanged,
    ConversationEvent,
    ErrorOccurred,
    TurnFinished,
)
from livedesk.core.errors import AudioError, ServerUnreachableError
from livedesk.core.reports import SessionState, StateChanged
from livedesk.core.speakers import ActivityState, Speaker
from livedesk.transcript.export.registry import export, renderer_for
from livedesk.transcript.model import Utterance

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_ANSWER_LIMIT_S = 60.0


def add_parser(commands: Subparsers) -> None:
    """Declare ``livedesk ask``."""
    parser = commands.add_parser("ask", help="ask one spoken question from a WAV file")
    parser.add_argument("question", type=Path, help="a WAV file with the spoken question")
    parser.add_argument("--reply", type=Path, metavar="WAV", help="write the answer's sound here")
    parser.add_argument(
        "--transcript", type=Path, metavar="FILE", help="write what was said (.md, .html, .srt, …)"
    )
    add_choices(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask; returns 0 when there was an answer, 128 and the number of a signal that came first."""
    return asyncio.run(_ask(options))


async def _ask(options: argparse.Namespace) -> int:
    files = WavBackend(options.question, options.reply)
    # What is wrong with a file is to be known before anybody is asked anything.
    await asyncio.to_thread(files.prepare)
    if options.transcript is not None:
        renderer_for(options.transcript)
    async with HeadlessTalk(options, lambda: files) as talk:
        talk.conversation.start(with_microphone=True)
        status = await talk.unless_ended(_answered(talk))
    for entry in talk.transcript.entries:
        if isinstance(entry, Utterance):
            who = "you" if entry.speaker is Speaker.USER else "assistant"
            print(f"{who}: {entry.text}")
    if options.transcript is not None:
        await asyncio.to_thread(export, talk.transcript, options.transcript)
    return status


async def _answered(talk: HeadlessTalk) -> int:
    """Wait until an answer was given and played, however long it is once it has begun.

    Returns:
        The exit status.

    Raises:
        LiveDeskError: the talk failed, the files are of no use, or no answer came.
    """
    outage = OutageLines()
    try:
        async with asyncio.timeout(_ANSWER_LIMIT_S) as limit:
            while not _is_answer(event := await talk.events.get(), talk):
                if isinstance(event, StateChanged) and (line := outage.line(event)):
                    print(f"livedesk: {line}", file=sys.stderr)
                if event == ActivityChanged(ActivityState.SPEAKING):
                    limit.reschedule(None)
            await talk.played_out()
            return 0
    except TimeoutError as error:
        raise ServerUnreachableError(
            f"No answer came within {_ANSWER_LIMIT_S:.0f} seconds.",
            "Check that the file holds speech, and try again.",
        ) from error


def _is_answer(event: ConversationEvent, talk: HeadlessTalk) -> bool:
    match event:
        case ErrorOccurred(error):
            is_over = talk.conversation.state is SessionState.FAILED
            if is_over or isinstance(error, AudioError):
                raise error
            print(f"livedesk: {error}", file=sys.stderr)
        case TurnFinished():
            return any(
                isinstance(entry, Utterance) and entry.speaker is Speaker.ASSISTANT
                for entry in talk.transcript.entries
            )
    return False
