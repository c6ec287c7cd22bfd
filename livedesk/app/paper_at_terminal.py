"""A transcript as PDF without any display: Qt lays it out for a screen that is not there."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from livedesk.app.paper import pdf_of
from livedesk.transcript.model import Record


def pdf_without_display(record: Record) -> bytes:
    """The transcript as PDF. To be called on the main thread, where no window runs."""
    application = QGuiApplication.instance()
    if application is None:
        application = QGuiApplication(["livedesk", "-platform", "offscreen"])
    content = pdf_of(record)
    del application
    return content
