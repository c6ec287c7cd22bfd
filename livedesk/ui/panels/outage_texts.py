"""An outage in words. Pure, but for the translation and the time of day."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from livedesk.app.outage import Outage

# Who waits for longer than this does something else meanwhile, and looks at the clock.
_CLOCK_FROM_S = 20


def _tr(text: str) -> str:
    return QCoreApplication.translate("OutageTexts", text)


def next_try_sentence(outage: Outage, now_s: float) -> str:
    """When the next try is; ``now_s`` is of the same clock as ``Outage.retry_at_s``."""
    if outage.retry_at_s is None:
        return _tr("Trying again now…")
    left_s = max(0, math.ceil(outage.retry_at_s - now_s))
    if left_s < _CLOCK_FROM_S:
        return _tr("Trying again in {seconds} s.").format(seconds=left_s)
    at = QDateTime.currentDateTime().addMSecs(round((outage.retry_at_s - now_s) * 1000))
    clock = QLocale().toString(at.time(), QLocale.FormatType.ShortFormat)
    words = _tr("Next try at {clock}, in {seconds} s.")
    return words.format(clock=clock, seconds=left_s)


def kept_sentence(outage: Outage, *, is_heard: bool) -> str:
    """What becomes of what is said or typed meanwhile."""
    waiting_s, limit_s = outage.waiting_ms / 1000, outage.limit_ms / 1000
    if waiting_s > 0 and waiting_s >= limit_s:
        words = _tr("The last {seconds} s of what you said are kept; older words are lost.")
        return words.format(seconds=round(limit_s))
    if waiting_s > 0:
        words = _tr("{seconds} s of what you said wait to be sent.")
        return words.format(seconds=max(1, round(waiting_s)))
    if is_heard:
        return _tr("You can go on talking: it is kept and sent later.")
    return _tr("What you type is sent as soon as the connection is back.")
