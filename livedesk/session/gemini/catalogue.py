"""The models, voices and languages on offer. Data; free of the SDK.

Sources, September 2026: models https://ai.google.dev/gemini-api/docs/models/gemini-3.8-live and its
sisters; voices https://docs.cloud.google.com/ "Configure language and voice"; languages
https://ai.google.dev/gemini-api/docs/live-api/capabilities.
"""

from __future__ import annotations

from livedesk.core.capabilities import Capabilities, Language, Model, ThinkingLevel, Voice
from livedesk.core.errors import ModelError
from livedesk.core.tool_types import ToolBehavior

DEFAULT_MODEL_ID = "gemini-3.8-live"
DEFAULT_VOICE = "Kore"
# A text model that runs code, for tables: the Live models do not (ai.google.dev, code execution,
# 2026-09).
ANALYSIS_MODEL_ID = "gemini-3.8-flash"

MODELS: tuple[Model, ...] = (
    Model(
        "gemini-3.8-live",
        "Gemini 3.8 Live",
        "recommended",
        # thinking_level must be left out: this model thinks while it speaks.
        Capabilities(tool_behavior=ToolBehavior.NON_BLOCKING),
    ),
    Model(
        "gemini-3.8-live-extended-thinking",
        "Gemini 3.8 Live Extended Thinking",
        "thinks longer",
        # Refuses blocking tools, and wants a level.
        Capabilities(tool_behavior=ToolBehavior.NON_BLOCKING, thinking_level=ThinkingLevel.MEDIUM),
    ),
    Model(
        "gemini-3.1-flash-live-preview",
        "Gemini 3.1 Flash Live",
        "legacy",
        # Knows synchronous tools only; the field for their behaviour must be left out.
        Capabilities(tool_behavior=None),
    ),
)

VOICES: tuple[Voice, ...] = (
    Voice("Zephyr", "Bright"),
    Voice("Puck", "Upbeat"),
    Voice("Charon", "Informative"),
    Voice("Kore", "Firm"),
    Voice("Fenrir", "Excitable"),
    Voice("Leda", "Youthful"),
    Voice("Orus", "Firm"),
    Voice("Aoede", "Breezy"),
    Voice("Callirrhoe", "Easy-going"),
    Voice("Autonoe", "Bright"),
    Voice("Enceladus", "Breathy"),
    Voice("Iapetus", "Clear"),
    Voice("Umbriel", "Easy-going"),
    Voice("Algieba", "Smooth"),
    Voice("Despina", "Smooth"),
    Voice("Erinome", "Clear"),
    Voice("Algenib", "Gravelly"),
    Voice("Rasalgethi", "Informative"),
    Voice("Laomedeia", "Upbeat"),
    Voice("Achernar", "Soft"),
    Voice("Alnilam", "Firm"),
    Voice("Schedar", "Even"),
    Voice("Gacrux", "Mature"),
    Voice("Pulcherrima", "Forward"),
    Voice("Achird", "Friendly"),
    Voice("Zubenelgenubi", "Casual"),
    Voice("Vindemiatrix", "Gentle"),
    Voice("Sadachbia", "Lively"),
    Voice("Sadaltager", "Knowledgeable"),
    Voice("Sulafat", "Warm"),
)

# Code and English name of each documented language, by name.
_LANGUAGES = """
af Afrikaans|ak Akan|sq Albanian|am Amharic|ar Arabic|hy Armenian|as Assamese|az Azerbaijani|
eu Basque|be Belarusian|bn Bengali|bs Bosnian|bg Bulgarian|my Burmese|ca Catalan|ceb Cebuano|
zh-Hans Chinese (Simplified)|zh-Hant Chinese (Traditional)|hr Croatian|cs Czech|da Danish|nl Dutch|
en English|et Estonian|fo Faroese|fil Filipino|fi Finnish|fr French|gl Galician|ka Georgian|
de German|el Greek|gu Gujarati|ha Hausa|he Hebrew|hi Hindi|hu Hungarian|is Icelandic|
id Indonesian|ga Irish|it Italian|ja Japanese|kn Kannada|kk Kazakh|km Khmer|rw Kinyarwanda|
ko Korean|ku Kurdish|ky Kyrgyz|lo Lao|lv Latvian|lt Lithuanian|mk Macedonian|ms Malay|
ml Malayalam|mt Maltese|mi Maori|mr Marathi|mn Mongolian|ne Nepali|no Norwegian|or Odia|om Oromo|
ps Pashto|fa Persian|pl Polish|pt-BR Portuguese (Brazil)|pt-PT Portuguese (Portugal)|pa Punjabi|
qu Quechua|ro Romanian|rm Romansh|ru Russian|sr Serbian|sd Sindhi|si Sinhala|sk Slovak|
sl Slovenian|so Somali|st Southern Sotho|es Spanish|sw Swahili|sv Swedish|tg Tajik|ta Tamil|
te Telugu|th Thai|tn Tswana|tr Turkish|tk Turkmen|uk Ukrainian|ur Urdu|uz Uzbek|vi Vietnamese|
cy Welsh|fy Western Frisian|wo Wolof|yo Yoruba|zu Zulu
"""


def _parse_language(entry: str) -> Language:
    code, _, name = entry.strip().partition(" ")
    return Language(code, name)


LANGUAGES: tuple[Language, ...] = tuple(_parse_language(entry) for entry in _LANGUAGES.split("|"))

_MODELS_BY_ID = {model.model_id: model for model in MODELS}
_LANGUAGES_BY_CODE = {language.code: language for language in LANGUAGES}


def model_by_id(model_id: str) -> Model:
    """The model of that name.

    Raises:
        ModelError: there is none in the catalogue.
    """
    try:
        return _MODELS_BY_ID[model_id]
    except KeyError:
        raise ModelError(
            f"LiveDesk does not know the model “{model_id}”.",
            "Choose a model from the menu.",
            detail=f"model {model_id!r}",
        ) from None


def language_by_code(code: str) -> Language | None:
    """The language of that code, or None."""
    return _LANGUAGES_BY_CODE.get(code)
