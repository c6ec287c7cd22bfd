"""Makes the tokens, by the organisation's key. The only place that has it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import httpx2
from google import genai
from google.genai import errors, types

from livedesk.core.credential import Secret
from livedesk.core.log import get_logger
from livedesk.tokens.policy import Policy

_log = get_logger("tokens")
# Tried in this order: Google's newest pages name the first, google-genai 3.4.0 the second.
VERSIONS = ("v1beta", "v1alpha")
_UNKNOWN = 404
_LIMIT_MS = 10_000
_TOOLS = {
    "google_search": types.Tool(google_search=types.GoogleSearch()),
    "code_execution": types.Tool(code_execution=types.ToolCodeExecution()),
}


class MintError(Exception):
    """The vendor gave no token; the text is for the log."""


@dataclass(frozen=True, slots=True)
class LivePass:
    """A token, until when it works, and the version of the Live API that takes it."""

    secret: Secret
    expires_at: datetime
    new_sessions_until: datetime
    api_version: str = VERSIONS[0]


class Minter(Protocol):
    """Makes tokens that are locked as ``policy`` says."""

    async def mint(self, policy: Policy) -> LivePass:
        """One token.

        Raises:
            MintError: there is none.
        """
        ...

    async def aclose(self) -> None:
        """Give everything back. Idempotent."""
        ...


class GeminiMinter:
    """Asks Gemini, or the server that GOOGLE_GEMINI_BASE_URL names."""

    def __init__(self, key: Secret) -> None:
        # The SDK says with each token that tokens are experimental.
        warnings.simplefilter("ignore", errors.ExperimentalWarning)
        self._versions = list(VERSIONS)
        # The clients must be kept: their requests fail when they are collected.
        self._clients = {version: _client_of(key, version) for version in VERSIONS}

    async def mint(self, policy: Policy) -> LivePass:
        """As ``Minter.mint``."""
        now = datetime.now(UTC)
        expires_at = now + timedelta(minutes=policy.minutes)
        until = min(expires_at, now + timedelta(seconds=policy.seconds_to_start))
        config = types.CreateAuthTokenConfig(
            uses=policy.uses,
            expire_time=expires_at,
            new_session_expire_time=until,
            live_connect_constraints=constraints_of(policy),
            # Only what the policy gives is locked: a client brings its handle to be resumed by.
            lock_additional_fields=["tools"] if policy.tools == () else [],
        )
        for api_version in [policy.api_version] if policy.api_version else list(self._versions):
            token = await self._create(api_version, config)
            if token is not None:
                self._versions = [api_version]
                return LivePass(token, expires_at, until, api_version)
        raise MintError(f"HTTP {_UNKNOWN}")

    async def _create(self, api_version: str, config: types.CreateAuthTokenConfig) -> Secret | None:
        """A token; None where the server has none in this version."""
        try:
            token = await self._clients[api_version].aio.auth_tokens.create(config=config)
        except errors.APIError as error:
            if error.code == _UNKNOWN:
                return None
            raise MintError(f"HTTP {error.code}") from None  # its words might repeat the key
        except (httpx2.HTTPError, OSError, ValueError) as error:
            raise MintError(type(error).__name__) from None
        if not token.name:
            raise MintError("an answer without a token")
        return Secret(token.name)

    async def aclose(self) -> None:
        """Close the connections. Idempotent."""
        for client in self._clients.values():
            await client.aio.aclose()


def _client_of(key: Secret, version: str) -> genai.Client:
    options = types.HttpOptions(api_version=version, timeout=_LIMIT_MS)
    return genai.Client(api_key=key.reveal(), enterprise=False, http_options=options)


def constraints_of(policy: Policy) -> types.LiveConnectConstraints:
    """What the token locks."""
    config = types.LiveConnectConfig()
    if policy.voice is not None or policy.language is not None:
        config.speech_config = types.SpeechConfig(language_code=policy.language)
        if policy.voice is not None:
            prebuilt = types.PrebuiltVoiceConfig(voice_name=policy.voice)
            config.speech_config.voice_config = types.VoiceConfig(prebuilt_voice_config=prebuilt)
    if policy.instruction is not None:
        config.system_instruction = policy.instruction
    if policy.tools:
        config.tools = [_TOOLS[name] for name in policy.tools]
    return types.LiveConnectConstraints(model=policy.model, config=config)
