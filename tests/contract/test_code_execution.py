"""Tables are handed to Gemini by the real SDK: against the practice server."""

from collections.abc import AsyncIterator

import pytest

from livedesk.core.analysis import DataFile, DataKind
from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.core.errors import CredentialError, LiveDeskError, ToolError
from livedesk.core.exhibits import Code, Picture
from livedesk.loopback.server import LoopbackServer
from livedesk.session.gemini.catalogue import ANALYSIS_MODEL_ID
from livedesk.session.gemini.code_execution import CodeExecution
from livedesk.session.gemini.endpoint import Endpoint

TABLE = DataFile("t.csv", DataKind.CSV, b"name,size\nSECRET CELL,1\nb,4\n")


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    server = LoopbackServer()
    await server.start()
    yield Endpoint(base_url=server.base_url, ca_file=str(server.ca_file))
    await server.aclose()


def asking(endpoint: Endpoint, key: str = "good", model: str = ANALYSIS_MODEL_ID) -> CodeExecution:
    credential = Credential(Secret(key), CredentialSource.ENVIRONMENT, "test")
    return CodeExecution(credential, endpoint, model)


async def test_code_what_it_printed_and_the_plot_are_shown_and_the_words_are_spoken(endpoint):
    found = await asking(endpoint).analyse("what is the mean size", TABLE)
    picture, code, printed = found.exhibits
    assert isinstance(picture, Picture)
    assert isinstance(code, Code)
    assert "read_csv" in code.text
    assert printed == Code("2\nsize  2.500\n", "text")
    assert found.output["summary"] == (
        "The table has 2 rows and 2 columns. The mean of size is 2.5."
    )


async def test_a_large_table_arrives_whole(endpoint):
    rows = b"n,text\n" + b"".join(b"%d,%s\n" % (n, b"x" * 90) for n in range(90_000))
    found = await asking(endpoint).analyse("rows?", DataFile("l.csv", DataKind.CSV, rows))
    assert "90000 rows" in found.output["summary"]


@pytest.mark.parametrize(
    ("key", "model", "kind", "words"),
    [
        ("wrong-key", ANALYSIS_MODEL_ID, CredentialError, "does not know this API key"),
        ("good", "gemini-0.1", ToolError, "did not analyse the data"),
    ],
)
async def test_a_refusal_is_told_without_the_key_or_the_table(endpoint, key, model, kind, words):
    with pytest.raises(kind, match=words) as refused:
        await asking(endpoint, key, model).analyse("describe", TABLE)
    told = f"{refused.value} {refused.value.detail}"
    assert key not in told
    assert "SECRET" not in told


async def test_what_is_no_table_there_is_refused_there(endpoint):
    with pytest.raises(LiveDeskError, match="did not analyse the data"):
        await asking(endpoint).analyse("x", DataFile("t.json", DataKind.JSON, b"[{}]"))


async def test_a_server_that_is_away_is_told(endpoint):
    away = Endpoint("https://127.0.0.1:1", endpoint.ca_file)
    with pytest.raises(ToolError, match="could not be reached"):
        await asking(away).analyse("describe", TABLE)
