"""A table in the real window: dropped, asked about, shown with its plot, kept and exported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.command_line import livedesk
from helpers.talk_states import utterances

from livedesk.core.paths import resource_path

pytestmark = [pytest.mark.sound, pytest.mark.display]


def test_a_dropped_table_is_asked_about_and_its_plot_stays(open_window, tmp_path: Path):
    data = tmp_path / "data"
    table = tmp_path / "birds.csv"
    shutil.copy(resource_path("data", "penguins.csv"), table)
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    window = open_window(XDG_DATA_HOME=str(data))
    window.ask("call", target="settings.set_practice_seen", arguments=[])
    window.ask("drop", path=str(tmp_path / "bad.xlsx"))
    window.wait_for(lambda state: "no XLSX file, or it is damaged" in state["error"])
    window.ask("drop", path=str(table))
    window.wait_for(lambda state: state["data"] == ["birds.csv"])
    table.unlink()  # it is asked about as it was when it was dropped

    question = "how does bill length correlate with body mass by species"
    window.ask("call", target="conversation.send_text", arguments=[question])
    window.wait_for(lambda state: "correlation of bill" in str(utterances(state, "ASSISTANT")))
    (card,) = [entry for entry in window.state()["entries"] if entry["kind"] == "ToolEntry"]
    assert "Gentoo: 0.67" in card["output"]
    kinds = [exhibit["kind"] for exhibit in card["exhibits"]]
    assert (card["name"], card["state"]) == ("analyze_data", "SUCCEEDED")
    assert kinds == ["Picture", "Table", "Code"]

    window.ask("call", target="desk.begin_new", arguments=[])
    window.wait_for(lambda state: state["data"] == [])
    window.close()
    page = tmp_path / "page.html"
    made = livedesk(
        "transcripts", "export", "--all", "--format", "html", "--to", str(page),
        XDG_DATA_HOME=str(data),
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    html = page.read_text(encoding="utf-8")
    assert "data:image/png;base64,iVBOR" in html
    assert "pd.read_csv(&#x27;birds.csv&#x27;)" in html or "pd.read_csv('birds.csv')" in html
