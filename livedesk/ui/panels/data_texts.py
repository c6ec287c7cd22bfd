"""What the window says of attached tables. Pure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from livedesk.app.account import Account
from livedesk.core.analysis import DataFile
from livedesk.core.credential import CredentialSource
from livedesk.tools.analyst.isolation import Isolation


def data_note(account: Account) -> str:
    """What kinds there are, and where a table goes."""
    kinds = _tr("CSV, XLSX or JSON, up to 10 MB.")
    return f"{kinds} {where_it_goes(account)}"


def attached_sentence(file: DataFile, account: Account) -> str:
    """That it can be asked about now."""
    words = _tr("Ask about {name}.").format(name=file.name)
    return f"{words} {where_it_goes(account)}"


def where_it_goes(account: Account) -> str:
    """Who gets to see a table."""
    stays = account.is_practice or account.source is CredentialSource.TOKEN_SERVER
    if stays:
        return _tr("It stays on this computer.")
    return _tr("It goes to Gemini when you ask about it.")


def isolation_sentence(isolation: Isolation) -> str:
    """What holds an analysis on this computer."""
    match isolation:
        case Isolation.FULL:
            return _tr("They are shut in by bubblewrap: other files and the network are not there.")
        case Isolation.SHUT:
            return _tr(
                "They are shut in by the kernel: no other files, no network. Bubblewrap, which "
                "would hide these as well, is missing here, or the system does not let it work."
            )
        case Isolation.LIMITED:
            return _tr(
                "They are held by limits of time and memory only: this system offers no more. "
                "Attach tables that you trust."
            )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Data", text)
