"""What the person chose in the menus, and what of it is not active yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.session_setup import pending_fields, session_setup
from livedesk.app.settings_controller import SettingsController
from livedesk.core.capabilities import Language, Model, Voice
from livedesk.core.setup import SessionSetup
from livedesk.core.tool_types import ToolSpec
from livedesk.instructions.library import InstructionLibrary
from livedesk.session.gemini import catalogue
from livedesk.settings.schema import Choices


class ChoicesController(QObject):
    """Holds the choices, keeps them in the settings, and turns them into a session's setup.

    Signals:
        choices_changed(Choices): something was chosen.
        pending_changed(frozenset[str]): which of "model", "voice", "language", "instruction"
            wait for the next pause of the talk.
        setup_changed(SessionSetup): what a session shall be from now on.
    """

    choices_changed = Signal(object)
    pending_changed = Signal(object)
    setup_changed = Signal(object)

    def __init__(
        self,
        settings: SettingsController,
        library: InstructionLibrary,
        tools: Callable[[], tuple[ToolSpec, ...]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._library = library
        self._tools = tools
        self._active: SessionSetup | None = None
        self._pending: frozenset[str] = frozenset()

    @property
    def choices(self) -> Choices:
        """What the menus hold."""
        return self._settings.settings.choices

    @property
    def pending(self) -> frozenset[str]:
        """What waits for the next pause."""
        return self._pending

    @property
    def setup(self) -> SessionSetup:
        """The setup that the choices ask for."""
        chosen = session_setup(self.choices, self._library, self._tools())
        settings = self._settings.settings
        return replace(
            chosen,
            turn_taking=settings.talking.turn_taking,
            compression=settings.connection.compression,
            google_search=settings.tools.google_search,
        )

    def models(self) -> tuple[Model, ...]:
        """The models on offer, the recommended one first."""
        return catalogue.MODELS

    def voices(self) -> tuple[Voice, ...]:
        """The voices on offer."""
        return catalogue.VOICES

    def languages(self) -> tuple[Language, ...]:
        """The languages to answer in, by name."""
        return catalogue.LANGUAGES

    def model_title(self) -> str:
        """The name of the chosen model."""
        for model in catalogue.MODELS:
            if model.model_id == self.choices.model_id:
                return model.title
        return self.choices.model_id

    @Slot(str)
    def choose_model(self, model_id: str) -> None:
        """Talk to another model."""
        self._choose(model_id=model_id)

    @Slot(str)
    def choose_voice(self, voice_name: str) -> None:
        """Hear another voice."""
        self._choose(voice_name=voice_name)

    @Slot(str)
    def choose_language(self, code: str) -> None:
        """Be answered in a language; "" means the one the person speaks."""
        self._choose(language_code=code or None)

    @Slot(str)
    def choose_instruction(self, instruction_id: str) -> None:
        """Follow another system instruction."""
        self._choose(instruction_id=instruction_id)

    @Slot()
    def on_instructions_changed(self) -> None:
        """A text may have changed under the chosen id; a removed one falls back to the first."""
        self._choose(instruction_id=self._library.get(self.choices.instruction_id).instruction_id)
        self._announce()

    @Slot()
    def on_talking_changed(self) -> None:
        """Turns are taken in another way: that is part of the setup as well."""
        self._announce()

    @Slot()
    def on_tools_changed(self) -> None:
        """Tools came or went: the talk is told in its next pause."""
        self._announce()

    @Slot(object)
    def on_setup_applied(self, setup: SessionSetup | None) -> None:
        """``setup`` is active in the talk; None when there is no talk."""
        self._active = setup
        self._update_pending()

    def _choose(self, **changed: str | None) -> None:
        choices = self.choices.model_copy(update=changed)
        if choices == self.choices:
            return
        self._settings.set_choices(choices)
        self.choices_changed.emit(choices)
        self._announce()

    def _announce(self) -> None:
        self.setup_changed.emit(self.setup)
        self._update_pending()

    def _update_pending(self) -> None:
        pending = pending_fields(self.setup, self._active)
        if pending != self._pending:
            self._pending = pending
            self.pending_changed.emit(pending)
