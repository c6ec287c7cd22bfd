"""Keeps the sound libraries' chatter off standard error.

PortAudio tries every way to sound it was built with, and ALSA and JACK print a line for each thing
they do not find: twenty on a healthy desktop. Both let a program take these messages over. That
leaves LiveDesk's own standard error alone, which redirecting the descriptor would not.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

# Library and the functions that set where its messages go:
# https://www.alsa-project.org/alsa-doc/alsa-lib/group___error.html and
# https://jackaudio.org/api/group__ErrorOutput.html (2026-11-23)
_SETTERS = {
    "libasound.so.2": ("snd_lib_error_set_handler",),
    "libjack.so.0": ("jack_set_error_function", "jack_set_info_function"),
}


def silence_sound_libraries() -> None:
    """Drop the messages of ALSA and JACK from now on, where this process has loaded them.

    Idempotent. To be called after PortAudio is loaded and before it is initialised.
    """
    if sys.platform != "linux":
        return
    # A C function that ignores its arguments takes the messages: a Python one would run in the
    # libraries' real-time threads, and while the interpreter ends.
    ignore = ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)
    for library_name, setters in _SETTERS.items():
        with contextlib.suppress(OSError, AttributeError):  # not loaded: nothing to silence
            library = ctypes.CDLL(library_name, mode=os.RTLD_NOLOAD | os.RTLD_NOW)
            for setter in setters:
                getattr(library, setter)(ignore)
