"""What is seen only after a while is told to those who do not see, too: pages, tabs, states."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace

from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

import ui
from tests.ui import examples
from tests.ui.gallery import DIALOGS
from tests.ui.test_access import nameless
from ui.base import Dialog
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchState
from ui.close_question import StoppableDialog
from ui.main_window import MainWindow
from ui.rows import SignResult, Step
from ui.setup_dialog import SetupDialog
from ui.sign_dialog import SignDialog


def every_dialog() -> set[type[QDialog]]:
    """Return every class of dialogs of the program."""
    found = set()
    for part in pkgutil.iter_modules(ui.__path__, "ui."):
        for value in vars(importlib.import_module(part.name)).values():
            here = isinstance(value, type) and value.__module__ == part.name
            if here and issubclass(value, QDialog) and not value.__subclasses__():
                found.add(value)
    return found


def test_every_dialog_is_among_those_that_are_looked_at(window: MainWindow) -> None:
    made = [make(window) for make in DIALOGS.values()]
    assert {type(dialog) for dialog in made} == every_dialog()
    assert not {Dialog, StoppableDialog} & every_dialog()
    for dialog in made:
        dialog.deleteLater()


def test_what_lies_behind_tabs_is_told(window: MainWindow, app: QApplication, pdf: bytes) -> None:
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    window.side.setVisible(True)
    parent = QWidget()
    made = {name: make(parent) for name, make in DIALOGS.items()}
    tops: dict[str, QWidget] = {"window": window, **made}
    poor, seen = [], 0
    for name, top in tops.items():
        top.show()
        for tabs in top.findChildren(QTabWidget):
            for place in range(tabs.count()):
                tabs.setCurrentIndex(place)
                app.processEvents()
                seen += 1
                poor += nameless({f"{name}, tab {place}": top})
        if name != "window":
            top.close()
            top.deleteLater()
    assert seen >= 5
    assert not poor, "\n".join(poor)


def _said(top: QWidget, name: str, app: QApplication) -> list[str]:
    top.show()
    app.processEvents()
    return nameless({name: top})


def test_every_state_of_a_dialog_is_told(
    window: MainWindow, app: QApplication, qtbot: QtBot
) -> None:
    poor: list[str] = []
    setup, sign, batch = (DIALOGS[name](window) for name in ("setup", "sign", "batch"))
    assert isinstance(setup, SetupDialog)
    assert isinstance(sign, SignDialog)
    assert isinstance(batch, BatchDialog)
    for place in range(setup.steps.count()):
        setup.steps.setCurrentRow(place)
        poor += _said(setup, f"setup {place}", app)
    for step in Step:
        sign.show_step(step)
        poor += _said(sign, f"sign {step}", app)
    sign.ask_pin(2)
    poor += _said(sign, "sign, PIN again", app)
    sign.show_result(SignResult("12-3-Q/26"))
    poor += _said(sign, "signed", app)
    for state in BatchState:
        for row in batch.tree.rows:
            batch.show_row(replace(row, state=state))
        poor += _said(batch, f"batch {state}", app)
    window.drafts.searching.filter_button.click()
    filters = window.drafts.searching.filters
    qtbot.waitUntil(filters.isVisible)
    poor += nameless({"filters": filters})
    filters.close()
    for dialog in (setup, sign, batch):
        dialog.close()
        dialog.deleteLater()
    assert not poor, "\n".join(poor)


def test_nothing_is_dropped_on_a_dialog(window: MainWindow) -> None:
    takers = []
    for name, make in DIALOGS.items():
        dialog = make(window)
        dialog.show()
        takers += [
            f"{name}: {part!r}" for part in dialog.findChildren(QWidget) if part.acceptDrops()
        ]
        dialog.close()
        dialog.deleteLater()
    assert not takers
