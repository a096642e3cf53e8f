"""What is chosen in a list differs by a shape, whatever the colours are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui import examples
from tests.ui.one_ink import (
    alike,
    ink,
    put,
    shown,
)
from tests.ui.remarks import remark
from tests.ui.test_batch import ROWS as BATCH
from ui.batch_dialog import BatchDialog
from ui.certificate_chooser import CertificateChooser
from ui.draft_list import DraftList
from ui.outbox_view import OutboxView
from ui.remarks_panel import RemarksPanel
from ui.rows import TokenView
from ui.side_panel import SidePanel

__all__ = ["ink"]

pytestmark = pytest.mark.usefixtures("speech")


@pytest.mark.usefixtures("ink")
@pytest.mark.parametrize(
    "kind",
    [DraftList, SidePanel, OutboxView, BatchDialog, CertificateChooser, RemarksPanel],
    ids=lambda kind: kind.__name__,
)
def test_what_is_chosen_is_more_than_a_colour(kind: type[QWidget], qtbot: QtBot) -> None:
    """Also in a list that has not got the keys, of rows that say the same."""
    made, found = kind(), {}
    put(qtbot, made, 700, 600)
    view = _filled(made)
    flag = QItemSelectionModel.SelectionFlag
    for number in (1, 2):
        row = view.model().index(number, 0)
        view.setCurrentIndex(row)
        view.selectionModel().select(row, flag.ClearAndSelect | flag.Rows)
        view.clearFocus()
        found[f"row {number}"] = shown(view)
    made.close()
    assert alike(found) == []


def _filled(made: QWidget) -> QAbstractItemView:
    """Fill a list with rows that say the same."""
    if isinstance(made, DraftList):
        made.show_drafts([structs.replace(examples.draft(0), id=str(n)) for n in range(3)])
        return made.view
    if isinstance(made, SidePanel):
        made.show_draft(examples.view())
        made.show_trail((examples.trail()[3],) * 4)
        return made.trail
    if isinstance(made, OutboxView):
        row = examples.outbox()[0]
        made.show_outbox(tuple(structs.replace(row, key=str(n)) for n in range(3)))
        return made.table
    if isinstance(made, BatchDialog):
        made.show_rows(tuple(replace(BATCH[0], draft=str(n)) for n in range(3)))
        return made.tree
    if isinstance(made, CertificateChooser):
        row_ = examples.certificate()
        rows = tuple(structs.replace(row_, identifier=examples.digest(str(n))) for n in range(3))
        made.show_view(TokenView(rows))
        return made.list
    assert isinstance(made, RemarksPanel)
    made.show_remarks(tuple(remark(n) for n in (1, 1, 1)), allowed=True)
    return made.list
