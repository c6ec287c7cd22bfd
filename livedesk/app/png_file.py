"""Reads the bytes of a PNG file that others made."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader


def read_png(png: bytes) -> QImage:
    """The picture; a null one where the bytes are none, or of another format than they claim."""
    buffer = QBuffer()
    buffer.setData(QByteArray(png))
    reader = QImageReader(buffer, QByteArray(b"png"))
    reader.setAutoDetectImageFormat(False)
    return reader.read()
