"""A text field that grows with what is typed; Enter sends, Shift+Enter begins a new line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.icon_button import IconButton

_MAX_LINES = 4
_SEND_PX = 32
_PADDING_PX = 12
_MARGIN_PX = 5


class MessageField(QFrame):
    """What a person types, and the button that sends it.

    Signals:
        submitted(str): the text, without space around it; never empty.
    """

    submitted = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageFrame")
        self.editor = QPlainTextEdit(self)
        self.send_button = IconButton("send", self.tr("Send"), self)
        self._build(placeholder)
        self.editor.textChanged.connect(self._on_text_changed)
        self.send_button.clicked.connect(self.submit)
        self._on_text_changed()

    def _build(self, placeholder: str) -> None:
        editor = self.editor
        editor.setPlaceholderText(placeholder)
        editor.setAccessibleName(placeholder)
        editor.setTabChangesFocus(True)
        editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        editor.installEventFilter(self)
        self.send_button.setFixedSize(_SEND_PX, _SEND_PX)
        self.send_button.setProperty("kind", "send")
        self.send_button.setToolTip(self.tr("Send (Enter)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.setSpacing(8)
        # Not a margin, so that it changes sides where one writes from right to left.
        layout.addSpacing(_PADDING_PX - _MARGIN_PX)
        layout.addWidget(editor, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self.send_button.set_theme(theme)

    def set_tip(self, tip: str) -> None:
        """What the tooltip says."""
        self.editor.setToolTip(tip)

    @Slot()
    def take_focus(self) -> None:
        """Be ready for typing."""
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def submit(self) -> None:
        """Give the text away and be empty again."""
        text = self.editor.toPlainText().strip()
        if text:
            self.editor.clear()
            self.submitted.emit(text)

    @Slot()
    def _on_text_changed(self) -> None:
        has_text = bool(self.editor.toPlainText().strip())
        self.send_button.setEnabled(has_text)
        self.send_button.set_icon_name("send", "on_you" if has_text else "text")
        self._fit()

    def _fit(self) -> None:
        document = self.editor.document()
        n_lines = round(document.size().height())
        shown = max(1, min(n_lines, _MAX_LINES))
        margins = 2 * document.documentMargin()
        self.editor.setFixedHeight(round(shown * self.editor.fontMetrics().lineSpacing() + margins))
        policy = Qt.ScrollBarPolicy
        scrolls = n_lines > _MAX_LINES
        self.editor.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter sends; the frame shows the focus of the field in it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enters and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.submit()
                return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() is QEvent.Type.FocusIn)
            self.style().unpolish(self)
            self.style().polish(self)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere now."""
        super().resizeEvent(event)
        self._fit()
