"""A button that shows the current choice and opens a searchable list of the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from livedesk.ui.theme.icons import renderer
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.chooser_options import CurrentOption, Option
from livedesk.ui.widgets.chooser_popup import ChooserPopup

_HEIGHT_PX = 36
_ICON_PX = 18
_PADDING_PX = 10
_GAP_PX = 8
# A name of more than that is cut with "…"; the tooltip has it whole.
_MAX_TEXT_PX = 200
_MIN_TEXT_PX = 40
# The note is a caption beside the choice.
_NOTE_SHARE = 0.86
_LEAST_NOTE_PX = 12


class Chooser(QAbstractButton):
    """Shows one of its options.

    Signals:
        chosen(str): the person chose the option of this key; it is not shown until
            ``set_current`` says so.
        footer_requested(): the button below the list.
    """

    chosen = Signal(str)
    footer_requested = Signal()

    def __init__(self, icon_name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._title = title
        self._options: tuple[Option, ...] = ()
        self._current = ""
        self._is_pending = False
        self._shows_note = False
        self._is_framed = False
        self._footer = ""
        self._theme: Theme | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self.open)

    @property
    def current(self) -> str:
        """The key of what is shown."""
        return self._current

    @property
    def is_pending(self) -> bool:
        """Whether the choice is not active yet."""
        return self._is_pending

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.update()

    def set_framed(self, is_framed: bool) -> None:
        """Look like a field, for a place among other fields."""
        self._is_framed = is_framed
        self.update()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer ``options``."""
        self._options = tuple(options)
        self._refresh()

    def set_current(self, key: str) -> None:
        """Show the option of ``key``; a key that is not offered is shown as it is."""
        self._current = key
        self._refresh()

    def set_pending(self, is_pending: bool) -> None:
        """Mark the choice as one that holds from the next pause on."""
        self._is_pending = is_pending
        self._refresh()

    @property
    def note_px(self) -> int:
        """How much wider it is with "from the next pause" in words; 0 unless it is pending."""
        if not self._is_pending:
            return 0
        return QFontMetrics(self._note_font()).horizontalAdvance(self._note()) + _GAP_PX

    def show_note(self, is_shown: bool) -> None:
        """Say "from the next pause" in words too; whoever places it knows whether there is room."""
        if is_shown != self._shows_note:
            self._shows_note = is_shown
            self._refresh()

    def set_footer(self, text: str) -> None:
        """Offer a button below the list."""
        self._footer = text

    @Slot()
    def open(self) -> None:
        """Open the list below the button."""
        window = self.window()
        if self._theme is None or window is self:
            return
        options = self._options
        if self._is_pending:
            options = tuple(
                Option(one.key, one.name, self._note()) if one.key == self._current else one
                for one in options
            )
        mark = CurrentOption(self._current, "clock" if self._is_pending else "check")
        popup = ChooserPopup(window, self._theme, self._title, options, mark)
        popup.set_focus_after(self)
        popup.chosen.connect(self.chosen)
        if self._footer:
            popup.add_footer(self._footer)
            popup.footer_pressed.connect(self.footer_requested)
        popup.open_below(QRect(self.mapTo(window, QPoint(0, 0)), self.size()))

    def _note(self) -> str:
        return self.tr("from the next pause")

    def _note_font(self) -> QFont:
        font = self.font()
        font.setPixelSize(max(_LEAST_NOTE_PX, round(font.pixelSize() * _NOTE_SHARE)))
        return font

    def _refresh(self) -> None:
        names = {option.key: option.name for option in self._options}
        self.setText(names.get(self._current, self._current))
        spoken = f"{self._title}: {self.text()}"
        if self._is_pending:
            spoken += f", {self._note()}"
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the choice, up to a limit."""
        words = self.fontMetrics().horizontalAdvance(self.text()) + 2
        limit = _MAX_TEXT_PX * max(1.0, self.fontMetrics().height() / 17)
        return self._size_with(min(words, round(limit)))

    def minimumSizeHint(self) -> QSize:
        """Still some letters of the choice."""
        words = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return self._size_with(min(words, _MIN_TEXT_PX))

    def _size_with(self, text_px: int) -> QSize:
        width = 2 * _PADDING_PX + _ICON_PX + _GAP_PX + text_px + 4 + _ICON_PX
        if self._shows_note:
            width += self.note_px
        return QSize(width, max(_HEIGHT_PX, self.fontMetrics().height() + 16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the down arrow open the list, as Space does."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, choice and arrow."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, theme)
        content = self.rect().adjusted(_PADDING_PX, 0, -_PADDING_PX, 0)
        content = self._paint_lead(painter, theme, content)
        arrow, content = self._cut(content, _ICON_PX, 4, from_end=True)
        renderer("chevron-down", theme.colour("muted").name()).render(painter, arrow)
        if self._shows_note and self._is_pending:
            content = self._paint_note(painter, theme, content)
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, content.width()
        )
        painter.setPen(theme.colour("text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(content, int(flags), text)
        painter.end()

    def _paint_note(self, painter: QPainter, theme: Theme, content: QRect) -> QRect:
        painter.setFont(self._note_font())
        painter.setPen(theme.colour("muted"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing
        painter.drawText(content, int(flags), self._note())
        painter.setFont(self.font())
        room = self.note_px
        if self.isRightToLeft():
            return content.adjusted(room, 0, 0, 0)
        return content.adjusted(0, 0, -room, 0)

    def _paint_frame(self, painter: QPainter, theme: Theme) -> None:
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._is_framed:
            painter.setPen(QPen(theme.colour("edge"), 1))
            painter.setBrush(theme.colour("surface"))
        if self.isDown():
            painter.setBrush(theme.colour("pressed"))
        elif self.underMouse():
            painter.setBrush(theme.colour("hover"))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("you"), 2))
        painter.drawRoundedRect(frame, 6, 6)

    def _paint_lead(self, painter: QPainter, theme: Theme, content: QRect) -> QRect:
        box, content = self._cut(content, _ICON_PX, _GAP_PX)
        name, role = ("clock", "you") if self._is_pending else (self._icon_name, "muted")
        renderer(name, theme.colour(role).name()).render(painter, box)
        return content

    def _cut(
        self, content: QRect, side_px: int, gap_px: int, *, from_end: bool = False
    ) -> tuple[QRectF, QRect]:
        top = (self.height() - side_px) / 2
        at_right = from_end != self.isRightToLeft()
        if at_right:
            box = QRectF(content.right() + 1 - side_px, top, side_px, side_px)
            return box, content.adjusted(0, 0, -side_px - gap_px, 0)
        box = QRectF(content.left(), top, side_px, side_px)
        return box, content.adjusted(side_px + gap_px, 0, 0, 0)
