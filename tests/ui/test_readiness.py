"""Can I sign now? The answer, what stands in the way, and what is copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDir, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.base import Text
from ui.dropping import FileDrop, kinds
from ui.readiness_dialog import Cure, Part, ReadinessDialog, ReadinessRow
from ui.rows import CheckState
from ui.setup_dialog import SetupDialog, SetupState
from ui.theme import use_text_size

GOOD = ReadinessRow("Disk", CheckState.GOOD, "64 GiB")
AWAY = ReadinessRow("Registry", CheckState.BAD, "Away. [E-1]", "Nothing is lost.")
NOBODY = ReadinessRow(
    "Signed in", CheckState.BAD, "Nobody.", "Sign in.", Cure.SIGN_IN, hinders=True
)


@pytest.mark.usefixtures("speech")
def test_the_answer_waits_for_everything_but_a_no(qtbot: QtBot) -> None:
    made = ReadinessDialog()
    qtbot.addWidget(made)
    made.show()
    for part in (Part.TOKEN, Part.STATION):
        made.show_part(part, (GOOD,))
    assert made.answer.text() == "Looking…"
    # What is asked of far servers stops no signature, and the answer does not wait for it.
    made.show_part(Part.REGISTRY, (GOOD,))
    assert made.answer.text() == "Yes, you can sign now"
    assert not made.complete
    made.show_part(Part.WAITING, (GOOD,))
    made.show_part(Part.REGISTRY, (NOBODY,))
    assert made.answer.text() == "No, not yet"
    # Within a sentence a heading is written small.
    assert made.note.text() == "What stands in the way: signed in"
    (button,) = (b for b in made.findChildren(QPushButton) if b.property("cure"))
    with qtbot.waitSignal(made.cure_wanted) as told:
        button.click()
    assert told.args == ["sign_in"]
    # Without a line one can sign all the same; that something is wrong is said.
    made.show_part(Part.REGISTRY, (AWAY,))
    assert made.answer.text() == "Yes, you can sign now"
    assert made.note.text() == "Something else needs a look; it stops no signature."
    made.show_part(Part.REGISTRY, (GOOD,))
    assert made.note.text() == "Everything that signing needs is in order."
    made.show_looking()
    assert made.answer.text() == "Looking…"


@pytest.mark.usefixtures("speech")
def test_findings_are_read_by_keyboard_and_copied(qtbot: QtBot) -> None:
    made = ReadinessDialog()
    qtbot.addWidget(made)
    made.show()
    made.show_part(Part.REGISTRY, (AWAY,))
    (shown,) = (t for t in made.findChildren(Text) if "Nothing is lost." in t.text())
    assert shown.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert shown.accessibleName() == "Registry: not good. Away. [E-1] Nothing is lost."
    # The heading above it says nothing more of it.
    named = [QAccessible.queryAccessibleInterface(t) for t in made.findChildren(Text)]
    heard = [each.text(QAccessible.Text.Name).strip() for each in named]
    assert [text for text in heard if text.split(":")[0] == "Registry"] == [shown.accessibleName()]
    made.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "✗ Registry: Away. [E-1]\n    → Nothing is lost." in copied


def test_only_local_files_can_be_dropped_as_copies_also_on_a_field(
    app: QApplication, qtbot: QtBot
) -> None:
    window = QWidget()
    field = QLineEdit(window)
    qtbot.addWidget(window)
    drop = FileDrop(window)
    window.resize(200, 100)
    field.resize(200, 100)
    with qtbot.waitExposed(window):
        window.show()
    files, text = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/a b.asice"), QUrl("https://qaror.example/c.pdf")])
    text.setText("a")
    actions = Qt.DropAction
    copy, move, left = actions.CopyAction, actions.MoveAction, Qt.MouseButton.LeftButton
    keys, at = Qt.KeyboardModifier.NoModifier, QPointF(20, 20)

    def taken(event: QDropEvent) -> Qt.DropAction | None:
        event.ignore()
        app.sendEvent(window.windowHandle(), event)
        return event.dropAction() if event.isAccepted() else None

    def entered(data: QMimeData, offered: Qt.DropAction = copy | move) -> Qt.DropAction | None:
        event = QDragEnterEvent(at, offered, data, left, keys)
        # What a held Shift, or the other program, proposes.
        event.setDropAction(move if offered & move else copy)
        return taken(event)

    def shown() -> list[str]:
        return [said.text() for said in window.findChildren(Text) if said.isVisible()]

    assert entered(files, move) is None
    assert shown() == []
    assert entered(files) is copy
    # What becomes of it is seen while it hovers, and no longer.
    assert shown() == ["Let go to have it verified"]
    app.sendEvent(window.windowHandle(), QDragLeaveEvent())
    assert shown() == []
    assert entered(files) is copy
    with qtbot.waitSignal(drop.dropped) as told, qtbot.waitSignal(drop.left_out) as others:
        dropped = QDropEvent(at, copy | move, files, left, keys)
        dropped.setDropAction(move)
        assert taken(dropped) is copy
    assert shown() == []
    assert told.args == [["/a b.asice"]]
    assert others.args == [["https://qaror.example/c.pdf"]]
    assert field.text() == ""
    files.setUrls(files.urls()[:1])
    with qtbot.assertNotEmitted(drop.left_out):
        taken(QDropEvent(at, copy, files, left, keys))
    files.setUrls([QUrl("https://qaror.example/c.pdf")])
    assert entered(files) is None
    # Text goes where it always went.
    assert entered(text) is not None
    taken(QDropEvent(at, copy, text, left, keys))
    assert field.text() == "a"


def test_whatever_can_be_verified_can_be_chosen() -> None:
    signed, every = (kind.rpartition("(")[2].rstrip(")") for kind in kinds().split(";;"))
    for name in ("a.asice", "a.ASICS", "a.pdf", "a.pdf.p7s", "a.p7m", "a.sig", "a.zip", "a.cms"):
        assert QDir.match(signed.split(), name), name
    assert not QDir.match(signed.split(), "a.doc")
    assert every == "*"


def test_the_steps_of_setting_up_are_whole_in_the_largest_letters(
    app: QApplication, qtbot: QtBot
) -> None:
    made = SetupDialog(SetupState(), "en", "")
    qtbot.addWidget(made)
    made.show()
    use_text_size(app, 250)
    try:
        qtbot.waitUntil(
            lambda: made.steps.viewport().width() >= made.steps.sizeHintForColumn(0), timeout=1000
        )
    finally:
        use_text_size(app, 100)
