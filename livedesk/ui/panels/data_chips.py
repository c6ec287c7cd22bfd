"""The tables of the conversation, as small chips above the message field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from livedesk.core.analysis import DataFile
from livedesk.ui.theme.icons import pixmap
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.icon_button import IconButton

_PER_ROW = 3
_ICON_PX = 16
_BUTTON_PX = 32
_MOST_NAME_PX, _LEAST_NAME_PX = 150, 48


class DataChips(QWidget):
    """One chip for each file; nothing, and no room, where there is none.

    Signals:
        remove_requested(str): detach the file of that name.
    """

    remove_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self.chips: list[DataChip] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 8)
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(_PER_ROW, 1)
        self.setAccessibleName(self.tr("Attached data"))
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        for chip in self.chips:
            chip.set_theme(theme)

    @Slot(object)
    def show_files(self, files: Sequence[DataFile]) -> None:
        """Show these."""
        for chip in self.chips:
            self._grid.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [DataChip(file, self) for file in files]
        for number, chip in enumerate(self.chips):
            self._grid.addWidget(chip, number // _PER_ROW, number % _PER_ROW)
            chip.remove_requested.connect(self.remove_requested)
            if self._theme is not None:
                chip.set_theme(self._theme)
        self.setVisible(bool(self.chips))


class DataChip(QFrame):
    """A file's name and size, and a button that detaches it.

    Signals:
        remove_requested(str): it was pressed.
    """

    remove_requested = Signal(str)

    def __init__(self, file: DataFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.picture = QLabel(self)
        self.name_label = _Name(file.name, self)
        self.size_label = QLabel(size_text(file.size_bytes), self)
        remove = self.tr("Remove {name}").format(name=file.name)
        self.remove_button = IconButton("close", remove, self)
        self._build()
        self.remove_button.clicked.connect(self._on_clicked)

    def _build(self) -> None:
        self.setObjectName("dataChip")
        self.setToolTip(self.file.name)
        self.setAccessibleName(self.file.name)
        self.size_label.setProperty("kind", "caption")
        self.remove_button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 1, 2, 1)
        row.setSpacing(8)
        row.addWidget(self.picture)
        row.addWidget(self.name_label, 1)
        row.addWidget(self.size_label)
        row.addWidget(self.remove_button)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        ratio = self.devicePixelRatioF()
        self.picture.setPixmap(pixmap("table", theme.colour("you"), _ICON_PX, ratio))
        self.remove_button.set_theme(theme)

    @Slot()
    def _on_clicked(self) -> None:
        self.remove_requested.emit(self.file.name)


class _Name(QLabel):
    """A file's name, with its middle left out where there is no room for all of it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(name)

    def sizeHint(self) -> QSize:
        """As wide as the name, within reason; what is shown just now is of no matter."""
        width = self.fontMetrics().horizontalAdvance(self._name) + 2
        return QSize(min(width, _MOST_NAME_PX), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(min(_LEAST_NAME_PX, self.sizeHint().width()), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out as much as has to be."""
        super().resizeEvent(event)
        mode = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(self._name, mode, self.width()))


def size_text(size_bytes: int) -> str:
    """A size as one reads it."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"
