"""``livedesk doctor --audio`` on virtual devices with a way back."""

from __future__ import annotations

import re

import pytest
from helpers.command_line import livedesk
from helpers.virtual_sound import VirtualSound, is_available

pytestmark = pytest.mark.sound


@pytest.mark.skipif(not is_available(), reason="PulseAudio and its tools are not installed")
def test_it_measures_the_way_back_and_what_the_canceller_leaves() -> None:
    with VirtualSound() as sound:
        sound.echo(True, level_db=-6.0, delay_ms=60)
        result = livedesk("doctor", "--audio", **sound.env)
    said = result.stdout
    round_trip = re.search(r"Round trip +(\d+) ms", said)
    assert round_trip, said
    assert 40 < int(round_trip[1]) < 300
    echo = re.search(r"Echo +comes back (-?\d+) dB softer", said)
    assert echo, said
    assert 3 <= int(echo[1]) <= 9
    cancelled = re.search(r"Echo cancelled +(\d+) dB softer", said)
    assert cancelled, said
    assert int(cancelled[1]) > 20
    assert re.search(r"Microphone clock +16 kHz, [+-]\d+ ± \d+ ppm", said)
    assert "Verdict" in said
    rates = re.findall(r"“(\S+)” \(48 kHz\): (?:16|24) kHz, ([+-]\d+) ± \d+ ppm", said)
    assert [name for name, _ in rates] == ["LiveDesk_mic", "LiveDesk_mic_input", "LiveDesk_speaker"]
    assert all(abs(int(off_ppm)) < 20_000 for _, off_ppm in rates)
