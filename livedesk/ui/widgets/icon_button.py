"""A button that is only an icon; its name and key are in the tooltip and the accessible name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from livedesk.ui.theme.icons import ICON_PX, icon
from livedesk.ui.theme.theme import Theme

# Above the 32 px that a target needs at least.
_TARGET_PX = 36


class IconButton(QToolButton):
    """Shows ``icon_name``. Takes the keyboard focus by Tab only, so that a click steals none."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._role = "text"
        self._theme: Theme | None = None
        self._action: QAction | None = None
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setFixedSize(_TARGET_PX, _TARGET_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name(name)

    def follow(self, action: QAction) -> None:
        """Trigger ``action``, and take its name, keys and state from it for good."""
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def set_icon_name(self, icon_name: str, role: str = "text") -> None:
        """Show another icon, in the colour of ``role``."""
        if (icon_name, role) == (self._icon_name, self._role):
            return
        self._icon_name, self._role = icon_name, role
        if self._theme is not None:
            self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.setIcon(icon(self._icon_name, theme, self._role))

    def _on_action_changed(self) -> None:
        action = self._action
        if action is None:
            return
        self.setEnabled(action.isEnabled())
        self._name(action.text(), action.shortcut())

    def _name(self, name: str, keys: QKeySequence | None = None) -> None:
        plain = name.replace("&", "").rstrip("…")
        self.setAccessibleName(plain)
        self.setToolTip(with_keys(plain, keys))


def with_keys(name: str, keys: QKeySequence | None) -> str:
    """A tooltip: the name, and the keys that do the same."""
    if keys is None or keys.isEmpty():
        return name
    return f"{name} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})"
