"""A name that is written counts, wherever it comes from: in Qt's own file dialog, none of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.turns import Turns
from tests.ui.asked import Asked, asking
from ui.file_names import name_to_open, name_to_save, names_to_open
from ui.save_places import offered


@pytest.fixture
def parent(qtbot: QtBot, turns: Turns) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    # How long Qt's own dialog takes is not ours.
    turns.longest = 0.0


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A folder with a file in it, and one beside it that has a file of the same name."""
    for name in ("here", "beside"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "act.pdf").write_bytes(b"act")
    return tmp_path / "here"


@pytest.mark.parametrize("whole", [True, False])
def test_a_name_is_taken_that_comes_letter_by_letter(
    parent: QWidget, there: Path, whole: bool
) -> None:
    """On the way along a path each folder is one that Qt knows."""
    target = there / "new.pdf"

    def person(asked: Asked) -> None:
        asked.leave_field()
        asked.type(str(target) if whole else target.name)
        assert asked.button.isEnabled()
        asked.enter()

    asking(person)
    path = name_to_save(parent, "Save", str(there / "qaror.pdf"), "PDF (*.pdf);;X (*.x)")
    assert path == str(target)


@pytest.mark.parametrize("name", ["new.pdf", "../beside/new.pdf", "../beside/act.pdf"])
def test_what_was_chosen_before_is_not_written_over(
    parent: QWidget, there: Path, name: str
) -> None:
    def person(asked: Asked) -> None:
        asked.leave_field()
        asked.choose(there / "act.pdf")
        assert asked.field.text() == "act.pdf"
        asked.write(str((there / name).resolve()))
        # Not the name alone, as of a file in this folder.
        assert Path(asked.field.text()).is_absolute()
        chosen = asked.dialog.selectedFiles()
        assert [Path(path).resolve() for path in chosen] == [(there / name).resolve()]
        asked.write(str(there / "new.pdf"))
        asked.button.click()

    asking(person)
    path = name_to_save(parent, "Save", str(there / "qaror.pdf"), "PDF (*.pdf)")
    assert path == str(there / "new.pdf")


def test_rows_that_are_chosen_stay_chosen(parent: QWidget, there: Path) -> None:
    files = [there / "act.pdf", there / "b c.pdf", there / 'd"e.pdf']
    for path in files[1:]:
        path.write_bytes(b"")

    def person(asked: Asked, *chosen: Path) -> None:
        asked.dialog.setDirectory(str(there))
        asked.leave_field()
        asked.choose(*chosen)
        asked.button.click()

    asking(lambda asked: person(asked, *files[:2]))
    opened = names_to_open(parent, "Verify", "All (*)")
    assert opened == [str(path) for path in files[:2]]
    asking(lambda asked: person(asked, files[2]))
    assert name_to_open(parent, "Bring", "All (*)") == str(files[2])


@pytest.mark.parametrize("name", ["yangi", "qaror 23.11.2026", "a v.1", "A.PDF", "a.x"])
def test_what_is_saved_has_an_ending_of_its_kind(parent: QWidget, there: Path, name: str) -> None:
    def person(asked: Asked) -> None:
        asked.write(str(there / name))
        asked.button.click()

    asking(person)
    path = name_to_save(parent, "Save", str(there / "qaror.pdf"), "PDF (*.pdf);;X (*.x)")
    assert path == str(there / (name if name in {"A.PDF", "a.x"} else f"{name}.pdf"))


@pytest.mark.parametrize("meant", [True, False])
def test_what_has_the_whole_name_is_not_written_over_unasked(
    parent: QWidget, there: Path, meant: bool
) -> None:
    """The dialog asks for the name that was written, which nothing has."""
    said: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, answer)
            return
        said.append(box.text())
        assert box.defaultButton() is box.button(QMessageBox.StandardButton.No)
        buttons = QMessageBox.StandardButton
        if not meant:
            # The dialog is there again, and the name can be changed.
            asking(lambda asked: asked.dialog.reject())
        box.button(buttons.Yes if meant else buttons.No).click()

    def person(asked: Asked) -> None:
        asked.write(str(there / "act"))
        QTimer.singleShot(20, answer)
        asked.button.click()

    asking(person)
    path = name_to_save(parent, "Save", str(there / "qaror.pdf"), "PDF (*.pdf)")
    assert path == (str(there / "act.pdf") if meant else "")
    assert said == ["“act.pdf” is there already. Replace it?"]


def test_files_are_looked_for_where_people_keep_them(
    parent: QWidget, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[Path] = []
    home = there / "uy"
    for named in ("Hujjatlar", ""):
        # Qt goes on where it was, be it in another test.
        monkeypatch.chdir(QFileDialog(parent).directory().absolutePath())
        (home / named).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv("HOME", str(home))
        (home / ".config").mkdir(exist_ok=True)
        folder = f'XDG_DOCUMENTS_DIR="$HOME/{named or "gone"}"\n'
        (home / ".config" / "user-dirs.dirs").write_text(folder)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))

        def person(asked: Asked) -> None:
            places.append(Path(asked.dialog.directory().absolutePath()))
            asked.dialog.reject()

        asking(person)
        names_to_open(parent, "Verify", "All (*)")
        asking(person)
        name_to_save(parent, "Save", offered("a.pdf"), "PDF (*.pdf)")
    assert places == [home / "Hujjatlar"] * 2 + [home] * 2


def test_nothing_is_named_where_it_is_cancelled(parent: QWidget, there: Path) -> None:
    asking(lambda asked: asked.dialog.reject())
    assert name_to_save(parent, "Save", str(there / "qaror.pdf"), "PDF (*.pdf)") == ""
    asking(lambda asked: asked.dialog.reject())
    assert names_to_open(parent, "Verify", "All (*)") == []


def test_files_are_asked_for_in_one_place() -> None:
    here = Path(__file__).parents[2]
    found = [
        path.relative_to(here).as_posix()
        for room in ("ui", "eqaror_desktop")
        for path in (here / room).rglob("*.py")
        if re.search("QFileDialog[(.]|import.*QFileDialog", path.read_text(encoding="utf-8"))
    ]
    assert found == ["ui/file_names.py"]


def test_what_qt_keeps_of_these_dialogs_is_no_persons_here() -> None:
    kept = QSettings(QSettings.Scope.UserScope, "QtProject").fileName()
    assert Path.home() not in Path(kept).parents
