"""A talk's status in words and looks. Pure, but for the translation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from livedesk.app.talk_phase import TalkPhase, TalkStatus
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


def talk_label(status: TalkStatus, wait_s: int) -> str:
    """What stands below the microphone button; ``wait_s`` is what is left of a wait."""
    match status.phase:
        case TalkPhase.SPEAKING:
            return _speaking_label(status)
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


def _speaking_label(status: TalkStatus) -> str:
    if status.muted:
        return _tr("Speaking, your microphone is muted")
    if status.microphone_open:
        return _tr("Speaking, just talk to interrupt")
    return _tr("Speaking")


def connection_words(status: TalkStatus) -> tuple[str, str]:
    """How the connection is: the colour role of its dot, and the words for it."""
    match status.phase:
        case TalkPhase.CONNECTING:
            return "warning", _tr("Connecting")
        case TalkPhase.RECONNECTING:
            return "warning", _tr("Connection lost, reconnecting")
        case TalkPhase.ERROR:
            return "danger", _tr("Not connected")
        case _ if status.is_talking:
            return "assistant", _tr("Connected")
        case _:
            return "muted", _tr("Not connected yet")
