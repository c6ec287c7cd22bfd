"""A talk's status in words and looks. Pure, but for the translation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.core.turn_taking import TalkMode
from livedesk.ui.widgets.mic_paint import MicLook

LOOKS = {
    TalkPhase.IDLE: MicLook.IDLE,
    TalkPhase.CONNECTING: MicLook.CONNECTING,
    TalkPhase.LISTENING: MicLook.LISTENING,
    TalkPhase.THINKING: MicLook.THINKING,
    TalkPhase.SPEAKING: MicLook.SPEAKING,
    TalkPhase.MUTED: MicLook.MUTED,
    TalkPhase.RECONNECTING: MicLook.RECONNECTING,
    TalkPhase.ERROR: MicLook.ERROR,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("TalkTexts", text)


def mode_name(mode: TalkMode) -> str:
    """A way to talk, in a few words."""
    return {
        TalkMode.OPEN: _tr("Open microphone"),
        TalkMode.QUICK: _tr("Open microphone, quick answers"),
        TalkMode.HOLD: _tr("Hold to talk"),
        TalkMode.TOGGLE: _tr("Press to talk, press to send"),
    }[mode]


def talk_label(status: TalkStatus, wait_s: int, key: str) -> str:
    """What stands below the microphone button.

    ``wait_s`` is what is left of a wait, ``key`` the name of the key to talk, "" if there is none.
    """
    mode = status.turn_taking.mode
    match status.phase:
        case TalkPhase.SPEAKING:
            return _speaking_label(status, key)
        case TalkPhase.IDLE if mode.is_manual:
            return _ask_for_key(mode, key)
        case TalkPhase.LISTENING if mode is TalkMode.HOLD:
            return _tr("Listening, release to send")
        case TalkPhase.LISTENING if mode is TalkMode.TOGGLE:
            return _tr("Listening, press {key} to send").format(key=key or _button())
        case TalkPhase.CONNECTING if mode.is_manual and not status.key_down:
            return _tr("Connecting")
        case TalkPhase.CONNECTING if status.microphone_open:
            return _tr("Connecting, go ahead and speak")
        case TalkPhase.RECONNECTING if wait_s > 0:
            return _tr("Reconnecting in {seconds} s").format(seconds=wait_s)
    return {
        TalkPhase.IDLE: _tr("Talk"),
        TalkPhase.CONNECTING: _tr("Connecting"),
        TalkPhase.LISTENING: _tr("Listening"),
        TalkPhase.THINKING: _tr("Thinking"),
        TalkPhase.MUTED: _tr("Muted"),
        TalkPhase.RECONNECTING: _tr("Reconnecting"),
        TalkPhase.ERROR: _tr("Not connected, press to try again"),
    }[status.phase]


def _button() -> str:
    return _tr("the button")


def _ask_for_key(mode: TalkMode, key: str) -> str:
    words = _tr("Hold {key} to talk") if mode is TalkMode.HOLD else _tr("Press {key} to talk")
    return words.format(key=key or _button())


def _speaking_label(status: TalkStatus, key: str) -> str:
    if status.muted:
        return _tr("Speaking, your microphone is muted")
    if not (status.microphone_open and status.turn_taking.interruptible):
        return _tr("Speaking")
    match status.turn_taking.mode:
        case TalkMode.HOLD:
            return _tr("Speaking, hold {key} to interrupt").format(key=key or _button())
        case TalkMode.TOGGLE:
            return _tr("Speaking, press {key} to interrupt").format(key=key or _button())
        case _:
            return _tr("Speaking, just talk to interrupt")
