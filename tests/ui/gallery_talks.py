"""Scenes of what was said: sources, other scripts, dialogs of the transcript."""

from __future__ import annotations

from helpers.fake_controllers import FakeContext

from livedesk.core.events import GroundingSource
from livedesk.core.speakers import Speaker
from livedesk.transcript.model import Utterance
from livedesk.ui.main_window import MainWindow

PAGES = (
    GroundingSource("Weather in Lisbon, hour by hour", "https://weather.example.org/lisbon"),
    GroundingSource("Instituto Português do Mar e da Atmosfera", "https://ipma.example.pt/"),
)
SEARCHES = (
    GroundingSource("weather lisbon today", "https://www.google.com/search?q=weather+lisbon"),
)
ARABIC = (
    (Speaker.USER, "كم الساعة الآن في لشبونة؟"),
    (Speaker.ASSISTANT, "الساعة الآن العاشرة ودقيقتان صباحًا في لشبونة (Lisbon)، يوم الاثنين."),
    (Speaker.USER, "مَا هِيَ عَاصِمَةُ البُرْتُغَال؟"),
    (Speaker.ASSISTANT, "عاصمة البرتغال هي لشبونة، وعدد سكانها نحو 550,000 نسمة 🙂."),
)
CHINESE = (
    (Speaker.USER, "里斯本现在几点？"),
    (Speaker.ASSISTANT, "里斯本现在是星期一上午十点零二分，天气晴朗，气温十八度。"),
    (Speaker.USER, "請用繁體字再說一次，好嗎？👩‍👩‍👧"),
    (
        Speaker.ASSISTANT,
        "好的：里斯本現在是星期一上午十點零二分。日本語では「リスボン」と書きます。",
    ),
)


def say(context: FakeContext, words: tuple[tuple[Speaker, str], ...], **facts: object) -> None:
    """These words, one after the other, at the end of what there is."""
    transcript = context.transcript.model._transcript
    for speaker, text in words:
        at = transcript.entries[-1].started_at if transcript.entries else transcript.started_at
        number = 100 + len(transcript.entries)
        own = facts if speaker is Speaker.ASSISTANT else {}
        transcript.append(Utterance(number, speaker, text, at, 90.0, True, **own))


def sources(_window: MainWindow, context: FakeContext) -> None:
    said = (
        (Speaker.USER, "What will the weather be like in Lisbon?"),
        (Speaker.ASSISTANT, "It stays sunny until the evening, with 18 degrees at noon."),
    )
    say(context, said, sources=PAGES, suggestions=SEARCHES)


def link(window: MainWindow, context: FakeContext) -> None:
    sources(window, context)
    window.dialogs.open_link(PAGES[0])


def arabic(_window: MainWindow, context: FakeContext) -> None:
    say(context, ARABIC)


def chinese(_window: MainWindow, context: FakeContext) -> None:
    say(context, CHINESE)


SCENES = {"sources": sources, "link": link, "arabic": arabic, "chinese": chinese}
