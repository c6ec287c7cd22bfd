"""The connection as the person sees it: when it is away, and what a talk takes."""

from __future__ import annotations

import platform
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot, qVersion

from livedesk import __version__
from livedesk.app.account import policy_for
from livedesk.app.account_controller import AccountController
from livedesk.app.choices_controller import ChoicesController
from livedesk.app.connection_report import Bill, ConnectionReport, connection_details
from livedesk.app.conversation_controller import ConversationController
from livedesk.app.outage import HUSHED_S, Outage, OutageWatch
from livedesk.app.reachability import Reachability
from livedesk.app.settings_controller import SettingsController
from livedesk.app.usage_counter import UsageCounter
from livedesk.conversation.events import ConversationEvent, ErrorOccurred, TokensUsed
from livedesk.core.clock import Clock
from livedesk.core.errors import LiveDeskError
from livedesk.core.paths import resource_path
from livedesk.core.prices import read_prices
from livedesk.core.reports import SessionState, StateChanged
from livedesk.core.tokens import PRACTICE, Consumption, combined
from livedesk.settings.schema import Settings
from livedesk.settings.usage_book import UsageBook


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The controllers that are asked."""

    conversation: ConversationController
    choices: ChoicesController
    account: AccountController
    settings: SettingsController


class ConnectionController(QObject):
    """Follows one talk after the other.

    Signals:
        outage_changed(Outage | None): what there is to say while the connection is away.
        failed(LiveDeskError): what was used could not be noted.

    Attributes:
        prices: by which tokens are priced.
    """

    outage_changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        neighbours: Neighbours,
        book: UsageBook,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._conversation = neighbours.conversation
        self._choices = neighbours.choices
        self._account = neighbours.account
        self._settings = neighbours.settings
        self._connection = self._settings.settings.connection
        self._clock = clock
        self.prices = read_prices(resource_path("prices.toml"))
        self._usage = UsageCounter(book, clock, self.failed.emit)
        self._outages = OutageWatch()
        self._told: Outage | None = None
        self._is_practice = self._account.account.is_practice
        self._error: LiveDeskError | None = None
        self._reachability = Reachability(self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(round(HUSHED_S * 1000))
        self._connect()

    def _connect(self) -> None:
        self._patience.timeout.connect(self._on_long)
        self._reachability.changed.connect(self.note_wake)
        self._settings.changed.connect(self._on_settings)
        self._conversation.told.connect(self._on_event)
        self._conversation.status_changed.connect(self._on_status)

    @property
    def outage(self) -> Outage | None:
        """What there is to say while the connection is away; None while it is not."""
        return self._told

    def now_s(self) -> float:
        """The time by which ``Outage.retry_at_s`` is to be read, in seconds."""
        return self._clock.now_s()

    def report(self) -> ConnectionReport:
        """What can be told about the connection just now."""
        talk = self._conversation.talk
        story = None if talk is None else talk.story
        trips = None if talk is None else talk.metrics.round_trips
        connected_at_s = None if story is None else story.connected_at_s
        is_practice = self._account.account.is_practice
        return ConnectionReport(
            server=self.tr("Practice server") if is_practice else self._choices.model_title(),
            is_practice=is_practice,
            prices_as_of=self.prices.as_of,
            story=story,
            connected_s=None if connected_at_s is None else self.now_s() - connected_at_s,
            last_trip_ms=None if trips is None else trips.last_ms,
            median_trip_ms=None if trips is None else trips.median_ms,
            n_trips=0 if trips is None else trips.count,
            talk=self._bill(self._usage.talk),
            today=self._bill(self._usage.today),
        )

    def details(self, error: LiveDeskError | None = None) -> str:
        """Everything for a bug report about ``error``, or else about the last one of a talk.

        Free of secrets and of what was said.
        """
        system = (
            f"LiveDesk {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
            f"{platform.system()} {platform.release()}"
        )
        return f"{system}\n{connection_details(self.report(), error or self._error)}"

    @Slot()
    def note_wake(self) -> None:
        """The computer slept or its network changed: look after the connection at once."""
        if self._conversation.talk is not None:
            self._conversation.talk.note_wake()

    @Slot()
    def continue_answer(self) -> None:
        """Have the answer go on that broke off with its connection, unless somebody speaks."""
        if self._conversation.talk is not None:
            self._conversation.talk.continue_answer()

    async def prepare(self) -> None:
        """Look up what was used today, and ask the system for its network information."""
        self._reachability.prepare()
        await self._usage.prepare()

    async def aclose(self) -> None:
        """Wait until everything is noted. Idempotent."""
        self._reachability.watch(False)
        self._patience.stop()
        await self._usage.aclose()

    def _bill(self, settled: Consumption) -> Bill:
        talk = self._conversation.talk
        used = settled
        if talk is not None:
            unsettled = talk.metrics.unsettled
            used = combined(settled, self._payer(unsettled.model_id), unsettled.tokens)
        return Bill(used, self.prices.cost(used))

    def _payer(self, model_id: str) -> str:
        return PRACTICE if self._is_practice else model_id

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        before, self._connection = self._connection, settings.connection
        if settings.connection.compression != before.compression:
            self._choices.on_talking_changed()
        if settings.connection != before and self._conversation.talk is not None:
            policy = policy_for(self._account.account, settings.connection.policy)
            self._conversation.talk.set_policy(policy)

    @Slot(object)
    def _on_event(self, event: ConversationEvent) -> None:
        match event:
            case TokensUsed(model_id, tokens):
                self._usage.use(self._payer(model_id), tokens)
            case ErrorOccurred(error):
                self._error = error
            case StateChanged(state=SessionState.CONNECTING, previous=SessionState.IDLE):
                self._is_practice = self._account.account.is_practice
                self._usage.begin_talk()
            case StateChanged(error=LiveDeskError() as error):
                self._error = error
            case _:
                pass
        self._outages.on_event(event)
        self._follow()

    @Slot()
    def _on_status(self) -> None:
        is_talking = self._conversation.is_talking
        self._reachability.watch(is_talking)
        if not is_talking:
            self._outages.on_end()
            self._follow()

    @Slot()
    def _on_long(self) -> None:
        self._outages.on_long()
        self._follow()

    def _follow(self) -> None:
        if not self._outages.is_hushed:
            self._patience.stop()
        elif not self._patience.isActive():
            self._patience.start()
        outage = self._outages.outage
        if outage != self._told:
            self._told = outage
            self.outage_changed.emit(outage)
