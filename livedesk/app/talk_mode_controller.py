"""How one talks: the choice of it, and the key that goes with it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.conversation_controller import ConversationController
from livedesk.app.settings_controller import SettingsController
from livedesk.conversation.talk_key import KeySource
from livedesk.core.turn_taking import Patience, TalkMode
from livedesk.settings.schema import Talking


class TalkModeController(QObject):
    """Keeps the choice in the settings and hands the key on to the talk.

    Signals:
        changed(Talking): another way to talk was chosen.
    """

    changed = Signal(object)

    def __init__(
        self,
        settings: SettingsController,
        conversation: ConversationController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._conversation = conversation

    @property
    def talking(self) -> Talking:
        """How one talks."""
        return self._settings.settings.talking

    @Slot(str)
    def choose_mode(self, mode: str) -> None:
        """A value of ``TalkMode``."""
        self._change(mode=TalkMode(mode))

    @Slot(str)
    def choose_patience(self, patience: str) -> None:
        """A value of ``Patience``."""
        self._change(patience=Patience(patience))

    @Slot(bool)
    def set_interruptible(self, interruptible: bool) -> None:
        """Whether the assistant falls silent when the person speaks."""
        self._change(interruptible=interruptible)

    @Slot(str)
    def choose_key(self, key: str) -> None:
        """Hold or press ``key`` in the window; "" leaves the button alone."""
        self._change(key=key)

    @Slot(bool)
    def set_hotkey_enabled(self, enabled: bool) -> None:
        """Whether a key works while another window is in front."""
        self._change(hotkey_enabled=enabled)

    @Slot(str)
    def choose_hotkey(self, hotkey: str) -> None:
        """Which key that is."""
        self._change(hotkey=hotkey)

    @Slot(object)
    def press(self, source: KeySource) -> None:
        """The key went down. Where a key makes turns it begins the talk as well."""
        if not self.talking.mode.is_manual:
            return
        if not self._conversation.is_heard:
            self._conversation.start_talk()
        if (key := self._conversation.key) is not None:
            key.press(source)

    @Slot(object)
    def release(self, source: KeySource) -> None:
        """The key went up."""
        if (key := self._conversation.key) is not None:
            key.release(source)

    @Slot()
    def let_go_of_window_keys(self) -> None:
        """The window has lost the keyboard: what was held in it may be up by now."""
        if (key := self._conversation.key) is not None:
            key.let_go(KeySource.KEYBOARD, KeySource.BUTTON)

    def _change(self, **changed: object) -> None:
        talking = self.talking.model_copy(update=changed)
        if talking != self.talking:
            self._settings.set_talking(talking)
            self.changed.emit(talking)
