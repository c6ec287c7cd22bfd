"""The settings: each with its type, default and meaning in one place.

A file written by a newer LiveDesk may hold more; what is unknown is left out on reading.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from livedesk.core.turn_taking import Patience, TalkMode, TurnTaking
from livedesk.settings.audio_settings import Audio
from livedesk.settings.connection_settings import Connection
from livedesk.settings.recording_settings import Recordings
from livedesk.settings.server_settings import Servers
from livedesk.settings.tool_settings import Tools

ThemeChoice = Literal["system", "light", "dark"]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Choices(_Group):
    """What the menus of the window hold."""

    model_id: str = Field(default="gemini-3.8-live", max_length=200)
    voice_name: str = Field(default="Kore", max_length=200)
    language_code: str | None = Field(
        default=None, description="None answers in the person's language"
    )
    instruction_id: str = Field(default="builtin:assistant", max_length=200)


class Look(_Group):
    """How the window looks and where it stood."""

    theme: ThemeChoice = "system"
    geometry: str = ""  # Qt's own saved geometry, base64
    history_open: bool = Field(default=False, description="the list beside the transcript")


class Talking(_Group):
    """How one takes the turn; keys in Qt's portable spelling, such as ``Ctrl+Alt+Space``."""

    mode: TalkMode = TalkMode.OPEN
    patience: Patience = Patience.NORMAL
    interruptible: bool = Field(default=True, description="speaking silences the assistant")
    key: str = Field(default="Space", max_length=60, description="held or pressed to talk")
    hotkey_enabled: bool = False
    hotkey: str = Field(
        default="Ctrl+Alt+Space", max_length=60, description="the same in every window"
    )

    @property
    def turn_taking(self) -> TurnTaking:
        """What of it a talk is held with."""
        return TurnTaking(self.mode, self.patience, self.interruptible)


class Keeping(_Group):
    """Which conversations are kept by themselves, and for how long."""

    keep: bool = True
    delete_after_days: int | None = Field(
        default=None, ge=1, le=36_500, description="None keeps them until they are deleted"
    )


class Saving(_Group):
    """Where transcripts are saved."""

    folder: str = Field(
        default="", description="the last folder used; empty means the documents folder"
    )


class Welcome(_Group):
    """What the person has been told already."""

    practice_seen: bool = False


class AccountPlace(_Group):
    """Where the key is; never the key itself."""

    key_in_keyring: bool = Field(
        default=False, description="whether the system's keyring is to be asked for a key"
    )
    token_server: str = Field(
        default="", max_length=2_000, description="an organisation's, by its address; empty: none"
    )


class Settings(_Group):
    """All settings. Immutable: change by ``model_copy(update=…)``."""

    version: Literal[1] = 1
    choices: Choices = Choices()
    look: Look = Look()
    audio: Audio = Audio()
    talking: Talking = Talking()
    connection: Connection = Connection()
    keeping: Keeping = Keeping()
    recordings: Recordings = Recordings()
    saving: Saving = Saving()
    tools: Tools = Tools()
    servers: Servers = Servers()
    welcome: Welcome = Welcome()
    account: AccountPlace = AccountPlace()
