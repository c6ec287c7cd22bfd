"""A conversation knows what it took, also when it has left the desk."""

from types import SimpleNamespace

from livedesk.app.account import Account
from livedesk.app.keeping_controller import KeepingController
from livedesk.app.talk_desk import TalkDesk
from livedesk.app.talk_usage import TalkUsage
from livedesk.conversation.events import TokensUsed
from livedesk.core.clock import SystemClock
from livedesk.core.paths import resource_path
from livedesk.core.prices import read_prices
from livedesk.core.reports import SessionState, StateChanged
from livedesk.core.speakers import Speaker
from livedesk.core.tokens import Tokens
from livedesk.settings.schema import Keeping
from livedesk.transcript.entries import Utterance
from livedesk.transcript.store import reading

BEGINS = StateChanged(SessionState.CONNECTING, SessionState.IDLE)
MODEL = "gemini-3.8-live"


def _speak(transcript, text: str) -> None:
    number = transcript.new_id()
    transcript.append(
        Utterance(number, Speaker.USER, text, transcript.started_at, 0.0, is_final=True)
    )


async def test_tokens_told_late_go_to_the_talk_that_used_them(tmp_path, qapp) -> None:
    clock = SystemClock()
    desk = TalkDesk(clock)
    keeping = KeepingController(tmp_path / "kept" / "conversations.db", Keeping(), clock)
    desk.transcript_changed.connect(keeping.follow)
    keeping.follow(desk.transcript)
    account = SimpleNamespace(account=Account(is_practice=False))
    usage = TalkUsage(desk, keeping, account, read_prices(resource_path("prices.toml")))
    first = desk.transcript
    usage.on_event(BEGINS)
    _speak(first, "The first one")
    usage.on_event(TokensUsed(MODEL, Tokens(audio_in=1_000_000)))
    desk.begin_new()
    _speak(desk.transcript, "The second one")
    usage.on_event(TokensUsed(MODEL, Tokens(audio_out=1_000_000)))
    await keeping.aclose()
    with keeping.store.reading() as connection:
        kept = {talk.uuid: talk for talk in reading.summaries(connection)}
    assert kept[first.conversation_id].tokens == 2_000_000
    assert round(kept[first.conversation_id].cost_usd) == 15
    assert kept[desk.transcript.conversation_id].tokens == 0
