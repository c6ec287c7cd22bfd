"""The catalogue, and that reading it loads no SDK."""

from __future__ import annotations

import subprocess
import sys

import pytest

from livedesk.core.errors import ModelError
from livedesk.session.gemini import catalogue


def test_what_is_on_offer():
    assert catalogue.MODELS[0].model_id == catalogue.DEFAULT_MODEL_ID == "gemini-3.8-live"
    assert [model.note for model in catalogue.MODELS] == ["recommended", "thinks longer", "legacy"]
    assert len({voice.name for voice in catalogue.VOICES}) == 30
    assert catalogue.DEFAULT_VOICE in {voice.name for voice in catalogue.VOICES}
    assert all(" " not in voice.character for voice in catalogue.VOICES)
    assert len({language.code for language in catalogue.LANGUAGES}) == 99
    names = [language.name for language in catalogue.LANGUAGES]
    assert names == sorted(names)


def test_look_ups():
    assert catalogue.model_by_id("gemini-3.8-live") is catalogue.MODELS[0]
    with pytest.raises(ModelError, match="gpt"):
        catalogue.model_by_id("gpt")
    german = catalogue.language_by_code("de")
    assert german is not None
    assert german.name == "German"
    assert catalogue.language_by_code("xx") is None


def test_the_session_and_its_connector_do_not_load_the_sdk():
    code = (
        "import sys, livedesk.session.live_session, livedesk.session.scripted;"
        "import livedesk.session.gemini.connector, livedesk.session.gemini.catalogue;"
        "bad = {'google.genai', 'websockets', 'pydantic', 'PySide6', 'pyaudio'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
