"""A secret that does not print itself, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Secret:
    """A string that no log, traceback or repr shows. ``reveal`` is called at the wire only."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The secret itself. Must not be stored, logged or put into an exception."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str:
        raise TypeError("a secret is not to be pickled")


class CredentialSource(Enum):
    """Where a credential was found."""

    ENVIRONMENT = "environment"
    CLOUD_PROJECT = "Google Cloud project"
    KEYRING = "keyring"
    THIS_RUN = "this run"
    TOKEN_SERVER = "token server"  # noqa: S105 - no secret
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class CloudProject:
    """A project at Google Cloud that pays, by the computer's own sign-in there.

    Attributes:
        project: its id.
        location: such as ``us-central1``; "" for ``global``.
    """

    project: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Credential:
    """What opens a Live connection.

    Attributes:
        secret: the API key; empty with ``cloud``, whose own sign-in opens it.
        source: where it was found.
        origin: for the person, such as the variable's name.
        cloud: the project at Google Cloud, for Vertex AI instead of the Gemini API.
    """

    secret: Secret
    source: CredentialSource
    origin: str
    cloud: CloudProject | None = None
