"""``livedesk token-server``: hands out short-lived tokens for an organisation's assistant.

Also ``python -m livedesk.cli.token_server``, which needs the packages of the extra ``tokens`` and
google-genai only, nothing of the desktop.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from livedesk.cli.running import run_options
from livedesk.core.errors import CredentialError, InputFileError
from livedesk.credentials.environment import KEY_VARIABLES, find_credential

REDIS_VARIABLE = "LIVEDESK_TOKENS_REDIS"
_ABOUT = "Serves POST /v1/live-tokens until Ctrl+C. The key comes from GEMINI_API_KEY."


def add_parser(commands: Any) -> None:
    """Declare the sub-command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "token-server",
        help="hand out short-lived tokens for an organisation's assistant",
        description=_ABOUT,
    )
    _add_options(parser)


def main() -> int:
    """The server alone; returns the exit status."""
    parser = argparse.ArgumentParser(prog="livedesk token-server", description=_ABOUT)
    parser.add_argument("--verbose", action="store_true", help="log what happens to stderr")
    _add_options(parser)
    return run_options(parser.parse_args())


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policy", type=Path, metavar="FILE", help="what is handed out, to whom")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen; 127.0.0.1")
    parser.add_argument("--port", type=int, default=8787, help="port to listen on; 8787")
    parser.add_argument("--certificate", type=Path, metavar="PEM", help="serve TLS by this")
    parser.add_argument("--certificate-key", type=Path, metavar="PEM", help="and this")
    parser.add_argument(
        "--behind-proxy", action="store_true", help="a proxy in front does TLS and says who asks"
    )
    parser.add_argument(
        "--proxy",
        metavar="ADDRESS",
        default="127.0.0.1,::1",
        help="which proxy is believed: addresses with commas between, or *; this machine's",
    )
    parser.add_argument(
        "--redis",
        metavar="URL",
        help=f"count requests there, for several servers; with a password in {REDIS_VARIABLE}",
    )
    parser.set_defaults(run=run)
    inner = parser.add_subparsers(metavar="COMMAND")
    bearer = inner.add_parser("new-bearer", help="make a secret for a person")
    bearer.add_argument("name", metavar="NAME")
    bearer.set_defaults(run=new_bearer)


def new_bearer(options: argparse.Namespace) -> int:
    """Print a secret, once, and what the policy keeps of it; returns the exit status."""
    who = _extra("who")
    secret = who.new_secret()
    print(f"For {options.name}, shown this once:\n\n    {secret}\n\nFor the policy file:\n")
    name = json.dumps(options.name, ensure_ascii=False)
    print(f'[[bearers]]\nname = {name}\nsha256 = "{who.hash_of(secret)}"')
    return 0


def run(options: argparse.Namespace) -> int:
    """Serve until a signal; returns the exit status.

    Raises:
        LiveDeskError: it cannot begin.
    """
    policy_module, serving = _extra("policy"), _extra("serving")
    if options.policy is None:
        raise InputFileError("There is no policy.", "Give one with --policy FILE.")
    policy = policy_module.read_policy(options.policy)
    place = serving.Place(
        options.host,
        options.port,
        options.certificate,
        options.certificate_key,
        options.behind_proxy,
        options.proxy,
    )
    serving.check(place)
    # A project at Google Cloud makes no tokens.
    credential = find_credential({n: os.environ[n] for n in KEY_VARIABLES if n in os.environ})
    if credential is None:
        raise CredentialError("There is no key to make tokens with.", "Set GEMINI_API_KEY.")
    asyncio.run(_serve(policy, place, credential, _redis_url(options.redis)))
    return 0


def _redis_url(given: str | None) -> str | None:
    if given is not None and "@" in given:
        raise InputFileError(
            "A password in the command line can be seen by everybody on this machine.",
            f"Set {REDIS_VARIABLE} to the address instead of --redis.",
        )
    return given or os.environ.get(REDIS_VARIABLE) or None


async def _serve(policy: Any, place: Any, credential: Any, redis_url: str | None) -> None:
    service, minting, serving = _extra("service"), _extra("minting"), _extra("serving")
    facts: dict[str, Any] = {}
    if redis_url is not None:
        facts["counts"] = _extra("redis_counts").RedisCounts(redis_url)
    minter = minting.GeminiMinter(credential.secret)
    app = service.build_app(service.Desk(policy, minter, **facts))
    scheme = "https" if place.certificate is not None else "http"
    print(f"Token server: {scheme}://{place.host}:{place.port}{service.PATH}", flush=True)
    await serving.serve(app, place, lambda: print("Ready. Ctrl+C ends it.", flush=True))


def _extra(module: str) -> Any:
    """A module of ``livedesk.tokens``, which needs the packages of the extra ``tokens``."""
    from importlib import import_module

    try:
        return import_module(f"livedesk.tokens.{module}")
    except ModuleNotFoundError as error:
        raise InputFileError(
            f"The token server needs the package {error.name}.",
            "Install it with: pip install 'livedesk[tokens]'",
        ) from None


if __name__ == "__main__":
    sys.exit(main())
