"""A hokim's morning without a mouse: real store, registry and token; nothing but keys."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from eqaror_desktop.demo import PIN
from sync.entries import OutboxState
from tests.application.hands import Deeds, Typed, do, heard, play, until
from tests.application.test_window_job import Desk, desk
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchState, Mode
from ui.rows import Group
from ui.sign_dialog import SignDialog

__all__ = ["desk"]

pytestmark = pytest.mark.settled


def opens_the_first(desk: Desk) -> Deeds:
    """Wait for the list, and open its first draft by the arrow."""
    window = desk.window
    yield lambda: window.drafts.group is Group.TO_SIGN
    yield from until("Drafts")
    yield "Home"
    yield lambda: window.open_draft and window.document.page_count
    yield window.bar.sign.isEnabled


def top(kind: type) -> object:
    """Return the dialog that has the keyboard, if it is of this kind."""
    found = QApplication.activeWindow()
    return found if isinstance(found, kind) else None


def test_one_is_read_checked_and_signed(desk: Desk) -> None:
    window = desk.window
    application = desk.controller.station.application

    def person() -> Deeds:
        yield from opens_the_first(desk)
        yield "F8"
        ready = desk.controller.errands.readiness
        yield lambda: ready.dialog is not None and ready.dialog.complete
        yield from until("Registry")
        yield "Esc"
        yield lambda: ready.dialog is None
        yield from do("Sign…")
        yield lambda: top(SignDialog)
        assert heard().startswith("PIN of the token"), heard()
        yield Typed("000000")
        yield "Return"
        signing = desk.controller.signing.dialog
        assert signing is not None
        yield signing.trouble.isVisible
        yield from until("PIN of the token")
        yield Typed(PIN.decode())
        yield "Return"
        yield lambda: "Registered" in signing.ended_title.text()
        yield from do("Close")
        yield lambda: desk.controller.signing.dialog is None

    play(person())
    (entry,) = application.outbox()
    assert entry.state is OutboxState.ACCEPTED
    assert window.isActiveWindow()


def test_several_are_ticked_and_signed(desk: Desk) -> None:
    application = desk.controller.station.application

    def person() -> Deeds:
        yield from opens_the_first(desk)
        yield "Ctrl+Shift+B"
        yield lambda: top(BatchDialog)
        dialog = desk.controller.batching.dialog
        assert dialog is not None
        yield lambda: dialog.mode is Mode.REVIEW
        yield "Home"
        yield "Space"
        yield "Down"
        yield "Space"
        assert len(dialog.tree.chosen) == 2
        yield from until("PIN of the token")
        yield Typed(PIN.decode())
        yield "Return"
        yield lambda: [row.state for row in dialog.tree.rows[:2]] == [BatchState.SIGNED] * 2
        yield lambda: dialog.mode is not Mode.RUNNING
        yield from do("Close")
        yield lambda: desk.controller.batching.dialog is None

    play(person())
    assert len(application.outbox()) == 2
