"""What the controller makes of a talk's events."""

import asyncio
from types import SimpleNamespace

import pytest
from helpers.still_clock import StillClock
from PySide6.QtCore import QObject, Signal

from livedesk.app import connection_controller
from livedesk.app.account import PRACTICE, Account
from livedesk.app.connection_controller import ConnectionController, Neighbours
from livedesk.conversation.events import ErrorOccurred, TokensUsed
from livedesk.core.connection_story import ConnectionStory
from livedesk.core.errors import CredentialError, ServerUnreachableError, SettingsError
from livedesk.core.reports import SessionState, StateChanged
from livedesk.core.tokens import Tokens
from livedesk.session.metrics import RoundTrips
from livedesk.settings.connection_settings import Connection
from livedesk.settings.schema import Settings
from livedesk.settings.usage_book import UsageBook

MODEL = "gemini-3.8-live"
CONNECTING = StateChanged(SessionState.CONNECTING, SessionState.IDLE)


class FakeTalk:
    """A talk with a story; notes what is asked of it."""

    def __init__(self) -> None:
        self.story = ConnectionStory(SessionState.LIVE, MODEL, connected_at_s=90.0)
        self.metrics = SimpleNamespace(
            round_trips=RoundTrips(), unsettled=TokensUsed(MODEL, Tokens())
        )
        self.asked: list[object] = []

    def note_wake(self) -> None:
        self.asked.append("wake")

    def continue_answer(self) -> bool:
        self.asked.append("continue")
        return True

    def set_policy(self, policy) -> None:
        self.asked.append(policy)


class FakeConversation(QObject):
    told = Signal(object)
    status_changed = Signal(object)
    talk = None
    is_talking = False


class FakeSettings(QObject):
    changed = Signal(object)
    settings = Settings()


class FakeChoices:
    def __init__(self) -> None:
        self.announced = 0

    def model_title(self) -> str:
        return "Gemini 3.8 Live"

    def on_talking_changed(self) -> None:
        self.announced += 1


class Desk:
    def __init__(self, folder) -> None:
        self.conversation = FakeConversation()
        self.choices = FakeChoices()
        self.account = SimpleNamespace(account=Account(is_practice=False))
        self.settings = FakeSettings()
        self.path = folder / "usage.json"
        self.clock = StillClock()
        self.controller = self.another()
        self.outages: list[object] = []
        self.failures: list[object] = []
        self.controller.outage_changed.connect(self.outages.append)
        self.controller.failed.connect(self.failures.append)

    def another(self) -> ConnectionController:
        neighbours = Neighbours(self.conversation, self.choices, self.account, self.settings)
        return ConnectionController(neighbours, UsageBook(self.path), self.clock)

    def begin(self) -> FakeTalk:
        self.conversation.talk = FakeTalk()
        self.conversation.is_talking = True
        self.conversation.status_changed.emit(None)
        self.conversation.told.emit(CONNECTING)
        return self.conversation.talk

    def end(self) -> None:
        self.conversation.talk = None
        self.conversation.is_talking = False
        self.conversation.status_changed.emit(None)


