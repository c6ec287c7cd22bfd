"""A transcript on paper: laid out by Qt, as PDF or on a printer. To be called in ``in_qt_thread``.

It is built by single calls, each quick, so that the window goes on meanwhile; nothing that was said
is ever read as markup.
"""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QBuffer, QIODevice, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QPagedPaintDevice,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)

from livedesk.app.png_file import read_png
from livedesk.core.exhibits import Picture
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Entry, Notice, ToolEntry, Utterance
from livedesk.transcript.export import wording
from livedesk.transcript.model import Record

# Paper is white whatever the theme: dark ink on it, in the light theme's hues.
_TEXT, _MUTED = "#1c1d1f", "#5a5c62"
_NAMES = {Speaker.USER: "#2f5fd0", Speaker.ASSISTANT: "#0b6e5a"}
_TITLE_PT, _TEXT_PT, _SMALL_PT = 18.0, 10.5, 8.5
_GAP_PX = 9.0
_PICTURE_PX = 420.0
_LINE_PERCENT = 135.0
_LINE_BREAK = "\u2028"


def pdf_of(record: Record) -> bytes:
    """The transcript as PDF with numbered A4 pages."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setTitle(wording.title(record))
    writer.setCreator("LiveDesk")
    put_on(record, writer)
    del writer  # writes the end of the file
    return bytes(buffer.data().data())


def put_on(record: Record, device: QPagedPaintDevice) -> None:
    """Paint all pages on ``device``."""
    _document(record).print_(device)


def _document(record: Record) -> QTextDocument:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(_TEXT_PT)
    document.setDefaultFont(font)
    sheet = _Sheet(document)
    sheet.head(record)
    for entry in record.entries:
        if wording.is_worth_saving(entry):
            sheet.entry(entry)
    return document


class _Sheet:
    """Writes at the end of a document."""

    def __init__(self, document: QTextDocument) -> None:
        self._cursor = QTextCursor(document)
        self._text = _ink(_TEXT, _TEXT_PT)
        self._small = _ink(_MUTED, _SMALL_PT)
        self._set = _ink(_MUTED, _SMALL_PT)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._set.setFontFamilies(fixed.families())
        self._struck = _ink(_MUTED, _TEXT_PT)
        self._struck.setFontStrikeOut(True)

    def head(self, record: Record) -> None:
        """Title and facts."""
        title = wording.title(record)
        self._cursor.setBlockFormat(_block(title, above_px=0.0))
        self._cursor.insertText(title, _ink(_TEXT, _TITLE_PT, is_bold=True))
        facts = [f"Started {wording.day_and_minute(record.started_at)}"]
        facts += [f"{label}: {value}" for label, value in wording.setting(record)]
        self._paragraph("", 2.0)
        self._cursor.insertText(" · ".join(facts) + _LINE_BREAK, self._small)

    def entry(self, entry: Entry) -> None:
        """What was said or done."""
        match entry:
            case Utterance():
                self._utterance(entry)
            case ToolEntry():
                self._paragraph("", _GAP_PX)
                time = wording.time_of_day(entry.started_at)
                self._cursor.insertText(
                    f"Tool · {time} · {_lines(wording.tool_line(entry))}", self._small
                )
                for label, text in wording.tool_content(entry):
                    self._tool_part(label, text)
                for exhibit in entry.exhibits:
                    if isinstance(exhibit, Picture):
                        self._picture(exhibit)
            case Notice():
                self._paragraph(entry.text, _GAP_PX)
                time = wording.time_of_day(entry.started_at)
                self._cursor.insertText(_lines(f"{time} · {entry.text}"), self._small)

    def _tool_part(self, label: str, text: str) -> None:
        """One line; what has several, such as a table, stands below its label as it was set."""
        self._cursor.insertText(f"{_LINE_BREAK}{_lines(label)}: ", self._small)
        if "\n" in text:
            self._cursor.insertText(_lines(f"\n{text}"), self._set)
        else:
            self._cursor.insertText(_lines(text), self._small)

    def _picture(self, picture: Picture) -> None:
        image = read_png(picture.png)
        if image.isNull():
            return
        # Else the line would be as much higher as those of words are.
        block = QTextBlockFormat()
        block.setTopMargin(_GAP_PX)
        self._cursor.insertBlock(block)
        name = f"picture-{self._cursor.position()}"
        kind = int(QTextDocument.ResourceType.ImageResource.value)
        self._cursor.document().addResource(kind, QUrl(name), image)
        form = QTextImageFormat()
        form.setName(name)
        width = min(_PICTURE_PX, float(image.width()))
        form.setWidth(width)
        form.setHeight(image.height() * width / image.width())
        self._cursor.insertImage(form)

    def _utterance(self, entry: Utterance) -> None:
        self._paragraph(entry.text or entry.unheard, _GAP_PX)
        name = _ink(_NAMES[entry.speaker], _TEXT_PT, is_bold=True)
        typed = " · typed" if entry.is_typed else ""
        insert = self._cursor.insertText
        insert(wording.NAMES[entry.speaker], name)
        insert(f"   {wording.time_of_day(entry.started_at)}{typed}{_LINE_BREAK}", self._small)
        insert(_lines(entry.text), self._text)
        if entry.was_cut or entry.unheard:
            insert(" — ", self._text)
            insert(_lines(entry.unheard.strip()), self._struck)
            insert(" (interrupted)", self._small)
        for title, url in wording.pages(entry):
            insert(f"{_LINE_BREAK}{title}: {url}", self._small)

    def _paragraph(self, words: str, above_px: float) -> None:
        self._cursor.insertBlock(_block(words, above_px))


def _block(words: str, above_px: float) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setTopMargin(above_px)
    made.setLineHeight(
        _LINE_PERCENT, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    )
    if _runs_leftwards(words):
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    else:
        made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return made


def _ink(colour: str, size_pt: float, *, is_bold: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    made.setFontPointSize(size_pt)
    if is_bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made


def _runs_leftwards(text: str) -> bool:
    """Whether the first letter with a direction is of a script written from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((way != "L" for way in directions if way in ("L", "R", "AL")), False)


def _lines(text: str) -> str:
    """Lines of one paragraph; half characters become the replacement sign."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return clean.replace("\r\n", _LINE_BREAK).replace("\n", _LINE_BREAK).replace("\0", "")
