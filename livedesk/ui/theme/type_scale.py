"""The sizes of type, in pixels, following the text size that the system is set to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontInfo

# What desktops ship with lies between 12 px (Windows) and 13.3 px (10 pt at 96 dpi); a person
# who set more wants larger type, and gets it in proportion.
_USUAL_PX = 13.4


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Sizes by use, in device-independent pixels."""

    caption_px: int = 12
    control_px: int = 14
    title_px: int = 20
    welcome_px: int = 28


def type_scale(system_font: QFont) -> TypeScale:
    """The scale for a person whose system writes in ``system_font``."""
    factor = max(1.0, QFontInfo(system_font).pixelSize() / _USUAL_PX)
    usual = TypeScale()
    return TypeScale(
        round(usual.caption_px * factor),
        round(usual.control_px * factor),
        round(usual.title_px * factor),
        round(usual.welcome_px * factor),
    )
