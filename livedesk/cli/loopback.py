"""``livedesk loopback``: the practice server by itself, for any google-genai program."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from livedesk.core.end_signals import EndSignals
from livedesk.core.errors import ServerUnreachableError
from livedesk.core.paths import data_dir
from livedesk.loopback.calls import CallSummaries
from livedesk.loopback.scenario import DEFAULT, Scenario, built_in_names, find_scenario
from livedesk.loopback.server import LoopbackServer
from livedesk.loopback.tls import KeptCertificate


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
    """Serve until SIGINT, SIGTERM or SIGHUP, which is the usual end: the exit status is 0.

    Raises:
        InputFileError: the scenario is of no use.
        ServerUnreachableError: the port is taken.
    """
    scenario = find_scenario(args.scenario) if args.scenario else DEFAULT
    asyncio.run(_serve(args.port, scenario))
    return 0


async def _serve(port: int, scenario: Scenario) -> None:
    stopped = asyncio.Event()
    server = LoopbackServer(
        port=port,
        scenario=scenario,
        certificate=KeptCertificate(data_dir() / "practice-server"),
        on_call=CallSummaries(lambda line: print(line, flush=True)).on_event,
    )
    with EndSignals(stopped.set):
        try:
            await server.start()
        except OSError as error:
            raise _cannot_start(error) from error
        try:
            print(f"Practice server: {server.base_url}   ({scenario.title})")
            print(f"Certificate:     {server.ca_file}")
            print("\nFor a google-genai program in another terminal, with any key:\n")
            print(f"  export GOOGLE_GEMINI_BASE_URL={server.base_url}")
            print(f"  export SSL_CERT_FILE={server.ca_file}")
            print("\nCtrl+C ends it.", flush=True)
            await stopped.wait()
        finally:
            await server.aclose()


def _cannot_start(error: OSError) -> ServerUnreachableError:
    if error.filename is not None:
        return ServerUnreachableError(
            "The practice server cannot keep its certificate.",
            f"Make {data_dir()} writable.",
            detail=str(error),
        )
    return ServerUnreachableError(
        "The practice server cannot listen on that port.",
        "Choose another one with --port, or leave it out.",
        detail=str(error),
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port
