"""PortAudio's failures as sentences for the person.

Codes: https://portaudio.com/docs/v19-doxydocs/portaudio_8h.html, PaErrorCode (2026-11-23).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from livedesk.core.errors import MicrophoneError, SpeakerError

UNANTICIPATED_HOST_ERROR = -9999
INVALID_CHANNELS = -9998
INVALID_RATE = -9997
INVALID_DEVICE = -9996
_DEVICE_UNAVAILABLE = -9985
_TYPE_ON = "Connect one and try again; typing works meanwhile."


def microphone_error(error: OSError, *, any_present: bool) -> MicrophoneError:
    """Why the microphone cannot be opened."""
    return MicrophoneError(*_sentences("microphone", error, any_present), detail=str(error))


def speaker_error(error: OSError, *, any_present: bool) -> SpeakerError:
    """Why the speaker cannot be opened."""
    return SpeakerError(*_sentences("speaker", error, any_present), detail=str(error))


def _sentences(device: str, error: OSError, any_present: bool) -> tuple[str, str]:
    text = str(error).casefold()
    if "permission" in text or "denied" in text or _sound_is_forbidden():
        return (
            f"LiveDesk may not use the {device}.",
            f"Allow it in the system's privacy settings{_group_hint()}, then try again.",
        )
    if not any_present:
        return f"No {device} was found.", _TYPE_ON
    if error.errno == _DEVICE_UNAVAILABLE:
        return (
            f"The {device} is busy or was taken away.",
            "Close other programs that use it, or connect it again, then try again.",
        )
    if error.errno in (INVALID_DEVICE, UNANTICIPATED_HOST_ERROR):
        return f"The {device} does not answer.", "Check that it is connected, then try again."
    return (
        f"The {device} could not be opened.",
        "Choose another one in the system's sound settings.",
    )


def _sound_is_forbidden() -> bool:
    """Whether there are sound devices that this user may not open (Linux; elsewhere unknown)."""
    if sys.platform != "linux":
        return False
    devices = list(Path("/dev/snd").glob("pcm*"))
    return bool(devices) and not any(os.access(device, os.R_OK | os.W_OK) for device in devices)


def _group_hint() -> str:
    return " or join the group 'audio'" if sys.platform == "linux" else ""
