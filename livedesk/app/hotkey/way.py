"""The seam between LiveDesk and whatever gives it a key in every window."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QKeyCombination, QObject, Signal
from PySide6.QtGui import QKeySequence


class HotkeySignals(QObject):
    """What a way reports, on the main thread.

    Signals:
        pressed(): the key went down; not again while it is held.
        released(): it went up.
        told(str): a sentence for the settings; "" when there is nothing to say.
    """

    pressed = Signal()
    released = Signal()
    told = Signal(str)


class HotkeyWay(Protocol):
    """One way to a key in every window. Used on the main thread.

    Attributes:
        signals: what it reports.
    """

    signals: HotkeySignals

    def start(self, key: QKeyCombination) -> None:
        """Listen for ``key``. What stands in the way is told, not raised. Only while stopped."""
        ...

    def stop(self) -> None:
        """Listen no more. Idempotent."""
        ...


def combination(key: str) -> QKeyCombination | None:
    """The key of a portable text such as ``Ctrl+Alt+Space``; None where it names none."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    # Qt's type stubs do not know that a sequence can be indexed.
    return None if sequence.isEmpty() else sequence[0]  # type: ignore[index]
