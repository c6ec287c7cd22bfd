"""The speaker reaches the microphone: the assistant does not interrupt itself, the person does."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.spoken_talk import SpokenTalk
from helpers.virtual_sound import VirtualSound

from livedesk.core.audio_processing import Preset
from livedesk.core.speakers import Speaker

pytestmark = pytest.mark.sound


async def _hear_undisturbed(talk: SpokenTalk) -> None:
    """Listen to a story for 8 s without a word.

    Only where the devices themselves lost blocks, because the machine has more work than it can
    do, another story is asked for: no canceller knows a way that changes under it.
    """
    for _ in range(3):
        n_lost = talk.audio.lost_blocks + talk.audio.overruns
        await talk.begin_story()
        if await talk.listen(8.0) == 0:
            return
        assert talk.audio.lost_blocks + talk.audio.overruns > n_lost, "it interrupted itself"
        await talk.until(lambda: not talk.audio.is_playing, 90)
    pytest.fail("it interrupted itself three times")


async def test_a_story_is_told_undisturbed_until_it_is_talked_over(
    sound: VirtualSound, tmp_path: Path
) -> None:
    sound.echo(True)
    try:
        async with SpokenTalk(sound, tmp_path, Preset.SPEAKERS.processing) as talk:
            await _hear_undisturbed(talk)
            assert talk.audio.is_playing
            assert talk.audio.echo_delay_ms == pytest.approx(110, abs=80)
            n_cut = talk.n_cut
            await talk.say("how are you")
            await talk.until(lambda: talk.n_cut == n_cut + 1)
            await talk.until(lambda: "fine" in talk.said_by(Speaker.ASSISTANT)[-1].text)
            assert talk.said_by(Speaker.USER)[-1].text == "how are you"
            assert not talk.errors
    finally:
        sound.echo(False)
