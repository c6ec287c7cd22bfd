"""The organisation's policy: a TOML file, read once at the start.

::

    model = "gemini-3.8-live"              # locked
    voice = "Kore"                         # locked where given, as are the next two
    language = "en-US"
    instruction = "You help the guests of our museum."
    tools = ["google_search"]              # locked; [] forbids tools, left out allows any
    api_version = "v1beta"                 # left out, the one that Gemini makes tokens in
    uses = 1                               # sessions that one token opens
    minutes = 30                           # how long it works, at least 15
    seconds_to_start = 60                  # how soon the session is to begin
    origins = ["https://museum.example"]   # pages that may ask (CORS)

    [limits]
    per_minute = 10                        # for each person
    per_day = 200

    [[bearers]]                            # made by: livedesk token-server new-bearer NAME
    name = "anna"
    sha256 = "…"

    [jwt]                                  # or people sign in elsewhere
    issuer = "https://login.example"
    audience = "livedesk"
    keys_url = "https://login.example/keys"
    client_id = "livedesk-desktop"         # lets LiveDesk sign people in there (device grant)
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from livedesk.core.errors import InputFileError

_Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Strict):
    """How many tokens one person may have."""

    per_minute: int = Field(default=10, ge=1, le=100_000)
    per_day: int = Field(default=200, ge=1, le=10_000_000)


class Bearer(_Strict):
    """A person who signs in by a secret of which only the hash is kept."""

    name: str = Field(max_length=100, pattern=r"^[^:\x00-\x1f]+$")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Jwt(_Strict):
    """People who sign in elsewhere; ``user_claim`` tells one from another."""

    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    keys_url: str = Field(pattern="^https://|^http://(127\\.0\\.0\\.1|localhost)[:/]")
    algorithms: tuple[Literal["RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"], ...] = (
        "RS256",
        "ES256",
    )
    user_claim: str = "sub"
    client_id: str | None = Field(default=None, min_length=1, max_length=500)
    scope: str = Field(default="openid offline_access", max_length=1_000)


class Policy(_Strict):
    """All of it. What is not given is left to the client."""

    model: _Text
    voice: _Text | None = None
    language: _Text | None = None
    instruction: _Text | None = None
    tools: tuple[Literal["google_search", "code_execution"], ...] | None = None
    api_version: Literal["v1beta", "v1alpha"] | None = None
    uses: int = Field(default=1, ge=1, le=1_000)
    # A connection lives for some ten minutes, and one by a token that ends sooner is cut.
    minutes: float = Field(default=30, ge=15, lt=20 * 60)
    seconds_to_start: float = Field(default=60, gt=0, lt=20 * 60 * 60)
    origins: tuple[str, ...] = ()
    limits: Limits = Limits()
    bearers: tuple[Bearer, ...] = ()
    jwt: Jwt | None = None


def read_policy(path: Path) -> Policy:
    """The policy in the file.

    Raises:
        InputFileError: it cannot be read, or makes no sense, or lets nobody in.
    """
    try:
        policy = Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputFileError(f"The policy “{path}” cannot be read: {error}.") from error
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, wrong["loc"]))
        raise InputFileError(f"The policy “{path}” is wrong at {place}: {wrong['msg']}.") from None
    if not policy.bearers and policy.jwt is None:
        raise InputFileError(
            f"The policy “{path}” lets nobody in.",
            "Add a bearer, made by: livedesk token-server new-bearer NAME",
        )
    return policy
