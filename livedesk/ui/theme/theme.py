"""One theme: its colours by role, read from a TOML file in ``resources/themes``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PySide6.QtGui import QColor

from livedesk.core.paths import resource_path

ROLES = (
    "ground",
    "surface",
    "raised",
    "line",
    "text",
    "muted",
    "you",
    "assistant",
    "warning",
    "danger",
    "you_fill",
    "on_you",
    "shadow",
)
# Derived roles: (role, laid over, share of the role). A theme file may name them to overrule.
_TINTS: Mapping[str, tuple[str, str, float]] = {
    "hover": ("text", "ground", 0.06),
    "pressed": ("text", "ground", 0.11),
    "edge": ("text", "surface", 0.45),
    "you_soft": ("you", "surface", 0.12),
    "you_strong": ("text", "you_fill", 0.14),
    "assistant_soft": ("assistant", "surface", 0.12),
    "warning_soft": ("warning", "surface", 0.10),
    "danger_soft": ("danger", "surface", 0.08),
}


@dataclass(frozen=True)
class Theme:
    """Colours by role.

    The roles of a theme file are ``ROLES``; ``you_fill`` is the accent as a button's fill,
    ``on_you`` the text on it, ``shadow`` lies, thinned, below what floats. Derived from them:
    ``hover`` and ``pressed`` (fills under the pointer), ``edge`` (outline of a field), ``…_soft``
    (a quiet fill of that colour), ``you_strong`` (``you_fill`` under the pointer).

    Attributes:
        name: the file's name without suffix.
        is_dark: whether text is lighter than its ground.
        colours: role to colour.
    """

    name: str
    is_dark: bool
    colours: Mapping[str, QColor]

    def colour(self, role: str) -> QColor:
        """The colour of ``role``; a copy, so that the theme stays as it is.

        Raises:
            KeyError: there is no such role.
        """
        return QColor(self.colours[role])


def mix(over: QColor, under: QColor, share: float) -> QColor:
    """``over`` laid on ``under`` with an opacity of ``share``, 0 to 1."""
    return QColor(
        round(over.red() * share + under.red() * (1 - share)),
        round(over.green() * share + under.green() * (1 - share)),
        round(over.blue() * share + under.blue() * (1 - share)),
    )


def read_theme(path: Path) -> Theme:
    """Read a theme file.

    Raises:
        ValueError: a role is missing or not a colour.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    given = content["colours"]
    colours = {role: QColor(text) for role, text in given.items()}
    missing = [role for role in ROLES if role not in colours]
    wrong = [role for role, colour in colours.items() if not colour.isValid()]
    if missing or wrong:
        raise ValueError(f"{path.name}: no colour for {', '.join([*missing, *wrong])}")
    for role, (over, under, share) in _TINTS.items():
        if role not in colours:
            colours[role] = mix(colours[over], colours[under], share)
    return Theme(path.stem, bool(content["is_dark"]), MappingProxyType(colours))


def load_theme(name: str) -> Theme:
    """The shipped theme of that name: ``light`` or ``dark``."""
    return read_theme(resource_path("themes", f"{name}.toml"))
