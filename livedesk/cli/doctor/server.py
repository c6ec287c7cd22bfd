"""Whom LiveDesk talks to: the key, Google's server or another, and the practice server.

Each check yields findings and raises nothing.
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from livedesk.app.account import choose_account
from livedesk.cli.doctor.finding import Finding, Verdict
from livedesk.core.credential import Credential
from livedesk.core.errors import KeyringUnsuitedError, LiveDeskError
from livedesk.core.events import ModelText, Transcription
from livedesk.core.inputs import TextInput
from livedesk.core.paths import config_dir
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.credentials.chain import KeyChain
from livedesk.credentials.environment import (
    BASE_URL_VARIABLE,
    CERTIFICATE_VARIABLE,
    CLOUD_URL_VARIABLE,
    find_base_url,
    find_credential,
)
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.session.connection import Connection
from livedesk.session.gemini import catalogue
from livedesk.settings.store import SettingsStore

GOOGLE_URL = "https://generativelanguage.googleapis.com"
_REACH_S = 5.0
_PRACTICE_S = 15.0


def check_key() -> Iterator[Finding]:
    """Where the API key comes from; never what it is."""
    try:
        credential = _find_key()
    except KeyringUnsuitedError as error:
        yield Finding(Verdict.PROBLEM, "API key", error.user_message, error.hint)
        return
    if credential is not None and credential.cloud is not None:
        project = f"{credential.origin}, by this computer's sign-in; never tried with Google"
        yield Finding(Verdict.NOTE, "Google Cloud", project)
    elif credential is not None:
        yield Finding(Verdict.OK, "API key", f"from {credential.origin}")
    else:
        yield Finding(
            Verdict.NOTE,
            "API key",
            "none is set, so the practice server answers",
            "For Gemini, get a key at https://aistudio.google.com/apikey and paste it in the "
            "settings, or set GEMINI_API_KEY.",
        )


def _find_key() -> Credential | None:
    settings, _ = SettingsStore(config_dir() / "settings.json").load()
    if settings.account.key_in_keyring:
        return KeyChain(os.environ, KeyringStore()).find()
    return find_credential(os.environ)


def _url_variable() -> str:
    credential = find_credential(os.environ)
    is_cloud = credential is not None and credential.cloud is not None
    return CLOUD_URL_VARIABLE if is_cloud else BASE_URL_VARIABLE


def _google_url(credential: Credential | None) -> str:
    if credential is None or credential.cloud is None:
        return GOOGLE_URL
    location = credential.cloud.location
    # As google-genai 3.4.0 does, ``_api_client.py``.
    if location in ("", "global"):
        return "https://aiplatform.googleapis.com"
    if location in ("us", "eu"):
        return f"https://aiplatform.{location}.rep.googleapis.com"
    return f"https://{location}-aiplatform.googleapis.com"


def check_server() -> Iterator[Finding]:
    """Whether a secured connection to the Live server comes about."""
    base_url = find_base_url(os.environ)
    url = urlsplit(base_url or _google_url(find_credential(os.environ)))
    host = url.hostname or ""
    is_needed = base_url is not None or find_credential(os.environ) is not None
    bad = Verdict.PROBLEM if is_needed else Verdict.NOTE
    try:
        context = ssl.create_default_context(cafile=os.environ.get(CERTIFICATE_VARIABLE) or None)
        with (
            socket.create_connection((host, url.port or 443), _REACH_S) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            yield Finding(Verdict.OK, "Live server", f"{host} can be reached")
    except ssl.SSLCertVerificationError as error:
        yield Finding(
            bad,
            "Live server",
            f"{host} is not trusted: {error.verify_message}",
            f"Set {CERTIFICATE_VARIABLE} to the file with its authority's certificate.",
        )
    except (OSError, ValueError) as error:
        advice = f"Check {_url_variable()}." if base_url else "Check the network connection."
        yield Finding(bad, "Live server", f"{host} cannot be reached ({error})", advice)


def check_practice_server() -> Iterator[Finding]:
    """Start the practice server, ask it something, and see whether an answer comes."""
    server = EmbeddedServer()
    try:
        answer = asyncio.run(_ask(server, "hello"))
    except (LiveDeskError, TimeoutError) as error:
        yield Finding(
            Verdict.PROBLEM,
            "Practice server",
            str(error) or "gave no answer in time",
            "Look whether other programs or rules block connections to 127.0.0.1.",
        )
    else:
        yield Finding(Verdict.OK, "Practice server", f"says “{answer}”")
    finally:
        server.stop()


async def _ask(server: EmbeddedServer, question: str) -> str:
    _, connector = choose_account({}, server)
    setup = SessionSetup(catalogue.DEFAULT_MODEL_ID, catalogue.DEFAULT_VOICE, "")
    async with asyncio.timeout(_PRACTICE_S):
        connection = await connector.connect(setup, None)
        try:
            await connection.send(TextInput(question))
            return await _first_words(connection)
        finally:
            await connection.close()


async def _first_words(connection: Connection) -> str:
    async for event in connection.events():
        match event:
            case Transcription(Speaker.ASSISTANT, text) | ModelText(text) if text.strip():
                return text.strip()
            case _:
                pass
    return ""
