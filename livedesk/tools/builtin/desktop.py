"""What happens on the desktop: opening pages and files, the clipboard. Always asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk
from livedesk.tools.builtin.files import Folders, granted_path
from livedesk.tools.from_function import tool_from
from livedesk.tools.tool import Tool

_MOST_CHARS = 100_000
# Opening one of these runs a program, or tells one what to do.
_RUNS = frozenset((
        ".app", ".appimage", ".bat", ".cmd", ".com", ".cpl", ".desktop", ".exe", ".hta",
    ".jar", ".js", ".jse", ".lnk", ".msc", ".msi", ".msp", ".pif", ".ps1", ".py", ".pyw",
    ".reg", ".rb", ".scf", ".scr", ".sh", ".url", ".vb", ".vbe", ".vbs", ".workflow", ".wsf",
    ".wsh", ".command",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desktop:
    """The edges of it, each called on the main thread.

    Attributes:
        open_address: opens an address with the program the system has for it; whether it did.
        read_clipboard: its text.
        set_clipboard: puts a text there.
    """

    open_address: Callable[[str], bool]
    read_clipboard: Callable[[], str]
    set_clipboard: Callable[[str], None]


def desktop(edges: Desktop, folders: Folders) -> tuple[Tool, ...]:
    """The tools ``open_page``, ``open_file``, ``read_clipboard`` and ``set_clipboard``."""

    async def open_page(address: str) -> dict[str, str]:
        """Open a web page in the person's browser.

        Args:
            address: a full address that begins with https:// or http://.
        """
        if not edges.open_address(web_address(address)):
            raise ToolError("The system has no program that opens web pages.")
        return {"summary": f"I opened {address}"}

    async def open_file(path: str) -> dict[str, str]:
        """Open a file from a granted folder with the program the person has for it.

        Args:
            path: where it lies.
        """
        if not edges.open_address(document(path, folders()).as_uri()):
            raise ToolError("The system has no program for such a file.")
        return {"summary": f"I opened {Path(path).name}"}

    async def read_clipboard() -> dict[str, str]:
        """The text that the person has copied to the clipboard."""
        text = edges.read_clipboard()
        return {"text": text, "summary": f"The clipboard holds: {text[:300]}" if text else "Empty."}

    async def set_clipboard(text: str) -> dict[str, str]:
        """Put a text on the clipboard, for the person to paste.

        Args:
            text: it takes the place of what is there.
        """
        if len(text) > _MOST_CHARS:
            raise ToolError(f"That is longer than {_MOST_CHARS} characters.")
        edges.set_clipboard(text)
        return {"summary": "It is on the clipboard."}

    return (
        tool_from(open_page, Risk.REACHES_OUT),
        tool_from(open_file, Risk.REACHES_OUT),
        tool_from(read_clipboard, Risk.READS),
        tool_from(set_clipboard, Risk.CHANGES),
    )


def web_address(address: str) -> str:
    """``address``, if it is that of a web page and shows where it leads.

    Raises:
        ToolError: it is of another kind, or hides its host behind a name and an @.
    """
    text = address.strip()
    odd = any(not c.isprintable() or c.isspace() or c == "\\" for c in text)
    try:
        parts = urlsplit(text)
        is_page = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_page = False
    if odd or not is_page or "@" in parts.netloc:
        raise ToolError("Only addresses of web pages are opened, which begin with https:// .")
    return text


def document(path: str, folders: Sequence[Path]) -> Path:
    """The file, if it is granted and opening it runs nothing.

    Raises:
        ToolError: it is not.
    """
    real = granted_path(path, folders)
    if not real.is_file():
        raise ToolError(f"{real.name} is no file.")
    is_program = real.stat().st_mode & 0o111 and not real.suffix
    if real.suffix.lower() in _RUNS or is_program:
        raise ToolError(f"{real.name} is a program, which is not opened.")
    return real
