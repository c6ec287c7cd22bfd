"""What the assistant may do: rules for its tools, folders it may read, the person's own tools."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

PolicyChoice = Literal["ask", "allow", "deny"]


class Tools(BaseModel):
    """Rules by a tool's key, ``server/name``; a tool without one goes by its risk."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    rules: dict[str, PolicyChoice] = Field(default_factory=dict)
    folders: tuple[str, ...] = Field(default=(), description="what may be listed and read")
    own_folder: str = Field(default="", description="of the person's own tools; empty for none")
    trusted: dict[str, str] = Field(
        default_factory=dict, description="file name and SHA-256 of the content that was trusted"
    )
    google_search: bool = Field(default=False, description="answers may rest on Google Search")
