"""What is said while the connection is away."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from livedesk.app.outage import Outage
from livedesk.app.talk_phase import TalkPhase
from livedesk.core.errors import CredentialError, QuotaError, ServerUnreachableError
from livedesk.ui.dialogs.error_details import ErrorDetails
from livedesk.ui.panels.outage_texts import kept_sentence, next_try_sentence

LOST = ServerUnreachableError("The connection was lost.", detail="close 1006")
AWAY = Outage(LOST, retry_at_s=104.0, limit_ms=15_000)


@pytest.fixture
def strip(window):
    return window.outage_strip


def away(context, **changed):
    context.connection.outage_changed.emit(replace(AWAY, **changed))


def test_it_counts_down_to_the_next_try(strip, context, qtbot):
    away(context)
    assert strip.isVisible()
    assert strip.when_label.text() == "Trying again in 4 s."
    context.connection.time_s = 101.5
    qtbot.waitUntil(lambda: strip.when_label.text() == "Trying again in 3 s.")
    assert strip.accessibleName() == "The connection was lost. Trying again in 3 s."
    away(context, retry_at_s=None)
    assert strip.when_label.text() == "Trying again now…"
    assert not strip.try_button.isEnabled()


def test_it_goes_when_the_connection_is_back(strip, context, qtbot):
    away(context)
    qtbot.waitUntil(lambda: not strip.is_sliding)
    context.connection.outage_changed.emit(None)
    qtbot.waitUntil(strip.isHidden)
    assert strip.outage is None


def test_the_buttons_are_wishes(strip, context, window, qtbot):
    away(context)
    qtbot.mouseClick(strip.try_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(strip.stop_button, Qt.MouseButton.LeftButton)
    assert context.wishes == [("try_again",), ("end_talk",)]
    qtbot.mouseClick(strip.details_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ErrorDetails)
    assert "detail: close 1006" in dialog.details_field.toPlainText()
    dialog.close()


def test_speech_that_waits_is_metered(strip, context):
    context.conversation.show(TalkPhase.RECONNECTING)
    away(context)
    assert not strip.kept_bar.isVisible()
    assert strip.kept_label.text() == "You can go on talking: it is kept and sent later."
    away(context, waiting_ms=6000)
    assert strip.kept_bar.isVisible()
    assert strip.kept_bar.share == pytest.approx(0.4)
    assert strip.kept_label.text() == "6 s of what you said wait to be sent."


def test_no_line_comes_or_goes_while_it_is_open(strip, context, qtbot):
    away(context)
    qtbot.waitUntil(lambda: not strip.is_sliding and strip.height() == strip.maximumHeight())
    height_px = strip.height()
    for waiting_ms, left in ((3000, 104.0), (15_000, None), (0, 103.0)):
        away(context, waiting_ms=waiting_ms, retry_at_s=left)
        qtbot.wait(20)
        assert strip.height() == height_px


def test_an_error_that_is_out_of_date_makes_room_for_it(strip, context, window, qtbot):
    context.conversation.error_occurred.emit(CredentialError("The key was refused."))
    away(context)
    qtbot.waitUntil(window.message_bar.isHidden)


def test_a_small_window_cuts_no_word(strip, context, window, qtbot):
    window.resize(640, 480)
    error = ServerUnreachableError("Nothing answers at the address of the server that was set.")
    away(context, error=error, waiting_ms=15_000)
    qtbot.waitUntil(lambda: not strip.is_sliding)
    labels = (strip.what_label, strip.when_label, strip.kept_label)
    qtbot.waitUntil(lambda: all(it.height() >= it.heightForWidth(it.width()) for it in labels))
    for button in (strip.details_button, strip.stop_button, strip.try_button):
        assert button.width() >= button.minimumSizeHint().width()


def test_a_long_wait_tells_the_time_of_day():
    quota = Outage(QuotaError("The limit is reached."), retry_at_s=160.0)
    assert next_try_sentence(quota, 100.0).endswith("in 60 s.")
    assert "Next try at" in next_try_sentence(quota, 100.0)
    assert next_try_sentence(quota, 150.0) == "Trying again in 10 s."
    assert next_try_sentence(quota, 170.0) == "Trying again in 0 s."


def test_what_is_lost_is_said():
    full = replace(AWAY, waiting_ms=15_000)
    words = "The last 15 s of what you said are kept; older words are lost."
    assert kept_sentence(full, is_heard=True) == words
    words = "What you type is sent as soon as the connection is back."
    assert kept_sentence(AWAY, is_heard=False) == words
