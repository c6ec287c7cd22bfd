"""The way to this machine's own devices, as far as it was set up."""

from __future__ import annotations

from livedesk.audio.backend import AudioBackend
from livedesk.core.errors import AudioError


def system_backend() -> AudioBackend:
    """PortAudio through PyAudio, which is compiled on the machine and may be missing.

    Raises:
        AudioError: it is missing.
    """
    try:
        from livedesk.audio.backends.pyaudio_backend import PyAudioBackend
    except ImportError as error:
        raise AudioError(
            "There is no sound, because PyAudio is not installed.",
            "Start packaging/run once more to install it; typing works meanwhile.",
            detail=str(error),
        ) from error
    return PyAudioBackend()
