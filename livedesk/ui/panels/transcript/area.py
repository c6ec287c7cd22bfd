"""The scrolling and painting part of the transcript's view.

Only rows on the screen are laid out. The others count with estimates; when one comes into sight and
turns out higher or lower, what is already seen stays where it is.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from livedesk.app.transcript_model import TranscriptModel
from livedesk.transcript.heard import HeardSoFar
from livedesk.ui.panels.transcript.layout import CARD_PADDING_PX
from livedesk.ui.panels.transcript.looks import coming_from, icon_role, name_role, shown_time
from livedesk.ui.panels.transcript.page import Page
from livedesk.ui.panels.transcript.paint import EntryLook, EntryPainter
from livedesk.ui.panels.transcript.plots import Plots
from livedesk.ui.panels.transcript.reader import Reader
from livedesk.ui.panels.transcript.scroll import Scroller
from livedesk.ui.panels.transcript.style import make_style
from livedesk.ui.theme.theme import Theme

_RESTYLING = (
    QEvent.Type.FontChange,
    QEvent.Type.ApplicationFontChange,
    QEvent.Type.LayoutDirectionChange,
    QEvent.Type.LanguageChange,
)


class TranscriptArea(QAbstractScrollArea):
    """Shows the entries of a model as a script, and follows its end.

    Signals:
        following_changed(bool): whether the end is kept in sight.
        moved(): entries are others, or elsewhere on the screen.
    """

    following_changed = Signal(bool)
    moved = Signal()

    def __init__(self, model: TranscriptModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = Page(model, make_style(theme, _system_font()))
        self._reader = Reader(self._page)
        self._scroller = Scroller(self._page, self.verticalScrollBar())
        self._entry_painter: EntryPainter | None = None
        self._plots = Plots(self)
        self._was_following = True
        self._hovered_row = -1
        self._shows_caret = False
        self._heard: HeardSoFar | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._plots.ready.connect(self.viewport().update)
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_inserted)
        model.rowsAboutToBeRemoved.connect(self._before_removed)
        model.rowsRemoved.connect(self._on_removed)
        model.dataChanged.connect(self._on_changed)

    @property
    def is_following(self) -> bool:
        """Whether the end is kept in sight."""
        return self._scroller.is_following

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self._restyle()

    def jump_to_end(self) -> None:
        """Show the latest entry, and follow from now on."""
        self._scroller.follow()
        self._show_moved()

    def toggle(self, row: int) -> None:
        """Fold or unfold a card, keeping its upper edge where it is."""
        if self._page.layout(row).can_unfold:
            self._page.toggle(row)
            self._reader.on_changed(row)
            self._scroller.hold()
            self._show_moved()

    def visible_rows(self) -> range:
        """The rows that are in sight, if only in part."""
        return self._scroller.visible_rows()

    def card_box(self, row: int) -> QRect | None:
        """The head of a card in the viewport's coordinates; None where it is out of sight."""
        if row not in self._scroller.visible_rows():
            return None
        layout = self._page.layout(row)
        top = self._page.top(row) - self._scroller.y_px
        head = layout.line_box(layout.lines[0]).translated(layout.text_origin)
        box = layout.box.translated(self._page.geometry.column_px, top)
        box.setHeight(head.bottom() - layout.box.top() + CARD_PADDING_PX)
        return box.toRect()

    def _restyle(self) -> None:
        anchor = self._scroller.anchor()
        style = make_style(self._theme, _system_font())
        width = self.viewport().width()
        self._page.set_style(style, width, is_mirrored=self.isRightToLeft())
        self._entry_painter = None
        self._scroller.restore(anchor)
        self._show_moved()

    def _show_moved(self) -> None:
        """The screen shows something else than before, perhaps elsewhere."""
        self.viewport().update()
        if self._was_following != self._scroller.is_following:
            self._was_following = self._scroller.is_following
            self.following_changed.emit(self._was_following)
        self.moved.emit()

    def show_heard(self, heard: HeardSoFar | None) -> None:
        """What of the answer lies behind this is still to be spoken; None when nobody speaks."""
        if heard == self._heard:
            return
        self._heard = heard
        self.viewport().update()

    def _on_reset(self) -> None:
        self._page.reset()
        self._reader.on_reset()
        self._hovered_row = -1
        self.jump_to_end()

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._page.insert(first, last - first + 1)
        self._reader.on_inserted(first, last - first + 1)
        self._scroller.on_inserted(first, last)
        self._show_moved()

    def _before_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._scroller.before_removed(first, last)

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._page.remove(first, last - first + 1)
        self._reader.on_removed(first, last - first + 1)
        self._hovered_row = -1
        self._scroller.settle()
        self._show_moved()

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            self._scroller.on_changed(row)
            self._reader.on_changed(row)
        self._show_moved()

    def _look(self, row: int) -> EntryLook:
        entry = self._page.entry(row)
        caret = self._reader.caret
        has_caret = self._shows_caret and caret is not None and caret.row == row
        return EntryLook(
            name_role=name_role(entry),
            icon_role=icon_role(entry),
            time=shown_time(self._page, row),
            marked=self._reader.span_in(row),
            caret=caret.position if caret is not None and has_caret else None,
            has_ring=has_caret,
            is_hovered=row == self._hovered_row,
            coming_from=coming_from(entry, self._heard),
        )

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The bar was moved, by the person or by the page itself."""
        if not self._scroller.is_settling:
            self._scroller.scrolled()
            self._show_moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew where the column's width changed; the reader's place stays."""
        super().resizeEvent(event)
        anchor = self._scroller.anchor()
        self._scroller.screen_px = self.viewport().height()
        self._page.set_width(self.viewport().width(), is_mirrored=self.isRightToLeft())
        self._entry_painter = None
        self._scroller.restore(anchor)
        self._show_moved()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's text size and writing direction."""
        super().changeEvent(event)
        if event.type() in _RESTYLING:
            self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows on the screen."""
        ratio = self.devicePixelRatioF()
        if self._entry_painter is None or self._entry_painter.ratio != ratio:
            style, geometry = self._page.style, self._page.geometry
            self._entry_painter = EntryPainter(style, geometry, self._plots, ratio)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._page.style.colour("ground"))
        for row in self._scroller.visible_rows():
            top = self._page.top(row) - self._scroller.y_px
            self._entry_painter.paint(painter, self._page.layout(row), top, self._look(row))
        painter.end()


def _system_font() -> QFont:
    """What the system writes in; the application's own font may have been set since."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
