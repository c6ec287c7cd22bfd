"""How patient a talk is with its connection, and how much of it is remembered."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QPushButton, QSpinBox, QWidget

from livedesk.settings.connection_settings import Connection
from livedesk.ui.settings_pages.page import SettingsPage

_LEAST_HEIGHT_PX = 32
_FIELD_WIDTH_PX = 140
_NAME_WIDTH_PX = 160


@dataclass(frozen=True, slots=True)
class _Line:
    """One setting: its name in ``Connection``, its words, its unit and its range."""

    name: str
    title: str
    unit: str
    least: float
    most: float
    step: float


class ConnectionPage(SettingsPage):
    """Every control takes effect at once.

    Signals:
        connection_chosen(Connection): what holds from now on.
    """

    icon_name = "connection"

    connection_chosen = Signal(object)

    def __init__(self, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Connection")
        self._connection = connection
        self.fields: dict[str, QSpinBox | QDoubleSpinBox] = {}
        self.restore_button = QPushButton(self.tr("Restore defaults"), self)
        self._build()
        self.show_connection(connection)
        for field in self.fields.values():
            field.editingFinished.connect(self._choose)
        self.restore_button.clicked.connect(self._restore)

    def _build(self) -> None:
        seconds, tries, tokens = self.tr(" s"), self.tr(" tries"), self.tr(" tokens")
        self._add_group(
            self.tr("When the connection is lost"),
            self.tr("The first try comes at once; each further wait is longer than the last."),
            _Line("first_wait_s", self.tr("First wait"), seconds, 0.1, 30, 0.5),
            _Line("longest_wait_s", self.tr("Longest wait"), seconds, 1, 300, 5),
            _Line("attempts", self.tr("Give up after"), tries, 1, 100, 1),
            _Line("speech_kept_s", self.tr("Keep what I say for"), seconds, 1, 60, 5),
        )
        self._add_group(
            self.tr("When the server says nothing"),
            self.tr("LiveDesk connects again if it leaves you without any sign for so long."),
            _Line("silence_s", self.tr("Wait for a sign"), seconds, 5, 120, 1),
        )
        self._add_group(
            self.tr("How much is remembered"),
            self.tr(
                "Each answer is charged for all that the model still remembers. A minute of "
                "speech is about 1,500 tokens."
            ),
            _Line("shorten_at_tokens", self.tr("Forget from"), tokens, 5000, 128_000, 1000),
            _Line("shorten_to_tokens", self.tr("Go on remembering"), tokens, 1000, 100_000, 1000),
        )
        self.restore_button.setAutoDefault(False)
        self.restore_button.setAccessibleName(self.restore_button.text())
        self.restore_button.setToolTip(self.tr("Set everything on this page as it was at first"))
        self.column.addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addStretch(1)

    def _add_group(self, title: str, words: str, *lines: _Line) -> None:
        self.add_words(title, "strong")
        self.add_words(words, "muted")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, _NAME_WIDTH_PX)
        for row, line in enumerate(lines):
            label = QLabel(line.title, self)
            field = self._field(line)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.column.addLayout(grid)
        self.column.addSpacing(12)

    def _field(self, line: _Line) -> QSpinBox | QDoubleSpinBox:
        field: QSpinBox | QDoubleSpinBox
        if isinstance(line.least, int):
            field = QSpinBox(self)
            field.setRange(line.least, int(line.most))
            field.setSingleStep(int(line.step))
        else:
            field = QDoubleSpinBox(self)
            field.setDecimals(1)
            field.setRange(line.least, line.most)
            field.setSingleStep(line.step)
        field.setSuffix(line.unit)
        field.setGroupSeparatorShown(True)
        field.setMinimumSize(_FIELD_WIDTH_PX, _LEAST_HEIGHT_PX)
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = self.tr("{title}, in {unit}").format(title=line.title, unit=line.unit.strip())
        field.setAccessibleName(name)
        least, most = (QLocale().toString(float(end), "f", 0) for end in (line.least, line.most))
        if line.least < 1:
            least = QLocale().toString(line.least, "f", 1)
        words = self.tr("From {least} to {most}{unit}")
        field.setToolTip(words.format(least=least, most=most, unit=line.unit))
        self.fields[line.name] = field
        return field

    @Slot(object)
    def show_connection(self, connection: Connection) -> None:
        """Show what is chosen."""
        self._connection = connection
        for name, field in self.fields.items():
            value = getattr(connection, name)
            if isinstance(field, QSpinBox):
                field.setValue(round(value))
            else:
                field.setValue(value)
        self.restore_button.setEnabled(connection != Connection())

    @Slot()
    def _choose(self) -> None:
        values = {name: field.value() for name, field in self.fields.items()}
        self._offer(Connection.model_validate(values))

    @Slot()
    def _restore(self) -> None:
        self._offer(Connection())

    def _offer(self, connection: Connection) -> None:
        if connection == self._connection:
            return
        self.show_connection(connection)
        self.connection_chosen.emit(connection)
