"""What was said: the transcript, or a word about it while there is none."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from livedesk.app.playback_controller import PlaybackStatus
from livedesk.app.talk_phase import TalkStatus
from livedesk.app.transcript_controller import TranscriptController
from livedesk.app.transcript_model import ENTRY_ROLE
from livedesk.transcript.model import Utterance
from livedesk.ui.panels.transcript.card_buttons import CardButtons
from livedesk.ui.panels.transcript.continue_button import ContinueButton
from livedesk.ui.panels.transcript.empty_note import EmptyNote
from livedesk.ui.panels.transcript.jump_button import JumpButton
from livedesk.ui.panels.transcript.links import LinkClicks
from livedesk.ui.panels.transcript.play_clicks import PlayClicks
from livedesk.ui.panels.transcript.playing_mark import PlayingMark
from livedesk.ui.panels.transcript.view import TranscriptView
from livedesk.ui.theme.theme import Theme, load_theme
from livedesk.ui.widgets.announcer import announce


class TranscriptPane(QWidget):
    """Shows the transcript of ``controller``; announces what is said to assistive technology.

    Signals:
        continue_requested(): the person wants the rest of the answer that broke off.
        link_requested(GroundingSource): the person wants to see a page under an answer.
        play_requested(int): the person wants to hear the entry of that number.
    """

    continue_requested = Signal()
    link_requested = Signal(object)
    play_requested = Signal(int)

    def __init__(self, controller: TranscriptController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._model = controller.model
        theme = load_theme("light")
        self.view = TranscriptView(self._model, theme, self)
        self.empty_note = EmptyNote(self)
        self.links = LinkClicks(self.view)
        self.plays = PlayClicks(self.view)
        self.playing_mark = PlayingMark(self.view, theme)
        self._has_sound = False
        self.jump_button = JumpButton(theme, self.view)
        self.continue_button = ContinueButton(self.view, self._model)
        self.card_buttons = CardButtons(self.view, self._model)
        self._announced: set[int] = set()
        self._menu_row = -1
        self._build()
        self._connect()
        self._show_what_there_is()

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Transcript"))
        self.view.setAccessibleName(self.tr("Transcript"))
        self.view.setAccessibleDescription(
            self.tr("What was said. Arrow keys read it, Enter unfolds a card.")
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty_note)
        self._stack.addWidget(self.view)

    def _connect(self) -> None:
        self._model.rowsInserted.connect(self._on_inserted)
        self._model.rowsRemoved.connect(self._show_what_there_is)
        self._model.modelReset.connect(self._on_reset)
        self._model.dataChanged.connect(self._on_changed)
        self.view.following_changed.connect(self._on_following_changed)
        self.view.row_reached.connect(self._on_row_reached)
        self.view.menu_requested.connect(self._open_menu)
        self.links.link_requested.connect(self.link_requested)
        self.plays.play_requested.connect(self._on_play)
        self.jump_button.clicked.connect(self._jump)
        self.continue_button.clicked.connect(self.continue_requested)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self.view.set_theme(theme)
        self.empty_note.set_theme(theme)
        self.jump_button.set_theme(theme)
        self.playing_mark.set_theme(theme)

    @Slot(object)
    def show_status(self, status: TalkStatus) -> None:
        """A broken answer goes on only in a talk."""
        self.continue_button.set_possible(status.is_talking)

    @Slot(object)
    def show_playback(self, status: PlaybackStatus) -> None:
        """Mark what is heard; a click plays where there is sound and no talk."""
        self._has_sound = status.has_sound and status.may_play
        self.plays.set_possible(self._has_sound)
        self.playing_mark.show_row(self._controller.row_of(status.number))

    @Slot(int)
    def _on_play(self, row: int) -> None:
        self.play_requested.emit(self._model.entry(row).entry_id)

    @Slot()
    def _play_turn(self) -> None:
        if 0 <= self._menu_row < self._model.rowCount():
            self._on_play(self._menu_row)

    @Slot()
    def _show_what_there_is(self) -> None:
        has_entries = self._model.rowCount() > 0
        self._stack.setCurrentWidget(self.view if has_entries else self.empty_note)

    @Slot()
    def _on_reset(self) -> None:
        self._announced.clear()
        self._show_what_there_is()

    @Slot(QModelIndex, int, int)
    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._show_what_there_is()
        self._announce(first, last)

    @Slot(QModelIndex, QModelIndex)
    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._announce(first.row(), last.row())

    @Slot(bool)
    def _on_following_changed(self, is_following: bool) -> None:
        if is_following and self.jump_button.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.jump_button.place()
        self.jump_button.setVisible(not is_following)

    @Slot(int)
    def _on_row_reached(self, row: int) -> None:
        announce(self.view, self._spoken(row))

    @Slot()
    def _jump(self) -> None:
        self.view.jump_to_end()

    @Slot(QPoint, int)
    def _open_menu(self, place: QPoint, row: int) -> None:
        self._menu_row = row
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._has_sound:
            play = menu.addAction(self.tr("Play from here"), self._play_turn)
            play.setEnabled(row >= 0 and not self.view.places.is_card(row))
            menu.addSeparator()
        copy = menu.addAction(self.tr("Copy"), self.view.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(self.view.has_marked)
        turn = menu.addAction(self.tr("Copy turn as Markdown"), self._copy_turn)
        turn.setEnabled(row >= 0)
        marked = menu.addAction(self.tr("Copy selection as Markdown"), self._copy_marked)
        marked.setEnabled(self.view.has_marked)
        menu.addSeparator()
        everything = menu.addAction(self.tr("Select all"), self.view.select_all)
        everything.setShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll))
        menu.popup(place)

    @Slot()
    def _copy_turn(self) -> None:
        if 0 <= self._menu_row < self._model.rowCount():
            QGuiApplication.clipboard().setText(
                self._controller.markdown_of([(self._menu_row, None)])
            )

    @Slot()
    def _copy_marked(self) -> None:
        QGuiApplication.clipboard().setText(self._controller.markdown_of(self.view.marked_rows()))

    def _announce(self, first: int, last: int) -> None:
        """Say each turn once, when it is final."""
        for row in range(first, last + 1):
            entry = self._model.index(row).data(ENTRY_ROLE)
            if not isinstance(entry, Utterance) or not entry.is_final:
                continue
            if entry.entry_id not in self._announced:
                self._announced.add(entry.entry_id)
                announce(self.view, self._spoken(row))

    def _spoken(self, row: int) -> str:
        return str(self._model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) or "")
