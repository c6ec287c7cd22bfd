"""The question whether a tool may run: which, whose, with what, and the answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from livedesk.tools.permission import ASK_LIMIT_S, PermissionRequest
from livedesk.tools.policy import Answer
from livedesk.ui.panels.tool_texts import arguments_text, question, where_from
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.sliding_strip import SlidingStrip

_TICK_MS = 200
# A click that was meant for what lay here before must not be an answer.
_GUARD_MS = 500
_LINES = 5
# Around the arguments, as the stylesheet has it.
_PADDING_PX = 20


class PermissionStrip(SlidingStrip):
    """Shows one question at a time; it never takes the keyboard from what is being typed.

    Args:
        now_s: a monotonic clock, in seconds.

    Signals:
        answered(Answer): what the person says.
    """

    answered = Signal(object)

    def __init__(self, now_s: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now_s = now_s
        self._ends_s = 0.0
        self.question_label = QLabel(self.frame)
        self.about_label = QLabel(self.frame)
        self.arguments_field = QPlainTextEdit(self.frame)
        self.time_label = QLabel(self.frame)
        self.no_button = QPushButton(self.tr("No"), self.frame)
        self.always_button = QPushButton(self.tr("Always"), self.frame)
        self.conversation_button = QPushButton(self.tr("This conversation"), self.frame)
        self.once_button = QPushButton(self.tr("Yes, once"), self.frame)
        self._answers = {
            self.no_button: Answer.DENY,
            self.always_button: Answer.ALLOW_ALWAYS,
            self.conversation_button: Answer.ALLOW_CONVERSATION,
            self.once_button: Answer.ALLOW_ONCE,
        }
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._guard = QTimer(self)
        self._guard.setSingleShot(True)
        self._guard.setInterval(_GUARD_MS)
        self._build()
        self._ticker.timeout.connect(self._show_time)
        self._guard.timeout.connect(self._on_guard_over)

    def _build(self) -> None:
        self.set_severity("warning")
        self.question_label.setProperty("kind", "strong")
        self.about_label.setProperty("kind", "muted")
        self.time_label.setProperty("kind", "caption")
        self.time_label.setWordWrap(True)
        self.arguments_field.setReadOnly(True)
        self.arguments_field.setProperty("kind", "code")
        self.arguments_field.setAccessibleName(self.tr("What it is called with"))
        self.arguments_field.setToolTip(self.tr("What it is called with, letter for letter"))
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.question_label, self.about_label):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column.addLayout(top)
        column.addWidget(self.arguments_field)
        column.addLayout(self._button_row())

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.time_label, 1)
        tips = {
            self.no_button: (self.tr("Do not let it run"), "Alt+N", "quiet"),
            self.always_button: (self.tr("Never ask again for this tool"), "Alt+A", "quiet"),
            self.conversation_button: (
                self.tr("Do not ask again in this conversation"),
                "Alt+C",
                "quiet",
            ),
            self.once_button: (self.tr("Let it run this time"), "Alt+Y", ""),
        }
        for button, (tip, keys, kind) in tips.items():
            sequence = QKeySequence(keys)
            button.setShortcut(sequence)
            shown = sequence.toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(self.tr("{tip} ({keys})").format(tip=tip, keys=shown))
            button.setAccessibleName(button.text())
            button.setProperty("kind", kind)
            button.setAutoDefault(False)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
        return row

    @Slot(object)
    def show_question(self, request: PermissionRequest) -> None:
        """Ask; the answers can be given after a moment."""
        self.question_label.setText(question(request))
        self.about_label.setText(where_from(request.tool))
        self._show_arguments(arguments_text(request.call.arguments))
        self._ends_s = self._now_s() + ASK_LIMIT_S
        for button in self._answers:
            button.setEnabled(False)
        self._guard.start()
        self._ticker.start()
        self._show_time()
        self.open_up()
        announce(self, f"{self.question_label.text()} {self.about_label.text()}")

    @Slot()
    def take_away(self) -> None:
        """There is nothing to ask any more. Idempotent."""
        self._ticker.stop()
        self._guard.stop()
        for button in self._answers:
            button.setEnabled(False)
        self.shut()

    def _show_arguments(self, text: str) -> None:
        self.arguments_field.setPlainText(text)
        self.arguments_field.setVisible(bool(text))
        lines = min(text.count("\n") + 1, _LINES)
        margins = 2 * int(self.arguments_field.document().documentMargin())
        line_px = self.arguments_field.fontMetrics().lineSpacing()
        self.arguments_field.setFixedHeight(lines * line_px + margins + _PADDING_PX)

    @Slot()
    def _show_time(self) -> None:
        left_s = max(0, round(self._ends_s - self._now_s()))
        words = self.tr("Say yes or no, else no in %1 s")
        self.time_label.setText(words.replace("%1", str(left_s)))

    @Slot()
    def _on_guard_over(self) -> None:
        for button in self._answers:
            button.setEnabled(True)

    @Slot()
    def _on_clicked(self) -> None:
        for button, answer in self._answers.items():
            if button is self.sender():
                self.answered.emit(answer)
