"""Whether the system wants things to move."""

from __future__ import annotations

from PySide6.QtWidgets import QStyle, QWidget

# Within the 120 to 200 ms in which a change is seen as one movement.
TRANSITION_MS = 160


def is_motion_reduced(widget: QWidget) -> bool:
    """Whether the person asked the system for no animations.

    Qt has no hint of its own for reduced motion (6.11); its platform themes report it by a
    duration of 0 for the style's animations.
    """
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return widget.style().styleHint(hint, None, widget) == 0
