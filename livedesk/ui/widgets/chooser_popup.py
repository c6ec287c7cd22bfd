"""The list that a chooser opens: type to filter, arrow keys and Enter to choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.chooser_options import (
    OPTION_ROLE,
    CurrentOption,
    Option,
    OptionDelegate,
    OptionsModel,
)
from livedesk.ui.widgets.overlay import Overlay

# Fewer are seen at a glance.
_SEARCH_FROM = 6
_ROWS_SHOWN = 9
_MIN_WIDTH_PX = 280
_LIST_KEYS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class ChooserPopup(Overlay):
    """Lists ``options`` over ``window``.

    Signals:
        chosen(str): the key of the option.
        footer_pressed(): the button below the list.
    """

    chosen = Signal(str)
    footer_pressed = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        title: str,
        options: Sequence[Option],
        current: CurrentOption,
    ) -> None:
        super().__init__(window)
        self._current = current
        self._model = OptionsModel(options, self)
        self.search_field = QLineEdit(self.card)
        self.list_view = QListView(self.card)
        self.footer_button = QPushButton(self.card)
        self._hairline = QFrame(self.card)
        self._nothing = QLabel(self.tr("Nothing matches"), self.card)
        self._build(theme, title, len(options))
        self._connect()

    def _build(self, theme: Theme, title: str, n_options: int) -> None:
        self.setAccessibleName(title)
        self.search_field.setPlaceholderText(self.tr("Type to filter"))
        self.search_field.setAccessibleName(self.tr("Filter: {title}").format(title=title))
        self.search_field.setToolTip(self.tr("Type a part of the name"))
        self.search_field.setVisible(n_options >= _SEARCH_FROM)
        self.search_field.installEventFilter(self)
        self.list_view.setAccessibleName(title)
        self.list_view.setToolTip(self.tr("Arrow keys and Enter choose"))
        self.list_view.setModel(self._model)
        self.list_view.setItemDelegate(OptionDelegate(theme, self._current, self.list_view))
        self.list_view.setMouseTracking(True)
        self.list_view.setUniformItemSizes(True)
        self.list_view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list_view.installEventFilter(self)
        self._nothing.setProperty("kind", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setVisible(False)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.search_field)
        layout.addWidget(self.list_view, 1)
        layout.addWidget(self._nothing, 1)
        layout.addWidget(self._hairline)
        layout.addWidget(self.footer_button)
        self._hairline.setObjectName("hairline")
        self._hairline.setFixedHeight(1)
        self._hairline.hide()
        self.footer_button.setProperty("kind", "quiet")
        self.footer_button.hide()

    def _connect(self) -> None:
        self.search_field.textChanged.connect(self._on_filter_changed)
        self.list_view.clicked.connect(self._on_clicked)
        self.footer_button.clicked.connect(self._on_footer_clicked)

    def add_footer(self, text: str) -> None:
        """Show a button below the list."""
        self.footer_button.setText(text)
        self.footer_button.setToolTip(text.rstrip("…"))
        self.footer_button.setAccessibleName(text.rstrip("…"))
        self._hairline.show()
        self.footer_button.show()

    def open_below(self, anchor: QRect) -> None:
        """Show below ``anchor``, given in the window's coordinates."""
        view = self.list_view
        row_px = view.sizeHintForRow(0) if self._model.rowCount() else 36
        rows = min(self._model.rowCount(), _ROWS_SHOWN)
        layout = self.card.layout()
        view.setMinimumHeight(row_px)
        rest = 0
        if layout is not None:
            rest = layout.totalMinimumSize().height() - view.minimumSizeHint().height()
            rest = max(rest, layout.totalMinimumSize().height() - row_px)
        width = max(_MIN_WIDTH_PX, anchor.width(), view.sizeHintForColumn(0) + 48)
        self.place_card(anchor, width, rows * row_px + 8 + rest)
        self._select(max(self._model.row_of(self._current.key), 0))
        self.show()
        self.raise_()
        first = self.search_field if not self.search_field.isHidden() else view
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(str)
    def _on_filter_changed(self, text: str) -> None:
        self._model.set_filter(text)
        found = self._model.rowCount() > 0
        self.list_view.setVisible(found)
        self._nothing.setVisible(not found)
        self._select(max(self._model.row_of(self._current.key), 0))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    @Slot()
    def _on_footer_clicked(self) -> None:
        self.close_overlay()
        self.footer_pressed.emit()

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        option: Option = index.data(OPTION_ROLE)
        self.close_overlay()
        self.chosen.emit(option.key)

    def _select(self, row: int) -> None:
        index = self._model.index(row, 0)
        if index.isValid():
            self.list_view.setCurrentIndex(index)
            self.list_view.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's keys work while the filter is being typed; Enter chooses."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            enters = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enters and watched in (self.search_field, self.list_view):
                self._choose(self.list_view.currentIndex())
                return True
            if watched is self.search_field and key in _LIST_KEYS:
                self.list_view.event(event)
                return True
        return super().eventFilter(watched, event)
