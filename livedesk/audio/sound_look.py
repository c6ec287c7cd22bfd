"""What of the sound can be looked at while it goes on. Costs nothing unless it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from livedesk.audio.backend import DeviceId
from livedesk.audio.columns import Columns, columns
from livedesk.audio.device_thread import DeviceThread
from livedesk.audio.echo_watch import Leak
from livedesk.audio.elsewhere import LOOK_S, heard_elsewhere
from livedesk.audio.levels import SILENCE_DB, Levels, level_db
from livedesk.audio.listening_in import listen_in
from livedesk.audio.loudspeaker import Loudspeaker
from livedesk.audio.mic_meter import MicReading
from livedesk.audio.microphone import Microphone
from livedesk.audio.playback import SpeakerPlayback
from livedesk.core.speakers import Speaker


class SoundLook:
    """Both sides of one engine, to be asked on the loop's thread."""

    def __init__(
        self,
        microphone: Microphone,
        loudspeaker: Loudspeaker,
        playback: SpeakerPlayback,
        devices: DeviceThread,
    ) -> None:
        self._microphone = microphone
        self._loudspeaker = loudspeaker
        self._playback = playback
        self._devices = devices

    @property
    def reading(self) -> MicReading | None:
        """What the microphone itself gives; None while it is closed."""
        voice = self._microphone.voice
        return voice.meter.reading if voice is not None else None

    @property
    def leak(self) -> Leak | None:
        """The speaker in what the session gets, as far as it was found lately."""
        voice = self._microphone.voice
        return voice.watch.leak if voice is not None else None

    @property
    def n_leak_looks(self) -> int:
        """How often a leak was looked for since the microphone was opened."""
        voice = self._microphone.voice
        return voice.watch.n_looks if voice is not None else 0

    async def heard_elsewhere(self, device_ids: Sequence[DeviceId]) -> DeviceId | None:
        """Which of these microphones somebody speaks into within the next 1.6 s.

        None when they are heard by the one in use as well, or by none.
        """
        others = await listen_in(self._devices, device_ids, LOOK_S)
        here = self.reading
        return heard_elsewhere(here, others) if here is not None else None

    def levels(self) -> Levels:
        """Loudness of both sides over the last 50 ms, in dBFS."""
        voice = self._microphone.voice
        return Levels(
            user_db=self.level_db(Speaker.USER),
            assistant_db=self.level_db(Speaker.ASSISTANT),
            user_is_speech=voice is not None and voice.is_speech,
        )

    def level_db(self, side: Speaker) -> float:
        """Loudness of one side over the last 50 ms, in dBFS."""
        if side is Speaker.ASSISTANT:
            is_open = self._loudspeaker.is_open
            return level_db(self._playback.recent) if is_open else SILENCE_DB
        voice = self._microphone.voice
        return level_db(voice.recent) if voice is not None else SILENCE_DB

    def columns(self, side: Speaker, since: int) -> Columns | None:
        """The drawn shape from column ``since`` on, at most 4 s; None while that side is closed."""
        if side is Speaker.ASSISTANT:
            is_open = self._loudspeaker.is_open
            return columns(self._playback.recent, None, since) if is_open else None
        voice = self._microphone.voice
        return columns(voice.recent, voice.flags, since) if voice is not None else None

    def mark(self) -> None:
        """The assistant's voice is cut, here and now."""
        self._playback.recent.mark()
        if self._microphone.voice is not None:
            self._microphone.voice.recent.mark()
