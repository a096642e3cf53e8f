"""The filters of the search: a small window under the field, wholly usable from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sync.question import Filters
from sync.wire import DraftState, DraftType
from ui import words
from ui.base import Panel, button, row
from ui.choice import Choice, DayEdit
from ui.search_rows import Named

E = TypeVar("E", DraftState, DraftType)

_NONE = QDate(1999, 12, 31)
"""Stands for "any day" in a field of dates; no act of the system is older."""


class SearchFilters(Panel):
    """Every change is told at once; Escape closes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setFrameShape(Panel.Shape.StyledPanel)
        self._quiet = False
        self.state = self._combo()
        self.type = self._combo()
        self.authority = self._combo()
        self.organisation = self._combo()
        self.since = self._date()
        self.until = self._date()
        self.number = QLineEdit()
        self.number.setClearButtonEnabled(True)
        self.number.setPlaceholderText("94-9-0")
        self.number.textChanged.connect(self._tell)
        self.clear_button = button("quiet")
        self.clear_button.clicked.connect(self.clear)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.close)
        self._labels: list[QLabel] = []
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for field in self._fields():
            label = QLabel()
            label.setBuddy(field)
            self._labels.append(label)
            form.addRow(label, field)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.addLayout(form)
        whole.addLayout(row(self.clear_button, None, self.close_button))
        self.setMinimumWidth(340)
        self.retranslate()

    def _fields(self) -> tuple[QWidget, ...]:
        return (
            self.state,
            self.type,
            self.authority,
            self.organisation,
            self.since,
            self.until,
            self.number,
        )

    def _combo(self) -> QComboBox:
        made = Choice()
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(12)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.currentIndexChanged.connect(self._tell)
        return made

    def _date(self) -> QDateEdit:
        made = DayEdit()
        made.setDate(_NONE)
        made.setMinimumDate(_NONE)
        made.setMaximumDate(QDate(2099, 12, 31))
        made.dateChanged.connect(self._tell)
        return made

    @property
    def filters(self) -> Filters:
        """What is chosen."""
        state, kind = self.state.currentData(), self.type.currentData()
        return Filters(
            states=(DraftState(state),) if state else (),
            types=(DraftType(kind),) if kind else (),
            authority=self.authority.currentData() or "",
            organisation=self.organisation.currentData() or "",
            since=_day(self.since),
            until=_day(self.until),
            number=self.number.text().strip(),
        )

    def restore(self, filters: Filters) -> None:
        """Choose what was chosen in an earlier session, and tell it once."""
        self._quiet = True
        for combo, value in (
            (self.state, next(iter(filters.states), "")),
            (self.type, next(iter(filters.types), "")),
            (self.authority, filters.authority),
            (self.organisation, filters.organisation),
        ):
            if combo.findData(value) < 0:
                # Its name comes with the choices.
                combo.addItem(value, value)
            combo.setCurrentIndex(combo.findData(value))
        for edit, day in ((self.since, filters.since), (self.until, filters.until)):
            edit.setDate(_NONE if day is None else QDate(day.year, day.month, day.day))
        self.number.setText(filters.number)
        self._quiet = False
        self._tell()

    def clear(self) -> None:
        """Choose nothing, and tell it once."""
        self._quiet = True
        for combo in (self.state, self.type, self.authority, self.organisation):
            combo.setCurrentIndex(0)
        self.since.setDate(_NONE)
        self.until.setDate(_NONE)
        self.number.clear()
        self._quiet = False
        self._tell()

    def clear_one(self, name: str) -> None:
        """Choose nothing in one field, by the name of :class:`~sync.question.Filters`."""
        combos = {
            "states": self.state,
            "types": self.type,
            "authority": self.authority,
            "organisation": self.organisation,
        }
        if name in combos:
            combos[name].setCurrentIndex(0)
        elif name == "number":
            self.number.clear()
        else:
            (self.since if name == "since" else self.until).setDate(_NONE)

    def show_choices(self, authorities: Sequence[Named], organisations: Sequence[Named]) -> None:
        """Offer these authorities and organisations, keeping what is chosen."""
        for combo, choices in ((self.authority, authorities), (self.organisation, organisations)):
            self._fill(combo, [(item.name, item.stir) for item in choices])

    def described(self) -> tuple[tuple[str, str], ...]:
        """Return for each filter that is set its name and what a person reads of it."""
        filters = self.filters
        found = []
        for name, text in (
            ("states", self.state.currentText() if filters.states else ""),
            ("types", self.type.currentText() if filters.types else ""),
            ("authority", self.authority.currentText() if filters.authority else ""),
            ("organisation", self.organisation.currentText() if filters.organisation else ""),
            ("since", self._said(self.since, self.tr("From %1"))),
            ("until", self._said(self.until, self.tr("Until %1"))),
            ("number", f"№ {filters.number}" if filters.number else ""),
        ):
            if text:
                found.append((name, text))
        return tuple(found)

    def retranslate(self) -> None:
        names = (
            self.tr("State"),
            self.tr("Kind"),
            self.tr("Authority"),
            self.tr("Asked organisation"),
            self.tr("From"),
            self.tr("Until"),
            self.tr("Registration number"),
        )
        for label, field, name in zip(self._labels, self._fields(), names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        for edit in (self.since, self.until):
            edit.setLocale(QLocale())
            edit.setDisplayFormat(words.forms().typed)
            edit.setSpecialValueText(self.tr("any day"))
        self.clear_button.setText(self.tr("Clear filters"))
        self.close_button.setText(self.tr("Done"))
        self.setAccessibleName(self.tr("Filters"))
        self._fill(self.state, [(words.draft_state(item), item.value) for item in DraftState])
        self._fill(self.type, [(words.draft_type(item), item.value) for item in DraftType])
        for combo in (self.authority, self.organisation):
            kept = [(combo.itemText(i), combo.itemData(i)) for i in range(1, combo.count())]
            self._fill(combo, kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
            return
        super().keyPressEvent(event)

    def _fill(self, combo: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
        chosen = combo.currentData()
        combo.blockSignals(True)
        combo.clear()
        combo.addItem(self.tr("any"), "")
        for name, value in choices:
            combo.addItem(name, value)
        combo.setCurrentIndex(max(combo.findData(chosen), 0) if chosen else 0)
        combo.blockSignals(False)
        if chosen and not combo.currentData():
            self._tell()

    def _said(self, edit: QDateEdit, sentence: str) -> str:
        return sentence.replace("%1", edit.text()) if edit.date() != _NONE else ""

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()


def _day(edit: QDateEdit) -> date | None:
    chosen = edit.date()
    return None if chosen == _NONE else date(chosen.year(), chosen.month(), chosen.day())
