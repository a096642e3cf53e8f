"""Qt's own examiner watches every item model there is while it changes.

A model that nobody put into :data:`CHANGES` fails here, and so does a view whose rows break one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, qInstallMessageHandler
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QApplication

import eqaror_desktop.desktop
import ui
from tests.ui import examples
from tests.ui.gallery import DIALOGS
from tests.ui.test_compare import view as comparison
from ui.compare_model import CompareModel, lines
from ui.draft_model import DraftModel
from ui.draft_rows import DraftRows
from ui.main_window import MainWindow
from ui.outbox_model import OutboxModel
from ui.outbox_rows import OutboxState
from ui.rows import Group, Mark
from ui.thumbnails import ThumbnailModel
from ui.trail_model import TrailModel

pytestmark = pytest.mark.usefixtures("app")


def drafts() -> Iterator[DraftModel]:
    model = DraftModel()
    yield model
    rows = examples.drafts(90)
    model.set_rows(rows)
    for group in Group:
        model.set_group(group)
    model.set_found(("d-00003", "d-00007", "absent"))
    model.set_rows((*rows[40:], *rows[:20]))
    model.set_found(None)
    every = DraftRows.of(rows)
    model.set_rows(DraftRows(every.ids, every.groups, every.marks, {}))
    model.add_rows(every.ids[:30], rows[:30])
    model.set_rows(rows[:3])
    model.set_rows(())


def trail() -> Iterator[TrailModel]:
    model = TrailModel()
    yield model
    rows = examples.trail()
    model.set_rows(rows)
    model.set_rows(tuple(replace(row, mark=Mark.CHECKED) for row in rows))
    model.set_rows(rows[:2])
    model.set_rows(())


def outbox() -> Iterator[OutboxModel]:
    model = OutboxModel()
    yield model
    rows = examples.outbox()
    model.set_rows(rows)
    model.set_rows(tuple(replace(row, state=OutboxState.ACCEPTED) for row in rows))
    model.set_rows((rows[-1], rows[0]))
    model.set_rows(())


def compared() -> Iterator[CompareModel]:
    model = CompareModel()
    yield model
    view = comparison()
    for whole in (False, True):
        model.show_lines(tuple(lines(view.sections, whole=whole)))
        model.name_versions("1", "2")
    model.show_lines(())


def thumbnails() -> Iterator[ThumbnailModel]:
    model = ThumbnailModel()
    yield model
    for count in (3, 300, 1, 0):
        model.show_count(count)


CHANGES: Mapping[type[QAbstractItemModel], Callable[[], Iterator[QAbstractItemModel]]] = (
    MappingProxyType(
        {
            DraftModel: drafts,
            TrailModel: trail,
            OutboxModel: outbox,
            CompareModel: compared,
            ThumbnailModel: thumbnails,
        }
    )
)
"""Yields the model, empty, and then changes it in every way it can be changed."""


def every_model() -> set[type[QAbstractItemModel]]:
    """Return every class of item models of the program, found where it is defined."""
    found = set()
    for package in (ui, eqaror_desktop.desktop):
        for part in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(part.name)
            for value in vars(module).values():
                here = isinstance(value, type) and value.__module__ == part.name
                if here and issubclass(value, QAbstractItemModel):
                    found.add(value)
    return found


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    """Watch a model; what is wrong is a warning of Qt, which fails the test."""
    modes = QAbstractItemModelTester.FailureReportingMode
    return QAbstractItemModelTester(model, modes.Warning)


def test_there_is_no_model_without_an_examiner() -> None:
    assert every_model() == set(CHANGES)


@pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__name__)
def test_a_model_keeps_the_rules_while_it_changes(kind: type[QAbstractItemModel]) -> None:
    changes = CHANGES[kind]()
    model = next(changes)
    assert type(model) is kind
    examiner = watched(model)
    assert list(changes) == []
    assert examiner.model() is model


def test_the_rows_of_every_view_keep_the_rules(
    window: MainWindow, app: QApplication, pdf: bytes
) -> None:
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    tops = [window, *(make(window) for make in DIALOGS.values())]
    views = [found for top in tops for found in top.findChildren(QAbstractItemView)]
    given: list[QAbstractItemModel | None] = [found.model() for found in views]
    models = {model for model in given if model is not None}
    assert len(models) > len(CHANGES)
    examiners = [watched(model) for model in models]
    window.show_drafts(examples.drafts(40))
    app.processEvents()
    assert len(examiners) == len(models)
    for top in tops[1:]:
        top.close()
        top.deleteLater()


class Lying(ThumbnailModel):
    """Says that one row comes, and has five."""

    def lie(self) -> None:
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._count = 5
        self.endInsertRows()


def test_a_model_that_breaks_a_rule_is_found() -> None:
    told: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _place, text: told.append(text))
    try:
        model = Lying()
        examiner = watched(model)
        model.lie()
    finally:
        qInstallMessageHandler(before)
    assert examiner is not None
    assert [text for text in told if text.startswith("FAIL!")]
