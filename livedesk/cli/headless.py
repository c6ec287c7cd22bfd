"""A conversation without window: what ``livedesk chat`` and ``livedesk ask`` share."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from livedesk.app.account import choose_account, policy_for
from livedesk.app.session_setup import session_setup, talk_setting
from livedesk.app.usage_counter import UsageCounter
from livedesk.audio.backend import AudioBackend
from livedesk.audio.engine import AudioEngine
from livedesk.cli.keeping import TerminalKeeping
from livedesk.conversation.conversation import Conversation, Parts
from livedesk.conversation.events import ConversationEvent, TokensUsed
from livedesk.conversation.tool_path import ToolSet
from livedesk.core.clock import SystemClock
from livedesk.core.end_signals import EndSignals
from livedesk.core.errors import ModelError, SettingsError
from livedesk.core.paths import config_dir, data_dir, resource_path
from livedesk.core.prices import read_prices
from livedesk.core.setup import SessionSetup
from livedesk.core.tokens import PRACTICE
from livedesk.core.work_pool import WorkPool
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.instructions.library import InstructionLibrary
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.session.gemini import catalogue
from livedesk.settings.schema import Choices
from livedesk.settings.store import SettingsStore
from livedesk.settings.usage_book import UsageBook
from livedesk.tools.builtin import builtin_registry
from livedesk.tools.permission import Nobody, PermissionGate
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.model import Transcript
from livedesk.transcript.usage import usage_with

_POLL_S = 0.02


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Declare the choices that the window has menus for."""
    parser.add_argument("--voice", metavar="NAME", help="one of the voices, such as Puck")
    parser.add_argument("--model", metavar="ID", help="a Live model, such as gemini-3.8-live")
    parser.add_argument("--language", metavar="CODE", help="the language to answer in, such as de")
    parser.add_argument(
        "--not-kept", action="store_true", help="leave this conversation out of what is kept"
    )


class HeadlessTalk:
    """Everything of one talk, built from the settings and the command line.

    An async context manager: leaving it ends the talk and gives everything back. A signal that
    asks for the end, such as Ctrl+C, cuts ``unless_ended`` short and does not disturb the leaving.
    """

    def __init__(
        self, options: argparse.Namespace, backend_factory: Callable[[], AudioBackend]
    ) -> None:
        clock = SystemClock()
        folder = config_dir()
        library = InstructionLibrary(resource_path("prompts"), folder / "instructions")
        settings, _ = SettingsStore(folder / "settings.json").load()
        registry = builtin_registry(clock)
        self._signals = EndSignals(self._on_signal)
        self._worker: asyncio.Task[Any] | None = None
        self._server = EmbeddedServer()
        keyring = KeyringStore() if settings.account.key_in_keyring else None
        token_url = settings.account.token_server
        self.account, connector = choose_account(os.environ, self._server, keyring, token_url)
        self.transcript = Transcript(clock)
        self.audio = AudioEngine(backend_factory, clock=clock)
        self.events: asyncio.Queue[ConversationEvent] = asyncio.Queue()
        assembler = Assembler(self.transcript, clock)
        nobody = Nobody()  # a terminal is read line by line: nobody would see a question
        tools = ToolSet(registry, PermissionGate(nobody, nobody))
        parts = Parts(connector, self.audio, tools, assembler, clock)
        choices = _chosen(settings.choices, options)
        self.transcript.setting = talk_setting(
            choices, library, is_practice=self.account.is_practice
        )
        setup = replace(
            session_setup(choices, library, registry.specs()),
            compression=settings.connection.compression,
        )
        self._prices = read_prices(resource_path("prices.toml"))
        self._usage = UsageCounter(UsageBook(data_dir() / "usage.json"), clock, _tell_fault)
        self.conversation = Conversation(parts, setup, self._on_event)
        self.conversation.set_policy(policy_for(self.account, settings.connection.policy))
        keeps = settings.keeping.keep and not getattr(options, "not_kept", False)
        self._keeping = TerminalKeeping(self.transcript, keeps=keeps)

    @property
    def server_name(self) -> str:
        """Where the talk goes, for the person."""
        return "practice server" if self.account.is_practice else self.setup.model_id

    @property
    def setup(self) -> SessionSetup:
        """The desired setup."""
        return self.conversation.setup

    def _on_event(self, event: ConversationEvent) -> None:
        if isinstance(event, TokensUsed):
            payer = PRACTICE if self.account.is_practice else event.model_id
            self._usage.use(payer, event.tokens)
            used = usage_with(self.transcript.usage, payer, event.tokens, self._prices)
            self.transcript.usage = used
            self._keeping.note_facts()
        self.events.put_nowait(event)

    def forget_events(self) -> None:
        """Whatever was told so far is of no interest any more."""
        while not self.events.empty():
            self.events.get_nowait()

    async def played_out(self) -> None:
        """Wait until the assistant's last word was heard."""
        while self.audio.is_playing:  # noqa: ASYNC110 - the engine is asked, it does not tell
            await asyncio.sleep(_POLL_S)

    async def unless_ended(self, work: Coroutine[Any, Any, int]) -> int:
        """The exit status of ``work``, or of the signal by which it was cancelled."""
        worker = asyncio.current_task()
        if worker is None or self._signals.exit_status is not None:
            work.close()
            return self._signals.exit_status or 0
        self._worker = worker
        try:
            return await work
        except asyncio.CancelledError:
            if not worker.cancelling() or (status := self._status_of_signal()) is None:
                raise
            worker.uncancel()
            return status
        finally:
            self._worker = None

    def _status_of_signal(self) -> int | None:
        return self._signals.exit_status

    def _on_signal(self) -> None:
        if self._worker is not None:
            self._worker.cancel()

    async def __aenter__(self) -> Self:
        asyncio.get_running_loop().set_default_executor(WorkPool())
        self._signals.__enter__()
        self._keeping.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            await self.conversation.aclose()
            await self._keeping.aclose()
            await self._usage.aclose()
            await asyncio.to_thread(self._server.stop)
        finally:
            self._signals.__exit__(kind, error, traceback)


def _tell_fault(error: SettingsError) -> None:
    print(f"livedesk: {error}", file=sys.stderr)


def checked_voice(name: str) -> str:
    """The voice of that name, however it is capitalised.

    Raises:
        ModelError: there is no such voice.
    """
    for voice in catalogue.VOICES:
        if voice.name.casefold() == name.casefold():
            return voice.name
    some = ", ".join(voice.name for voice in catalogue.VOICES[:5])
    raise ModelError(f"There is no voice called {name}.", f"Some of them are {some}.")


def _chosen(choices: Choices, options: argparse.Namespace) -> Choices:
    changed: dict[str, str] = {}
    if options.voice:
        changed["voice_name"] = checked_voice(options.voice)
    if options.model:
        changed["model_id"] = options.model
    if options.language:
        changed["language_code"] = options.language
    return choices.model_copy(update=changed)
