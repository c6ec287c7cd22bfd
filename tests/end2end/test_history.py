"""What was said in one run of the program is found, read and gone on with in the next."""

import time

from helpers.practice_network import PracticeNetwork
from helpers.talk_states import is_answered, utterances


def words(state):
    return [entry["text"] for entry in state["entries"] if entry["kind"] == "Utterance"]


def open_first_find(window, screen, said):
    """The last letter may still rearrange the list while keys are pressed: then once more."""
    for _ in range(3):
        screen.press("Down", "Return")
        until_s = time.monotonic() + 4
        while time.monotonic() < until_s:
            if words(window.state()) == said:
                return
            time.sleep(0.1)


def test_a_conversation_is_found_and_continued_after_a_restart(open_window, screen):
    with PracticeNetwork() as network:
        first = open_window(**network.env)
        first.click("talk_bar.message_field")
        first.focus()
        screen.type_text("what is seven plus five")
        screen.press("Return")
        said = words(first.wait_for(is_answered(1)))
        first.close()

        second = open_window(**network.env)
        second.press("ctrl+f")
        screen.type_text("seven plu")
        second.wait_for(lambda state: state["n_found"] > 0)
        open_first_find(second, screen, said)
        second.wait_for(lambda state: words(state) == said)
        second.click("reading_strip.accept_button")
        screen.type_text("what is two plus two")
        screen.press("Return")
        state = second.wait_for(is_answered(2))
        assert words(state)[:2] == said
        assert utterances(state, "USER")[-1]["text"] == "what is two plus two"
        told = [item.text for item in network.book.visits[-1].seed]
        second.close()
    assert told == said


def test_a_new_conversation_knows_nothing_of_the_one_before(open_window, screen):
    with PracticeNetwork() as network:
        window = open_window(**network.env)
        window.click("talk_bar.message_field")
        window.focus()
        screen.type_text("what is seven plus five")
        screen.press("Return")
        window.wait_for(is_answered(1))
        window.press("ctrl+n")
        window.wait_for(lambda state: not state["entries"])
        screen.type_text("what is two plus two")
        screen.press("Return")
        window.wait_for(is_answered(1))
        window.close()
        assert [len(visit.seed) for visit in network.book.visits] == [0, 0]
