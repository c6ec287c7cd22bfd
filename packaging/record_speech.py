"""Makes resources/speech: what the practice server says where espeak-ng is missing.

Run it on a machine with espeak-ng, after the fixed answers have changed::

    python packaging/record_speech.py

The sound that espeak-ng makes is not covered by its licence. Output: ``recordings.ulaw`` (8-bit
µ-law, mono) and ``recordings.json`` (rate, and first sample and length of every clip).
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import Iterator

import numpy as np

from livedesk.core.audio_format import PLAYBACK_RATE_HZ, Samples
from livedesk.core.paths import resource_path
from livedesk.loopback.prose import fixed_texts
from livedesk.loopback.sample_rate import to_rate
from livedesk.loopback.speech import EspeakSpeech, sentences
from livedesk.loopback.spelled_out import recorded_words, spell_out

# Telephone quality and a little more: 10 kB for a second.
_RATE_HZ = 10_000
_VOICE = "Schedar"
_SILENCE = 200


def _texts() -> Iterator[str]:
    for text in fixed_texts():
        yield from sentences(text)
    yield from recorded_words()


async def _record(speech: EspeakSpeech) -> tuple[bytes, dict[str, list[int]]]:
    sound: list[bytes] = []
    clips: dict[str, list[int]] = {}
    n_samples = 0
    for text in _texts():
        key = " ".join(spell_out(text))
        if key in clips or not key:
            continue
        samples = _trim(to_rate(await speech.speak(text, _VOICE), PLAYBACK_RATE_HZ, _RATE_HZ))
        sound.append(_compress(samples))
        clips[key] = [n_samples, len(samples)]
        n_samples += len(samples)
    return b"".join(sound), clips


def _trim(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _SILENCE)
    return samples[loud[0] : loud[-1] + 1] if loud.size else samples


def _compress(samples: Samples) -> bytes:
    """(n,) int16 as µ-law codes, ITU-T G.711."""
    signal = samples.astype(np.int32)
    magnitude = np.minimum(np.abs(signal), 32_635) + 0x84
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    code = np.where(signal < 0, 0x80, 0) | (exponent << 4) | mantissa
    return bytes((~code & 0xFF).astype(np.uint8))


def main() -> int:
    """Write the files; the exit status."""
    program = shutil.which("espeak-ng")
    if program is None:
        print("espeak-ng is needed and was not found.", file=sys.stderr)
        return 1
    sound, clips = asyncio.run(_record(EspeakSpeech(program)))
    folder = resource_path("speech")
    folder.mkdir(exist_ok=True)
    (folder / "recordings.ulaw").write_bytes(sound)
    index = {"rate_hz": _RATE_HZ, "clips": clips}
    (folder / "recordings.json").write_text(json.dumps(index, indent=0) + "\n", encoding="utf-8")
    print(f"{len(clips)} clips, {len(sound) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
