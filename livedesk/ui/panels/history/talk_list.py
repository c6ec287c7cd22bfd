"""The list of conversations or finds, operated by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListView, QMenu, QWidget

from livedesk.app.history_model import ROW_ROLE, HistoryModel
from livedesk.transcript.store.reading import Summary
from livedesk.transcript.store.search import Find
from livedesk.ui.panels.history.row_delegate import RowDelegate
from livedesk.ui.theme.theme import Theme, load_theme

_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TalkList(QListView):
    """A click or Enter opens, F2 renames, Delete deletes, the menu does all of it.

    With Ctrl or Shift several are chosen, to be deleted or exported together.

    Signals:
        open_requested(str, int): a conversation, and the entry that was found in it, or -1.
        pin_requested(str, bool): a conversation, and whether it is to be pinned.
        delete_requested(tuple[Summary, ...]): conversations.
        export_requested(tuple[Summary, ...]): conversations.
    """

    open_requested = Signal(str, int)
    pin_requested = Signal(str, bool)
    delete_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = RowDelegate(load_theme("light"), self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Conversations"))
        self.setAccessibleDescription(
            self.tr(
                "Enter opens, F2 renames, Delete deletes; with Shift several are chosen; "
                "the menu key shows more."
            )
        )
        self.clicked.connect(self._on_clicked)
        self.customContextMenuRequested.connect(self._open_menu)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._delegate.theme = theme
        self.viewport().update()

    def set_current(self, uuid: str) -> None:
        """Mark the conversation that is in the window."""
        self._delegate.current = uuid
        self.viewport().update()

    def set_search(self, is_search: bool) -> None:
        """Give finds the room that their words need."""
        if is_search is not self._delegate.is_search:
            self._delegate.is_search = is_search
            self.doItemsLayout()

    def chosen(self) -> tuple[Summary, ...]:
        """The conversations that are chosen, from top to bottom."""
        rows = sorted(self.selectedIndexes(), key=QModelIndex.row)
        talks = (index.data(ROW_ROLE) for index in rows)
        return tuple(talk for talk in talks if isinstance(talk, Summary))

    def choose_first(self) -> None:
        """Bring the keyboard to the first row that can be chosen."""
        for row in range(min(2, self.model().rowCount())):
            index = self.model().index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.setCurrentIndex(index)
                break
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, rename, delete; the rest moves."""
        index = self.currentIndex()
        row = index.data(ROW_ROLE)
        if self.state() is QListView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in _OPEN_KEYS and row is not None:
            self._open(index)
        elif event.key() == Qt.Key.Key_F2 and isinstance(row, Summary):
            self.edit(index)
        elif event.matches(QKeySequence.StandardKey.Delete) and self.chosen():
            self.delete_requested.emit(self.chosen())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        """A click that chooses one more opens nothing."""
        choosing = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if not QGuiApplication.keyboardModifiers() & choosing:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, Summary):
            self.open_requested.emit(row.uuid, -1)
        elif isinstance(row, Find):
            self.open_requested.emit(row.uuid, row.number)

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        row = index.data(ROW_ROLE)
        if not isinstance(row, Summary):
            return
        talks = self.chosen() if self.selectionModel().isSelected(index) else (row,)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(talks) == 1:
            menu.addAction(self.tr("Open"), lambda: self.open_requested.emit(row.uuid, -1))
            menu.addAction(self.tr("Rename"), lambda: self.edit(index))
            pin = self.tr("Do not pin") if row.is_pinned else self.tr("Pin")
            menu.addAction(pin, lambda: self.pin_requested.emit(row.uuid, not row.is_pinned))
            menu.addSeparator()
        export, delete = self.tr("Export…"), self.tr("Delete")
        if len(talks) > 1:
            export = self.tr("Export {n} conversations…").format(n=len(talks))
            delete = self.tr("Delete {n} conversations").format(n=len(talks))
        menu.addAction(export, lambda: self.export_requested.emit(talks))
        menu.addAction(delete, lambda: self.delete_requested.emit(talks))
        menu.popup(self.viewport().mapToGlobal(place))
