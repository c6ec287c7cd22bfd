"""Trying microphone and speaker out, while there is no talk."""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.conversation_controller import ConversationController
from livedesk.audio.engine import AudioEngine
from livedesk.core.audio_format import AudioFrame
from livedesk.core.errors import AudioError
from livedesk.core.tasks import TaskSet
from livedesk.loopback.speech import choose_speech

# Both are among the packaged recordings.
_SENTENCES: Final = ("Hello.", "Nice to hear you.")
_VOICE: Final = "Kore"
_RATE_HZ: Final = 24_000
_POLL_S: Final = 0.05


class SoundTest(Enum):
    """What is being tried out."""

    NONE = "none"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"


class SoundTester(QObject):
    """Opens a device for a test and closes it again. A talk that begins ends the test.

    Signals:
        changed(SoundTest): what is tried out now.
        may_test_changed(): a talk began or ended.
        failed(AudioError): the device cannot be had.
    """

    changed = Signal(object)
    may_test_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        engine: AudioEngine,
        conversation: ConversationController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._conversation = conversation
        self._speech = choose_speech()
        self._now = SoundTest.NONE
        self._could_test = True
        self._running: asyncio.Task[None] | None = None
        self._tasks = TaskSet()
        conversation.status_changed.connect(self._on_status)

    @property
    def now(self) -> SoundTest:
        """What is tried out."""
        return self._now

    @property
    def may_test(self) -> bool:
        """Whether there is no talk, which needs the devices for itself."""
        return not self._conversation.is_talking

    @Slot()
    def toggle_microphone(self) -> None:
        """Begin to measure the microphone, or stop."""
        self._toggle(SoundTest.MICROPHONE)

    @Slot()
    def toggle_speaker(self) -> None:
        """Say a sentence, or stop."""
        self._toggle(SoundTest.SPEAKER)

    @Slot()
    def stop(self) -> None:
        """End the test."""
        if self._running is not None:
            self._running.cancel()

    async def aclose(self) -> None:
        """End the test and wait for it. Idempotent."""
        await self._tasks.aclose()

    def _toggle(self, test: SoundTest) -> None:
        was_same = self._now is test
        before = self._running
        self.stop()
        if not was_same and self.may_test:
            self._running = self._tasks.spawn(self._run(test, before), name="sound test")

    async def _run(self, test: SoundTest, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._show(test)
        try:
            if test is SoundTest.MICROPHONE:
                await self._measure()
            else:
                await self._speak()
        except AudioError as error:
            self.failed.emit(error)
        finally:
            self._show(SoundTest.NONE)

    async def _measure(self) -> None:
        try:
            await self._engine.open_microphone(_ignore)
            await asyncio.get_running_loop().create_future()  # until it is cancelled
        finally:
            if self.may_test:  # a talk has taken the microphone over
                await self._engine.close_microphone()

    async def _speak(self) -> None:
        try:
            await self._engine.open_speaker()
            self._engine.begin_turn()
            for sentence in _SENTENCES:
                samples = await self._speech.speak(sentence, _VOICE)
                self._engine.play(samples.astype("<i2").tobytes(), _RATE_HZ)
            self._engine.end_turn()
            while self._engine.is_playing:  # noqa: ASYNC110 - the engine does not tell
                await asyncio.sleep(_POLL_S)
        finally:
            self._engine.flush()
            if self.may_test:
                await self._engine.close_speaker()

    def _show(self, test: SoundTest) -> None:
        if test is not self._now:
            self._now = test
            self.changed.emit(test)

    @Slot()
    def _on_status(self) -> None:
        if self.may_test != self._could_test:
            self._could_test = self.may_test
            self.may_test_changed.emit()
        if not self.may_test:
            self.stop()


def _ignore(_frame: AudioFrame) -> None:
    """The test looks at the level only."""
