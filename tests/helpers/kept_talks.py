"""Conversations of several days, scripts and kinds, kept in a store to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from helpers.speech import speak
from helpers.store_desk import StoreDesk

from livedesk.audio.backends.wav_file import read_wav
from livedesk.audio.sound_file import RECORDING_RATE_HZ, SoundFormat, SoundWriter
from livedesk.core.events import GroundingSource
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Entry, ToolEntry, ToolState, Utterance
from livedesk.transcript.model import TalkSetting
from livedesk.transcript.store import changes, recordings
from livedesk.transcript.store.rows import Head
from livedesk.transcript.store.transcript_store import recordings_folder

RECORDED = "c" * 32
ARABIC = "a" * 32
CHINESE = "b" * 32
_TURN_S = 6.0
_SETTING = TalkSetting("Gemini 3.1 Flash Live", "Kore", "Assistant")
_CLOCKS = (
    "Why do clocks run clockwise?",
    "Because the first ones followed the sundial, whose shadow turns that way "
    "north of the equator.",
    "And south of it?",
    "There the shadow turns the other way round. Had clocks been invented in Australia, ours would "
    "run backwards.",
)
_OTHERS = {
    ARABIC: (
        1,
        "",
        "ما هي عاصمة البرتغال؟",
        "عاصمة البرتغال هي لشبونة، وتقع على نهر تاجة قرب المحيط الأطلسي.",
        "كم الساعة هناك الآن؟",
        "الساعة الآن العاشرة ودقيقتان صباحًا في Lisbon.",
    ),
    CHINESE: (
        1,
        "",
        "里斯本现在几点？",
        "里斯本现在是星期一上午十点零二分。😀",
        "那里的天气怎么样？",
        "今天天气晴朗，气温十八度，很适合去海边散步。",
    ),
    "d" * 32: (
        2,
        "Plans for the garden",
        "When should I plant the bulbs?",
        "In October, before the first frost; the clocks go back about then.",
    ),
    "e" * 32: (9, "", "How far is the moon?", "About 384,000 kilometres away."),
    "f" * 32: (40, "", "Tell me a joke", "A clock that is hungry goes back four seconds."),
}


def keep_talks(data_home: Path, work: Path) -> None:
    """Fill the store of a program whose data lie in ``data_home``; sound is made in ``work``."""
    folder = data_home / "livedesk" / "conversations"
    folder.mkdir(parents=True)
    now = datetime.now(UTC).replace(microsecond=0)
    with StoreDesk(folder) as desk:
        for uuid, (days, title, *texts) in _OTHERS.items():
            began = now - timedelta(days=days, minutes=len(title))
            _keep(desk, Head(uuid, began, _SETTING, title), _turns(texts, began))
        began = now - timedelta(minutes=25)
        _keep(desk, Head(RECORDED, began, _SETTING), _with_sources(_turns(_CLOCKS, began)))
        _record(desk, work)


def _keep(desk: StoreDesk, head: Head, entries: list[Entry]) -> None:
    def job(connection: object) -> None:
        changes.write_whole(connection, head, changes.in_order(entries))  # type: ignore[arg-type]

    desk.store.run(job).result()


def _turns(texts: list[str] | tuple[str, ...], began: datetime) -> list[Entry]:
    sides = (Speaker.USER, Speaker.ASSISTANT)
    return [
        Utterance(
            number + 1,
            sides[number % 2],
            text,
            began + timedelta(seconds=_TURN_S * number),
            _TURN_S * number,
            is_final=True,
            end_s=_TURN_S * (number + 1) - 1,
            spoken_from_s=_TURN_S * number,
            spoken_to_s=_TURN_S * (number + 1) - 1,
        )
        for number, text in enumerate(texts)
    ]


def _with_sources(entries: list[Entry]) -> list[Entry]:
    """The first answer rests on pages; a tool was called before the last."""
    first, last = entries[1], entries[3]
    assert isinstance(first, Utterance)
    assert isinstance(last, Utterance)
    sources = (
        GroundingSource("Clockwise", "https://en.wikipedia.org/wiki/Clockwise"),
        GroundingSource("Sundial", "https://en.wikipedia.org/wiki/Sundial"),
    )
    entries[1] = replace(first, sources=sources)
    place = {"place": "Sydney"}
    found = {"local_time": "2026-11-23T21:02:00+11:00"}
    call = ToolEntry(
        9, "call-1", "local_time", place, last.started_at, ToolState.SUCCEEDED, found, "", 12.0
    )
    return [*entries[:3], call, entries[3]]


def _record(desk: StoreDesk, work: Path) -> None:
    """Both sides of the clock conversation, each turn said where its times say."""
    folder = recordings_folder(desk.store.path)
    folder.mkdir()
    length_s = _TURN_S * len(_CLOCKS)
    tracks = np.zeros((int(length_s * RECORDING_RATE_HZ), 2), np.int16)
    for number, text in enumerate(_CLOCKS):
        spoken = read_wav(speak(text, work))
        n_samples = int(min(len(spoken.samples) / spoken.rate_hz, _TURN_S) * RECORDING_RATE_HZ)
        at = np.arange(n_samples) * spoken.rate_hz / RECORDING_RATE_HZ
        start = int(number * _TURN_S * RECORDING_RATE_HZ)
        said = np.interp(at, np.arange(len(spoken.samples)), spoken.samples)
        tracks[start : start + n_samples, number % 2] = said
    name = recordings.file_name(RECORDED, 0.0, SoundFormat.FLAC.value)
    writer = SoundWriter(folder / name, SoundFormat.FLAC)
    writer.write(tracks)
    writer.close()
    recording = recordings.Recording(name, 0.0, length_s)
    desk.store.run(lambda connection: recordings.note(connection, RECORDED, recording)).result()
