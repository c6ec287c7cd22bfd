"""Which MCP servers there are. Their secrets are in the keyring, by the names kept here."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class KnownServer(BaseModel):
    """One server: a program with its arguments, or an address."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(min_length=1, max_length=40)
    command: str = ""
    arguments: tuple[str, ...] = ()
    folder: str = Field(default="", description="where the program is started")
    url: str = Field(default="", description="empty for a program")
    secret_names: tuple[str, ...] = Field(
        default=(), description="of environment variables, or of headers"
    )
    is_on: bool = Field(default=False, description="what was added runs only once it is wanted")
    tools_off: tuple[str, ...] = Field(default=(), description="by their names at the server")


class Servers(BaseModel):
    """All that were added, in that order; names are unique."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    known: tuple[KnownServer, ...] = ()
