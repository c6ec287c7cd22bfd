"""The sign that sound goes to a file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.pill import Pill


class RecordingSign(Pill):
    """Lies in the upper leading corner of ``corner_of``, so that nothing moves when it comes."""

    def __init__(self, corner_of: QWidget) -> None:
        super().__init__("record", "danger", corner_of)
        self.setText(self.tr("Recording"))
        self.setAccessibleName(self.tr("Recording. Press to stop recording"))
        self.setToolTip(self.tr("Both sides go to a sound file. Press to stop recording"))
        corner_of.installEventFilter(self)
        self.hide()

    def show_recording(self, is_recording: bool) -> None:
        """Be there, or be gone; either is announced."""
        if is_recording is self.isHidden():
            self.setVisible(is_recording)
            self._place()
            words = self.tr("Recording") if is_recording else self.tr("Not recording any more")
            announce(self, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.resize(self.sizeHint())
        corner_of = self.parentWidget()
        if corner_of is not None:
            self.move(corner_of.width() - self.width() if self.isRightToLeft() else 0, 0)
            self.raise_()
