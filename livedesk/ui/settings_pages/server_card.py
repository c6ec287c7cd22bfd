"""One MCP server: whether it runs, how it is, and which of its tools are offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from livedesk.app.server_views import ServerTool, ServerView
from livedesk.tools.mcp_servers.report import ServerState
from livedesk.ui.panels.tool_texts import plain_tip

_LEAST_HEIGHT_PX = 32
# What belongs to a server stands under its name, not under its box.
_INDENT_PX = 34
_STATE_KINDS = {
    ServerState.READY: "good",
    ServerState.FAILING: "danger",
    ServerState.GIVEN_UP: "danger",
}


class ServerCard(QFrame):
    """Shows a ``ServerView``; ``now_s`` is the program's clock, for the time to the next try.

    Signals:
        switched(str, bool): the person wants the server of that name to run, or not.
        tool_switched(str, str, bool): a tool of it is to be offered, or not.
        restart_requested(str), messages_requested(str), removal_requested(str): of its name.
    """

    switched = Signal(str, bool)
    tool_switched = Signal(str, str, bool)
    restart_requested = Signal(str)
    messages_requested = Signal(str)
    removal_requested = Signal(str)

    def __init__(
        self, view: ServerView, now_s: Callable[[], float], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._now_s = now_s
        self._view = view
        self.name = view.name
        self.switch_box = QCheckBox(view.name, self)
        self.state_label = self._label("muted")
        self.fault_label = self._label("danger")
        self.tool_boxes: dict[str, _ToolBox] = {}
        self._tools_column = QVBoxLayout()
        self._tools_column.setSpacing(0)
        self._build(view)
        self.show_view(view)

    def _build(self, view: ServerView) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 16, 12)
        outer.setSpacing(0)
        row = QHBoxLayout()
        self.switch_box.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.switch_box.setAccessibleName(self.tr("Run {name}").format(name=view.name))
        self.switch_box.setToolTip(self.tr("Whether this server runs"))
        self.switch_box.clicked.connect(self._on_switched)
        row.addWidget(self.switch_box, 1)
        row.addWidget(self.state_label)
        outer.addLayout(row)
        column = QVBoxLayout()
        column.setContentsMargins(_INDENT_PX, 0, 0, 0)
        column.setSpacing(6)
        outer.addLayout(column)
        where = self._label("caption")
        where.setText(view.where)
        column.addWidget(where)
        if view.secret_names:
            secrets = self._label("caption")
            words = self.tr("With {names}, kept secret")
            secrets.setText(words.format(names=", ".join(view.secret_names)))
            column.addWidget(secrets)
        column.addWidget(self.fault_label)
        column.addLayout(self._tools_column)
        column.addSpacing(4)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.restart_button = self._button(self.tr("Restart"), self.tr("End it, and start it anew"))
        messages = self._button(self.tr("Messages"), self.tr("What it last wrote for us"))
        remove = self._button(self.tr("Remove"), self.tr("Forget it and its secrets"))
        self.restart_button.clicked.connect(self._on_restart)
        messages.clicked.connect(self._on_messages)
        remove.clicked.connect(self._on_removal)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.restart_button, messages, remove):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        words = self.tr("{action}: {name}")
        button.setAccessibleName(words.format(action=text, name=self.name))
        button.setToolTip(tip)
        return button

    def show_view(self, view: ServerView) -> None:
        """The server as it is now."""
        self._view = view
        self.switch_box.setChecked(view.is_on)
        self.fault_label.setText(self._fault(view))
        self.fault_label.setVisible(bool(self.fault_label.text()))
        self.restart_button.setEnabled(view.is_on)
        self.show_time()
        if [tool.name for tool in view.tools] != list(self.tool_boxes):
            self._list_tools(view.tools)
        for tool in view.tools:
            self.tool_boxes[tool.name].setChecked(tool.is_on)

    def show_time(self) -> None:
        """How it is, with the time to the next try."""
        self.state_label.setText(self._state())
        kind = _STATE_KINDS.get(self._view.state, "muted")
        if self.state_label.property("kind") != kind:
            self.state_label.setProperty("kind", kind)
            self.state_label.style().unpolish(self.state_label)
            self.state_label.style().polish(self.state_label)

    def _fault(self, view: ServerView) -> str:
        if view.fault or not view.n_left_out:
            return view.fault
        words = self.tr("{n} of its tools do not fit in a talk: switch off what you do not need.")
        return words.format(n=view.n_left_out)

    def _state(self) -> str:
        match self._view.state:
            case ServerState.READY:
                words = self.tr("ready, {n} tools", "", len(self._view.tools))
                return words.format(n=len(self._view.tools))
            case ServerState.STARTING:
                return self.tr("starting …")
            case ServerState.FAILING:
                seconds = max(0, round(self._view.next_try_s - self._now_s()))
                return self.tr("tried again in {seconds} s").format(seconds=seconds)
            case ServerState.GIVEN_UP:
                return self.tr("does not run")
            case ServerState.OFF:
                return self.tr("off")

    def _list_tools(self, tools: Sequence[ServerTool]) -> None:
        for box in self.tool_boxes.values():
            box.deleteLater()
        self.tool_boxes = {}
        for tool in tools:
            box = _ToolBox(tool, self)
            box.switched.connect(self._on_tool_switched)
            self.tool_boxes[tool.name] = box
            self._tools_column.addWidget(box)

    def _label(self, kind: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("kind", kind)
        label.setWordWrap(kind != "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)  # a server's words are no markup
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    @Slot(bool)
    def _on_switched(self, is_on: bool) -> None:
        self.switch_box.setChecked(self._view.is_on)  # it moves when it is done
        self.switched.emit(self.name, is_on)

    @Slot(str, bool)
    def _on_tool_switched(self, tool: str, is_on: bool) -> None:
        self.tool_switched.emit(self.name, tool, is_on)

    @Slot()
    def _on_restart(self) -> None:
        self.restart_requested.emit(self.name)

    @Slot()
    def _on_messages(self) -> None:
        self.messages_requested.emit(self.name)

    @Slot()
    def _on_removal(self) -> None:
        self.removal_requested.emit(self.name)


class _ToolBox(QCheckBox):
    """One tool, by its name at the server.

    Signals:
        switched(str, bool): it is to be offered, or not.
    """

    switched = Signal(str, bool)

    def __init__(self, tool: ServerTool, parent: QWidget) -> None:
        super().__init__(tool.name.replace("&", "&&"), parent)
        self._name = tool.name
        self.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.setAccessibleName(tool.name)
        self.setToolTip(plain_tip(tool.description or tool.name))
        self.clicked.connect(self._on_clicked)

    @Slot(bool)
    def _on_clicked(self, is_on: bool) -> None:
        self.switched.emit(self._name, is_on)
