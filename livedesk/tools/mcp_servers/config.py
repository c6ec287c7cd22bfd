"""What a server is started with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from livedesk.core.credential import Secret


@dataclass(frozen=True, slots=True)
class Program:
    """A program that is started here, and spoken to by its standard input and output.

    Attributes:
        command: a path, or a name that is looked for as a shell does.
        arguments: as they are; other programs can see them, so they must hold no secret.
        environment: added to the few variables that every server gets; taken as secret.
        folder: where it is started; "" for where LiveDesk was.
    """

    command: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, Secret] = field(default_factory=dict, hash=False)
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A server that runs elsewhere, by streamable HTTP.

    Attributes:
        url: without anything secret.
        headers: sent with each request; taken as secret.
    """

    url: str
    headers: Mapping[str, Secret] = field(default_factory=dict, hash=False)


Way: TypeAlias = Program | Address


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """One server; ``name`` is how the person knows it."""

    name: str
    way: Way

    @property
    def secrets(self) -> Mapping[str, Secret]:
        """Its environment, or its headers."""
        match self.way:
            case Program(environment=found):
                return found
            case Address(headers=found):
                return found
