"""Signing in at an organisation's token server, as the person sees it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication

from livedesk.core.credential import Secret
from livedesk.core.errors import CredentialError, KeyringUnsuitedError
from livedesk.credentials.device_sign_in import DeviceCode
from livedesk.ui.panels.sign_in_card import SignInCard

SERVER = "https://desk.example/v1/live-tokens"
PAGE = "https://login.example/activate"
CODE = DeviceCode("WDJB-MJHT", PAGE, f"{PAGE}?code=WDJB-MJHT", Secret("device"), 5, 600)


@pytest.fixture
def card(qtbot) -> SignInCard:
    card = SignInCard()
    qtbot.addWidget(card)
    card.show()
    return card


def test_what_is_entered_is_asked_for_and_what_one_signs_in_by_is_not_shown(card, qtbot):
    wishes = []
    card.sign_in_requested.connect(lambda *wish: wishes.append(wish))
    assert not card.sign_in_button.isEnabled()
    qtbot.keyClicks(card.address_field, SERVER)
    qtbot.keyClicks(card.bearer_field, "ldb_secret")
    assert "ldb_secret" not in card.bearer_field.displayText()
    qtbot.mouseClick(card.sign_in_button, Qt.MouseButton.LeftButton)
    assert wishes == [(SERVER, "ldb_secret")]
    card.show_asking()
    assert not card.address_field.isEnabled()
    qtbot.keyClick(card.bearer_field, Qt.Key.Key_Return)
    assert len(wishes) == 1
    card.show_refused(CredentialError("It does not know this sign-in.", "Enter it again."))
    assert card.outcome_label.text() == "It does not know this sign-in. Enter it again."
    assert card.bearer_field.text() == "ldb_secret"
    card.show_signed_in(None)
    assert not card.bearer_field.text()
    card.show_signed_in(KeyringUnsuitedError("There is no keyring."))
    assert "no keyring" in card.outcome_label.text()


def test_a_code_is_shown_opened_copied_and_given_up(card, qtbot, monkeypatch):
    opened, cancelled = [], []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    card.cancelled.connect(lambda: cancelled.append(True))
    qtbot.keyClicks(card.address_field, SERVER)
    card.show_asking()
    assert not card.code_box.isVisible()
    card.show_code(CODE)
    assert card.code_box.code_label.text() == "WDJB-MJHT"
    assert PAGE in card.code_box.words_label.text()
    qtbot.mouseClick(card.code_box.open_button, Qt.MouseButton.LeftButton)
    assert opened == [f"{PAGE}?code=WDJB-MJHT"]
    qtbot.mouseClick(card.code_box.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "WDJB-MJHT"
    qtbot.mouseClick(card.code_box.cancel_button, Qt.MouseButton.LeftButton)
    assert cancelled
    assert not card.code_box.isVisible()
    assert card.sign_in_button.isEnabled()
    assert not card.outcome_label.isVisible()


def test_a_code_goes_when_it_has_served(card):
    card.show_code(CODE)
    card.show_signed_in(None)
    assert not card.code_box.isVisible()
    assert "You are signed in" in card.outcome_label.text()
