"""A window talks by an organisation's tokens, and nobody finds a secret afterwards."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from helpers.command_line import LoopbackProcess, TokenServerProcess, livedesk
from helpers.talk_states import is_answered

KEY = "AQ.marked-5e1f-key-of-the-organisation"
_OF_PROCESSES = ("/proc", "cmdline")


@pytest.fixture
def policy(tmp_path: Path) -> tuple[Path, str]:
    """A policy that lets Anna in, and what she signs in by, both made by the command."""
    made = livedesk("token-server", "new-bearer", "anna").stdout
    path = tmp_path / "policy.toml"
    table = made[made.index("[[bearers]]") :]
    path.write_text(f'model = "gemini-3.8-live"\nvoice = "Puck"\n{table}')
    found = re.search(r"ldb_[\w-]+", made)
    assert found is not None
    assert found[0] not in path.read_text()
    return path, found[0]


def command_lines() -> str:
    """What every process of this machine was started with."""
    root, name = _OF_PROCESSES
    lines = []
    for path in Path(root).glob(f"[0-9]*/{name}"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # it has ended meanwhile
            continue
    return "\n".join(lines)


def test_a_window_talks_by_tokens_and_leaves_no_secret(open_window, screen, policy, tmp_path):
    path, bearer = policy
    with (
        LoopbackProcess() as live,
        TokenServerProcess(path, GEMINI_API_KEY=KEY, **live.env) as tokens,
    ):
        way = {"LIVEDESK_TOKEN_SERVER": tokens.url, "LIVEDESK_TOKEN_BEARER": bearer}
        window = open_window(**live.env, **way)
        window.click("talk_bar.message_field")
        window.focus()
        screen.type_text("what is seven plus five")
        screen.press("Return")
        state = window.wait_for(is_answered(1))
        assert state["entries"][-1]["text"] == "7 plus 5 is 12."
        started = command_lines()
        window.ask("show", target="dialogs.open_account")
        log = window.log
        window.close()
        doctor = livedesk("--verbose", "doctor", **live.env, **way)
        chat = livedesk("--verbose", "chat", stdin="what time is it\n", **live.env, **way)
        exported = livedesk("transcripts", "export", "--all", "--to", str(tmp_path / "out"))
    assert exported.returncode == 0
    assert "o'clock" in chat.stdout or "It is" in chat.stdout
    assert tokens.output.count('"minted"') >= 2
    written = [log, started, doctor.stdout, doctor.stderr, chat.stdout, chat.stderr, tokens.output,
               live.output]  # fmt: skip
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        files = [file for file in Path(os.environ[name]).rglob("*") if file.is_file()]
        written += [file.read_bytes().decode(errors="replace") for file in files]
    written += [file.read_text() for file in (tmp_path / "out").iterdir()]
    for secret in (KEY, bearer, "auth_tokens/"):
        assert not [text for text in written if secret in text]
