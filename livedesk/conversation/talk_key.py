"""Who holds the key down, and what that means where one press begins and the next one ends. Pure.

The key on the keyboard, the button in the window and the hotkey of the whole desktop are three
ways to press the one key; it is up when none of them is down.
"""

from __future__ import annotations

from enum import Enum

from livedesk.core.turn_taking import TalkMode


class KeySource(Enum):
    """What was pressed."""

    KEYBOARD = "keyboard"
    BUTTON = "button"
    HOTKEY = "hotkey"


class TalkKey:
    """Down or up. Whatever is pressed twice or released unpressed changes nothing."""

    def __init__(self) -> None:
        self._mode = TalkMode.OPEN
        self._held: set[KeySource] = set()
        self._is_on = False

    @property
    def is_down(self) -> bool:
        """Whether the person wants to be heard."""
        return self._is_on if self._mode is TalkMode.TOGGLE else bool(self._held)

    def set_mode(self, mode: TalkMode) -> None:
        """Talk in another way: what was held for the last one does not count."""
        if mode is not self._mode:
            self._mode = mode
            self.let_go()

    def press(self, source: KeySource) -> None:
        """``source`` went down; without meaning while the microphone is open by itself."""
        if not self._mode.is_manual or source in self._held:
            return
        self._held.add(source)
        self._is_on = not self._is_on

    def release(self, source: KeySource) -> None:
        """``source`` went up."""
        self._held.discard(source)

    def let_go(self, *sources: KeySource) -> None:
        """Nobody can be sure any more that ``sources`` are held; without any: the turn is over."""
        self._held -= set(sources or KeySource)
        if not sources:
            self._is_on = False
