"""An engine on devices that do what the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from helpers.fake_audio import FakeBackend
from helpers.still_clock import StillClock

from livedesk.audio.engine import AudioEngine
from livedesk.core.errors import AudioError


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def faults() -> list[AudioError]:
    return []


@pytest_asyncio.fixture
async def engine(
    backend: FakeBackend, clock: StillClock, faults: list[AudioError]
) -> AsyncIterator[AudioEngine]:
    engine = AudioEngine(backend, clock=clock, on_fault=faults.append)
    yield engine
    backend.may_open.set()
    await engine.close()