@pytest.fixture
async def desk(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(connection_controller, "HUSHED_S", 0.05)
    desk = Desk(tmp_path)
    yield desk
    await desk.controller.aclose()


async def test_a_talk_and_the_day_are_added_up_and_priced(desk):
    desk.begin()
    desk.conversation.told.emit(TokensUsed(MODEL, Tokens(audio_in=1_000_000)))
    desk.end()
    desk.begin()
    desk.conversation.told.emit(TokensUsed(MODEL, Tokens(audio_out=1_000_000)))
    report = desk.controller.report()
    assert report.talk.tokens == Tokens(audio_out=1_000_000)
    assert report.today.tokens == Tokens(audio_in=1_000_000, audio_out=1_000_000)
    assert report.talk.cost.usd == pytest.approx(12)
    assert report.today.cost.usd == pytest.approx(15)


async def test_today_outlives_the_program(desk):
    desk.begin()
    desk.conversation.told.emit(TokensUsed(MODEL, Tokens(text_in=3)))
    desk.end()
    await desk.controller.aclose()
    later = desk.another()
    await later.prepare()
    assert later.report().today.tokens == Tokens(text_in=3)
    assert later.report().talk.tokens == Tokens()
    await later.aclose()


async def test_a_new_day_begins_with_nothing(desk):
    desk.begin()
    desk.conversation.told.emit(TokensUsed(MODEL, Tokens(text_in=3)))
    desk.clock.advance(24 * 3600)
    assert desk.controller.report().today.tokens == Tokens()
    desk.conversation.told.emit(TokensUsed(MODEL, Tokens(text_in=4)))
    assert desk.controller.report().today.tokens == Tokens(text_in=4)


async def test_practice_is_counted_and_costs_nothing(desk):
    desk.account.account = PRACTICE
    desk.begin()
    desk.conversation.told.emit(TokensUsed(MODEL, Tokens(audio_in=1_000_000)))
    desk.account.account = Account(is_practice=False)
    desk.conversation.told.emit(TokensUsed(MODEL, Tokens(audio_in=1_000_000)))
    report = desk.controller.report()
    assert report.talk.tokens == Tokens(audio_in=2_000_000)
    assert report.today.cost.usd == 0


async def test_what_is_not_settled_yet_is_shown_but_not_noted(desk):
    talk = desk.begin()
    talk.metrics.unsettled = TokensUsed(MODEL, Tokens(audio_in=50, from_clock=True))
    assert desk.controller.report().talk.tokens == Tokens(audio_in=50, from_clock=True)
    await desk.controller.aclose()
    assert not desk.path.exists()


async def test_a_book_that_cannot_be_written_is_told_once(desk):
    desk.path.mkdir()
    desk.begin()
    for _ in range(3):
        desk.conversation.told.emit(TokensUsed(MODEL, Tokens(text_in=3)))
        await desk.controller.aclose()
    assert [type(failure) for failure in desk.failures] == [SettingsError]
    assert desk.controller.report().today.tokens == Tokens(text_in=9)


async def test_an_outage_that_hangs_is_told_after_a_moment(desk, qtbot):
    desk.begin()
    lost = ServerUnreachableError("Lost.")
    reconnecting = SessionState.RECONNECTING
    desk.conversation.told.emit(StateChanged(reconnecting, SessionState.LIVE, 1, error=lost))
    assert desk.outages == []
    async with asyncio.timeout(10):
        while not desk.outages:
            await asyncio.sleep(0.02)
            qtbot.wait(20)
    assert desk.controller.outage.error is lost
    desk.end()
    assert desk.outages[-1] is None


async def test_wishes_reach_the_talk_if_there_is_one(desk):
    desk.controller.note_wake()
    desk.controller.continue_answer()
    talk = desk.begin()
    desk.controller.note_wake()
    desk.controller.continue_answer()
    assert talk.asked == ["wake", "continue"]


async def test_settings_reach_the_running_talk(desk):
    talk = desk.begin()
    patient = Connection(silence_s=60)
    desk.settings.changed.emit(Settings(connection=patient))
    assert talk.asked == [patient.policy]
    assert desk.choices.announced == 0
    desk.settings.changed.emit(Settings(connection=Connection(shorten_at_tokens=90_000)))
    assert desk.choices.announced == 1


async def test_the_details_name_the_last_error(desk):
    desk.begin()
    error = CredentialError("The key was refused.", detail="close 1007")
    desk.conversation.told.emit(ErrorOccurred(error))
    assert "detail: close 1007" in desk.controller.details()


async def test_the_age_of_the_connection_is_reckoned_by_its_clock(desk):
    assert desk.controller.report().connected_s is None
    desk.begin()
    desk.clock.advance(5)
    assert desk.controller.report().connected_s == 15.0
