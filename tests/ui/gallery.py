"""Pictures of the window in every state, to be looked at.

``PYTHONPATH=tests python tests/ui/gallery.py FOLDER`` draws every scene in both themes at
1000 × 720; ``--size 640x480``, ``--scene listening`` and ``--theme dark`` narrow it down, and
QT_SCALE_FACTOR=2 draws it twice as fine.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gallery_talks
from helpers.demo_transcript import demo_transcript
from helpers.fake_controllers import FakeContext
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from livedesk.app.account import Account
from livedesk.app.connection_report import Bill, ConnectionReport
from livedesk.app.outage import Outage
from livedesk.app.talk_phase import TalkPhase
from livedesk.core.connection_story import ConnectionStory
from livedesk.core.credential import CredentialSource
from livedesk.core.errors import (
    CredentialError,
    LiveDeskError,
    MicrophoneError,
    ModelError,
    QuotaError,
    ServerUnreachableError,
)
from livedesk.core.paths import resource_path
from livedesk.core.prices import read_prices
from livedesk.core.reports import SessionState
from livedesk.core.tokens import PRACTICE, Tokens
from livedesk.transcript.model import Notice, NoticeKind
from livedesk.ui.dialogs.settings_dialog import SettingsDialog
from livedesk.ui.main_window import MainWindow
from livedesk.ui.settings_pages.account_page import AccountPage
from livedesk.ui.settings_pages.audio_page import AudioPage
from livedesk.ui.settings_pages.connection_page import ConnectionPage

Scene = Callable[[MainWindow, FakeContext], None]


def _phase(phase: TalkPhase, **facts: Any) -> Scene:
    def show(_window: MainWindow, context: FakeContext) -> None:
        context.conversation.show(phase, **facts)

    return show


def _welcome(window: MainWindow, _context: FakeContext) -> None:
    window.show_welcome()


def _voices(window: MainWindow, _context: FakeContext) -> None:
    window.top_bar.voice_chooser.open()


def _instructions(window: MainWindow, _context: FakeContext) -> None:
    window.top_bar.instruction_chooser.open()


def _pending(window: MainWindow, context: FakeContext) -> None:
    context.conversation.show(TalkPhase.SPEAKING)
    context.choices.choose_voice("Puck")
    context.choices.wait_for_pause("voice")


def _lost(_window: MainWindow, context: FakeContext) -> None:
    error = ServerUnreachableError(
        "The connection to Gemini was lost and could not be made again.",
        "Check that this computer is on the internet, then try again.",
    )
    context.conversation.show(TalkPhase.ERROR, microphone_open=False, error=error)
    context.conversation.error_occurred.emit(error)


def _no_microphone(_window: MainWindow, context: FakeContext) -> None:
    context.conversation.show(TalkPhase.IDLE, is_talking=True)
    context.conversation.error_occurred.emit(
        MicrophoneError(
            "No microphone was found.", "Plug one in and try again, or type your message."
        )
    )


def _wrong_key(_window: MainWindow, context: FakeContext) -> None:
    error = CredentialError(
        "Gemini did not accept the key.", "Check GEMINI_API_KEY, or get a new key."
    )
    context.conversation.show(TalkPhase.ERROR, microphone_open=False, error=error)
    context.conversation.error_occurred.emit(error)


def _outage(error: LiveDeskError, *, left_s: float | None, waiting_s: float = 0.0) -> Scene:
    def show(_window: MainWindow, context: FakeContext) -> None:
        retry_at_s = None if left_s is None else context.connection.now_s() + left_s
        context.conversation.show(TalkPhase.RECONNECTING, attempt=4, retry_in_s=left_s or 0.0)
        outage = Outage(error, retry_at_s, waiting_s * 1000, 15_000)
        context.connection.outage_changed.emit(outage)

    return show


_GONE = ServerUnreachableError(
    "The connection to the server was lost.", "Check your internet connection.", detail="close 1006"
)
_LIMIT = QuotaError(
    "The usage limit of this API key is reached for now.",
    "LiveDesk waits a minute before it tries again.",
    detail="close 1011",
)


def _wrong_model(_window: MainWindow, context: FakeContext) -> None:
    error = ModelError(
        "The server does not offer this model.", "Choose another model.", detail="close 1008"
    )
    context.conversation.show(TalkPhase.ERROR, microphone_open=False, error=error)
    context.conversation.error_occurred.emit(error)


def _story(window: MainWindow, context: FakeContext) -> None:
    practice = context.account.account.is_practice
    model = PRACTICE if practice else "gemini-3.8-live"
    prices = read_prices(resource_path("prices.toml"))
    talk = {model: Tokens(1_240, 18_350, 0, 412, 9_120)}
    today = {model: Tokens(9_870, 121_400, 560, 3_020, 64_800, from_clock=True)}
    story = ConnectionStory(SessionState.LIVE, model, 0.0, 42.0, 3, 1, True)
    context.connection.reported = ConnectionReport(
        "Practice server" if practice else "Gemini 3.8 Live",
        practice,
        prices.as_of,
        story,
        754.0,
        812.0,
        705.0,
        9,
        Bill(talk, prices.cost(talk)),
        Bill(today, prices.cost(today)),
    )
    context.conversation.show(TalkPhase.LISTENING)
    window.open_story()


def _details(window: MainWindow, _context: FakeContext) -> None:
    window.dialogs.open_error_details(_GONE)


def _broken(_window: MainWindow, context: FakeContext) -> None:
    transcript = context.transcript.model._transcript
    n_entries = len(transcript.entries)
    for number, (kind, text) in enumerate(
        (
            (NoticeKind.AUDIO_LOST, "3.2 s of speech could not be sent."),
            (NoticeKind.ANSWER_BROKEN, "The connection was lost in the middle of this answer."),
            (NoticeKind.RECONNECTED, "The connection was lost and is back."),
        ),
        start=n_entries,
    ):
        transcript.append(Notice(number, kind, text, transcript.entries[-1].started_at))
    context.conversation.show(TalkPhase.LISTENING)


def _saved(window: MainWindow, _context: FakeContext) -> None:
    window.toast.say(f"Saved to {Path.home() / 'Documents' / 'talk-2026-11-23.md'}")


def _typing(window: MainWindow, _context: FakeContext) -> None:
    window.talk_bar.message_field.editor.setPlainText("What time is it in Tokyo,\nand in Lima?")
    window.talk_bar.message_field.take_focus()


def _focus(window: MainWindow, _context: FakeContext) -> None:
    window.talk_bar.mic_button.setFocus()


def _audio(window: MainWindow, context: FakeContext) -> None:
    context.audio.choose_speaker("worn")
    window.dialogs.open_audio()


def _connection(window: MainWindow, _context: FakeContext) -> None:
    window.dialogs.open_settings()
    window.findChild(SettingsDialog).show_page(ConnectionPage)


def _cloud_account(window: MainWindow, context: FakeContext) -> None:
    project = Account(False, "desk-1 in europe-west1", source=CredentialSource.CLOUD_PROJECT)
    context.account.account_changed.emit(project)
    window.dialogs.open_account()
    window.findChild(AccountPage).show_account(project)


def _audio_test(window: MainWindow, context: FakeContext) -> None:
    _audio(window, context)
    context.sound_tester.toggle_microphone()
    page = window.findChild(AudioPage)
    page.parent().parent().ensureWidgetVisible(page.boxes["gain_control"])
    page.preset_chooser.open()


SCENES: dict[str, Scene] = {
    "welcome": _welcome,
    "idle": _phase(TalkPhase.IDLE),
    "connecting": _phase(TalkPhase.CONNECTING),
    "listening": _phase(TalkPhase.LISTENING),
    "thinking": _phase(TalkPhase.THINKING),
    "speaking": _phase(TalkPhase.SPEAKING),
    "muted": _phase(TalkPhase.MUTED),
    "reconnecting": _phase(TalkPhase.RECONNECTING, retry_in_s=3.0),
    "error": _lost,
    "no-microphone": _no_microphone,
    "wrong-key": _wrong_key,
    "wrong-model": _wrong_model,
    "outage": _outage(_GONE, left_s=4.0, waiting_s=4.2),
    "outage-now": _outage(_GONE, left_s=None),
    "quota": _outage(_LIMIT, left_s=58.0),
    "story": _story,
    "broken": _broken,
    "details": _details,
    "voices": _voices,
    "instructions": _instructions,
    "pending": _pending,
    "saved": _saved,
    "typing": _typing,
    "focus": _focus,
    "editor": lambda window, _context: window.dialogs.open_instructions(),
    "settings": lambda window, _context: window.dialogs.open_settings(),
    "audio": _audio,
    "audio-test": _audio_test,
    "connection": _connection,
    "account": lambda window, _context: window.dialogs.open_account(),
    "account_cloud": _cloud_account,
    "keys": lambda window, _context: window.dialogs.open_keys(),
    "about": lambda window, _context: window.dialogs.open_about(),
    **gallery_talks.SCENES,
}


def _picture(name: str, theme: str, size: tuple[int, int], target: Path, *, key: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        context = FakeContext(Path(folder), demo_transcript(), is_practice=not key)
        window = MainWindow(context)
        context.settings.set_theme(theme)
        window.show_transcript()
        window.resize(*size)
        window.show()
        QTest.qWait(150)
        SCENES[name](window, context)
        QTest.qWait(400)
        shown = window.findChild(QDialog) or window
        shown.grab().save(str(target))
        window.hide()
        window.deleteLater()
        QTest.qWait(10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scene", action="append", choices=list(SCENES))
    parser.add_argument("--theme", action="append", choices=["light", "dark"])
    parser.add_argument("--size", default="1000x720")
    parser.add_argument("--key", action="store_true", help="as with a Gemini key")
    given = parser.parse_args()
    width, height = (int(part) for part in given.size.split("x"))
    application = QApplication(["gallery"])
    given.folder.mkdir(parents=True, exist_ok=True)
    for theme in given.theme or ["light", "dark"]:
        for scene in given.scene or list(SCENES):
            target = given.folder / f"{scene}-{theme}-{given.size}.png"
            _picture(scene, theme, (width, height), target, key=given.key)
    application.quit()


if __name__ == "__main__":
    main()
