"""The talk's controller: one conversation at a time, one status to show."""

import asyncio

import pytest

from livedesk.app.conversation_controller import ConversationController
from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.conversation.events import (
    ActivityChanged,
    ConversationEvent,
    ErrorOccurred,
    MicrophoneChanged,
    TokensUsed,
    TurnFinished,
)
from livedesk.core.errors import (
    CredentialError,
    MicrophoneError,
    ModelError,
    QuotaError,
    ServerUnreachableError,
    SpeakerError,
)
from livedesk.core.listeners import Listener
from livedesk.core.reports import SessionState, SetupApplied, StateChanged
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import ActivityState
from livedesk.core.tokens import Tokens

SETUP = SessionSetup("m", "Kore", "Be kind.")
IDLE, CONNECTING, LIVE = SessionState.IDLE, SessionState.CONNECTING, SessionState.LIVE
FAILED, RECONNECTING = SessionState.FAILED, SessionState.RECONNECTING


class FakeConversation:
    """Remembers what was asked of it; says what a test lets it say."""

    def __init__(self, setup: SessionSetup, say: Listener[ConversationEvent]) -> None:
        self.setup = setup
        self.say = say
        self.state = CONNECTING
        self.asked: list[object] = []
        self.closed = asyncio.Event()
        self.may_close = asyncio.Event()
        self.may_close.set()

    def start(self, *, with_microphone: bool) -> None:
        self.asked.append(("start", with_microphone))

    def open_microphone(self) -> None:
        self.asked.append("open microphone")

    def open_speaker(self) -> None:
        self.asked.append("open speaker")

    def set_muted(self, muted: bool) -> None:
        self.asked.append(("muted", muted))

    def send_text(self, text: str) -> None:
        self.asked.append(("text", text))

    def silence(self) -> None:
        self.asked.append("silence")

    def apply_setup(self, setup: SessionSetup) -> None:
        self.setup = setup

    def retry_now(self) -> None:
        self.asked.append("retry")

    async def aclose(self) -> None:
        await self.may_close.wait()
        self.closed.set()

    def go(self, state: SessionState, previous: SessionState = CONNECTING, **more) -> None:
        self.state = state
        self.say(StateChanged(state, previous, **more))


class Desk:
    """A controller, the conversations it made, and the signals it sent."""

    def __init__(self) -> None:
        self.made: list[FakeConversation] = []
        self.controller = ConversationController(self._build, SETUP)
        self.statuses: list[TalkStatus] = []
        self.signals: list[object] = []
        self.controller.status_changed.connect(self.statuses.append)
        self.controller.error_occurred.connect(self.signals.append)
        self.controller.error_cleared.connect(self._on_cleared)
        self.controller.setup_applied.connect(self.signals.append)

    @property
    def phase(self) -> TalkPhase:
        return self.controller.status.phase

    def _on_cleared(self) -> None:
        self.signals.append("cleared")

    def _build(self, setup, listener) -> FakeConversation:
        self.made.append(FakeConversation(setup, listener))
        return self.made[-1]


@pytest.fixture
async def desk(qapp) -> Desk:
    desk = Desk()
    yield desk
    for conversation in desk.made:
        conversation.may_close.set()
    await desk.controller.aclose()


async def _soon() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_click_shows_connecting_at_once_and_opens_the_microphone(desk: Desk) -> None:
    desk.controller.toggle_talk()
    assert desk.phase is TalkPhase.CONNECTING
    await _soon()
    assert desk.made[0].asked == [("start", True)]


async def test_second_click_ends_the_talk(desk: Desk) -> None:
    desk.controller.toggle_talk()
    await _soon()
    desk.made[0].go(LIVE)
    desk.made[0].say(MicrophoneChanged(is_open=True, is_muted=False))
    assert desk.phase is TalkPhase.LISTENING
    desk.controller.toggle_talk()
    assert desk.phase is TalkPhase.IDLE
    await _soon()
    assert desk.made[0].closed.is_set()


