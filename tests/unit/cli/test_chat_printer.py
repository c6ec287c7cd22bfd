"""What the terminal prints of a transcript: each word and each remark once."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

from livedesk.cli.chat_printer import ChatPrinter
from livedesk.core.clock import SystemClock
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.transcript.entries import Utterance
from livedesk.transcript.model import Transcript
from livedesk.transcript.tool_cards import ToolCards


def test_a_card_that_is_kept_while_words_come_is_not_printed_into_them():
    clock, out = SystemClock(), StringIO()
    transcript = Transcript(clock)
    ChatPrinter(transcript, out)
    cards = ToolCards(transcript, clock)
    card_id = cards.start(ToolCall("c0", "clock"))
    transcript.hold_back(card_id)
    cards.finish(ToolResult("c0", "clock", ToolOutcome.SUCCEEDED))
    words = Utterance(transcript.new_id(), Speaker.ASSISTANT, "It", clock.wall_time(), 0.0)
    transcript.append(words)
    transcript.release([card_id])
    transcript.replace(replace(words, text="It is 3:05 PM."))
    assert out.getvalue() == "(clock, 0 ms)\nIt is 3:05 PM."
