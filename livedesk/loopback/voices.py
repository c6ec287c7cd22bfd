"""How each prebuilt voice sounds when espeak-ng speaks it.

The thirty names and their characters are those of the Live API
(https://ai.google.dev/gemini-api/docs/live-api/capabilities, 2026-09-19). No sound of theirs is
imitated: each is a variant, pitch and speed of its own, so that a change is heard.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoiceStyle:
    """One way of speaking.

    Attributes:
        variant: espeak-ng voice, such as ``en-us+f3``.
        pitch: espeak-ng pitch, 0 … 99.
        words_per_minute: speaking speed.
    """

    variant: str
    pitch: int
    words_per_minute: int


_STYLES: dict[str, VoiceStyle] = {
    "Zephyr": VoiceStyle("en-us+f2", 62, 178),
    "Puck": VoiceStyle("en-us+m1", 66, 188),
    "Charon": VoiceStyle("en-us+m3", 30, 160),
    "Kore": VoiceStyle("en-us+f3", 48, 165),
    "Fenrir": VoiceStyle("en-us+m2", 58, 192),
    "Leda": VoiceStyle("en-us+f4", 74, 176),
    "Orus": VoiceStyle("en-us+m4", 36, 158),
    "Aoede": VoiceStyle("en-us+f1", 58, 172),
    "Callirrhoe": VoiceStyle("en-us+f3", 56, 154),
    "Autonoe": VoiceStyle("en-us+f4", 60, 170),
    "Enceladus": VoiceStyle("en-us+m5", 40, 152),
    "Iapetus": VoiceStyle("en-gb+m1", 44, 166),
    "Umbriel": VoiceStyle("en-gb+m2", 40, 156),
    "Algieba": VoiceStyle("en-us+m6", 34, 162),
    "Despina": VoiceStyle("en-gb+f3", 54, 164),
    "Erinome": VoiceStyle("en-gb+f2", 50, 168),
    "Algenib": VoiceStyle("en-us+m7", 18, 154),
    "Rasalgethi": VoiceStyle("en-gb+m3", 38, 170),
    "Laomedeia": VoiceStyle("en-gb+f4", 70, 184),
    "Achernar": VoiceStyle("en-us+f5", 46, 150),
    "Alnilam": VoiceStyle("en-gb+m4", 32, 164),
    "Schedar": VoiceStyle("en-us+m1", 42, 162),
    "Gacrux": VoiceStyle("en-gb+f1", 30, 156),
    "Pulcherrima": VoiceStyle("en-us+f1", 68, 182),
    "Achird": VoiceStyle("en-gb+m1", 56, 174),
    "Zubenelgenubi": VoiceStyle("en-us+m3", 50, 180),
    "Vindemiatrix": VoiceStyle("en-gb+f5", 52, 148),
    "Sadachbia": VoiceStyle("en-us+m4", 64, 194),
    "Sadaltager": VoiceStyle("en-gb+m7", 28, 160),
    "Sulafat": VoiceStyle("en-gb+f3", 40, 158),
}
VOICE_NAMES = tuple(_STYLES)

_VARIANTS = tuple(
    f"{accent}+{sex}{n}" for accent in ("en-us", "en-gb") for sex in "mf" for n in range(1, 6)
)


def style_of(voice: str) -> VoiceStyle:
    """How ``voice`` speaks; an unknown name gets a style of its own, the same every time."""
    if known := _STYLES.get(voice):
        return known
    digest = hashlib.sha256(voice.encode()).digest()
    return VoiceStyle(
        _VARIANTS[digest[0] % len(_VARIANTS)], 20 + digest[1] % 60, 150 + digest[2] % 45
    )
