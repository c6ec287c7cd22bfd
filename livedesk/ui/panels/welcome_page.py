"""What a person without a key sees first: what practice is, and how to get a key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from livedesk.ui.panels.key_card import KeyCard
from livedesk.ui.theme.icons import icon
from livedesk.ui.theme.theme import Theme

_MAX_WIDTH_PX = 696
_ICON_PX = 20


class WelcomePage(QScrollArea):
    """A page in the middle of the window; everything around it works meanwhile.

    Signals:
        start_requested(): the person wants to practise.
    """

    start_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: list[tuple[QLabel, str, str]] = []
        self.start_button = QPushButton(self.tr("Start practising"))
        self.key_card = KeyCard()
        self._build()
        self.start_button.clicked.connect(self.start_requested)

    def _build(self) -> None:
        self.setObjectName("welcomePage")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(24, 16, 24, 16)
        column = QWidget(page)
        column.setMaximumWidth(_MAX_WIDTH_PX)
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        down = QVBoxLayout(column)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addStretch(1)
        self._fill(down)
        down.addStretch(2)
        self.setWidget(page)

    def _fill(self, down: QVBoxLayout) -> None:
        down.addWidget(_words(self.tr("Welcome to LiveDesk"), "welcome"))
        down.addWidget(
            _words(
                self.tr(
                    "There is no Gemini key yet, so LiveDesk talks to its own practice server on "
                    "this computer. Everything works, only the answers are simple."
                ),
                "muted",
            )
        )
        down.addSpacing(8)
        down.addLayout(
            self._point(
                "check",
                "assistant",
                self.tr(
                    "It hears you, answers aloud in any voice and can be interrupted. Ask for the "
                    "time, a sum, a joke or a long story."
                ),
            )
        )
        down.addLayout(
            self._point(
                "close",
                "warning",
                self.tr(
                    "It is no AI: it knows some phrases, in English. Say “help” to hear which. "
                    "Nothing leaves this computer."
                ),
            )
        )
        down.addSpacing(16)
        self.start_button.setProperty("kind", "primary")
        self.start_button.setToolTip(self.tr("Close this page and begin"))
        self.start_button.setAccessibleName(self.start_button.text())
        buttons = QHBoxLayout()
        buttons.addWidget(self.start_button)
        buttons.addStretch(1)
        down.addLayout(buttons)
        down.addSpacing(16)
        down.addWidget(self.key_card)

    def _point(self, icon_name: str, role: str, text: str) -> QHBoxLayout:
        mark = QLabel()
        mark.setFixedSize(_ICON_PX, _ICON_PX)
        self._marks.append((mark, icon_name, role))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_words(text, ""), 1)
        return row

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        for mark, icon_name, role in self._marks:
            picture = icon(icon_name, theme, role, _ICON_PX)
            size = QSize(_ICON_PX, _ICON_PX)
            mark.setPixmap(picture.pixmap(size, self.devicePixelRatio()))


def _words(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    return label
