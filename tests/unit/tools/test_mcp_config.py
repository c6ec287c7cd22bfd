"""What other clients' files, servers' lists and servers' results become; all of it is untrusted."""

import base64
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.core.errors import InputFileError, ToolError
from livedesk.core.exhibits import Picture
from livedesk.core.tool_types import Risk
from livedesk.tools.mcp_servers.config import Address, Program
from livedesk.tools.mcp_servers.config_file import configs_of
from livedesk.tools.mcp_servers.declared import MOST_TOOLS, tools_of
from livedesk.tools.mcp_servers.results import output_of
from livedesk.tools.mcp_servers.schema import live_schema

_PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x02\0\0\0\x02" + b"\x08\x06\0\0\0"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda of: st.lists(of, max_size=4) | st.dictionaries(st.text(max_size=12), of, max_size=4),
    max_leaves=10,
)
WORDS = st.sampled_from(
    ("type", "properties", "items", "anyOf", "allOf", "$ref", "$defs", "enum", "const", "required")
)
SCHEMAS = st.recursive(
    ANYTHING, lambda of: st.dictionaries(WORDS, of | st.lists(of, max_size=3)), max_leaves=10
)


def entry(**of: Any) -> str:
    return json.dumps({"mcpServers": {"one": of}})


def test_servers_of_another_client_are_taken_over():
    text = """{"theme": "dark", "mcpServers": {
        "time": {"command": "uvx", "args": ["mcp-server-time"], "env": {"KEY": "s3cret-value"}},
        "wiki": {"type": "http", "url": "https://wiki.example/mcp",
                 "headers": {"Authorization": "Bearer s3cret-value"}}}}"""
    time, wiki = configs_of(text)
    assert isinstance(time.way, Program)
    assert (time.way.command, time.way.arguments) == ("uvx", ("mcp-server-time",))
    assert time.way.environment["KEY"].reveal() == "s3cret-value"
    assert wiki.way == Address("https://wiki.example/mcp", wiki.secrets)
    assert "s3cret" not in repr((time, wiki))


