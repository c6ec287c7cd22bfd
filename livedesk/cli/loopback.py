"""``livedesk loopback``: the practice server by itself, for any google-genai program."""

from __future__ import annotations

import argparse
import asyncio
import signal
from typing import Any

from livedesk.core.errors import ServerUnreachableError
from livedesk.loopback.scenario import DEFAULT, built_in_names, find_scenario
from livedesk.loopback.server import LoopbackServer


def add_parser(commands: Any) -> None:
    """Declare the sub-command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "loopback",
        help="run the practice server by itself",
        description=(
            "Runs the practice server until Ctrl+C, for LiveDesk or any other program that uses "
            "google-genai. It understands a few phrases and is no AI."
        ),
    )
    parser.add_argument(
        "--port", type=_port, default=0, help="port to listen on, default a free one"
    )
    parser.add_argument(
        "--scenario",
        metavar="FILE",
        help=f"misbehave: a TOML file, or one of {', '.join(built_in_names())}",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM; the exit status.

    Raises:
        InputFileError: the scenario is of no use.
        ServerUnreachableError: the port is taken.
    """
    scenario = find_scenario(args.scenario) if args.scenario else DEFAULT
    asyncio.run(_serve(LoopbackServer(port=args.port, scenario=scenario), scenario.title))
    return 0


async def _serve(server: LoopbackServer, title: str) -> None:
    stopped = asyncio.Event()
    _stop_on_signals(stopped)
    try:
        await server.start()
    except OSError as error:
        raise ServerUnreachableError(
            "The practice server cannot listen on that port.",
            "Choose another one with --port, or leave it out.",
            detail=str(error),
        ) from error
    try:
        print(f"Practice server: {server.base_url}   ({title})")
        print(f"Certificate:     {server.ca_file}")
        print("\nFor a google-genai program in another terminal, with any key:\n")
        print(f"  export GOOGLE_GEMINI_BASE_URL={server.base_url}")
        print(f"  export SSL_CERT_FILE={server.ca_file}")
        print("\nCtrl+C ends it.", flush=True)
        await stopped.wait()
    finally:
        await server.aclose()


def _stop_on_signals(stopped: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:
            # Windows: its loops know no signal handlers; Ctrl+C ends the wait by an exception.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port
