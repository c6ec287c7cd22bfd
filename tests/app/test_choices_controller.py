"""Choices are kept, turned into a setup, and shown as pending until they are active."""

from pathlib import Path

import pytest

from livedesk.app.choices_controller import ChoicesController
from livedesk.app.instructions_controller import InstructionsController
from livedesk.app.settings_controller import SettingsController
from livedesk.core.paths import resource_path
from livedesk.core.setup import SessionSetup
from livedesk.instructions.library import InstructionLibrary
from livedesk.settings.store import SettingsStore


class Desk:
    """The controllers around the choices, on a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.store = SettingsStore(folder / "settings.json")
        self.settings = SettingsController(self.store)
        self.library = InstructionLibrary(resource_path("prompts"), folder / "instructions")
        self.instructions = InstructionsController(self.library)
        self.choices = ChoicesController(self.settings, self.library, tuple)
        self.instructions.instructions_changed.connect(self.choices.on_instructions_changed)
        self.setups: list[SessionSetup] = []
        self.pending: list[frozenset[str]] = []
        self.choices.setup_changed.connect(self.setups.append)
        self.choices.pending_changed.connect(self.pending.append)


@pytest.fixture
def desk(tmp_path: Path, qapp) -> Desk:
    return Desk(tmp_path)


async def test_choice_becomes_the_setup_and_is_kept(desk: Desk) -> None:
    desk.choices.choose_voice("Puck")
    desk.choices.choose_language("de")
    assert (desk.setups[-1].voice_name, desk.setups[-1].answer_language) == ("Puck", "de")
    await desk.settings.aclose()
    kept, _ = desk.store.load()
    assert (kept.choices.voice_name, kept.choices.language_code) == ("Puck", "de")


async def test_same_choice_again_is_no_change(desk: Desk) -> None:
    desk.choices.choose_voice(desk.choices.choices.voice_name)
    assert desk.setups == []


async def test_choice_is_pending_in_a_talk_until_applied(desk: Desk) -> None:
    desk.choices.on_setup_applied(desk.choices.setup)
    desk.choices.choose_voice("Puck")
    desk.choices.choose_instruction("builtin:concise")
    assert desk.pending == [{"voice"}, {"voice", "instruction"}]
    desk.choices.on_setup_applied(desk.setups[-1])
    assert desk.choices.pending == frozenset()
    await desk.settings.aclose()


async def test_nothing_is_pending_without_a_talk(desk: Desk) -> None:
    desk.choices.choose_voice("Puck")
    assert desk.pending == []
    desk.choices.on_setup_applied(SessionSetup("other", "Kore", ""))
    desk.choices.on_setup_applied(None)
    assert desk.choices.pending == frozenset()
    await desk.settings.aclose()


async def test_edited_text_reaches_the_talk(desk: Desk) -> None:
    made = desk.instructions.add("Cook", "Speak like a cook.")
    desk.choices.choose_instruction(made)
    desk.choices.on_setup_applied(desk.setups[-1])
    desk.instructions.update(made, "Cook", "Speak like a chef.")
    assert desk.setups[-1].system_instruction == "Speak like a chef."
    assert desk.choices.pending == {"instruction"}
    await desk.settings.aclose()


async def test_removed_instruction_falls_back(desk: Desk) -> None:
    made = desk.instructions.add("Cook", "Speak like a cook.")
    desk.choices.choose_instruction(made)
    desk.instructions.remove(made)
    assert desk.choices.choices.instruction_id == "builtin:assistant"
    await desk.settings.aclose()


async def test_failure_is_told_and_changes_nothing(desk: Desk) -> None:
    errors: list[Exception] = []
    desk.instructions.failed.connect(errors.append)
    assert desk.instructions.add("", "text") == ""
    assert not desk.instructions.update("builtin:assistant", "t", "x")
    desk.instructions.remove("own:gone")
    assert len(errors) == 3
    assert desk.setups == []


async def test_unwritable_settings_are_told_once_and_hold(tmp_path: Path, qapp) -> None:
    (tmp_path / "file").write_text("")
    settings = SettingsController(SettingsStore(tmp_path / "file" / "settings.json"))
    errors: list[Exception] = []
    settings.failed.connect(errors.append)
    settings.set_theme("dark")
    await settings.aclose()
    assert settings.settings.look.theme == "dark"
    assert len(errors) == 1


async def test_geometry_and_theme_do_not_overwrite_each_other(desk: Desk) -> None:
    desk.settings.set_theme("dark")
    desk.settings.set_geometry("abc")
    assert (desk.settings.settings.look.theme, desk.settings.settings.look.geometry) == (
        "dark",
        "abc",
    )
    await desk.settings.aclose()
