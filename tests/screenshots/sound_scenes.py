"""Scenes of the sound: both talk, the echo line, and what is wrong with the microphone."""

from __future__ import annotations

import time

from helpers.live_window import LiveWindow
from helpers.speech import speak
from screenshots.scenes import Studio

_BOTH_S = 1.0
_STORY_S = 4.0
_LIMIT_S = 30.0


class SoundStudio(Studio):
    """Takes the pictures of the sound as well."""

    def all_scenes(self) -> None:
        """All scenes, with a room's noise: a microphone of zeros would be told of."""
        self._sound.room_noise(True)
        super().all_scenes()
        self.sound_scenes()

    def sound_scenes(self) -> None:
        """Both talking, muted, echo, overdriven, no sound at all."""
        self._sound.room_noise(True)
        with self._window() as window:
            self._begin(window)
            self._tell_story(window)
            self._sound.play(speak("how are you", self._work), latency_ms=40)
            time.sleep(_BOTH_S)
            self._shoot(window, self._named("both"))
            window.ask("call", target="conversation.silence_assistant", arguments=[])
            window.ask("call", target="conversation.toggle_mute", arguments=[])
            window.wait_for_phase("MUTED")
            self._shoot(window, self._named("muted"))
            window.ask("call", target="conversation.toggle_mute", arguments=[])
            self._shoot_notice(window, "echo", self._provoke_echo)
            self._sound.echo(False)
        with self._window() as window:
            self._begin(window)
            self._shoot_notice(window, "clipped", self._shout)
            self._sound.pactl("set-source-volume", "livedesk_mic", "0dB")
        with self._window() as window:
            self._begin(window)
            self._shoot_notice(window, "no-sound", self._be_silent)
        self._sound.room_noise(True)
        with self._window() as window:
            self._begin(window)
            window.ask("show", target="dialogs.open_audio")
            self._sound.play(speak("how are you", self._work), latency_ms=40)
            self._shoot(window, self._named("audio-settings"), whole_screen=True)
        self._device_scenes()

    def _device_scenes(self) -> None:
        """Speaking into another microphone, and the last one pulled out."""
        far = self._sound.add_microphone("far", "Webcam")
        with self._window() as window:
            self._begin(window)
            window.ask("call", target="audio.choose_microphone", arguments=["PulseAudio|far"])
            self._shoot_notice(window, "elsewhere", self._speak_near)
        self._sound.pactl("unload-module", far)
        with self._window() as window:
            self._begin(window)
            self._ask(window, "what time is it")
            window.wait_for_phase("LISTENING")
            self._sound.take_microphone()
            window.wait_for(lambda state: bool(state["error"]))
            self._shoot(window, self._named("microphone-lost"))

    def _speak_near(self, window: LiveWindow) -> None:
        self._sound.play(speak("tell me a long story", self._work), latency_ms=40)

    def _tell_story(self, window: LiveWindow) -> None:
        self._sound.say(speak("tell me a long story", self._work))
        window.wait_for_phase("SPEAKING")
        time.sleep(_STORY_S)

    def _provoke_echo(self, window: LiveWindow) -> None:
        window.ask("call", target="audio.choose_preset", arguments=["headphones"])
        self._sound.echo(True, level_db=-12)
        self._sound.say(speak("tell me a long story", self._work))

    def _shout(self, window: LiveWindow) -> None:
        self._sound.pactl("set-source-volume", "livedesk_mic", "30dB")
        self._sound.play(speak("tell me a long story", self._work), latency_ms=200)

    def _be_silent(self, window: LiveWindow) -> None:
        self._sound.room_noise(False)

    def _shoot_notice(self, window: LiveWindow, scene: str, provoke: object) -> None:
        assert callable(provoke)
        provoke(window)
        deadline_s = time.monotonic() + _LIMIT_S
        while not window.ask("text", part="sound_strip.what_label"):
            assert time.monotonic() < deadline_s, f"nothing was said: {scene}"
            time.sleep(0.1)
        self._shoot(window, self._named(scene))
