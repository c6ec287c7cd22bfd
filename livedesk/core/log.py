"""Loggers by subject. Secrets, instructions and spoken text never reach a log line.

Subjects: ``audio session wire transcript tools ui settings creds loopback tasks app``.
"""

from __future__ import annotations

import logging
import re

# Key-shaped words: Google's two kinds of API key, ephemeral tokens, authorization headers.
_SECRET = re.compile(
    r"AIza[0-9A-Za-z_\-]{10,}|AQ\.[0-9A-Za-z_\-.]{10,}|auth_tokens/[^\s'\"]+"
    r"|(?i:(?<=bearer )|(?<=token ))[0-9A-Za-z_\-./]{16,}"
)
REDACTED = "[secret]"


def redact(text: str) -> str:
    """``text`` with everything that is shaped like a key replaced."""
    return _SECRET.sub(REDACTED, text)


class RedactingFormatter(logging.Formatter):
    """Formats a record, tracebacks included, and then takes the secrets out."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one redacted text."""
        return redact(super().format(record))


def get_logger(subject: str) -> logging.Logger:
    """The logger of one subject."""
    return logging.getLogger(f"livedesk.{subject}")


def configure(level: int = logging.WARNING) -> None:
    """Send LiveDesk's own log to standard error from ``level`` on. Idempotent."""
    root = logging.getLogger("livedesk")
    root.setLevel(level)
    if not any(isinstance(h.formatter, RedactingFormatter) for h in root.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
