"""Notes in each conversation what it took."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from livedesk.app.account_controller import AccountController
from livedesk.app.keeping_controller import KeepingController
from livedesk.app.talk_desk import TalkDesk
from livedesk.conversation.events import ConversationEvent, TokensUsed
from livedesk.core.prices import PriceList
from livedesk.core.reports import SessionState, StateChanged
from livedesk.core.tokens import PRACTICE
from livedesk.transcript.usage import usage_with


class TalkUsage(QObject):
    """Follows the talks. The last figures of one may come when another lies on the desk."""

    def __init__(
        self,
        desk: TalkDesk,
        keeping: KeepingController,
        account: AccountController,
        prices: PriceList,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keeping = keeping
        self._account = account
        self._prices = prices
        self._transcript = desk.transcript
        self._is_practice = account.account.is_practice

    @Slot(object)
    def on_event(self, event: ConversationEvent) -> None:
        """A talk tells something; other things than its beginning and its tokens are nothing."""
        match event:
            case StateChanged(state=SessionState.CONNECTING, previous=SessionState.IDLE):
                self._transcript = self._desk.transcript
                self._is_practice = self._account.account.is_practice
            case TokensUsed(model_id, tokens):
                payer = PRACTICE if self._is_practice else model_id
                transcript = self._transcript
                transcript.usage = usage_with(transcript.usage, payer, tokens, self._prices)
                self._keeping.note_usage(transcript)
            case _:
                pass
