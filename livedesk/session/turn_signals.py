"""What of the person's turn is said on a connection, so that it is legal there. Pure.

A connection is opened either with the server's detection of turns, where activity signals are an
error (1007), or without it, where only they make a turn; and the way of talking may change, or the
connection be exchanged, while a key is held. So what is sent is turned into the words of the
connection that it goes out on:

* manual: each turn is one ``ActivityStart``, its audio, one ``ActivityEnd``; a turn that goes on
  over a new connection is started on that one again. Audio outside of a turn is left out.
* automatic: audio flows; the end of a marked turn is the end of the stream, which makes the server
  answer at once.
"""

from __future__ import annotations

from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    AudioStreamEnd,
    ClientInput,
)


class TurnSignals:
    """Outlives the connections; ``opened`` is called for each, then ``translate`` for each item.

    What could not be sent may be translated again, on the next connection.
    """

    def __init__(self) -> None:
        self._in_turn = False
        self._is_manual = False
        self._is_told = False

    @property
    def is_told(self) -> bool:
        """Whether a turn was begun on this connection and not ended."""
        return self._is_told

    def opened(self, *, is_manual: bool) -> None:
        """A new connection knows of no turn."""
        self._is_manual = is_manual
        self._is_told = False

    def translate(self, item: ClientInput) -> tuple[ClientInput, ...]:
        """What is to be sent for ``item``, in order; nothing where it makes no sense here."""
        match item:
            case ActivityStart():
                self._in_turn = True
                return self._begun() if self._is_manual else ()
            case AudioInput() if self._is_manual:
                return (*self._begun(), item) if self._in_turn else ()
            case ActivityEnd():
                was_in_turn, self._in_turn = self._in_turn, False
                if self._is_manual:
                    return self.ended()
                return (AudioStreamEnd(),) if was_in_turn else ()
            case AudioStreamEnd() if self._is_manual:
                return ()
            case _:
                return (item,)

    def ended(self) -> tuple[ClientInput, ...]:
        """What ends the turn that was begun on this connection, if one was."""
        was_told, self._is_told = self._is_told, False
        return (ActivityEnd(),) if was_told else ()

    def _begun(self) -> tuple[ClientInput, ...]:
        was_told, self._is_told = self._is_told, True
        return () if was_told else (ActivityStart(),)
