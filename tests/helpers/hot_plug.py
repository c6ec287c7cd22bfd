"""A virtual headset that is plugged in and out in mid-talk."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from helpers.spoken_talk import SpokenTalk
from helpers.virtual_sound import RATE_HZ, VirtualSound

from livedesk.audio.system_sound import ServerWatch
from livedesk.core.audio_processing import Processing
from livedesk.core.speakers import Speaker

HEADSET_MICROPHONE = "PulseAudio|headset_mic"
HEADSET_SPEAKER = "PulseAudio|headset"
# Both are answered in a few words.
_TYPED = ("thank you", "what time is it")
_SPOKEN = "what time is it"
# Each so many rounds the person speaks; typing is quicker.
_SPOKEN_EVERY = 4
_MOVE_LIMIT_S = 5.0


class Headset:
    """Modules of the sound server that come and go like a device; its microphone hears the room."""

    def __init__(self, sound: VirtualSound) -> None:
        self._sound = sound
        self._modules: dict[str, str] = {}

    def has(self, part: str) -> bool:
        """Whether ``"speaker"`` or ``"microphone"`` is plugged in."""
        return part in self._modules

    async def plug(self, part: str) -> None:
        """Plug it in."""
        if part == "speaker":
            arguments = ("module-null-sink", "sink_name=headset", "norewinds=1", f"rate={RATE_HZ}",
                         "channels=2", "sink_properties=device.description=Headset")  # fmt: skip
        else:
            arguments = ("module-remap-source", "source_name=headset_mic", "channels=1",
                         "master=livedesk_mic_in.monitor", "channel_map=mono", "remix=no",
                         "master_channel_map=mono",
                         "source_properties=device.description=Headset_mic")  # fmt: skip
        module = await asyncio.to_thread(self._sound.pactl, "load-module", *arguments)
        self._modules[part] = module.strip()

    async def unplug(self, part: str) -> None:
        """Pull it out."""
        await asyncio.to_thread(self._sound.pactl, "unload-module", self._modules.pop(part))

    async def toggle(self, *parts: str) -> None:
        """Plug in what is out, and the other way round."""
        for part in parts:
            await (self.unplug(part) if self.has(part) else self.plug(part))

    async def remove(self) -> None:
        """Pull everything out."""
        for part in list(self._modules):
            await self.unplug(part)


class PluggedTalk(SpokenTalk):
    """A talk that prefers the headset, and is told of devices as the program is."""

    def __init__(self, sound: VirtualSound, folder: Path) -> None:
        super().__init__(sound, folder, Processing())
        self.headset = Headset(sound)
        self._watch: ServerWatch | None = None

    async def __aenter__(self) -> Self:
        await self.audio.set_devices((HEADSET_MICROPHONE,), (HEADSET_SPEAKER,))
        loop = asyncio.get_running_loop()

        def on_changed() -> None:
            loop.call_soon_threadsafe(self.audio.note_devices_changed)

        self._watch = ServerWatch(on_changed)
        self._watch.start()
        return await super().__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._watch is not None:
            await asyncio.to_thread(self._watch.stop)
        await super().__aexit__(kind, error, traceback)
        await self.headset.remove()

    @property
    def is_on_best_devices(self) -> bool:
        """Whether both sides are on the headset as far as it is plugged in, else on the other."""
        devices = self.audio.device_list()
        microphone = "headset_mic" if self.headset.has("microphone") else "livedesk_mic"
        speaker = "headset" if self.headset.has("speaker") else "livedesk_speaker"
        return (
            devices.input_in_use == f"PulseAudio|{microphone}"
            and devices.output_in_use == f"PulseAudio|{speaker}"
        )

    def type(self, text: str) -> None:
        """Say something by keyboard."""
        self._conversation.send_text(text)


@dataclass(slots=True)
class Plugging:
    """What came of many rounds.

    Attributes:
        n_rounds: questions asked while something was plugged in or out.
        lost: rounds whose question was not answered, or whose answer was not heard whole.
        stuck: rounds after which the talk was not on the best devices.
    """

    n_rounds: int = 0
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)


async def plug_at_random(talk: PluggedTalk, n_rounds: int, seed: int) -> Plugging:
    """Ask, and plug the headset in or out at any moment of question or answer."""
    chance, outcome = random.Random(seed), Plugging()
    for number in range(n_rounds):
        parts = chance.choice([("speaker",), ("microphone",), ("speaker", "microphone")])
        delay_s = chance.uniform(0.0, 1.2)
        is_spoken = number % _SPOKEN_EVERY == 0
        name = f"{number}: {'+'.join(parts)} after {delay_s:.2f} s, {is_spoken=}"
        asking = asyncio.gather(_ask(talk, is_spoken, chance))
        await asyncio.sleep(delay_s)  # the moment is what is tried out
        await talk.headset.toggle(*parts)
        outcome.n_rounds += 1
        if not (await asking)[0]:
            outcome.lost.append(name)
        try:
            await talk.until(lambda: talk.is_on_best_devices, _MOVE_LIMIT_S)
        except TimeoutError:
            outcome.stuck.append(f"{name}: {talk.audio.device_list()}")
    return outcome


async def _ask(talk: PluggedTalk, is_spoken: bool, chance: random.Random) -> bool:
    """Whether the question was answered and the answer was played to its end."""
    n_before, n_cut = len(talk.said_by(Speaker.ASSISTANT)), talk.n_cut
    if is_spoken:
        await talk.say(_SPOKEN)
    else:
        talk.type(chance.choice(_TYPED))
    try:
        await talk.until(lambda: len(talk.said_by(Speaker.ASSISTANT)) > n_before, 10.0)
        await talk.until(lambda: talk.audio.played_ms > 0)
        await talk.until(lambda: talk.said_by(Speaker.ASSISTANT)[-1].is_final)
        await talk.until(lambda: not talk.audio.is_playing)
    except TimeoutError:
        return False
    return talk.n_cut == n_cut
