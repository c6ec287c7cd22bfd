"""How the practice server sounds."""

import asyncio
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from helpers.practice import tone
from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.paths import resource_path
from livedesk.core.tasks import TaskSet
from livedesk.loopback.prose import FIXED, STORY, fixed_texts
from livedesk.loopback.recordings import Recordings
from livedesk.loopback.sample_rate import RateChanger, to_rate
from livedesk.loopback.speech import EspeakSpeech, choose_speech, sentences
from livedesk.loopback.spelled_out import recorded_words, spell_out
from livedesk.loopback.voices import VOICE_NAMES, style_of

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")


def frequency_hz(samples, rate_hz):
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return np.argmax(spectrum) * rate_hz / len(samples)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("to_hz", [16_000, 24_000])
def test_a_tone_keeps_its_pitch_and_strength(rate_hz, to_hz):
    original = tone(1.0, rate_hz=rate_hz)
    changed = to_rate(original, rate_hz, to_hz)
    assert len(changed) == pytest.approx(to_hz, abs=2)
    assert frequency_hz(changed, to_hz) == pytest.approx(300, abs=1)
    middle = slice(to_hz // 4, to_hz // 2)
    assert np.std(changed[middle]) == pytest.approx(np.std(original), rel=0.02)


def test_what_the_new_rate_cannot_hold_is_removed():
    t = np.arange(48_000) / 48_000
    high = (np.sin(2 * np.pi * 11_000 * t) * 10_000).astype(np.int16)
    assert np.std(to_rate(high, 48_000, 16_000)[1000:-1000]) < 100


@given(st.integers(4_000, 200_000), st.integers(0, 700))
def test_any_rate_gives_about_the_right_length(rate_hz, n_samples):
    changed = to_rate(np.ones(n_samples, np.int16), rate_hz, 16_000)
    assert len(changed) == pytest.approx(n_samples * 16_000 / rate_hz, rel=0.02, abs=2)


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_a_stream_has_no_clicks(rate_hz):
    original = tone(0.5, rate_hz=rate_hz)
    changer = RateChanger(16_000)
    pieces = [
        changer.feed(original[i : i + rate_hz // 50], rate_hz)
        for i in range(0, len(original), rate_hz // 50)
    ]
    joined = np.concatenate(pieces)[400:-400].astype(float)
    largest_step = 2 * np.pi * 300 / 16_000 * 0.2 * 32_767
    assert np.abs(np.diff(joined)).max() < 1.1 * largest_step


def test_all_thirty_voices_differ():
    assert len(VOICE_NAMES) == 30
    assert len({style_of(voice) for voice in VOICE_NAMES}) == 30


def test_an_unknown_voice_has_a_style_of_its_own_every_time():
    assert style_of("Ada") == style_of("Ada")
    assert style_of("Ada") != style_of("Bob")


def test_texts_are_cut_into_sentences():
    assert sentences("One, two. Three? Four!") == ["One, two.", "Three?", "Four!"]
    assert sentences("  ") == []


def pid_of_the_past():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@needs_espeak
async def test_espeak_speaks_and_remembers():
    speech = choose_speech()
    assert isinstance(speech, EspeakSpeech)
    first = await speech.speak("Good day.", "Puck")
    assert 0.4 * 24_000 < len(first) < 2.0 * 24_000
    assert np.abs(first[:240]).max() > 0
    assert await speech.speak("Good day.", "Puck") is first
    assert not np.array_equal(await speech.speak("Good day.", "Charon"), first)


@needs_espeak
async def test_the_story_is_long_enough_to_be_talked_over():
    speech = choose_speech()
    spoken = [await speech.speak(sentence, "Fenrir") for sentence in sentences(STORY)]
    assert sum(map(len, spoken)) > 40 * 24_000


async def test_a_missing_synthesiser_is_replaced_by_recordings(tmp_path):
    samples = await EspeakSpeech(str(tmp_path / "gone")).speak("You are welcome!", "Puck")
    assert np.abs(samples).max() > 3_000


async def test_a_cancelled_sentence_leaves_no_process(tmp_path):
    program = tmp_path / "slow"
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    program.chmod(0o755)
    speaking = asyncio.gather(EspeakSpeech(str(program)).speak("x", "Puck"))
    async with asyncio.timeout(10):
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip():
            await asyncio.sleep(0.01)
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_cancelling_works_in_the_moment_in_which_the_synthesiser_ends(monkeypatch):
    is_waiting = asyncio.Event()

    class JustEnded:
        pid = pid_of_the_past()
        returncode = None
        stdout = None

        async def communicate(self, _):
            is_waiting.set()
            await asyncio.Event().wait()

        async def wait(self):
            return 0

    async def start(*_, **__):
        return JustEnded()

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
    speaking = TaskSet().spawn(EspeakSpeech("espeak-ng").speak("x", "Puck"), name="speech")
    await is_waiting.wait()
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking


async def test_without_a_synthesiser_recordings_speak(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert isinstance(choose_speech(), Recordings)


@pytest.mark.parametrize("text", fixed_texts())
async def test_every_fixed_answer_was_recorded(text):
    index = Recordings()._index
    assert all(" ".join(spell_out(sentence)) in index for sentence in sentences(text))


def test_every_needed_word_was_recorded():
    index = Recordings()._index
    assert {" ".join(spell_out(word)) for word in recorded_words()} <= index.keys()


@pytest.mark.parametrize(
    "sentence",
    ["It is 12:47 PM.", "Today is Wednesday, February 28th, 2029.", "999 times 31 is 30,969."],
)
def test_varying_answers_are_put_together_from_words(sentence):
    index = Recordings()._index
    assert [word for word in spell_out(sentence) if word not in index] == []


async def test_recordings_sound_higher_in_a_higher_voice():
    greeting = sentences(next(iter(FIXED.values())))[0]
    high, low = [await Recordings().speak(greeting, voice) for voice in ("Leda", "Algenib")]
    assert len(high) < 0.9 * len(low)
    assert np.abs(high).max() > 3_000


def test_the_recordings_stay_small():
    folder = resource_path("speech")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
