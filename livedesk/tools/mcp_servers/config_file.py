"""The ``mcpServers`` JSON that other MCP clients use, as configs. Pure.

::

    {"mcpServers": {"time": {"command": "uvx", "args": ["mcp-server-time"], "env": {"KEY": "…"}},
                    "wiki": {"url": "https://wiki.example/mcp", "headers": {"Authorization": "…"}}}}

Some clients call the table ``servers``, and a URL ``httpUrl`` or ``serverUrl``. Everything in it
is untrusted. No error repeats a value: it may be a secret.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from livedesk.core.credential import Secret
from livedesk.core.errors import InputFileError
from livedesk.tools.mcp_servers.config import Address, Program, ServerConfig, Way

MOST_BYTES = 1_000_000
MOST_SERVERS = 50
_NAME = re.compile(r"[^\W_](?:[\w .-]{0,38}[\w.-])?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
# By these the person knows LiveDesk's own tools, and by the ending those of their folder.
_RESERVED = ("built_in", "livedesk")
_RESERVED_ENDING = ".py"
_THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")


def configs_of(text: str) -> tuple[ServerConfig, ...]:
    """The servers that ``text`` names, in its order.

    Raises:
        InputFileError: it is not such JSON; its sentence says what is wrong, and with which server.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise _wrong("This is not JSON.") from None
    if not isinstance(document, dict):
        raise _wrong("This JSON names no MCP servers.")
    servers = document.get("mcpServers", document.get("servers", document))
    if not isinstance(servers, dict) or not servers:
        raise _wrong("This JSON names no MCP servers.")
    if len(servers) > MOST_SERVERS:
        raise _wrong(f"These are {len(servers)} servers; {MOST_SERVERS} are the most.")
    configs = tuple(_config(name, entry) for name, entry in servers.items())
    slugs = [slug(config.name) for config in configs]
    for config, its in zip(configs, slugs, strict=True):
        if slugs.count(its) > 1:
            raise _wrong(f"“{config.name}” is too like the name of another server.")
    return configs


def slug(name: str) -> str:
    """How the names of a server's tools begin: letters, digits, single underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _config(name: str, entry: object) -> ServerConfig:
    if not _NAME.fullmatch(name) or not slug(name):
        raise _wrong(
            "A server's name must have at most 40 letters, digits, spaces, points and dashes."
        )
    if slug(name) in _RESERVED or name.lower().endswith(_RESERVED_ENDING):
        raise _wrong(f"“{name}” would be taken for a part of LiveDesk: give it another name.")
    if not isinstance(entry, dict):
        raise _wrong(f"“{name}” has neither a command nor a URL.")
    has_command, has_url = bool(entry.get("command")), bool(_url(entry))
    if has_command and has_url:
        raise _wrong(f"“{name}” has both a command and a URL.")
    if not has_command and not has_url:
        raise _wrong(f"“{name}” has neither a command nor a URL.")
    if entry.get("type") == "sse":
        raise _wrong(f"“{name}” wants the old SSE transport; only streamable HTTP is spoken.")
    config = ServerConfig(name, _program(name, entry) if has_command else _address(name, entry))
    way, secrets = config.way, (secret.reveal() for secret in config.secrets.values())
    shown = (way.command, *way.arguments) if isinstance(way, Program) else (way.url,)
    if any("${" in text for text in (*shown, *secrets)):
        raise _wrong(f"“{name}” has a placeholder, ${{…}}, where a value should stand.")
    return config


def _program(name: str, entry: Mapping[str, Any]) -> Way:
    command, arguments, folder = entry["command"], entry.get("args", []), entry.get("cwd") or ""
    if not isinstance(arguments, list):
        raise _wrong(f"The args of “{name}” are not a list of texts.")
    if not all(isinstance(of, str) and "\0" not in of for of in (command, folder, *arguments)):
        raise _wrong(f"The command, args and cwd of “{name}” must be plain texts.")
    environment = _texts(name, "env", entry.get("env"))
    if not all(_VARIABLE.fullmatch(key) for key in environment):
        raise _wrong(f"The env of “{name}” has a name that is no environment variable's.")
    return Program(command, tuple(arguments), environment, folder)


def _address(name: str, entry: Mapping[str, Any]) -> Way:
    headers = _texts(name, "headers", entry.get("headers"))
    url = _url(entry)
    if not isinstance(url, str):
        raise _wrong(f"The URL of “{name}” is not a web address.")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise _wrong(f"The URL of “{name}” is not a web address.") from None
    if parts.scheme not in ("http", "https") or not host or not url.isprintable() or " " in url:
        raise _wrong(f"The URL of “{name}” is not a web address.")
    if parts.username is not None or parts.query or parts.fragment:
        raise _wrong(
            f"The URL of “{name}” holds more than an address: put what is secret into its headers."
        )
    if parts.scheme == "http" and headers and host not in _THIS_COMPUTER:
        raise _wrong(f"“{name}” would send its headers unencrypted: use an https URL.")
    if not all(_HEADER.fullmatch(key) for key in headers):
        raise _wrong(f"The headers of “{name}” have a name that is no header's.")
    return Address(url, headers)


def _url(entry: Mapping[str, Any]) -> object:
    return entry.get("url") or entry.get("httpUrl") or entry.get("serverUrl")


def _texts(name: str, part: str, found: object) -> dict[str, Secret]:
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise _wrong(f"The {part} of “{name}” is not a table of names and texts.")
    for value in found.values():
        if not isinstance(value, str) or any(c in value for c in "\0\r\n"):
            raise _wrong(f"The {part} of “{name}” must have texts of one line as values.")
    return {key: Secret(value) for key, value in found.items()}


def _wrong(sentence: str) -> InputFileError:
    return InputFileError(sentence, "No server was added.")
