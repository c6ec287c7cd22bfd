"""The kept conversations in the terminal."""

import json
from pathlib import Path

import pytest
from helpers.released_store import UUID, write
from helpers.store_desk import StoreDesk

from livedesk.cli.main import run as main
from livedesk.transcript.store.transcript_store import default_path, recordings_folder

JOKE = f"abc123{0:026}"


@pytest.fixture
def kept() -> Path:
    """The person's store with two conversations, and its folder."""
    folder = default_path().parent
    folder.mkdir(parents=True)
    write(default_path())
    with StoreDesk(folder) as desk:
        desk.add_talk(JOKE, "Tell me a joke \x1b[31m", "Another one about café")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Run ``livedesk transcripts`` and give status, output and errors."""

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main(["transcripts", *map(str, arguments)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_list(kept: Path, run):
    status, out, err = run("list")
    first, second = out.splitlines()
    assert (status, err) == (0, "")
    assert first.startswith("abc12300  2026-11-23")
    assert first.endswith("Tell me a joke [31m")  # and no sign that steers the terminal
    assert "A title" in second
    assert "♪" in second
    assert run("list", "--audio")[1].splitlines() == [second]
    assert run("list", "--until", "2026-11-22")[1] == ""
    assert len(json.loads(run("list", "--json")[1])) == 2


def test_search(kept: Path, run):
    assert "Another one about café" in run("search", "cafe")[1]
    assert run("search", "caf")[0] == 1
    assert "café" in run("search", "caf*")[1]
    (find,) = json.loads(run("search", "muller", "--json")[1])
    assert find["uuid"] == UUID
    assert find["snippet"]["marks"] == [[20, 26]]
    status, out, err = run("search", "nothing")
    assert (status, out) == (1, "")
    assert "Nothing was found." in err


def test_export_and_import_bring_everything_back(kept: Path, run, tmp_path: Path):
    status, out, _ = run("export", "--all", "--format", "json", "--to", tmp_path / "out")
    files = out.splitlines()
    assert status == 0
    assert [Path(file).name for file in files] == [
        "2026-11-23 10.02 Tell me a joke [31m.json",
        "2026-11-23 10.02 A title.json",
    ]
    with StoreDesk(kept) as desk:
        before = [desk.record(uuid) for uuid in (JOKE, UUID)]
    assert "Is here already" in run("import", *files)[1]
    assert run("delete", "--all", "--yes")[0] == 0
    assert run("list")[1] == ""
    assert run("import", *files)[0] == 0
    with StoreDesk(kept) as desk:
        titles = desk.store.run(lambda c: c.execute("SELECT title FROM conversation").fetchall())
        assert {title for (title,) in titles.result(10)} == {"", "A title"}
        assert [desk.record(uuid) for uuid in (JOKE, UUID)] == before


@pytest.mark.parametrize("suffix", ["md", "txt", "html", "srt", "vtt", "json"])
def test_export_of_one(kept: Path, run, tmp_path: Path, suffix: str):
    target = tmp_path / f"talk.{suffix}"
    assert run("export", "abc", "--to", target)[1].strip() == str(target)
    assert "Another one about" in target.read_text(encoding="utf-8")


def test_export_with_its_sound(kept: Path, run, tmp_path: Path):
    folder = recordings_folder(default_path())
    folder.mkdir(exist_ok=True)
    (folder / "sound.flac").write_bytes(b"sound")
    target = tmp_path / "talk.md"
    out = run("export", UUID, "--to", target, "--with-sound")[1].splitlines()
    assert out == [str(target), str(tmp_path / "talk.flac")]
    assert (tmp_path / "talk.flac").read_bytes() == b"sound"


def test_export_overwrites_nothing_in_a_folder(kept: Path, run, tmp_path: Path):
    for _ in range(2):
        run("export", "abc", "--to", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_delete_asks_and_deletes_what_is_named(kept: Path, run, monkeypatch):
    status, _, err = run("delete", "abc")
    assert status == 1
    assert "--yes" in err
    assert run("delete", "abc", "--yes")[1] == "1 deleted.\n"
    assert "abc123" not in run("list")[1]
    assert run("delete", "--older-than", "100000", "--yes")[1] == "There is nothing to delete.\n"


def test_an_open_conversation_is_left_alone(kept: Path, run):
    with StoreDesk(kept) as desk:
        desk.keep("going on", uuid="open")
        _, out, err = run("delete", "--all", "--yes")
        assert "2 deleted." in out
        assert "going on" in err
        assert desk.texts("open") == ["going on"]


def test_backup_and_restore(kept: Path, run, tmp_path: Path):
    assert run("backup", tmp_path / "all.zip")[0] == 0
    run("delete", "abc", "--yes")
    assert "One conversation was brought back." in run("restore", tmp_path / "all.zip")[1]
    assert "abc123" in run("list")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "nope"), "There is no conversation nope."),
        (("export",), "No conversation is named."),
        (("delete",), "No conversation is named."),
        (("export", "--all", "--to", "one.md"), "need a folder"),
        (("import", "gone.json"), "cannot be read"),
        (("restore", "gone.zip"), "could not be brought back"),
        (("export", "\udcff"), "There is no conversation ?."),
        (("search", "joke", "--voice", "\udcff"), "Nothing was found."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(kept: Path, run, arguments, said: str):
    status, _, err = run(*arguments)
    assert status == 1
    assert said in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--limit", "9" * 20),
        ("search", "joke", "--limit", "-1"),
        ("list", "--until", "9999-12-31"),
        ("delete", "--older-than", "9" * 20),
    ],
)
def test_numbers_and_days_have_bounds(kept: Path, arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["transcripts", *arguments])
    assert "error: argument" in capsys.readouterr().err


def test_without_any_store_it_says_so(run):
    status, _, err = run("list")
    assert status == 1
    assert "No conversation is kept yet." in err
    assert run("where")[1].strip() == str(default_path().parent)
    assert not default_path().parent.exists()