@pytest.mark.parametrize("word", ["url", "httpUrl", "serverUrl"])
def test_other_words_of_other_clients_are_understood(word: str):
    (one,) = configs_of(json.dumps({"servers": {"one": {word: "https://wiki.example/mcp"}}}))
    assert one.way == Address("https://wiki.example/mcp")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "This is not JSON"),
        ("[" * 100_000, "This is not JSON"),
        ("[]", "names no MCP servers"),
        ('{"mcpServers": {}}', "names no MCP servers"),
        (entry(), "neither a command nor a URL"),
        (entry(command="a", url="https://b"), "both a command and a URL"),
        (entry(command="a", args="b s3cret"), "not a list"),
        (entry(command="a", args=[7]), "plain texts"),
        (entry(command="a", env={"A=B": "s3cret"}), "no environment variable's"),
        (entry(command="a", env={"A": ["s3cret"]}), "texts of one line"),
        (entry(url="file:///etc/passwd"), "not a web address"),
        (entry(url="https://[::1"), "not a web address"),
        (entry(url="https://me:s3cret@wiki.example"), "more than an address"),
        (entry(url="https://wiki.example/?key=s3cret"), "more than an address"),
        (entry(url="http://wiki.example", headers={"A": "s3cret"}), "unencrypted"),
        (entry(url="https://w.example", headers={"A": "s3cret\r\nB: c"}), "texts of one line"),
        (entry(url="https://w.example", type="sse"), "old SSE transport"),
        (entry(command="a", env={"KEY": "${input:s3cret}"}), "a placeholder"),
        ('{"mcpServers": {"a/b": {"command": "x"}}}', "at most 40"),
        ('{"mcpServers": {"Built-in": {"command": "x"}}}', "taken for a part of LiveDesk"),
        ('{"mcpServers": {"mine.py": {"command": "x"}}}', "taken for a part of LiveDesk"),
        ('{"mcpServers": {"a b": {"command": "x"}, "A-b": {"command": "x"}}}', "too like"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_sentence_without_its_values(text: str, words: str):
    with pytest.raises(InputFileError) as caught:
        configs_of(text)
    assert words in str(caught.value)
    assert "No server was added." in str(caught.value)
    assert "s3cret" not in repr(caught.value) + str(caught.value)


@settings(max_examples=25)
@given(st.text(max_size=200) | ANYTHING.map(json.dumps) | st.builds(entry, command=ANYTHING))
def test_any_file_is_read_or_refused(text: str):
    with suppress(InputFileError):
        assert configs_of(text)


@settings(max_examples=25)
@given(SCHEMAS)
def test_any_schema_becomes_one_that_can_be_sent(schema: object):
    made = live_schema(schema)
    assert made["type"] == "object"
    assert isinstance(made["properties"], dict)
    json.dumps(made)


def test_a_schema_keeps_what_the_model_needs():
    made = live_schema(
        {
            "type": "object",
            "properties": {
                "when": {"allOf": [{"$ref": "#/$defs/When"}]},
                "far": {"$ref": "https://evil.example/x"},
                "lost": {"$ref": "#/$defs/Nowhere"},
                "same": {"$ref": "#/properties/unit"},
                "unit": {"const": "km"},
                "mixed": {"enum": ["a", None]},
                "odd name": {"type": "string"},
            },
            "required": ["when", "missing"],
            "$defs": {"When": {"type": "string", "pattern": "(a+)+$", "description": "d"}},
        }
    )
    assert made == {
        "type": "object",
        "properties": {
            "when": {"type": "string", "description": "d"},
            "far": {},
            "lost": {},
            "same": {"enum": ["km"]},
            "unit": {"enum": ["km"]},
            "mixed": {},
        },
        "required": ["when"],
    }


def test_a_schema_that_leads_back_to_itself_ends():
    node = {"anyOf": [{"$ref": "#"}, {"$ref": "#/$defs/A"}, {"$ref": "#/$defs/A"}]}
    schema = {"$defs": {"A": node}, "properties": {"a": {"$ref": "#/$defs/A"}}}
    assert len(json.dumps(live_schema(schema))) < 20_000


async def nothing(_name: str, _arguments: object) -> Any:
    raise AssertionError


@settings(max_examples=25)
@given(st.lists(st.dictionaries(st.sampled_from(("name", "description", "inputSchema")), ANYTHING)))
def test_any_list_of_tools_has_names_of_its_own_and_no_rights(listed: list[dict[str, Any]]):
    tools = tools_of("my server", listed, nothing)
    names = [tool.spec.name for tool in tools]
    assert len(set(names)) == len(names) <= MOST_TOOLS
    assert all(n.startswith("my_server__") and n.isascii() and len(n) <= 64 for n in names)
    assert all(tool.risk is Risk.REACHES_OUT for tool in tools)


def test_names_do_not_depend_on_the_order_and_there_is_an_end_of_tools():
    listed = [{"name": "a-b"}, {"name": "a.b"}, {"name": "c"}, {"name": "x" * 90}]
    names = {t.spec.name for t in tools_of("one", listed, nothing)}
    assert names == {t.spec.name for t in tools_of("one", listed[::-1], nothing)}
    assert len(names) == 4
    assert "one__c" in names
    many = [{"name": f"t{n}", "description": "x" * 9_000} for n in range(200)]
    assert 0 < len(tools_of("one", many, nothing)) < MOST_TOOLS
    assert len(tools_of("one", [{"name": f"t{n}"} for n in range(200)], nothing)) == MOST_TOOLS


def test_a_tool_that_claims_to_be_harmless_is_not_believed_and_a_warning_is():
    hints = {"readOnlyHint": True, "destructiveHint": True}
    (tool,) = tools_of("one", [{"name": "wipe", "annotations": hints}], nothing)
    assert (tool.risk, tool.warning) == (Risk.REACHES_OUT, "may delete or overwrite")


def test_a_result_is_text_structure_and_pictures():
    picture = {"type": "image", "data": base64.b64encode(_PNG).decode(), "mimeType": "image/png"}
    parts = [{"type": "text", "text": '{"a": 1}'}, picture, {"type": "audio", "data": ""}]
    output = output_of("one", {"content": parts, "structuredContent": {"a": 1}}, lambda _: None)
    assert output.output["result"] == {"a": 1}
    assert "text" not in output.output  # it says the same
    assert output.exhibits == (Picture(_PNG),)
    assert "audio" in output.output["notes"][1]


def test_a_failure_is_told_by_whom():
    with pytest.raises(ToolError, match="“one” says that this failed: no way"):
        output_of("one", {"content": [{"type": "text", "text": "no way"}], "isError": True}, id)


@settings(max_examples=25)
@given(ANYTHING, ANYTHING)
def test_any_result_is_taken(content: object, structured: object):
    given_back = {"content": content, "structuredContent": structured}
    json.dumps(output_of("one", given_back, lambda _: None).output)
