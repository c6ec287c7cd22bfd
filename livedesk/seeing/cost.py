"""What seeing is likely to cost, in tokens."""

from __future__ import annotations

from livedesk.seeing.detail import Resolution

# Tokens of a video frame for Gemini 3 (https://ai.google.dev/gemini-api/docs/media-resolution,
# 2026-09-19). Whether a frame in a live talk is counted so is not documented: an estimate.
_FRAME_TOKENS = {Resolution.LOW: 70, Resolution.HIGH: 280}


def frame_tokens(resolution: Resolution) -> int:
    """Tokens of one frame."""
    return _FRAME_TOKENS[resolution]


def estimated_tokens(n_frames: int, resolution: Resolution) -> int:
    """Tokens of ``n_frames`` when they are sent; each later turn bills what is in the context."""
    return n_frames * frame_tokens(resolution)
