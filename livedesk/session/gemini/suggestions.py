"""Google's search suggestions, which come as a piece of HTML, as plain titles and addresses. Pure.

Whoever grounds answers with Google Search has to show them, and a click has to lead to the search
(https://ai.google.dev/gemini-api/docs/google-search, section on search suggestions). Their HTML is
never shown as such: it is somebody else's markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from livedesk.core.events import GroundingSource

_SEARCH = "https://www.google.com/search"
_HOST = "google.com"


def suggestions(rendered: str, queries: Iterable[str]) -> tuple[GroundingSource, ...]:
    """The links of ``rendered`` that lead to Google, or else a search for each of ``queries``."""
    if not rendered:
        return ()
    parser = _Links()
    parser.feed(rendered)
    parser.close()
    found = tuple(dict.fromkeys(link for link in parser.links if _is_google(link.url)))
    if found:
        return found
    return tuple(GroundingSource(q, f"{_SEARCH}?{urlencode({'q': q})}") for q in queries)


def _is_google(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and (host == _HOST or host.endswith(f".{_HOST}"))


class _Links(HTMLParser):
    """Collects the words and the address of each link."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[GroundingSource] = []
        self._url = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._url, self._words = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        title = " ".join("".join(self._words).split())
        if tag == "a" and self._url and title:
            self.links.append(GroundingSource(title, self._url))
            self._url = ""
