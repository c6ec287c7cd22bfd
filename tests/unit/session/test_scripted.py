"""The script is strict: what differs from it, or is left over, is an error."""

from __future__ import annotations

import asyncio

import pytest

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import LiveDeskError, ProtocolError, ServerUnreachableError
from livedesk.core.events import TurnComplete
from livedesk.core.inputs import AudioInput, TextInput
from livedesk.session.scripted import (
    Accept,
    Drop,
    Emit,
    Expect,
    ExpectClose,
    Refuse,
    ScriptedConnector,
    ScriptError,
    Stall,
)

LOST = ServerUnreachableError("gone")


async def heard(connection) -> list:
    """Everything said until the end, and the end."""
    events = []
    try:
        async for event in connection.events():
            events.append(event)  # noqa: PERF401  a comprehension would lose them
    except LiveDeskError as error:
        events.append(error)
    return events


async def test_a_script_plays_to_its_end(setup):
    script = ScriptedConnector(
        Accept(capabilities=Capabilities(google_search=False)),
        Expect(TextInput("a")),
        Emit(TurnComplete()),
        Expect(lambda item: isinstance(item, TextInput)),
        Drop(LOST),
        Refuse(LOST),
    )
    connection = await script.connect(setup, None)
    assert not connection.capabilities.google_search
    await connection.send(AudioInput(b"", 16_000, 0.0))
    await connection.send(TextInput("a"))
    await connection.send(TextInput("b"))
    assert await heard(connection) == [TurnComplete(), LOST]
    with pytest.raises(ServerUnreachableError):
        await connection.send(TextInput("c"))
    with pytest.raises(ServerUnreachableError):
        await script.connect(setup, None)
    script.verify()
    assert len(script.sent) == 3


async def test_a_wrong_send_ends_the_connection_and_fails_verify(setup):
    script = ScriptedConnector(Accept(), Expect(TextInput("a")))
    connection = await script.connect(setup, None)
    with pytest.raises(ProtocolError):
        await connection.send(TextInput("b"))
    with pytest.raises(ScriptError, match="instead of"):
        script.verify()


@pytest.mark.parametrize("steps", [(), (Emit(TurnComplete()),), (Accept("H1"),)])
async def test_an_unforeseen_connect_fails(setup, steps):
    script = ScriptedConnector(*steps)
    with pytest.raises(ProtocolError):
        await script.connect(setup, None)
    with pytest.raises(ScriptError, match="connect with handle None"):
        script.verify()


async def test_leftover_steps_fail_verify(setup):
    script = ScriptedConnector(Accept(), ExpectClose())
    connection = await script.connect(setup, None)
    with pytest.raises(ScriptError, match="1 steps are left"):
        script.verify()
    await connection.close()
    await connection.close()
    script.verify()


async def test_a_stalled_connect_can_be_given_up(setup):
    script = ScriptedConnector(Stall())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await script.connect(setup, None)
    script.verify()


async def test_driving_by_hand_wants_a_connection(setup):
    script = ScriptedConnector(Accept())
    with pytest.raises(ScriptError, match="no connection"):
        script.emit(TurnComplete())
    connection = await script.connect(setup, None)
    script.emit(TurnComplete())
    script.drop(LOST)
    script.drop(LOST)
    assert await heard(connection) == [TurnComplete(), LOST]
