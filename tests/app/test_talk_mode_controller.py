"""How one talks is kept, and the key reaches the talk."""

import pytest
from PySide6.QtCore import QObject, Qt

from livedesk.app.hotkey.controller import HotkeyController
from livedesk.app.hotkey.listener import KeyMatch
from livedesk.app.hotkey.way import HotkeySignals, combination
from livedesk.app.hotkey.x11_grab import keysym_of, mask_of
from livedesk.app.settings_controller import SettingsController
from livedesk.app.talk_mode_controller import TalkModeController
from livedesk.conversation.talk_key import KeySource
from livedesk.core.turn_taking import Patience, TalkMode, TurnTaking
from livedesk.settings.schema import Talking
from livedesk.settings.store import SettingsStore


class FakeKey:
    def __init__(self, noted: list) -> None:
        self.noted = noted

    def press(self, source) -> None:
        self.noted.append(("press", source))

    def release(self, source) -> None:
        self.noted.append(("release", source))

    def let_go(self, *sources) -> None:
        self.noted.append(("let go", *sources))


class FakeConversation:
    def __init__(self) -> None:
        self.noted: list = []
        self.key: FakeKey | None = None
        self.is_heard = False

    def start_talk(self) -> None:
        self.noted.append("start")
        self.key = FakeKey(self.noted)
        self.is_heard = True


class Desk:
    def __init__(self, folder) -> None:
        self.store = SettingsStore(folder / "settings.json")
        self.settings = SettingsController(self.store)
        self.conversation = FakeConversation()
        self.mode = TalkModeController(self.settings, self.conversation)


@pytest.fixture
def desk(tmp_path, qapp) -> Desk:
    return Desk(tmp_path)


async def test_every_choice_is_kept(desk) -> None:
    told = []
    desk.mode.changed.connect(told.append)
    desk.mode.choose_mode("hold")
    desk.mode.choose_patience("quick")
    desk.mode.set_interruptible(False)
    desk.mode.choose_key("F8")
    desk.mode.choose_hotkey("Ctrl+F9")
    desk.mode.set_hotkey_enabled(True)
    desk.mode.set_hotkey_enabled(True)
    assert len(told) == 6
    assert told[-1].turn_taking == TurnTaking(TalkMode.HOLD, Patience.QUICK, False)
    await desk.settings.aclose()
    kept, error = desk.store.load()
    assert error is None
    assert kept.talking == told[-1]


async def test_a_press_begins_the_talk(desk) -> None:
    desk.mode.press(KeySource.KEYBOARD)
    assert desk.conversation.noted == [], "an open microphone needs no key"
    desk.mode.release(KeySource.KEYBOARD)
    desk.mode.choose_mode("hold")
    desk.mode.press(KeySource.KEYBOARD)
    desk.mode.let_go_of_window_keys()
    desk.mode.release(KeySource.KEYBOARD)
    assert desk.conversation.noted == [
        "start",
        ("press", KeySource.KEYBOARD),
        ("let go", KeySource.KEYBOARD, KeySource.BUTTON),
        ("release", KeySource.KEYBOARD),
    ]
    await desk.settings.aclose()


class FakeWay:
    def __init__(self, parent: QObject) -> None:
        self.signals = HotkeySignals(parent)
        self.asked: list = []

    def start(self, key) -> None:
        self.asked.append(key.toCombined())

    def stop(self) -> None:
        self.asked.append("stop")


F9 = combination("F9").toCombined()


def test_the_key_in_every_window_follows_the_settings(qapp) -> None:
    ways: list[FakeWay] = []
    hotkey = HotkeyController(choose=lambda parent: ways.append(FakeWay(parent)) or ways[-1])
    noted: list = []
    hotkey.pressed.connect(noted.append)
    hotkey.talk_toggled.connect(lambda: noted.append("talk"))
    hotkey.follow(Talking(hotkey="F9"))
    assert not ways, "off by default"
    on = Talking(mode=TalkMode.HOLD, hotkey="F9", hotkey_enabled=True)
    hotkey.follow(on)
    hotkey.follow(on)
    (way,) = ways
    way.signals.pressed.emit()
    hotkey.follow(on.model_copy(update={"mode": TalkMode.OPEN}))
    way.signals.pressed.emit()
    assert noted == [KeySource.HOTKEY, "talk"]
    hotkey.follow(Talking())
    assert way.asked == ["stop", F9, "stop"] or way.asked == [F9, "stop"]


def test_a_desktop_without_such_a_key_is_told_of(qapp) -> None:
    hotkey = HotkeyController(choose=lambda _: None)
    hotkey.follow(Talking(hotkey_enabled=True))
    assert "Wayland" in hotkey.note


@pytest.mark.parametrize(
    ("key", "symbol", "mask"),
    [
        ("Ctrl+Alt+Space", 0x20, 4 | 8),
        ("F9", 0xFFC6, 0),
        ("Shift+Meta+T", 0x74, 1 | 64),
        ("Pause", 0xFF13, 0),
    ],
)
def test_a_key_as_x11_knows_it(qapp, key, symbol, mask) -> None:
    combined = combination(key)
    assert (keysym_of(combined.key()), mask_of(combined.keyboardModifiers())) == (symbol, mask)


def test_a_key_among_all_keys(qapp) -> None:
    match = KeyMatch(combination("Ctrl+Alt+Space"))
    held = [("space", True), ("space", False), ("ctrl_l", True), ("alt_gr", True)]
    assert not any(match.on_key(name, pressed=pressed) for name, pressed in held)
    assert match.on_key("space", pressed=True)
    assert match.is_down
    assert not match.on_key("space", pressed=True), "as a keyboard repeats it"
    assert not match.on_key("ctrl_l", pressed=False)
    assert match.on_key("space", pressed=False)
    assert not match.is_down
    assert combination("") is None
    assert int(Qt.Key.Key_Space) == 0x20
