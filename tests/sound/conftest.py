"""Virtual sound devices for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.virtual_sound import VirtualSound, is_available


@pytest.fixture(scope="session")
def _server() -> Iterator[VirtualSound]:
    if not is_available():
        pytest.skip("PulseAudio and its tools are not installed")
    with VirtualSound() as server:
        yield server


@pytest.fixture
def sound(_server: VirtualSound, monkeypatch: pytest.MonkeyPatch) -> VirtualSound:
    """The virtual devices, as the default ones of this process too."""
    for name, value in _server.env.items():
        monkeypatch.setenv(name, value)
    return _server
