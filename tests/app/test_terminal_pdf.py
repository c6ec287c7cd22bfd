"""The terminal writes PDF as the window does."""

from helpers.store_desk import StoreDesk
from pypdf import PdfReader

from livedesk.cli.main import run
from livedesk.transcript.store.transcript_store import default_path


def test_a_conversation_is_exported_as_pdf(qapp, tmp_path, capsys):
    default_path().parent.mkdir(parents=True)
    with StoreDesk(default_path().parent) as desk:
        desk.add_talk("abc123", "Which bridges are there?", "Six.")
    for place in (["--to", tmp_path / "talk.pdf"], ["--format", "pdf", "--to", tmp_path / "out"]):
        assert run(["transcripts", "export", "abc", *map(str, place)]) == 0
        path = capsys.readouterr().out.strip()
        assert path.endswith(".pdf")
        assert "Which bridges are there?" in " ".join(
            PdfReader(path).pages[0].extract_text().split()
        )
