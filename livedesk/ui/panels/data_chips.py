"""The tables of the conversation, as small chips above the message field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from livedesk.core.analysis import DataFile
from livedesk.ui.theme.icons import pixmap
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.icon_button import IconButton

_PER_ROW = 3
_ICON_PX = 16
_BUTTON_PX = 32
_MOST_NAME_PX = 150


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
        self.name_label = QLabel(self)
        self.size_label = QLabel(size_text(file.size_bytes), self)
        remove = self.tr("Remove {name}").format(name=file.name)
        self.remove_button = IconButton("close", remove, self)
        self._build()
        self.remove_button.clicked.connect(self._on_clicked)

    def _build(self) -> None:
        self.setObjectName("dataChip")
        self.setToolTip(self.file.name)
        self.setAccessibleName(self.file.name)
        self.name_label.setTextFormat(Qt.TextFormat.PlainText)
        metrics = self.name_label.fontMetrics()
        mode = Qt.TextElideMode.ElideMiddle
        self.name_label.setText(metrics.elidedText(self.file.name, mode, _MOST_NAME_PX))
        self.size_label.setProperty("kind", "caption")
        self.remove_button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 1, 2, 1)
        row.setSpacing(8)
        for part in (self.picture, self.name_label, self.size_label, self.remove_button):
            row.addWidget(part)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        ratio = self.devicePixelRatioF()
        self.picture.setPixmap(pixmap("table", theme.colour("you"), _ICON_PX, ratio))
        self.remove_button.set_theme(theme)

    @Slot()
    def _on_clicked(self) -> None:
        self.remove_requested.emit(self.file.name)


def size_text(size_bytes: int) -> str:
    """A size as one reads it."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"
