"""Everything that can go wrong, each with a sentence for the person and one thing to do.

::

    LiveDeskError
    ├── CredentialError          the key is missing, wrong, or may not do this
    ├── KeyringUnsuitedError     the system's keyring cannot keep or give the key
    ├── ModelError               the model is unknown or does not take what was asked of it
    ├── QuotaError               too much for now; waiting helps
    ├── ServerUnreachableError   the server cannot be reached, or was lost
    │   ├── ConnectionLostError  the line broke without a word
    │   └── ServerBusyError      it answers, and cannot serve at the moment
    ├── HandleRefusedError       the session cannot be continued; a fresh one can be had
    ├── ProtocolError            the server said something that makes no sense
    ├── AudioError               microphone or speaker
    │   ├── MicrophoneError
    │   └── SpeakerError
    ├── ToolError                a tool could not be run
    │   └── ToolDeniedError      the person, or a rule of theirs, said no
    ├── TranscriptSaveError      a transcript could not be written
    ├── RecordingError           a recording could not be written or read
    ├── StoreError               the kept conversations cannot be read or added to
    ├── InstructionError         an instruction could not be read or kept
    ├── SettingsError            settings could not be read or kept
    └── InputFileError           a file given on the command line is of no use

An error carries data and builds its own text. ``str(error)`` is ``user_message`` and ``hint``
together; ``detail`` is for the log and for bug reports and must hold no secret.
"""

from __future__ import annotations

from enum import Enum


class Remedy(Enum):
    """The one thing that a button beside the sentence can do."""

    NONE = "none"
    TRY_AGAIN = "try again"
    SET_KEY = "set key"
    CHOOSE_MODEL = "choose model"
    TYPE_INSTEAD = "type instead"


class LiveDeskError(Exception):
    """Base of all errors that LiveDesk raises on purpose.

    Attributes:
        user_message: what happened, one sentence.
        hint: what to do, one sentence; may be empty.
        detail: facts for the log: codes, paths, the vendor's words.
        retryable: whether trying the same again may work.
        remedy: what a button can offer.
    """

    retryable = False
    remedy = Remedy.NONE

    def __init__(self, user_message: str, hint: str = "", *, detail: str = "") -> None:
        super().__init__(user_message)
        self.user_message = user_message
        self.hint = hint
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.user_message} {self.hint}".strip()


class CredentialError(LiveDeskError):
    """The key is missing, wrong, expired, or may not do this."""

    remedy = Remedy.SET_KEY


class KeyringUnsuitedError(LiveDeskError):
    """The system has no keyring in which a key would be safe, or it cannot be opened."""

    remedy = Remedy.SET_KEY


class ModelError(LiveDeskError):
    """The model is not there, or refused the setup."""

    remedy = Remedy.CHOOSE_MODEL


class QuotaError(LiveDeskError):
    """Too many tokens, sessions or requests for now.

    Attributes:
        wait_s: the shortest time in seconds after which trying again makes sense.
    """

    retryable = True
    remedy = Remedy.TRY_AGAIN

    def __init__(
        self, user_message: str, hint: str = "", *, detail: str = "", wait_s: float = 60.0
    ) -> None:
        super().__init__(user_message, hint, detail=detail)
        self.wait_s = wait_s


class ServerUnreachableError(LiveDeskError):
    """No connection could be made, or it was lost."""

    retryable = True
    remedy = Remedy.TRY_AGAIN


class ConnectionLostError(ServerUnreachableError):
    """The line broke without a word of why."""


class ServerBusyError(ServerUnreachableError):
    """The server answers, and says that it cannot serve at the moment: do not press it."""


class HandleRefusedError(LiveDeskError):
    """The server does not continue this session; a fresh one may be opened."""

    retryable = True
    remedy = Remedy.TRY_AGAIN


class ProtocolError(LiveDeskError):
    """The server answered with something that is not the Live protocol."""

    remedy = Remedy.TRY_AGAIN


class CertificateError(ProtocolError):
    """Who answers cannot prove to be the server."""


class AudioError(LiveDeskError):
    """Sound does not work; typing still does."""

    remedy = Remedy.TRY_AGAIN


class MicrophoneError(AudioError):
    """The microphone is missing, busy, refused, or went away."""


class SpeakerError(AudioError):
    """The speaker is missing, busy, refused, or went away."""


class ToolError(LiveDeskError):
    """A tool is unknown, got wrong arguments, took too long, or failed."""


class ToolDeniedError(ToolError):
    """The person, or a rule of theirs, did not let a tool run."""


class TranscriptSaveError(LiveDeskError):
    """A transcript could not be written; it is still in the window."""


class RecordingError(LiveDeskError):
    """A recording could not be written or read; the talk is not touched by it."""


class StoreError(LiveDeskError):
    """The kept conversations cannot be read or added to.

    Attributes:
        is_damage: the file itself is broken; trying the same again is of no use.
    """

    retryable = True

    def __init__(
        self, user_message: str, hint: str = "", *, detail: str = "", is_damage: bool = False
    ) -> None:
        super().__init__(user_message, hint, detail=detail)
        self.is_damage = is_damage


class InstructionError(LiveDeskError):
    """A system instruction could not be read or kept."""


class SettingsError(LiveDeskError):
    """The settings could not be read or kept."""


class InputFileError(LiveDeskError):
    """A file given to LiveDesk is missing or of the wrong kind."""
