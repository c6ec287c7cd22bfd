"""A theme as Qt's palette, for what no stylesheet reaches."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from livedesk.ui.theme.theme import Theme

_ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "ground",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "shadow",
    QPalette.ColorRole.Highlight: "you_fill",
    QPalette.ColorRole.HighlightedText: "on_you",
    QPalette.ColorRole.Accent: "you",
    QPalette.ColorRole.Link: "you",
    QPalette.ColorRole.LinkVisited: "you",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
}
_WRITING = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def palette(theme: Theme) -> QPalette:
    """Qt's palette in the colours of ``theme``."""
    made = QPalette()
    for qt_role, role in _ROLES.items():
        made.setColor(qt_role, theme.colour(role))
    for qt_role in _WRITING:
        made.setColor(QPalette.ColorGroup.Disabled, qt_role, theme.colour("edge"))
    return made
