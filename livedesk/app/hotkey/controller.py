"""The key in every window, as the settings want it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.hotkey.chooser import choose_way
from livedesk.app.hotkey.way import HotkeyWay, combination
from livedesk.conversation.talk_key import KeySource
from livedesk.settings.schema import Talking


class HotkeyController(QObject):
    """Owns the way to the key; off until the settings switch it on.

    Signals:
        pressed(KeySource), released(KeySource): the key, where it makes turns.
        talk_toggled(): the key, where the microphone is open by itself.
        note_changed(str): what there is to say about it in the settings.
    """

    pressed = Signal(object)
    released = Signal(object)
    talk_toggled = Signal()
    note_changed = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        choose: Callable[[QObject], HotkeyWay | None] = choose_way,
    ) -> None:
        super().__init__(parent)
        self._choose = choose
        self._way: HotkeyWay | None = None
        self._talking = Talking()
        self._running_key = ""
        self.note = ""

    @Slot(object)
    def follow(self, talking: Talking) -> None:
        """Do as the settings say."""
        self._talking = talking
        wanted = talking.hotkey if talking.hotkey_enabled else ""
        if wanted == self._running_key:
            return
        self.stop()
        self._running_key = wanted
        key = combination(wanted)
        if key is None:
            self._on_told("")
            return
        if self._way is None:
            self._way = self._choose(self)
            if self._way is None:
                self._on_told(
                    self.tr(
                        "This desktop gives no program a key in every window. Wayland desktops do "
                        "not; in an X11 session it works."
                    )
                )
                return
            self._way.signals.pressed.connect(self._on_pressed)
            self._way.signals.released.connect(self._on_released)
            self._way.signals.told.connect(self._on_told)
        self._way.start(key)

    @Slot()
    def stop(self) -> None:
        """Give the key back. Idempotent."""
        self._running_key = ""
        if self._way is not None:
            self._way.stop()

    @Slot()
    def _on_pressed(self) -> None:
        if self._talking.mode.is_manual:
            self.pressed.emit(KeySource.HOTKEY)
        else:
            self.talk_toggled.emit()

    @Slot()
    def _on_released(self) -> None:
        self.released.emit(KeySource.HOTKEY)

    @Slot(str)
    def _on_told(self, note: str) -> None:
        self.note = note
        self.note_changed.emit(note)
