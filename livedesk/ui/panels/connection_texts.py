"""A connection's report in words and figures. Pure, but for the translation and the locale."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from livedesk.app.connection_report import Bill, ConnectionReport
from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.core.reports import SessionState
from livedesk.core.tokens import KINDS, PRACTICE
from livedesk.ui.widgets.status_pill import DotShape

_MINUTE_S, _HOUR_S = 60, 3600
# Below a cent the first digits of it are what one wants to see.
_CENT = 0.01


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConnectionTexts", text)


def state_words() -> tuple[str, ...]:
    """Every word that ``state_word`` may say."""
    return tuple(state_word(TalkStatus(phase, is_talking=talks))[0] for phase, talks in _STATES)


_STATES = (
    (TalkPhase.IDLE, False),
    (TalkPhase.IDLE, True),
    (TalkPhase.CONNECTING, True),
    (TalkPhase.RECONNECTING, True),
    (TalkPhase.ERROR, True),
)


def state_word(status: TalkStatus) -> tuple[str, str, DotShape]:
    """How the connection is: a word, the colour role of its dot, and the dot's shape."""
    match status.phase:
        case TalkPhase.CONNECTING:
            return _tr("Connecting…"), "warning", DotShape.PART
        case TalkPhase.RECONNECTING:
            return _tr("Reconnecting…"), "warning", DotShape.PART
        case TalkPhase.ERROR:
            return _tr("Not connected"), "danger", DotShape.EMPTY
        case _ if status.is_talking:
            return _tr("Connected"), "assistant", DotShape.FULL
        case _:
            return _tr("No talk"), "muted", DotShape.EMPTY


def story_rows(report: ConnectionReport) -> tuple[tuple[str, str], ...]:
    """The connection's story: what, and how it is."""
    story = report.story
    nothing = _tr("–")
    age = nothing if report.connected_s is None else span(report.connected_s)
    ticket_s = None if story is None else story.ticket_age_s
    saved = _tr("not yet") if ticket_s is None else _tr("{span} ago").format(span=span(ticket_s))
    return (
        (_tr("State"), _state(report)),
        (_tr("Model"), report.server),
        (_tr("Connected for"), age),
        (_tr("Return point"), nothing if story is None else saved),
        (_tr("Reconnected"), nothing if story is None else _times(story.n_reconnects)),
        (_tr("Last answer began after"), _trip(report)),
    )


def _state(report: ConnectionReport) -> str:
    return {
        None: _tr("No talk"),
        SessionState.IDLE: _tr("No talk"),
        SessionState.CONNECTING: _tr("Connecting"),
        SessionState.LIVE: _tr("Connected"),
        SessionState.DRAINING: _tr("Connected, renewed at the next pause"),
        SessionState.RECONNECTING: _tr("Reconnecting"),
        SessionState.CLOSING: _tr("Ending"),
        SessionState.FAILED: _tr("Not connected"),
    }[None if report.story is None else report.story.state]


def _trip(report: ConnectionReport) -> str:
    if report.last_trip_ms is None or report.median_trip_ms is None:
        return _tr("–")
    last = _seconds(report.last_trip_ms)
    if report.n_trips == 1:
        return last
    return _tr("{last}, usually {median}").format(last=last, median=_seconds(report.median_trip_ms))


def _seconds(value_ms: float) -> str:
    return _tr("{seconds} s").format(seconds=QLocale().toString(value_ms / 1000, "f", 2))


def _times(count: int) -> str:
    if count == 0:
        return _tr("never")
    if count == 1:
        return _tr("once")
    return _tr("{count} times").format(count=QLocale().toString(count))


def span(seconds: float) -> str:
    """A length of time, as exact as one cares about."""
    whole = max(0, int(seconds))
    if whole < _MINUTE_S:
        return _tr("{seconds} s").format(seconds=whole)
    if whole < _HOUR_S:
        words = _tr("{minutes} min {seconds} s")
        return words.format(minutes=whole // _MINUTE_S, seconds=whole % _MINUTE_S)
    words = _tr("{hours} h {minutes} min")
    return words.format(hours=whole // _HOUR_S, minutes=whole % _HOUR_S // _MINUTE_S)


def kind_names() -> dict[str, str]:
    """Each kind of token in words."""
    return {
        "audio_in": _tr("Speech heard"),
        "text_in": _tr("Text read"),
        "picture_in": _tr("Pictures seen"),
        "audio_out": _tr("Speech spoken"),
        "text_out": _tr("Text and thoughts"),
    }


def bill_cells(bill: Bill, kind: str) -> tuple[str, str]:
    """How many tokens of ``kind``, and what they cost; the cost is "" where there is none."""
    count = getattr(bill.tokens, kind)
    usd = bill.cost.usd_by_kind.get(kind, 0.0)
    return _number(count), money(usd) if usd > 0 else ""


def total_cells(bill: Bill) -> tuple[str, str]:
    """The same for all kinds together."""
    count = _number(bill.tokens.total)
    if bill.cost.unpriced and bill.cost.usd == 0:
        return count, _tr("unknown")
    if bill.consumption and set(bill.consumption) == {PRACTICE}:
        return count, _tr("no cost")
    return count, money(bill.cost.usd)


def _number(count: int) -> str:
    locale = QLocale()
    # Long numbers side by side are not to be read without, also where nobody set a locale.
    locale.setNumberOptions(locale.numberOptions() & ~QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(count)


def money(usd: float) -> str:
    """An amount of money, in US dollars."""
    return _tr("${amount}").format(amount=QLocale().toString(usd, "f", 4 if 0 < usd < _CENT else 2))


def bill_note(report: ConnectionReport) -> str:
    """What is to be known about the figures."""
    bills = (report.talk, report.today)
    sentences = []
    if any(PRACTICE in bill.consumption for bill in bills) or report.is_practice:
        sentences.append(_tr("Practice costs nothing."))
    if not report.is_practice or any(bill.cost.usd > 0 for bill in bills):
        day = QDate(report.prices_as_of.year, report.prices_as_of.month, report.prices_as_of.day)
        words = _tr("Costs are estimated by Google's prices of {day}.")
        shown = QLocale().toString(day, QLocale.FormatType.ShortFormat)
        sentences.append(words.format(day=shown))
    unpriced = sorted({model for bill in bills for model in bill.cost.unpriced})
    if unpriced:
        words = _tr("No price is known for {models}.")
        sentences.append(words.format(models=", ".join(unpriced)))
    if any(bill.tokens.from_clock for bill in bills):
        sentences.append(_tr("Some tokens are reckoned from the length of the sound."))
    return " ".join(sentences)


def shown_kinds(report: ConnectionReport) -> tuple[str, ...]:
    """The kinds worth a row: pictures only where there were some."""
    seen = report.talk.tokens.picture_in + report.today.tokens.picture_in
    order = ("audio_in", "text_in", "picture_in", "audio_out", "text_out")
    return tuple(kind for kind in order if kind in KINDS and (seen or kind != "picture_in"))
