"""A picture of bars as a PNG file, by numpy alone. Pure."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_HEIGHT_PX, _BAR_PX, _GAP_PX = 240, 48, 24
_GROUND, _INK = 255, 90


def bars_png(values: Sequence[float]) -> bytes:
    """Grey bars on white, as high as the values are against the largest; at least one value."""
    heights = np.abs(np.asarray(values, np.float64))
    largest = float(heights.max()) or 1.0
    width = _GAP_PX + len(values) * (_BAR_PX + _GAP_PX)
    canvas = np.full((_HEIGHT_PX, width), _GROUND, np.uint8)
    for number, height in enumerate(heights):
        left = _GAP_PX + number * (_BAR_PX + _GAP_PX)
        top = _HEIGHT_PX - round(float(height) / largest * (_HEIGHT_PX - _GAP_PX))
        canvas[min(top, _HEIGHT_PX - 1) :, left : left + _BAR_PX] = _INK
    return _png(canvas)


def _png(grey: NDArray[np.uint8]) -> bytes:
    """(height, width) uint8 as a PNG file: https://www.w3.org/TR/png-3/, greyscale, no filter."""
    height, width = grey.shape
    lines = b"".join(b"\0" + row.tobytes() for row in grey)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
