"""Can I sign now? The answer, what stands in the way, and what is copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDir, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
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
    made.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "✗ Registry: Away. [E-1]\n    → Nothing is lost." in copied


def test_only_local_files_can_be_dropped(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    drop = FileDrop(window)
    files, text = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/a b.asice"), QUrl("https://qaror.example/c.pdf")])
    text.setText("a")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier

    def entered(data: QMimeData) -> bool:
        event = QDragEnterEvent(QPointF(1, 1), copy, data, left, keys)
        event.ignore()
        app.sendEvent(window, event)
        return event.isAccepted()

    assert entered(files)
    assert not entered(text)
    with qtbot.waitSignal(drop.dropped) as told, qtbot.waitSignal(drop.left_out) as others:
        app.sendEvent(window, QDropEvent(QPointF(1, 1), copy, files, left, keys))
    assert told.args == [["/a b.asice"]]
    assert others.args == [["https://qaror.example/c.pdf"]]
    files.setUrls(files.urls()[:1])
    with qtbot.assertNotEmitted(drop.left_out):
        app.sendEvent(window, QDropEvent(QPointF(1, 1), copy, files, left, keys))


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
