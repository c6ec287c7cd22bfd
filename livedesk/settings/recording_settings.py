"""Whether talks are recorded."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Recordings(BaseModel):
    """The sound of both sides; off until the person switches it on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    is_on: bool = Field(default=False, description="record every talk that is kept")
    sound_format: Literal["flac", "wav"] = Field(
        default="flac", description="FLAC loses nothing and is about half as long as WAV"
    )
