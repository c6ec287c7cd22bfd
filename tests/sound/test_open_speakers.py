"""The speaker reaches the microphone: the assistant does not interrupt itself, the person does."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.spoken_talk import SpokenTalk
from helpers.virtual_sound import VirtualSound

from livedesk.core.audio_processing import Preset
from livedesk.core.speakers import Speaker

pytestmark = pytest.mark.sound


async def test_a_story_is_told_undisturbed_until_it_is_talked_over(
    sound: VirtualSound, tmp_path: Path
) -> None:
    sound.echo(True)
    try:
        async with SpokenTalk(sound, tmp_path, Preset.SPEAKERS.processing) as talk:
            await talk.begin_story()
            assert await talk.listen(8.0) == 0
            assert talk.audio.is_playing
            assert talk.audio.echo_delay_ms == pytest.approx(90, abs=60)
            await talk.say("how are you")
            await talk.until(lambda: talk.n_cut == 1)
            await talk.until(lambda: "fine" in talk.said_by(Speaker.ASSISTANT)[-1].text)
            assert [said.text for said in talk.said_by(Speaker.USER)] == [
                "tell me a long story",
                "how are you",
            ]
            assert not talk.errors
    finally:
        sound.echo(False)
