"""Fonts, metrics and colours of the transcript."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QTextCharFormat

from livedesk.ui.panels.transcript.words import Meaning
from livedesk.ui.theme.theme import Theme
from livedesk.ui.theme.type_scale import type_scale

# Text to read is a little larger than the text of controls.
_TEXT_PER_CONTROL = 15 / 14
_LINE_HEIGHT = 1.5
_COLUMN_CHARACTERS = 68
# Letters of ordinary prose in their ordinary frequency, to measure how wide a character is.
_PROSE = "the sun was low and the long road home lay quiet before us in the evening light, "


@dataclass(frozen=True)
class Style:
    """Everything that an entry's look depends on but the entry itself.

    Lengths are in device-independent pixels.
    """

    text_font: QFont
    name_font: QFont
    caption_font: QFont
    code_font: QFont
    card_font: QFont
    line_px: float
    column_px: float
    character_px: float
    colours: Mapping[str, QColor]
    formats: Mapping[Meaning, QTextCharFormat]
    selected: QTextCharFormat
    coming: QTextCharFormat

    def colour(self, role: str) -> QColor:
        """The theme's colour of ``role``."""
        return self.colours[role]


def make_style(theme: Theme, system_font: QFont) -> Style:
    """The style for a theme and a person whose system writes in ``system_font``."""
    scale = type_scale(system_font)
    text_px = round(scale.control_px * _TEXT_PER_CONTROL)
    text_font = _sized(system_font, text_px)
    caption_font = _sized(system_font, scale.caption_px)
    if hasattr(caption_font, "setFeature"):
        caption_font.setFeature(QFont.Tag("tnum"), 1)
    name_font = QFont(caption_font)
    name_font.setWeight(QFont.Weight.DemiBold)
    code_font = _sized(
        QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), scale.caption_px
    )
    prose_px = QFontMetricsF(text_font).horizontalAdvance(_PROSE) / len(_PROSE)
    return Style(
        text_font=text_font,
        name_font=name_font,
        caption_font=caption_font,
        code_font=code_font,
        card_font=_sized(system_font, scale.control_px),
        line_px=math.ceil(text_px * _LINE_HEIGHT),
        column_px=round(prose_px * _COLUMN_CHARACTERS),
        character_px=prose_px,
        colours=theme.colours,
        formats=_formats(theme, caption_font, code_font),
        selected=_format(theme, "on_you"),
        coming=_format(theme, "muted"),
    )


def _formats(
    theme: Theme, caption_font: QFont, code_font: QFont
) -> Mapping[Meaning, QTextCharFormat]:
    unheard = _format(theme, "muted")
    unheard.setFontStrikeOut(True)
    label = _format(theme, "muted")
    label.setFont(caption_font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
    code = _format(theme, "text")
    code.setFont(code_font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
    link = _format(theme, "you")
    link.setFont(caption_font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
    link.setFontUnderline(True)
    return {
        Meaning.LINK: link,
        Meaning.GUESS: _format(theme, "muted"),
        Meaning.UNHEARD: unheard,
        Meaning.QUIET: _format(theme, "muted"),
        Meaning.FAILED: _format(theme, "danger"),
        Meaning.LABEL: label,
        Meaning.CODE: code,
    }


def _format(theme: Theme, role: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(theme.colour(role))
    return made


def _sized(font: QFont, size_px: int) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(size_px)
    return sized
