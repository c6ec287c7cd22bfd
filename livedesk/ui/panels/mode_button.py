"""The small menu of ways to talk, beside the microphone's other buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from livedesk.core.turn_taking import TalkMode
from livedesk.ui.panels.talk_texts import mode_name
from livedesk.ui.theme.icons import icon
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.icon_button import IconButton


class ModeButton(IconButton):
    """Shows the way to talk by its icon; opens the menu of all of them.

    Signals:
        mode_chosen(str): a value of ``TalkMode``.
        settings_requested(): the person wants to see more of it.
    """

    mode_chosen = Signal(str)
    settings_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("mode-open", "", parent)
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self._actions: dict[TalkMode, QAction] = {}
        for mode in TalkMode:
            action = self._menu.addAction(mode_name(mode))
            action.setCheckable(True)
            action.setData(mode.value)
            self._group.addAction(action)
            self._actions[mode] = action
        self._menu.addSeparator()
        more = self._menu.addAction(self.tr("More about talking…"))
        more.triggered.connect(self.settings_requested)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._group.triggered.connect(self._on_triggered)
        self.show_mode(TalkMode.OPEN)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``, in the menu too."""
        super().set_theme(theme)
        for mode, action in self._actions.items():
            action.setIcon(icon(f"mode-{mode.value}", theme))

    def show_mode(self, mode: TalkMode) -> None:
        """Show which way to talk is chosen."""
        self._actions[mode].setChecked(True)
        for action in self._actions.values():
            # Where an icon stands there is no place for a tick.
            font = action.font()
            font.setBold(action.isChecked())
            action.setFont(font)
        self.set_icon_name(f"mode-{mode.value}")
        words = self.tr("Way to talk: {mode}").format(mode=mode_name(mode))
        self.setAccessibleName(words)
        self.setToolTip(words)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.mode_chosen.emit(action.data())
