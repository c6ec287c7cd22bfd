"""Runs the real program in its own process and answers questions about it, one JSON line each.

Started by ``live_window.LiveWindow`` as a module, with ``--talk`` or without. The program is the
shipped one; only its ``Context`` is noted as it is built, to be asked. Questions come by standard
input and are answered on the main thread, between two events, by standard output.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
from enum import Enum
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QSocketNotifier, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from livedesk.app.context import Context
from livedesk.app.talk_phase import TalkStatus
from livedesk.ui import application

_COPY = Qt.DropAction.CopyAction
_HELD = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


class Driver(QObject):
    """Answers what the tests ask."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._buffer = b""
        self._marks: dict[str, float] = {}
        self._account_told = False
        self._probe: Any = None
        self._reading: Any = None
        context.conversation.status_changed.connect(self._on_status)
        QApplication.instance().installEventFilter(self)
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Note when the window is drawn for the first time."""
        if event.type() is QEvent.Type.Paint and receiver.inherits("QMainWindow"):
            self._mark("PAINTED")
            QApplication.instance().removeEventFilter(self)
        return False

    def _mark(self, name: str) -> None:
        # The first time only, on the clock that all processes of a machine share.
        self._marks.setdefault(name, time.monotonic())

    def _on_status(self, status: TalkStatus) -> None:
        self._mark(status.phase.name)

    def _on_readable(self) -> None:
        chunk = os.read(0, 65_536)
        if not chunk:
            self._notifier.setEnabled(False)
            return
        self._buffer += chunk
        while b"\n" in self._buffer:
            line, self._buffer = self._buffer.split(b"\n", 1)
            question = json.loads(line)
            try:
                answer = {"answer": getattr(self, "do_" + question.pop("do"))(**question)}
            except Exception as error:  # noqa: BLE001 - the test is to see whatever it is
                answer = {"error": f"{type(error).__name__}: {error}"}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    @property
    def _window(self) -> QWidget:
        return next(w for w in QApplication.topLevelWidgets() if w.inherits("QMainWindow"))

    def do_state(self) -> dict[str, Any]:
        """Everything a test may wait for."""
        context = self._context
        return {
            "status": plain(context.conversation.status),
            "entries": [plain(entry) for entry in self._entries()],
            "choices": plain(context.choices.choices),
            "pending": sorted(context.choices.pending),
            "is_visible": self._window.isVisible(),
            "n_found": context.history.model.rowCount() if context.history.is_search else 0,
            "shown": context.transcript.transcript.conversation_id,
            "is_active": self._window.isActiveWindow(),
            "marks": self._marks,
            "outage": self._outage(),
            "is_recording": context.recording.is_recording,
            "playback": plain(context.playback.status),
            "question": plain(context.tools.question and context.tools.question.call.name),
            "can_answer": self._window.permission_strip.no_button.isEnabled(),
            "data": [chip.file.name for chip in self._window.talk_bar.data_chips.chips],
            "servers": {view.name: view.state.name for view in context.servers.views},
            "alarm": self._window.alarm_strip.is_open,
            "error": plain(self._window.message_bar.error) or "",
            "account_told": self._account_told,
        }

    def _outage(self) -> list[str]:
        """What is said about a connection that is away; nothing while it is there."""
        strip = self._window.outage_strip
        labels = (strip.what_label, strip.when_label, strip.kept_label)
        return [label.text() for label in labels] if strip.isVisible() else []

    def _entries(self) -> list[object]:
        model = self._context.transcript.model
        from livedesk.app.transcript_model import ENTRY_ROLE  # only once the window needs it

        return [model.data(model.index(row, 0), ENTRY_ROLE) for row in range(model.rowCount())]

    def do_window_id(self) -> int:
        return int(self._window.winId())

    def do_find(self, part: str) -> list[int]:
        """The middle of a part of the window, such as ``talk_bar.mic_button``, on the screen."""
        widget: Any = self._window
        for name in part.split("."):
            widget = getattr(widget, name)
        if not widget.isVisible():
            raise LookupError(f"{part} is not visible")
        middle = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
        ratio = widget.devicePixelRatio()
        return [round(middle.x() * ratio), round(middle.y() * ratio)]

    def do_find_row(self, row: int) -> list[int]:
        """The middle of the gutter beside a row of the transcript, on the screen."""
        view = self._window.transcript_pane.view
        box = view.places.row_box(row)
        if box is None:
            raise LookupError(f"row {row} is out of sight")
        point = view.viewport().mapToGlobal(QPoint(box.left() + 20, box.center().y()))
        ratio = view.devicePixelRatio()
        return [round(point.x() * ratio), round(point.y() * ratio)]

    def do_text(self, part: str) -> str:
        """What stands in a part of the window: a label, a field."""
        widget: Any = self._window
        for name in part.split("."):
            widget = getattr(widget, name)
        return str(widget.toPlainText() if hasattr(widget, "toPlainText") else widget.text())

    def do_grab(self, path: str, whole_screen: bool) -> bool:
        """A picture of the window as it is drawn, or of all that lies on it."""
        window = self._window
        if not whole_screen:
            return bool(window.grab().save(path))
        frame = window.geometry()
        place = (frame.x(), frame.y(), frame.width(), frame.height())
        return bool(window.screen().grabWindow(0, *place).save(path))

    def do_show(self, target: str) -> None:
        """Call something of the window's own, such as ``dialogs.open_instructions``."""
        part: Any = self._window
        for name in target.split("."):
            part = getattr(part, name)
        part()

    def do_call(self, target: str, arguments: list[Any]) -> Any:
        """Call a controller's slot, such as ``choices.choose_voice``."""
        receiver: Any = self._context
        for part in target.split("."):
            receiver = getattr(receiver, part)
        return plain(receiver(*arguments))

    def do_sound(self) -> dict[str, int]:
        """What went wrong with the sound so far."""
        engine = self._context._audio
        return {name: getattr(engine, name) for name in ("underruns", "overruns", "lost_blocks")}

    def do_probe(self) -> dict[str, list[float]]:
        """Times at the program's seams; the first question puts the probe in place."""
        if self._probe is None:
            from helpers.window_probe import Probe  # loads the SDK

            self._probe = Probe()
            self._probe.install()
        return {name: of for name, of in vars(self._probe).items() if not name.startswith("_")}

    def do_reading(self) -> dict[str, list[float]]:
        """How soon kept conversations were seen; the first question puts the probe in place."""
        if self._reading is None:
            from helpers.reading_probe import ReadingProbe

            self._reading = ReadingProbe(self._context, self._window)
        return {
            name: getattr(self._reading, name) for name in ("opened_ms", "found_ms", "frame_ms")
        }

    def do_read(self, way: str, arguments: list[Any]) -> None:
        """Let the reading probe do something."""
        self.do_reading()
        getattr(self._reading, way)(*arguments)

    def do_pretend_weather(self) -> None:
        """Answer for the weather service, so that pictures need no network."""
        import httpx2
        from helpers.weather_service import answer

        httpx2.get = answer

    def do_drag(self, path: str) -> None:
        """Drag a file over the window, as Qt tells the window of it."""
        self._mime = QMimeData()
        self._mime.setUrls([QUrl.fromLocalFile(path)])
        event = QDragEnterEvent(QPoint(300, 300), _COPY, self._mime, *_HELD)
        QApplication.sendEvent(self._window, event)
        if not self._window.file_target.isVisible():
            raise LookupError("there is nowhere to drop it")

    def do_drag_away(self) -> None:
        """Leave the window with it."""
        QApplication.sendEvent(self._window, QDragLeaveEvent())

    def do_drop(self, path: str) -> None:
        """Drag a file over the window and let it go there."""
        self.do_drag(path)
        event = QDropEvent(QPointF(300, 300), _COPY, self._mime, *_HELD)
        QApplication.sendEvent(self._window, event)

    def do_unfold(self, row: int) -> None:
        """Fold or unfold a card of the transcript."""
        self._window.transcript_pane.view.toggle(row)

    def do_watch_account(self) -> None:
        """Note in ``account_told`` when something came of a key or a sign-in."""
        account = self._context.account
        for outcome in (
            account.key_accepted,
            account.key_refused,
            account.signed_in,
            account.sign_in_refused,
            account.code_given,
        ):
            outcome.connect(lambda _: setattr(self, "_account_told", True))

    def do_fill(self, kind: str, field: str, text: str) -> None:
        """Write into a field of the visible widget of class ``kind``."""
        getattr(_visible(kind), field).setText(text)

    def do_push(self, kind: str, button: str) -> None:
        """Push a button of it."""
        getattr(_visible(kind), button).click()

    def do_resize(self, width_px: int, height_px: int) -> None:
        self._window.resize(width_px, height_px)

    def do_close(self) -> None:
        self._window.close()


def _visible(kind: str) -> Any:
    widgets = QApplication.allWidgets()
    return next(w for w in widgets if type(w).__name__ == kind and w.isVisible())


def plain(value: Any) -> Any:
    """``value`` as JSON: dataclasses and models by field, enums by name, the rest as text."""
    if isinstance(value, Enum):
        return value.name
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"kind": type(value).__name__} | fields
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return str(value)


class SeenContext(Context):
    """The program's own context, with somebody to ask it."""

    def __init__(self) -> None:
        super().__init__()
        self._driver = Driver(self)


if __name__ == "__main__":
    application.Context = SeenContext  # type: ignore[misc]
    sys.exit(application.run(application.LaunchOptions(talk="--talk" in sys.argv)))
