"""The choices on one side, the badge and the window's buttons on the other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from livedesk.app.choices_controller import ChoicesController
from livedesk.app.instructions_controller import InstructionsController
from livedesk.app.talk_phase import TalkStatus
from livedesk.settings.schema import Choices
from livedesk.ui.actions import Actions
from livedesk.ui.panels.connection_texts import state_word, state_words
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.chooser import Chooser
from livedesk.ui.widgets.chooser_options import Option
from livedesk.ui.widgets.icon_button import IconButton
from livedesk.ui.widgets.pill import Pill
from livedesk.ui.widgets.status_pill import StatusPill

_MARGIN_PX = 8


class TopBar(QFrame):
    """Shows what is chosen. One row, or two where one is too narrow.

    Signals:
        instruction_chosen(str), voice_chosen(str), language_chosen(str), model_chosen(str):
            the key of a choice; "" is the automatic language.
        story_requested(): the person wants to know more of the connection.
    """

    instruction_chosen = Signal(str)
    voice_chosen = Signal(str)
    language_chosen = Signal(str)
    model_chosen = Signal(str)
    story_requested = Signal()

    def __init__(
        self,
        choices: ChoicesController,
        instructions: InstructionsController,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._instructions = instructions
        self._actions = actions
        self.instruction_chooser = Chooser("instruction", self.tr("Instruction"), self)
        self.voice_chooser = Chooser("voice", self.tr("Voice"), self)
        self.language_chooser = Chooser("language", self.tr("Answers in"), self)
        self.badge = Pill("practice", "warning", self)
        self.model_chooser = Chooser("model", self.tr("Model"), self)
        self.status_pill = StatusPill(state_words(), self)
        self.history_button = IconButton("history", "", self)
        self.save_button = IconButton("save", "", self)
        self.settings_button = IconButton("settings", "", self)
        self.more_button = IconButton("more", self.tr("More"), self)
        self._menu = QMenu(self)
        self._build()
        self._connect()
        self._offer()
        self.show_instructions()
        self.show_choices(choices.choices)
        self.show_pending(choices.pending)
        self.show_status(TalkStatus())

    def _build(self) -> None:
        self.setObjectName("topBar")
        self._picks = self._group(
            self.history_button, self.instruction_chooser, self.voice_chooser, self.language_chooser
        )
        self._rest = self._group(self.badge, self.model_chooser, self.status_pill)
        layout = self._rest.layout()
        if isinstance(layout, QHBoxLayout):
            layout.addStretch(1)
            for button in (self.save_button, self.settings_button, self.more_button):
                layout.addWidget(button)
        picks = self._picks.layout()
        if isinstance(picks, QHBoxLayout):
            picks.addStretch(1)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self._rows.setSpacing(4)
        self._rows.addWidget(self._picks, 1)
        self._rows.addWidget(self._rest)
        self.badge.setText(self.tr("Practice"))
        self.badge.setAccessibleName(self.tr("Practice: what it is, and how to get a key"))
        self.badge.setToolTip(self.tr("The practice server: no AI, no key needed. Press for more"))
        self.instruction_chooser.set_footer(self.tr("Edit instructions…"))
        for action in (
            self._actions.begin_new,
            self._actions.keep_nothing,
            self._actions.record,
            self._actions.attach_data,
            self._actions.attach_sample,
            self._actions.edit_instructions,
            self._actions.show_welcome,
            self._actions.show_keys,
            self._actions.show_about,
        ):
            self._menu.addAction(action)
        self._menu.addSeparator()
        self._menu.addAction(self._actions.quit)
        self.more_button.setMenu(self._menu)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _group(self, *parts: QWidget) -> QWidget:
        group = QWidget(self)
        layout = QHBoxLayout(group)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for part in parts:
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        return group

    def _connect(self) -> None:
        self.instruction_chooser.chosen.connect(self.instruction_chosen)
        self.voice_chooser.chosen.connect(self.voice_chosen)
        self.language_chooser.chosen.connect(self.language_chosen)
        self.model_chooser.chosen.connect(self.model_chosen)
        self.instruction_chooser.footer_requested.connect(self._actions.edit_instructions.trigger)
        self.status_pill.clicked.connect(self.story_requested)
        self.badge.clicked.connect(self._actions.show_welcome.trigger)
        self.history_button.follow(self._actions.show_history)
        self.save_button.follow(self._actions.export)
        self.settings_button.follow(self._actions.open_settings)

    def _offer(self) -> None:
        self.voice_chooser.set_options(
            [Option(voice.name, voice.name, voice.character) for voice in self._choices.voices()]
        )
        automatic = Option("", self.tr("Automatic"), self.tr("the language you speak"))
        languages = [Option(one.code, one.name, one.code) for one in self._choices.languages()]
        self.language_chooser.set_options([automatic, *languages])
        self.model_chooser.set_options(
            [Option(model.model_id, model.title, model.note) for model in self._choices.models()]
        )

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        for chooser in self._choosers().values():
            chooser.set_theme(theme)
        self.badge.set_theme(theme)
        self.status_pill.set_theme(theme)
        for button in (
            self.history_button,
            self.save_button,
            self.settings_button,
            self.more_button,
        ):
            button.set_theme(theme)

    def set_practice(self, is_practice: bool) -> None:
        """Show the badge "Practice", or leave the model's name as the only one."""
        self.badge.setVisible(is_practice)
        self._arrange()

    @Slot()
    def show_instructions(self) -> None:
        """The list of instructions changed."""
        own = self.tr("your own")
        self.instruction_chooser.set_options(
            [
                Option(one.instruction_id, one.title, "" if one.is_builtin else own)
                for one in self._instructions.instructions()
            ]
        )
        self._arrange()

    @Slot(object)
    def show_choices(self, choices: Choices) -> None:
        """Show what is chosen."""
        # An own one's file may be gone; then another one is in use.
        in_use = self._instructions.get(choices.instruction_id)
        self.instruction_chooser.set_current(in_use.instruction_id)
        self.voice_chooser.set_current(choices.voice_name)
        self.language_chooser.set_current(choices.language_code or "")
        self.model_chooser.set_current(choices.model_id)
        self._arrange()

    @Slot(object)
    def show_pending(self, pending: frozenset[str]) -> None:
        """Mark what holds from the next pause on."""
        for name, chooser in self._choosers().items():
            chooser.set_pending(name in pending)
        self._arrange()

    @Slot(object)
    def show_status(self, status: TalkStatus) -> None:
        """Show how the connection is, beside the model."""
        word, role, shape = state_word(status)
        self.status_pill.show_state(word, role, shape)
        words = self.tr("Connection: {state}").format(state=word.rstrip("…"))
        self.status_pill.setAccessibleName(words)
        self.status_pill.setToolTip(self.tr("{words}. Press for more").format(words=words))

    @Slot()
    def open_models(self) -> None:
        """Open the list of models."""
        self.model_chooser.open()

    def _choosers(self) -> dict[str, Chooser]:
        return {
            "instruction": self.instruction_chooser,
            "voice": self.voice_chooser,
            "language": self.language_chooser,
            "model": self.model_chooser,
        }

    def _arrange(self) -> None:
        choosers = self._choosers().values()
        for chooser in choosers:
            chooser.show_note(False)
        room = self.width() - 2 * _MARGIN_PX
        picks = self._picks.sizeHint().width() + self._rows.spacing()
        # Rather no word beside the dot than a second row; there it has room again.
        rest = self._show_pill(compact=False)
        fits = picks + rest <= room
        if not fits and (fits := picks + self._show_pill(compact=True) <= room):
            rest = self._rest.sizeHint().width()
        elif not fits:
            rest = self._show_pill(compact=rest > room)
        direction = QBoxLayout.Direction
        self._rows.setDirection(direction.LeftToRight if fits else direction.TopToBottom)
        spare = room - (picks + rest if fits else max(picks, rest))
        for chooser in choosers:
            if 0 < chooser.note_px <= spare:
                spare -= chooser.note_px
                chooser.show_note(True)

    def _show_pill(self, *, compact: bool) -> int:
        """Show the connection's word or not; returns how wide the second half is then."""
        self.status_pill.set_compact(compact)
        return self._rest.sizeHint().width()

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider of two rows."""
        parts = (self._picks.minimumSizeHint(), self._rest.minimumSizeHint())
        width = max(part.width() for part in parts) + 2 * _MARGIN_PX
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One row or two."""
        super().resizeEvent(event)
        self._arrange()
