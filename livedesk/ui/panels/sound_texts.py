"""What is wrong with the sound, in words: what happened, and what to do. Pure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from livedesk.app.sound_watch import EchoNotice, MicNotice, SoundNotice
from livedesk.audio.echo import NO_CANCELLER
from livedesk.audio.mic_truth import Trouble


def _tr(text: str) -> str:
    return QCoreApplication.translate("SoundTexts", text)


def notice_words(notice: SoundNotice) -> tuple[str, str]:
    """What happened, and what to do about it: one sentence each."""
    if isinstance(notice, EchoNotice):
        return _echo_words(notice)
    what, hint = _mic_words(notice.trouble)
    quoted = _tr("“{name}”").format(name=notice.name)
    return what.format(name=quoted if notice.name else _tr("your microphone")), hint


def action_words(notice: SoundNotice) -> str:
    """What the button offers; "" for none."""
    if isinstance(notice, MicNotice):
        if not notice.other_id or notice.trouble is Trouble.CLIPPED:
            return ""
        if notice.trouble is Trouble.ELSEWHERE:
            return _tr("Use “{name}”").format(name=notice.other_name)
        return _tr("Try another microphone")
    if notice.is_cancelling or not notice.has_canceller:
        return ""
    return _tr("Use the Speakers preset")


def _mic_words(trouble: Trouble) -> tuple[str, str]:
    match trouble:
        case Trouble.MUTED_BY_SYSTEM:
            return (
                _tr("The system has muted {name}, so nobody hears you."),
                _tr("Unmute it in the system's sound settings."),
            )
        case Trouble.NOTHING:
            return (
                _tr("No sound at all comes from {name}."),
                _tr("Look for a switch or a key that turns it off, or take another one."),
            )
        case Trouble.FAINT:
            return (
                _tr("Next to nothing comes from {name}."),
                _tr("If you are speaking, another microphone may be the right one."),
            )
        case Trouble.ELSEWHERE:
            return (
                _tr("You speak into another microphone than {name}."),
                _tr("LiveDesk hears you on the other one, and can take it."),
            )
        case Trouble.CLIPPED:
            return (
                _tr("You are too loud for {name}: it distorts."),
                _tr("Move away from it, or turn it down in the system's sound settings."),
            )


def _echo_words(notice: EchoNotice) -> tuple[str, str]:
    delay = round(notice.delay_ms)
    if notice.is_cancelling:
        what = _tr("Your speakers still reach your microphone, {delay} ms late.")
        return what.format(delay=delay), _tr("Turn them down, or use headphones.")
    what = _tr("Your speakers reach your microphone, {delay} ms late.").format(delay=delay)
    if not notice.has_canceller:
        return what, NO_CANCELLER
    return what, _tr("The assistant may hear itself and break off.")
