"""The history in words. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from livedesk.app.history_controller import Reading
from livedesk.app.history_list import Emptiness
from livedesk.transcript.store.reading import Summary

_FEW_DAYS = 6
# What most conversations are: to say it of each would be noise.
USUAL_MODE = "assistant"


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("History", text)


def day_words(day: date | None, today: date) -> str:
    """A heading: "Today", "Monday", "12 May 2026"; None is "Pinned"."""
    if day is None:
        return tr("Pinned")
    if day == today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    if timedelta() < today - day <= timedelta(days=_FEW_DAYS):
        return QLocale().dayName(day.isoweekday(), QLocale.FormatType.LongFormat)
    return date_words(day)


def date_words(day: date) -> str:
    """A date as the person's system writes it."""
    qt_day = QDate(day.year, day.month, day.day)
    return QLocale().toString(qt_day, QLocale.FormatType.LongFormat).split(", ", 1)[-1]


def time_words(moment: datetime) -> str:
    """A time of day as the person's system writes it."""
    local = moment.astimezone()
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def length_words(duration_s: float) -> str:
    """How long a conversation lasted."""
    if duration_s < 60:
        return tr("{n} s").format(n=round(duration_s))
    minutes = round(duration_s / 60)
    if minutes < 60:
        return tr("{n} min").format(n=minutes)
    return tr("{h} h {n} min").format(h=minutes // 60, n=minutes % 60)


def title_words(title: str) -> str:
    """A title; one that there is not yet is said to be so."""
    return title or tr("Without a title")


def mode_words(mode: str) -> str:
    """The name of a mode by its key."""
    return mode.replace("_", " ").replace("-", " ").capitalize()


def talk_words(summary: Summary) -> str:
    """The second line of a conversation."""
    parts = [time_words(summary.started_at), length_words(summary.duration_s), summary.voice]
    if summary.has_audio:
        parts.insert(2, tr("recorded"))
    if summary.mode not in ("", USUAL_MODE):
        parts.insert(2, mode_words(summary.mode))
    if summary.is_pinned:
        day = summary.started_at.astimezone().date()
        short = QLocale.FormatType.ShortFormat
        parts[0] = QLocale().toString(QDate(day.year, day.month, day.day), short)
    return " · ".join(part for part in parts if part)


def emptiness_words(emptiness: Emptiness) -> str:
    """Why there is nothing in the list, and what to do."""
    return {
        Emptiness.NO_TALKS: tr("Conversations appear here by themselves. Just begin to talk."),
        Emptiness.NO_FINDS: tr("Nothing was found. Fewer words or filters find more."),
        Emptiness.UNREADABLE: tr("The conversations cannot be read just now."),
    }.get(emptiness, "")


def reading_words(reading: Reading) -> str:
    """What is read, and what of it the assistant would know."""
    day = date_words(reading.talk.record.started_at.astimezone().date())
    sentence = tr("You are reading a conversation of {day}.").format(day=day)
    if reading.talk.is_running:
        return f"{sentence} {tr('It is still going on elsewhere.')}"
    told = tr("To continue, about {n} tokens of {most} are told to the assistant.").format(
        n=QLocale().toString(_rounded(reading.told.n_tokens)),
        most=QLocale().toString(reading.told.most_tokens),
    )
    return f"{sentence} {told}"


def _rounded(count: int) -> int:
    """To two digits or so: it is an estimate."""
    return count if count < 20 else round(count, -1 if count < 1_000 else -2)
