"""A card shows its pictures below its first line, decoded beside the window."""

from dataclasses import replace

from helpers.talk_script import TalkScript
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from livedesk.app.transcript_model import TranscriptModel
from livedesk.core.exhibits import Code, Picture, is_png, png_size
from livedesk.transcript.model import ToolEntry
from livedesk.ui.panels.transcript.figures import GAP_PX, place_figures, room_px
from livedesk.ui.panels.transcript.plots import Plots
from livedesk.ui.panels.transcript.view import TranscriptView

INK = QColor(200, 30, 90)


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(INK)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_pictures_stand_below_each_other_and_never_wider_than_there_is_room():
    pictures = [
        Picture(png(900, 600)),
        Picture(b"none"),
        Picture(png(30, 3000)),
        Picture(png(60, 30)),
    ]
    wide, high, small = place_figures(pictures, 20.0, 300.0)
    assert (wide.box.top(), wide.box.width(), wide.box.height()) == (20 + GAP_PX, 300, 200)
    assert (high.box.top(), high.box.height()) == (wide.box.bottom() + GAP_PX, 360)
    assert (small.box.width(), small.box.height()) == (40, 20)  # never larger than it is
    assert room_px((wide, high, small), 20.0) == small.box.bottom() + GAP_PX - 20
    assert room_px((), 20.0) == 0
    assert (png_size(png(5, 7)), png_size(b"")) == ((5, 7), None)
    assert is_png(png(5, 7))


def test_a_picture_is_ready_a_little_later_and_what_is_none_is_empty(qtbot: QtBot):
    plots, size = Plots(), QSize(40, 20)
    assert plots.pixmap(png(80, 40), size, 2.0) is None
    with qtbot.waitSignal(plots.ready):
        pass
    drawn = plots.pixmap(png(80, 40), size, 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (80, 2.0)
    plots.pixmap(png(80, 40)[:60], size, 1.0)
    with qtbot.waitSignal(plots.ready):
        pass
    assert plots.pixmap(png(80, 40)[:60], size, 1.0).isNull()


def test_a_folded_card_shows_its_plot_and_an_unfolded_one_the_code_below_it(
    talk: TalkScript, view: TranscriptView, model: TranscriptModel, qtbot: QtBot
):
    talk.tool()
    talk.tool_ends()
    entry = next(e for e in talk.transcript.entries if isinstance(e, ToolEntry))
    bare_px = view._page.layout(0).height_px
    shown = (Picture(png(300, 150), "A plot"), Code("print(1)", "python"))
    talk.transcript.replace(replace(entry, exhibits=shown))
    folded = view._page.layout(0)
    assert folded.height_px == bare_px + 100 + 2 * GAP_PX
    (figure,) = folded.figures()

    def colour() -> QColor:
        box = figure.box.translated(view._page.geometry.column_px, view._page.top(0))
        return view.viewport().grab().toImage().pixelColor(box.center().toPoint())

    qtbot.waitUntil(lambda: colour() == INK)
    view.toggle(0)
    unfolded = view._page.layout(0)
    assert unfolded.figures()[0].box == figure.box
    code = unfolded.text.index("print(1)")
    below = unfolded.line_box(unfolded.lines[unfolded.line_of(code)]).translated(
        unfolded.text_origin
    )
    assert below.top() > figure.box.bottom()
    assert unfolded.box.contains(below)


def test_it_is_mirrored_with_the_card(
    talk: TalkScript, view: TranscriptView, model: TranscriptModel
):
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    talk.tool()
    talk.tool_ends()
    entry = next(e for e in talk.transcript.entries if isinstance(e, ToolEntry))
    talk.transcript.replace(replace(entry, exhibits=(Picture(png(300, 150)),)))
    layout = view._page.layout(0)
    (figure,) = layout.figures()
    assert layout.box.right() - figure.box.right() == layout.lead_px
