"""MCP servers as the settings show them, and as they are kept. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from livedesk.core.credential import Secret
from livedesk.core.tool_types import JsonObject
from livedesk.settings.server_settings import KnownServer
from livedesk.tools.mcp_servers.config import Address, Program, ServerConfig
from livedesk.tools.mcp_servers.declared import listed_name
from livedesk.tools.mcp_servers.report import ServerReport, ServerState


@dataclass(frozen=True, slots=True)
class ServerTool:
    """A tool that a server lists, by its name there."""

    name: str
    description: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ServerView:
    """One server.

    Attributes:
        name: how the person knows it.
        where: the whole command line, or the address.
        secret_names: of its environment variables or headers; their values are nowhere here.
        is_on: whether it is to run.
        state: what it does.
        fault: one sentence on why it does not run, or "".
        next_try_s: when it is tried again, on the program's clock; 0 where it is not.
        tools: what it last listed.
        n_left_out: how many of them are switched on and not offered: there are too many.
    """

    name: str
    where: str
    secret_names: tuple[str, ...]
    is_on: bool
    state: ServerState
    fault: str = ""
    next_try_s: float = 0.0
    tools: tuple[ServerTool, ...] = ()
    n_left_out: int = 0


def view_of(
    known: KnownServer, report: ServerReport, listed: tuple[JsonObject, ...], now_s: float
) -> ServerView:
    """The server ``known``, as ``report`` says at ``now_s``."""
    tools = tuple(
        ServerTool(name, str(entry.get("description") or ""), name not in known.tools_off)
        for entry in listed
        if (name := listed_name(entry))
    )
    return ServerView(
        known.name,
        known.url or shlex.join((known.command, *known.arguments)),
        known.secret_names,
        known.is_on,
        report.state if known.is_on else ServerState.OFF,
        report.fault if known.is_on else "",
        now_s + report.next_try_s if report.next_try_s else 0.0,
        tools,
    )


def known_of(config: ServerConfig) -> KnownServer:
    """What of ``config`` the settings keep: all but its secrets. It is off."""
    names = tuple(config.secrets)
    match config.way:
        case Program(command, arguments, _, folder):
            return KnownServer(
                name=config.name,
                command=command,
                arguments=arguments,
                folder=folder,
                secret_names=names,
            )
        case Address(url):
            return KnownServer(name=config.name, url=url, secret_names=names)


def config_of(known: KnownServer, secrets: Mapping[str, Secret]) -> ServerConfig:
    """What ``known`` is started with."""
    if known.url:
        return ServerConfig(known.name, Address(known.url, secrets))
    program = Program(known.command, known.arguments, secrets, known.folder)
    return ServerConfig(known.name, program)
