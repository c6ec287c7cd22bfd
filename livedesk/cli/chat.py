"""``livedesk chat``: a typed conversation in the terminal."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from livedesk.audio.backends.silent_backend import SilentBackend
from livedesk.cli.chat_printer import ChatPrinter
from livedesk.cli.headless import HeadlessTalk, add_choices, checked_voice
from livedesk.cli.outage_lines import OutageLines
from livedesk.conversation.events import ErrorOccurred, TurnFinished
from livedesk.core.errors import LiveDeskError
from livedesk.core.reports import SessionState, SetupApplied, StateChanged
from livedesk.transcript.export.registry import export

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

# A new voice needs a pause of the talk and a quick reconnect.
_SETUP_LIMIT_S = 10.0
HELP = """Type a sentence and press Enter. Commands:
  /save FILE    save the transcript (.md, .txt, .html, .json, .srt)
  /voice NAME   use another voice
  /help         show this
  /quit         end (so does Ctrl+D)"""


def add_parser(commands: Subparsers) -> None:
    """Declare ``livedesk chat``."""
    parser = commands.add_parser("chat", help="a typed conversation in the terminal")
    add_choices(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Hold the conversation; returns the exit status."""
    for choice in ("voice", "model", "language"):
        if not hasattr(options, choice):
            setattr(options, choice, None)
    return asyncio.run(_chat(options))


async def _chat(options: argparse.Namespace) -> int:
    async with HeadlessTalk(options, SilentBackend) as talk:
        return await talk.unless_ended(Chat(talk).run())


class Chat:
    """Reads lines, sends them, prints what is said. One line at a time waits for its answer."""

    def __init__(self, talk: HeadlessTalk) -> None:
        self._talk = talk
        self._outage = OutageLines()
        self._printer = ChatPrinter(talk.transcript, sys.stdout)
        self._is_terminal = sys.stdin is not None and sys.stdin.isatty()

    async def run(self) -> int:
        """Greet, then take lines until there are no more; returns the exit status."""
        print(f"LiveDesk, typed conversation with the {self._talk.server_name}.")
        if self._talk.account.is_practice:
            print("It is no AI: it knows a few subjects, so that everything can be tried.")
        print("Type /help for what can be done here.")
        lines = _lines_of_stdin()
        while (line := await self._next_line(lines)) is not None:
            if line == "/quit":
                break
            if not await self._take(line):
                return 1
        return 0

    async def _next_line(self, lines: asyncio.Queue[str | None]) -> str | None:
        if self._is_terminal:
            print("> ", end="", flush=True)
        line = await lines.get()
        return None if line is None else line.strip()

    async def _take(self, line: str) -> bool:
        try:
            if line.startswith("/"):
                await self._command(line)
            elif line:
                await self._say(line)
        except LiveDeskError as error:
            self._printer.line(str(error))
            return self._is_terminal or line.startswith("/")
        return True

    async def _command(self, line: str) -> None:
        name, _, rest = line.partition(" ")
        rest = rest.strip()
        match name:
            case "/save" if rest:
                path = await asyncio.to_thread(self._save, rest)
                self._printer.line(f"Saved to {path}.")
            case "/voice" if rest:
                await self._change_voice(checked_voice(rest))
            case _:
                self._printer.line(HELP)

    def _save(self, name: str) -> Path:
        path = Path(name).expanduser()
        export(self._talk.transcript, path)
        return path

    async def _change_voice(self, voice_name: str) -> None:
        self._talk.forget_events()
        self._talk.conversation.apply_setup(replace(self._talk.setup, voice_name=voice_name))
        if self._talk.conversation.state is SessionState.LIVE:  # the transcript will say it
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_SETUP_LIMIT_S):
                    while not isinstance(await self._talk.events.get(), SetupApplied):
                        pass
        else:
            self._printer.line(f"The assistant's voice is {voice_name}.")

    async def _say(self, text: str) -> None:
        conversation = self._talk.conversation
        self._talk.forget_events()
        if conversation.state is SessionState.FAILED:
            conversation.retry_now()
        conversation.start(with_microphone=False)
        conversation.send_text(text)
        while True:
            match await self._talk.events.get():
                case TurnFinished():
                    break
                case ErrorOccurred(error) if conversation.state is SessionState.FAILED:
                    raise error
                case ErrorOccurred(error):
                    self._printer.line(str(error))
                case StateChanged() as change if line := self._outage.line(change):
                    self._printer.line(line)
        await self._talk.played_out()
        self._printer.end_turn()


def _lines_of_stdin() -> asyncio.Queue[str | None]:
    """Lines as they are typed, then None. A thread of its own: terminals cannot be awaited."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def put(line: str | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody reads any more
            loop.call_soon_threadsafe(lines.put_nowait, line)

    def read() -> None:
        try:
            for line in sys.stdin or ():
                put(line)
        except (OSError, ValueError):
            pass  # standard input is closed: the same as its end
        put(None)

    threading.Thread(target=read, name="stdin", daemon=True).start()
    return lines
