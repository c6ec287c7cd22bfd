"""Scenes of what was said: sources, other scripts, dialogs of the transcript."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta

from helpers.fake_controllers import FakeContext
from PySide6.QtCore import QItemSelectionModel

from livedesk.app.past_talks import by_day
from livedesk.core.events import GroundingSource
from livedesk.core.speakers import Speaker
from livedesk.transcript.model import Utterance
from livedesk.transcript.store.query import parsed
from livedesk.transcript.store.reading import Summary
from livedesk.transcript.store.search import Find
from livedesk.transcript.store.snippet import snippet
from livedesk.ui.dialogs.export_dialog import ExportDialog
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


def export(window: MainWindow, _context: FakeContext) -> None:
    window.dialogs.exporting.open_export()


def export_again(window: MainWindow, context: FakeContext) -> None:
    window.dialogs.exporting.open_export()
    dialog = window.findChild(ExportDialog)
    dialog.take_folder(tempfile.mkdtemp())
    (dialog._folder / "talk.pdf").touch()
    dialog.name_field.setText("talk")
    dialog.choose(".pdf")
    context.export.sound_found.emit(True)


def _talks() -> tuple[Summary, ...]:
    now = datetime.now().astimezone()
    held = (
        ("Where do the swallows of Lisbon go in winter?", 0, 754.0, "assistant", True, True),
        ("里斯本现在几点？", 0, 61.0, "language_tutor", False, False),
        ("كم الساعة الآن في لشبونة؟", 1, 130.0, "assistant", False, True),
        (
            "How are apple trees pruned, and when is it too late?",
            1,
            2_400.0,
            "assistant",
            False,
            False,
        ),
        ("Mein Vortrag über Brücken", 9, 4_000.0, "interview_coach", False, True),
    )
    return tuple(
        Summary(
            f"u{number}", title, now - timedelta(days=days, minutes=7 * number), length_s, "ended",
            mode, "Live", "Kore", is_pinned, has_audio, 900, 0.02,
        )
        for number, (title, days, length_s, mode, is_pinned, has_audio) in enumerate(held)
    )  # fmt: skip


def _history(window: MainWindow, context: FakeContext, rows: tuple[object, ...]) -> None:
    window.actions_table.show_history.trigger()
    context.history.modes_changed.emit(("assistant", "interview_coach", "language_tutor"))
    context.history.show(*rows)


def history(window: MainWindow, context: FakeContext) -> None:
    _history(window, context, by_day(list(_talks())))
    view = window.sidebar.list
    for row in (4, 6):
        index = view.model().index(row, 0)
        view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def search(window: MainWindow, context: FakeContext) -> None:
    context.history.is_search = True
    query = parsed("bridge")
    now = datetime.now().astimezone()
    texts = (
        "Six bridges cross the Douro at Porto; the oldest of these bridges is the Maria Pia.",
        "A bridge is only as strong as what it stands on, and nobody ever looks at that.",
    )
    finds = tuple(
        Find(n, f"u{n}", "Bridges", n, "utterance", "assistant", now, 2.0, snippet(text, query))
        for n, text in enumerate(texts)
    )
    _history(window, context, finds)
    window.sidebar.field.setText("bridge")


SCENES = {
    "export": export,
    "export-again": export_again,
    "history": history,
    "search": search,
    "sources": sources,
    "link": link,
    "arabic": arabic,
    "chinese": chinese,
}
