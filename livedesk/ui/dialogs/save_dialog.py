"""Where to save the transcript, and as what: the file's ending says it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget


class SaveDialog(QFileDialog):
    """Asks for a file; ``fileSelected`` tells it. The name always ends as the type says."""

    def __init__(self, folder: Path, name: str, parent: QWidget) -> None:
        super().__init__(parent, "", str(folder))
        self._suffixes = {
            self.tr("Markdown (*.md)"): "md",
            self.tr("Plain text (*.txt)"): "txt",
            self.tr("Web page (*.html)"): "html",
            self.tr("JSON (*.json)"): "json",
            self.tr("SubRip subtitles (*.srt)"): "srt",
            self.tr("WebVTT subtitles (*.vtt)"): "vtt",
        }
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save the transcript"))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setNameFilters(list(self._suffixes))
        self.setDefaultSuffix("md")
        self.selectFile(name)
        self.filterSelected.connect(self._on_type_chosen)

    @Slot(str)
    def _on_type_chosen(self, name_filter: str) -> None:
        suffix = self._suffixes.get(name_filter)
        if suffix is None:
            return
        self.setDefaultSuffix(suffix)
        chosen = self.selectedFiles()
        if chosen and chosen[0]:
            self.selectFile(Path(chosen[0]).with_suffix(f".{suffix}").name)
