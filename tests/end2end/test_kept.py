"""What was said is kept, though the program is killed or there is no window."""

import signal
from pathlib import Path

from helpers.command_line import livedesk
from helpers.live_window import LiveWindow

from livedesk.transcript.entries import Utterance
from livedesk.transcript.model import Record
from livedesk.transcript.store import reading
from livedesk.transcript.store.database import open_for_reading
from livedesk.transcript.store.transcript_store import default_path


def kept(path: Path) -> list[tuple[str, Record]]:
    """State and content of every kept conversation, the newest first."""
    connection = open_for_reading(path)
    try:
        return [
            (summary.state, reading.record_of(connection, summary.uuid))
            for summary in reading.summaries(connection)
        ]
    finally:
        connection.close()


def words(record: Record) -> list[str]:
    return [entry.text for entry in record.entries if isinstance(entry, Utterance)]


def final_words(state: dict) -> list[str]:
    return [e["text"] for e in state["entries"] if e["kind"] == "Utterance" and e["is_final"]]


def test_what_the_window_showed_as_final_survives_a_kill(screen, sound, tmp_path, open_window):
    killed = LiveWindow(screen, sound.env, tmp_path / "killed")
    (tmp_path / "killed").mkdir()
    with killed:
        killed.click("talk_bar.message_field")
        killed.focus()
        screen.type_text("what is seven plus five")
        screen.press("Return")
        shown = final_words(killed.wait_for(lambda state: len(final_words(state)) == 2))
        killed.signal(signal.SIGKILL)
        killed.wait_for_end()
    ((state, record),) = kept(default_path())
    assert (state, words(record)) == ("open", shown)

    window = open_window()
    window.wait_for(lambda _: kept(default_path())[-1][0] == "interrupted")
    assert words(kept(default_path())[-1][1]) == shown


def test_the_terminal_keeps_its_conversations_too():
    assert livedesk("chat", stdin="hello\n").stderr == ""
    assert livedesk("chat", "--not-kept", stdin="what is two plus two\n").stderr == ""
    ((state, record),) = kept(default_path())
    assert state == "ended"
    assert words(record)[0] == "hello"
    assert len(words(record)) == 2
    listed = livedesk("transcripts", "list")
    assert listed.stdout.endswith("Hello\n")
    assert record.conversation_id[:8] in listed.stdout


def test_a_second_livedesk_shows_the_first_window(open_window, screen, sound):
    window = open_window()
    done = livedesk("gui", **screen.environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert "is open already" in done.stdout
    assert window.state()["is_visible"]
