"""What the server tells of its connections."""

import asyncio

import numpy as np
from google.genai import types
from helpers.practice import frames_of, sdk_client, tone

from livedesk.loopback.calls import CallAccepted, CallEnded, CallMessage, CallSummaries
from livedesk.loopback.client_messages import Audio, FunctionResponse, RealtimeText, Setup
from livedesk.loopback.scenario import find_scenario
from livedesk.loopback.server import LoopbackServer


class Calls:
    """Every event, and a way to wait for the end of a call."""

    def __init__(self):
        self.events = []

    async def ended(self, number=1):
        async with asyncio.timeout(5):
            while not (ends := [e for e in self.of(CallEnded) if e.number == number]):
                await asyncio.sleep(0.005)
        return ends[0]

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]


def connect(server):
    config = types.LiveConnectConfig(
        response_modalities=["AUDIO"], session_resumption=types.SessionResumptionConfig()
    )
    return sdk_client(server).aio.live.connect(model="gemini-3.8-live", config=config)


async def test_every_word_and_every_sample_is_told():
    calls = Calls()
    server = LoopbackServer(on_call=calls.events.append)
    await server.start()
    async with connect(server) as session:
        for blob in frames_of(tone(0.1, level=0.0001)):
            await session.send_realtime_input(audio=blob)
        await session.send_realtime_input(text="thanks")
        await anext(session.receive())
        await session.close()
        assert await calls.ended() == CallEnded(1, 1000, by_client=True)
    await server.aclose()
    [accepted] = calls.of(CallAccepted)
    assert accepted.setup.wants_handles
    said = [event.message for event in calls.of(CallMessage)]
    heard = np.concatenate([m.samples for m in said if isinstance(m, Audio)])
    assert np.array_equal(heard, tone(0.1, level=0.0001))
    assert [m.text for m in said if isinstance(m, RealtimeText)] == ["thanks"]


async def test_it_is_told_who_hung_up():
    for scenario, end in (("quota", (1011, False)), ("drop", (1006, False))):
        calls = Calls()
        server = LoopbackServer(
            scenario=find_scenario(scenario), pace=20, on_call=calls.events.append
        )
        await server.start()
        async with connect(server) as session:
            await session.send_realtime_input(text="tell me a story")
            ended = await calls.ended()
        assert (ended.code, ended.by_client) == end
        await server.aclose()


def test_a_connection_is_summed_up_in_a_line():
    lines = []
    summaries = CallSummaries(lines.append)
    result = FunctionResponse("1", {})
    second = Audio(np.zeros(16_000, np.int16), 16_000)
    for event in (
        CallAccepted(1, Setup()),
        CallAccepted(2, Setup(handle="h")),
        *(CallMessage(2, m) for m in (second, second, RealtimeText("hello"), result)),
        CallEnded(2, 1000, by_client=True),
        CallEnded(1, 1006, by_client=False),
        CallEnded(3, 1008, by_client=False),
    ):
        summaries.on_event(event)
    assert lines == [
        "Connection 2 (continued): 2.0 s of sound, 1 typed, 1 tool results; "
        "the client closed with 1000.",
        "Connection 1 (fresh): 0.0 s of sound, 0 typed, 0 tool results; the line was cut.",
    ]
