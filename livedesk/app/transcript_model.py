"""The transcript as a list for views and for assistive technology."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from livedesk.core.speakers import Speaker
from livedesk.transcript.model import (
    Entry,
    EntryAdded,
    EntryChanged,
    EntryRemoved,
    Notice,
    ToolEntry,
    Transcript,
    TranscriptEvent,
    Utterance,
)

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_NOWHERE = QModelIndex()


class TranscriptModel(QAbstractListModel):
    """One row for each entry. Follows its transcript; ``ENTRY_ROLE`` gives the ``Entry`` itself."""

    def __init__(self, transcript: Transcript, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._entries: list[Entry] = []
        self.set_transcript(transcript)

    def set_transcript(self, transcript: Transcript) -> None:
        """Show another transcript and follow it from now on."""
        self.beginResetModel()
        self._transcript.listener = None
        self._transcript = transcript
        # A copy of its own, since Qt wants to hear of a change before it happens.
        self._entries = [transcript.shown(row) for row in range(len(transcript.entries))]
        transcript.listener = self._on_event
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """The entry of a row."""
        return self._entries[row]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """The number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry, or its text with the speaker's name."""
        if not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        return self._words(entry) if role in _TEXT_ROLES else None

    def _words(self, entry: Entry) -> str:
        match entry:
            case Utterance(speaker=Speaker.USER):
                return self.tr("You: %1").replace("%1", entry.text or entry.interim)
            case Utterance(was_cut=True):
                return self.tr("Assistant, interrupted: %1").replace("%1", entry.text)
            case Utterance():
                return self.tr("Assistant: %1").replace("%1", entry.text)
            case ToolEntry():
                return self.tr("Tool: %1").replace("%1", f"{entry.name}, {entry.state.value}")
            case Notice():
                return entry.text

    def _on_event(self, event: TranscriptEvent) -> None:
        match event:
            case EntryAdded(row):
                self.beginInsertRows(QModelIndex(), row, row)
                self._entries.insert(row, self._transcript.shown(row))
                self.endInsertRows()
            case EntryChanged(row):
                self._entries[row] = self._transcript.shown(row)
                index = self.index(row)
                self.dataChanged.emit(index, index)
            case EntryRemoved(row):
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._entries[row]
                self.endRemoveRows()
