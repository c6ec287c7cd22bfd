"""What ends without being said so: a turn, a connection, a device, a talk."""

import asyncio

from livedesk.audio.backends.silent_backend import SilentBackend
from livedesk.conversation.events import TurnFinished
from livedesk.core.errors import ServerUnreachableError
from livedesk.core.events import GenerationComplete, GoAway, Transcription, TurnComplete
from livedesk.core.inputs import AudioInput, AudioStreamEnd
from livedesk.core.reports import SessionState
from livedesk.core.speakers import Speaker
from livedesk.session.scripted import Accept
from livedesk.transcript.model import Notice, NoticeKind


class HoardedBackend(SilentBackend):
    """Counts the microphones that are open."""

    n_open = 0

    def open_input(self, *request):
        stream = super().open_input(*request)
        close, HoardedBackend.n_open = stream.close, HoardedBackend.n_open + 1

        def closing() -> None:
            HoardedBackend.n_open -= 1
            close()

        stream.close = closing
        return stream


async def test_silencing_does_not_outlast_a_turn_without_turn_complete(talks, speech) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    for is_generated in (False, True):
        talk.connector.emit(speech, *([GenerationComplete()] if is_generated else []))
        await talk.until(lambda: talk.audio.is_playing)
        talk.conversation.silence()
        talk.connector.emit(*([] if is_generated else [speech, GenerationComplete()]))
        assert not talk.audio.is_playing
    talk.connector.emit(speech)
    await talk.until(lambda: talk.audio.is_playing)


async def test_an_answer_broken_off_by_a_planned_reconnect_is_a_turn_of_its_own(
    talks, speech
) -> None:
    talk = talks(Accept(), Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.emit(Transcription(Speaker.ASSISTANT, "Once upon"), speech, GoAway(0.0))
    await talk.until(lambda: len(talk.connector.connects) == 2)
    await talk.until(lambda: talk.conversation.state is SessionState.LIVE)
    talk.connector.emit(Transcription(Speaker.ASSISTANT, "Hello."), speech, TurnComplete())
    await talk.until(lambda: len(talk.texts(Speaker.ASSISTANT)) == 2)
    assert talk.texts(Speaker.ASSISTANT) == ["Once upon", "Hello."]
    notices = [entry for entry in talk.transcript.entries if isinstance(entry, Notice)]
    assert [notice.kind for notice in notices] == [NoticeKind.ANSWER_BROKEN]


async def test_a_turn_is_finished_when_its_connection_is_lost(talks, speech) -> None:
    talk = talks(Accept(), Accept())
    talk.conversation.start(with_microphone=False)
    await talk.live()
    talk.connector.emit(speech)
    await talk.until(lambda: talk.audio.is_playing)
    talk.connector.drop(ServerUnreachableError("The connection was lost."))
    await talk.until(lambda: talk.said(TurnFinished))


async def test_a_lost_microphone_no_longer_says_that_the_person_speaks(talks) -> None:
    talk = talks(Accept())
    talk.conversation.start(with_microphone=True)
    await talk.until(lambda: talk.sent(AudioInput))
    talk.conversation._sound._on_speech(True)
    for _ in range(2):  # the first time the only device there is gets a second chance
        await talk.until(lambda: talk.audio.microphone_open)
        talk.audio._microphone._lost()
    await talk.until(lambda: not talk.conversation._sound._user_speaking)
    await talk.until(lambda: talk.sent(AudioStreamEnd))


async def test_no_microphone_is_open_after_the_end_however_often_it_was_opened(talks) -> None:
    talk = talks(Accept(), backend=HoardedBackend)
    talk.conversation.start(with_microphone=True)
    talk.conversation.open_microphone()
    talk.conversation.open_microphone()
    await asyncio.sleep(0)
    await talk.conversation.aclose()
    await asyncio.sleep(0.1)
    assert not talk.audio.microphone_open
    await talk.audio.close()
    assert HoardedBackend.n_open == 0
