"""Remarks to be shown, and a document to remark on."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from tests.ui import examples
from ui.main_window import MainWindow
from ui.remark_rows import RemarkRow, RemarkState


def remark(number: int, state: RemarkState = RemarkState.SENT, **more: object) -> RemarkRow:
    made = RemarkRow(
        id=f"r-{number}",
        state=state,
        text=f"{number}-mulohaza",
        author="A. Namunayev",
        organisation="Tuman moliya boʻlimi",
        when=examples.NOW,
        version=1,
        number=number,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


@pytest.fixture
def sha(window: MainWindow, pdf: bytes) -> str:
    """The digest of a document that is shown."""
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    return hashlib.sha256(pdf).hexdigest()
