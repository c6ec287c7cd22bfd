"""What LiveDesk is, its version and its licence."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from livedesk import __version__
from livedesk.ui.dialogs.calm_dialog import CalmDialog
from livedesk.ui.theme.icons import application_icon

_ICON_PX = 64
_WIDTH_PX = 440


class AboutDialog(CalmDialog):
    """A card with the program's name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("About LiveDesk"))
        self.setAccessibleName(self.tr("About LiveDesk"))
        picture = QLabel(self)
        size = QSize(_ICON_PX, _ICON_PX)
        picture.setPixmap(application_icon().pixmap(size, self.devicePixelRatio()))
        name = QLabel(self.tr("LiveDesk"), self)
        name.setProperty("kind", "title")
        version = QLabel(self.tr("Version {version}").format(version=__version__), self)
        version.setProperty("kind", "muted")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(name)
        names.addWidget(version)
        names.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addLayout(names, 1)
        self.column.addLayout(head)
        for text, kind in self._paragraphs():
            label = QLabel(text, self)
            label.setProperty("kind", kind)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.column.addWidget(label)
        self.add_close_row()
        self.fit(_WIDTH_PX)

    def _paragraphs(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("A desktop voice assistant for the Gemini Live API."), ""),
            (
                self.tr(
                    "Free software under the Apache License, version 2.0. You may use, change and "
                    "pass it on; it comes without any warranty. The whole text is in the file "
                    "LICENSE."
                ),
                "",
            ),
            (
                self.tr(
                    "Built on Python, Qt {qt} and PySide under the LGPL, pyqtgraph, PortAudio and "
                    "the Google Gen AI SDK."
                ).format(qt=qVersion()),
                "muted",
            ),
        )
