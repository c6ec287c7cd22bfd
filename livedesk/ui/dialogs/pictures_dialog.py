"""The pictures that a tool showed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from livedesk.app.png_file import read_png
from livedesk.core.exhibits import Picture
from livedesk.transcript.model import ToolEntry
from livedesk.ui.dialogs.calm_dialog import CalmDialog

_SIZE_PX = QSize(760, 560)
_WIDTH_PX = 680


class PicturesDialog(CalmDialog):
    """Each picture of a call above its caption; one that cannot be drawn is said to be so."""

    def __init__(self, entry: ToolEntry, parent: QWidget) -> None:
        super().__init__(entry.name, parent)
        self.add_title(entry.name)
        sheet = QWidget(self)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        for exhibit in entry.exhibits:
            if isinstance(exhibit, Picture):
                column.addWidget(self._drawn(exhibit))
                column.addWidget(self._caption(exhibit))
        column.addStretch(1)
        room = QScrollArea(self)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidgetResizable(True)
        room.setWidget(sheet)
        room.setAccessibleName(self.tr("Pictures"))
        self.column.addWidget(room, 1)
        self.add_close_row()
        self.resize(_SIZE_PX)

    def _drawn(self, picture: Picture) -> QLabel:
        label = QLabel(self)
        image = read_png(picture.png)
        if image.isNull():
            label.setText(self.tr("This picture cannot be drawn."))
            return label
        ratio = self.devicePixelRatio()
        shown = QPixmap.fromImage(image)
        if shown.width() > _WIDTH_PX * ratio:
            mode = Qt.TransformationMode.SmoothTransformation
            shown = shown.scaledToWidth(round(_WIDTH_PX * ratio), mode)
        shown.setDevicePixelRatio(ratio)
        label.setPixmap(shown)
        label.setAccessibleName(picture.caption or self.tr("Picture"))
        return label

    def _caption(self, picture: Picture) -> QLabel:
        label = QLabel(picture.caption, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("kind", "muted")
        label.setWordWrap(True)
        label.setVisible(bool(picture.caption))
        return label