async def test_a_second_click_before_the_microphone_is_open_ends_the_talk(desk: Desk) -> None:
    desk.controller.toggle_talk()
    await _soon()
    desk.controller.toggle_talk()
    assert desk.phase is TalkPhase.IDLE
    await _soon()
    assert desk.made[0].closed.is_set()


async def test_next_talk_waits_until_the_last_gave_its_devices_back(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    desk.made[0].may_close.clear()
    desk.controller.end_talk()
    desk.controller.start_talk()
    await _soon()
    assert desk.made[1].asked == []
    desk.made[0].may_close.set()
    await _soon()
    assert desk.made[1].asked == [("start", True)]


async def test_impatient_clicks_leave_one_talk_that_begins(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    desk.made[0].may_close.clear()
    for _ in range(3):
        desk.controller.end_talk()
        desk.controller.send_text("hello")
    desk.made[0].may_close.set()
    await asyncio.sleep(0.05)
    assert [made.asked for made in desk.made[1:]] == [
        [],
        [],
        [("start", False), ("text", "hello")],
    ]


async def test_what_an_ended_talk_still_says_is_ignored(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    desk.controller.end_talk()
    desk.made[0].go(FAILED, error=ServerUnreachableError("gone"))
    desk.made[0].say(ErrorOccurred(ServerUnreachableError("gone")))
    assert desk.phase is TalkPhase.IDLE
    assert not any(isinstance(s, ServerUnreachableError) for s in desk.signals)


async def test_what_an_ended_talk_says_during_the_next_is_ignored(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    desk.controller.end_talk()
    desk.controller.start_talk()
    desk.made[0].go(FAILED, error=ServerUnreachableError("gone"))
    assert desk.phase is TalkPhase.CONNECTING


async def test_typing_begins_a_talk_without_microphone(desk: Desk) -> None:
    desk.controller.send_text("  hello ")
    desk.controller.send_text("  ")
    await _soon()
    assert desk.made[0].asked == [("start", False), ("text", "hello")]
    desk.made[0].go(LIVE)
    desk.controller.toggle_talk()
    assert desk.made[0].asked[-1] == "open microphone"
    assert len(desk.made) == 1


async def test_text_typed_while_the_talk_begins_keeps_its_order(desk: Desk) -> None:
    desk.controller.send_text("one")
    desk.controller.send_text("two")
    await _soon()
    assert desk.made[0].asked == [("start", False), ("text", "one"), ("text", "two")]


async def test_mute_needs_an_open_microphone(desk: Desk) -> None:
    desk.controller.toggle_mute()
    desk.controller.start_talk()
    await _soon()
    desk.controller.toggle_mute()
    assert desk.made[0].asked == [("start", True)]
    desk.made[0].say(MicrophoneChanged(is_open=True, is_muted=False))
    desk.controller.toggle_mute()
    assert desk.made[0].asked[-1] == ("muted", True)


async def test_failure_is_told_and_tried_again(desk: Desk) -> None:
    error = CredentialError("The key was refused.")
    desk.controller.start_talk()
    await _soon()
    desk.made[0].go(FAILED, error=error)
    desk.made[0].say(ErrorOccurred(error))
    assert desk.phase is TalkPhase.ERROR
    assert desk.signals == [error]
    desk.controller.try_again()
    assert desk.made[0].asked[-1] == "retry"
    desk.made[0].go(LIVE)
    assert desk.signals == [error, "cleared"]


async def test_click_tries_a_failed_talk_again_with_the_microphone_still_open(desk: Desk) -> None:
    desk.controller.toggle_talk()
    await _soon()
    desk.made[0].say(MicrophoneChanged(is_open=True, is_muted=False))
    desk.made[0].go(FAILED, error=CredentialError("The key was refused."))
    desk.controller.toggle_talk()
    assert desk.made[0].asked[-1] == "retry"
    assert not desk.made[0].closed.is_set()


async def test_missing_microphone_is_told_until_one_opens(desk: Desk) -> None:
    error = MicrophoneError("No microphone.")
    desk.controller.start_talk()
    await _soon()
    desk.made[0].say(ErrorOccurred(error))
    desk.made[0].go(LIVE)
    assert desk.signals == [error]
    desk.controller.try_again()
    assert desk.made[0].asked[-1] == "open microphone"
    desk.made[0].say(MicrophoneChanged(is_open=True, is_muted=False))
    assert desk.signals == [error, "cleared"]


async def test_reconnecting_shows_the_wait(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    desk.made[0].go(LIVE)
    desk.made[0].go(RECONNECTING, LIVE, attempt=2, retry_in_s=0.8)
    status = desk.controller.status
    assert (status.phase, status.attempt, status.retry_in_s) == (TalkPhase.RECONNECTING, 2, 0.8)


async def test_while_it_reconnects_nothing_is_called_an_error(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    for attempt in (1, 2, 3, 4):
        error = QuotaError("The usage limit is reached.")
        desk.made[0].go(RECONNECTING, LIVE, attempt=attempt, retry_in_s=60.0, error=error)
    assert desk.signals == []


async def test_another_model_is_tried_at_once_where_the_last_one_failed(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    error = ModelError("The server does not offer this model.")
    desk.made[0].go(FAILED, error=error)
    desk.made[0].say(ErrorOccurred(error))
    desk.controller.apply_setup(SETUP)
    assert "retry" not in desk.made[0].asked
    desk.controller.apply_setup(SessionSetup("other", "Kore", "Be kind."))
    assert desk.made[0].asked[-1] == "retry"


async def test_another_choice_does_not_try_again_what_has_another_reason(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    desk.made[0].go(FAILED, error=CredentialError("The key was refused."))
    desk.controller.apply_setup(SessionSetup("other", "Kore", "Be kind."))
    assert "retry" not in desk.made[0].asked


async def test_what_an_ended_talk_used_is_told_all_the_same(desk: Desk) -> None:
    told = []
    desk.controller.told.connect(told.append)
    desk.controller.start_talk()
    await _soon()
    desk.controller.end_talk()
    used = TokensUsed("m", Tokens(text_in=1))
    desk.made[0].say(used)
    desk.made[0].say(TurnFinished())
    assert told == [used]


async def test_trying_a_lost_speaker_again_does_not_open_the_microphone(desk: Desk) -> None:
    desk.controller.send_text("Hello?")
    desk.made[0].go(LIVE)
    desk.made[0].say(ErrorOccurred(SpeakerError("The speaker stopped working.")))
    desk.controller.try_again()
    assert desk.made[0].asked[-1] == "open speaker"
    assert desk.signals[-1] == "cleared"


async def test_planned_reconnect_is_not_shown(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    desk.made[0].go(LIVE)
    desk.made[0].say(MicrophoneChanged(is_open=True, is_muted=False))
    desk.made[0].go(RECONNECTING, LIVE, planned=True)
    assert desk.phase is TalkPhase.LISTENING


async def test_setup_reaches_the_talk_and_comes_back_as_active(desk: Desk) -> None:
    other = SessionSetup("m", "Puck", "Be kind.")
    desk.controller.start_talk()
    await _soon()
    desk.controller.apply_setup(other)
    assert desk.made[0].setup == other
    desk.made[0].say(SetupApplied(other))
    desk.controller.end_talk()
    assert [s for s in desk.signals if s != "cleared"] == [other, None]
    desk.controller.start_talk()
    assert desk.made[1].setup == other


async def test_equal_status_is_not_sent_twice(desk: Desk) -> None:
    desk.controller.start_talk()
    await _soon()
    desk.made[0].go(LIVE)
    shown = len(desk.statuses)
    desk.made[0].say(ActivityChanged(ActivityState.LISTENING))
    desk.made[0].say(TurnFinished())
    assert len(desk.statuses) == shown
