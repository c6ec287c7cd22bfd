"""A slider between its name and its value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

_LEAST_HEIGHT_PX = 32
_LEAST_NAME_PX = 56
_LEAST_VALUE_PX = 52


class NamedSlider(QWidget):
    """Chooses a whole number.

    Signals:
        value_changed(int): the person chose another one.
    """

    value_changed = Signal(int)

    def __init__(self, name: str, limits: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLabel(name, self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(*limits)
        self.slider.setPageStep(max(1, (limits[1] - limits[0]) // 10))
        self.slider.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.slider.setAccessibleName(name)
        self._value = QLabel(self)
        self._value.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing)
        self._value.setMinimumWidth(_LEAST_VALUE_PX)
        self._name.setMinimumWidth(_LEAST_NAME_PX)
        row = row_of(self._name, self.slider, self._value)
        row.setContentsMargins(0, 0, 0, 0)
        row.setStretch(0, 0)
        row.setStretch(1, 1)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.valueChanged.connect(self._on_moved)

    @property
    def value_text(self) -> str:
        """The value as it is shown."""
        return self._value.text()

    def show_value(self, value: int, text: str) -> None:
        """Show ``value``, written as ``text``."""
        self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(False)
        self._value.setText(text)
        self.slider.setToolTip(text)
        self.slider.setAccessibleDescription(text)

    @Slot(int)
    def _on_moved(self, value: int) -> None:
        self.value_changed.emit(value)


def row_of(*widgets: QWidget) -> QHBoxLayout:
    """``widgets`` beside each other; the first takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.setStretch(0, 1)
    return row
