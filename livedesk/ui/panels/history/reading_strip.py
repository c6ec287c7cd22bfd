"""Says that one reads a former conversation, with the way on and the way back."""

from __future__ import annotations

from PySide6.QtCore import Slot

from livedesk.app.history_controller import Reading
from livedesk.ui.panels.history.history_texts import reading_words
from livedesk.ui.widgets.notice_strip import NoticeStrip


class ReadingStrip(NoticeStrip):
    """``accepted`` continues the conversation, ``declined`` leads back to the talk."""

    @Slot(object)
    def show_reading(self, reading: Reading | None) -> None:
        """Tell what is read; None is the talk itself."""
        if reading is None:
            self.hide()
            return
        go_on = "" if reading.talk.is_running else self.tr("Continue")
        self.say(reading_words(reading), go_on, self.tr("Back to the talk"))
