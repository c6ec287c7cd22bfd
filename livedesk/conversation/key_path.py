"""From the key to talk to what is sent, and what the outside is told of it."""

from __future__ import annotations

from livedesk.conversation.events import ConversationEvent, SpokeWhileMuted, TalkKeyChanged
from livedesk.conversation.speech_sender import SpeechSender
from livedesk.conversation.talk_key import KeySource
from livedesk.core.listeners import Listener


class KeyPath:
    """The key of one talk; see ``core.turn_taking.TalkMode`` for what a press means."""

    def __init__(self, speech: SpeechSender, listener: Listener[ConversationEvent]) -> None:
        self._speech = speech
        self._listener = listener
        self._is_down = False

    def press(self, source: KeySource) -> None:
        """The key went down. While muted nothing is sent, and the person is told so."""
        if self._speech.is_muted:
            self._listener(SpokeWhileMuted())
        self._speech.press(source)
        self.report()

    def release(self, source: KeySource) -> None:
        """The key went up."""
        self._speech.release(source)
        self.report()

    def let_go(self, *sources: KeySource) -> None:
        """Nobody can be sure any more that ``sources`` are held, as the window lost the focus."""
        self._speech.let_go(*sources)
        self.report()

    def report(self) -> None:
        """Tell the outside if the key is not where it was: also a mute lets go of it."""
        is_down = self._speech.key_is_down
        if is_down is not self._is_down:
            self._is_down = is_down
            self._listener(TalkKeyChanged(is_down))
