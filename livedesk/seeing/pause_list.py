"""Windows that pause the sharing while they are in front."""

from __future__ import annotations

# Password managers and keyrings of the three systems.
USUAL = (
    "1Password",
    "Bitwarden",
    "Dashlane",
    "Enpass",
    "KeePass",
    "Keychain Access",
    "LastPass",
    "Passwords and Keys",
    "Proton Pass",
    "Seahorse",
)


def pausing(window_names: tuple[str, ...], names: tuple[str, ...] = USUAL) -> str | None:
    """The name of the list that one of ``window_names`` (title, class, program) contains.

    Case does not matter; an empty name in the list would match everything and is left out.
    """
    shown = [name.casefold() for name in window_names]
    for name in names:
        wanted = name.strip().casefold()
        if wanted and any(wanted in one for one in shown):
            return name
    return None
