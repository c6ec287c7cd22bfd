"""For any order of events, every word is kept, once, on its side, in its order."""

from __future__ import annotations

from collections.abc import Callable

from helpers.talk_script import TalkScript
from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.events import (
    InteractionIdle,
    Interrupted,
    TurnComplete,
    VoiceActivity,
    VoiceActivityKind,
)
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolOutcome
from livedesk.transcript.model import EntryAdded, EntryRemoved, NoticeKind, Utterance

Step = tuple[str, float]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "user",
                "user_final",
                "guess",
                "guess_gone",
                "says",
                "says",
                "says_final",
                "audio",
                "audio",
                "begins",
                "cut",
                "interrupted",
                "over",
                "more",
                "idle",
                "generated",
                "typed",
                "tool",
                "tool_ends",
                "notice",
                "lost",
                "voice",
                "end",
                "wait",
            ]
        ),
        st.floats(0, 3000),
    ),
    max_size=60,
)


class Player:
    """Plays steps with numbered words, so that each can be found again."""

    def __init__(self) -> None:
        self.talk = TalkScript()
        self.sent: dict[Speaker, list[str]] = {Speaker.USER: [], Speaker.ASSISTANT: []}
        self.shown: list[int] = []
        self._n_words = 0
        self._n_calls = 0
        self.talk.transcript.listener = self._follow

    def play(self, step: Step) -> None:
        name, amount = step
        talk = self.talk
        simple: dict[str, Callable[[], None]] = {
            "guess": lambda: talk.guess("perhaps"),
            "guess_gone": lambda: talk.user("", final=True),
            "audio": lambda: talk.audio(amount),
            "begins": lambda: talk.audio(amount, begins=True),
            "cut": lambda: talk.assembler.cut(amount),
            "interrupted": lambda: talk.event(Interrupted()),
            "over": talk.over,
            "more": lambda: talk.event(TurnComplete(more_follows=True)),
            "idle": lambda: talk.event(InteractionIdle()),
            "generated": talk.generated,
            "tool_ends": lambda: talk.tool_ends(str(self._n_calls), ToolOutcome.FAILED),
            "notice": lambda: talk.assembler.notice(NoticeKind.ERROR, "note"),
            "lost": lambda: talk.assembler.notice(NoticeKind.RECONNECTED, "note"),
            "voice": lambda: talk.event(VoiceActivity(VoiceActivityKind.START)),
            "end": talk.assembler.end_of_talk,
            "wait": lambda: talk.clock.advance(amount / 1000),
        }
        match name:
            case "user":
                talk.user(self._word(Speaker.USER))
            case "user_final":
                talk.user(self._word(Speaker.USER), final=True)
            case "says":
                talk.says(self._word(Speaker.ASSISTANT))
            case "says_final":
                talk.says(self._word(Speaker.ASSISTANT), final=True)
            case "typed":
                talk.assembler.add_typed(self._word(Speaker.USER))
            case "tool":
                self._n_calls += 1
                talk.tool(str(self._n_calls))
            case _:
                simple[name]()

    def kept(self, speaker: Speaker) -> list[str]:
        words: list[str] = []
        for entry in self.talk.entries:
            if isinstance(entry, Utterance) and entry.speaker is speaker:
                words += f"{entry.text} {entry.unheard}".split()
        return words

    def _word(self, speaker: Speaker) -> str:
        self._n_words += 1
        self.sent[speaker].append(f"w{self._n_words}")
        return f" w{self._n_words}"

    def _follow(self, event: object) -> None:
        """What a view would show that only hears the events."""
        match event:
            case EntryAdded(index):
                self.shown.insert(index, self.talk.entries[index].entry_id)
            case EntryRemoved(index):
                del self.shown[index]


@given(STEPS)
def test_no_word_is_lost_doubled_or_given_to_the_other_side(steps: list[Step]) -> None:
    player = Player()
    for step in steps:
        player.play(step)
    for speaker, sent in player.sent.items():
        assert sorted(player.kept(speaker)) == sorted(sent)


@given(STEPS)
def test_every_entry_keeps_the_order_of_its_words(steps: list[Step]) -> None:
    player = Player()
    for step in steps:
        player.play(step)
    for entry in player.talk.entries:
        if isinstance(entry, Utterance):
            numbers = [int(word[1:]) for word in f"{entry.text} {entry.unheard}".split()]
            assert numbers == sorted(numbers)


@given(STEPS)
def test_events_tell_all_that_a_view_needs(steps: list[Step]) -> None:
    player = Player()
    for step in steps:
        player.play(step)
        assert player.shown == [entry.entry_id for entry in player.talk.entries]


@given(STEPS)
def test_nothing_empty_or_open_is_left_at_the_end(steps: list[Step]) -> None:
    player = Player()
    for step in steps:
        player.play(step)
    player.talk.assembler.end_of_talk()
    for entry in player.talk.entries:
        if isinstance(entry, Utterance):
            assert entry.text or entry.unheard
            assert entry.is_final
            assert not entry.interim


@given(STEPS)
def test_history_has_heard_words_only(steps: list[Step]) -> None:
    player = Player()
    for step in steps:
        player.play(step)
    heard = " ".join(
        entry.text for entry in player.talk.entries if isinstance(entry, Utterance) and entry.text
    )
    turns = player.talk.assembler.recent_history(100_000)
    assert " ".join(turn.text for turn in turns) == heard
