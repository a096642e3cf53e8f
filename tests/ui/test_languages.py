"""Four languages: complete, clean, and switched while everything is open."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtPrintSupport import QPageSetupDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QTreeView,
)
from pytestqt.qtbot import QtBot

import ui
from registry.office.transliterate import to_cyrillic
from resources import resource
from resources.translations import CODES, HERE, compiled, tool
from sync.wire import Answer, DraftState, DraftType
from tests.ui import examples
from tests.ui.conftest import OFFSCREEN
from ui import words
from ui.languages import LANGUAGES, Speech
from ui.main_window import MainWindow
from ui.outbox_rows import OutboxKind, OutboxState
from ui.rows import Connection, Group, Mark, Step, Verdict
from ui.sign_dialog import SignDialog

PLURAL_FORMS = {"uz": 2, "uz_Cyrl": 2, "ru": 3, "en": 2}


def messages(path: Path) -> dict[tuple[str, str, str], list[str]]:
    """Return context, source and comment with the finished translations of a .ts file."""
    found = {}
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (name, message.findtext("source", ""), message.findtext("comment", ""))
            if translation.get("type") is not None:
                found[key] = [""]
            elif message.get("numerus") == "yes":
                found[key] = [form.text or "" for form in translation.iter("numerusform")]
            else:
                found[key] = [translation.text or ""]
    return found


@pytest.mark.parametrize("language", CODES)
def test_no_string_is_missing_unused_or_unfinished(language: str, tmp_path: Path) -> None:
    kept = HERE / f"eqaror_{language}.ts"
    fresh = tmp_path / kept.name
    shutil.copy(kept, fresh)
    # English needs a file for its plurals only: the sources are English.
    plural = ["-pluralonly"] if language == "en" else []
    room = Path(ui.__file__).parent
    subprocess.run(
        [
            *(tool("lupdate"), "-silent", "-no-obsolete", "-locations", "none"),
            *("-extensions", "py", *plural, str(room), "-ts", str(fresh)),
        ],
        check=True,
        timeout=60,
    )
    expected, present = messages(fresh), messages(kept)
    assert set(expected) == set(present)
    unfinished = [key for key, forms in expected.items() if not all(forms)]
    assert unfinished == []
    for key, forms in expected.items():
        if "%n" in key[1]:
            assert len(forms) == PLURAL_FORMS[language], key


@pytest.mark.parametrize("language", CODES)
def test_placeholders_survive_translation(language: str) -> None:
    for (_, source, _), forms in messages(HERE / f"eqaror_{language}.ts").items():
        for mark in ("{0}", "{1}", "{2}", "%1", "%n"):
            for form in forms:
                assert (mark in source) == (mark in form), (source, form)


def test_uzbek_uses_its_own_apostrophes_and_each_file_its_own_letters() -> None:
    for forms in messages(HERE / "eqaror_uz.ts").values():
        assert not set("".join(forms)) & set("'`‘’"), forms
    latin = {"PIN", "PUK", "PDF", "RSA", "ECDSA", "Tab", "USB", "HTML", "JSON"}
    for language in ("uz_Cyrl", "ru"):
        for (_, source, _), forms in messages(HERE / f"eqaror_{language}.ts").items():
            text = "".join(forms).replace("%n", "").replace("PDFни", "")
            for word in latin:
                text = text.replace(word, "")
            assert not [c for c in text if c.isascii() and c.isalpha()], (source, forms)


def test_codes_are_the_same_everywhere() -> None:
    assert tuple(LANGUAGES) == CODES


@pytest.mark.parametrize("language", CODES)
def test_language_changes_while_everything_is_open(
    window: MainWindow, speech: Speech, language: str, qtbot: QtBot, pdf: bytes
) -> None:
    view = examples.view(None, pdf)
    window.show_draft(view)
    dialog = SignDialog(examples.plan(), window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert speech.speak(language, compiled(language))
    expected = {"uz": "Imzolash", "uz_Cyrl": "Имзолаш", "ru": "Подписать", "en": "Sign"}
    qtbot.waitUntil(lambda: dialog.sign.text() == expected[language])
    assert window.bar.sign.text() == expected[language] + "…"
    assert window.windowTitle() == "E-qaror"
    # The document's own words are never changed.
    assert window.title.text() == view.row.title


def test_plurals_follow_the_language(speech: Speech) -> None:
    speech.speak("ru", compiled("ru"))
    told = [words.translate("SignDialog", "%n page(s)", "", n) for n in (1, 2, 5, 21)]
    assert told == ["1 страница", "2 страницы", "5 страниц", "21 страница"]
    speech.speak("en", compiled("en"))
    assert words.translate("SignDialog", "%n page(s)", "", 1) == "1 page"


def test_a_damaged_translation_leaves_the_language_as_it_was(speech: Speech) -> None:
    assert not speech.speak("ru", b"not a translation")
    assert words.draft_type(DraftType.ORDER) == "Order"


@pytest.mark.parametrize("language", CODES)
def test_every_value_has_a_word(speech: Speech, language: str) -> None:
    speech.speak(language, compiled(language))
    named = [
        *(words.draft_type(value) for value in DraftType),
        *(words.draft_state(value) for value in DraftState),
        *(words.group(value) for value in Group),
        *(words.answer(value) for value in Answer),
        *(words.mark(value) for value in Mark),
        *(words.step(value) for value in Step),
        *(words.outbox_kind(value) for value in OutboxKind),
        *(words.outbox_state(value) for value in OutboxState),
        *(words.verdict(value) for value in Verdict),
        *(words.connection(value) for value in Connection),
    ]
    assert all(named)


def _bare(text: str) -> str:
    return text.partition("\t")[0].replace("&", "")


STANDARD = {"uz": "Saqlash", "uz_Cyrl": "Сақлаш", "ru": "Сохранить", "en": "Save"}


@pytest.mark.parametrize("language", CODES)
def test_qt_itself_speaks_the_language(speech: Speech, language: str, qtbot: QtBot) -> None:
    """Buttons of standard dialogs, the menu of a field, the file dialog: no English is left."""
    assert speech.speak(language, compiled(language))
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    saves = box.button(QDialogButtonBox.StandardButton.Save)
    assert saves.text().replace("&", "") == STANDARD[language]
    english = {"Undo", "Redo", "Cut", "Copy", "Paste", "Delete", "Select All"}
    for field in (QLineEdit("x"), QPlainTextEdit("x")):
        qtbot.addWidget(field)
        menu = field.createStandardContextMenu()
        shown = {_bare(action.text()) for action in menu.actions() if action.text()}
        menu.deleteLater()
        assert len(shown) == len(english)
        assert shown == english if language == "en" else not shown & english
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert ("&Look in:" in labels) == (language == "en")
    tree = dialog.findChild(QTreeView)
    assert tree is not None
    named = [tree.model().headerData(i, Qt.Orientation.Horizontal) for i in range(4)]
    assert ("Name" in named) == (language == "en")
    # What the column of kinds says of a folder.
    folder = QCoreApplication.translate(
        "QAbstractFileIconProvider", "Folder", "All other platforms"
    )
    assert (folder == "Folder") == (language == "en")


_PAPERS = 40
"""Names of paper are names; there are more of them than of anything else to choose from."""


def _said(language: str, speech: Speech) -> set[str]:
    """Return what the print dialog says; with the pages of a printer's own settings."""
    assert speech.speak(language, compiled(language))
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.show()
    page = QPageSetupDialog(printer)
    page.show()
    told = {dialog.windowTitle()}
    for top in (dialog, page):
        told |= {_bare(part.text()) for part in top.findChildren(QLabel)}
        told |= {_bare(part.text()) for part in top.findChildren(QAbstractButton)}
        told |= {part.title() for part in top.findChildren(QGroupBox)}
        for box in top.findChildren(QComboBox):
            if box.count() < _PAPERS:
                told |= {box.itemText(place) for place in range(box.count())}
        for tabs in top.findChildren(QTabWidget):
            told |= {tabs.tabText(place) for place in range(tabs.count())}
        # Before their printer, which Python would end first.
        shiboken6.delete(top)
    same = {"Printer", *QPrinterInfo.availablePrinterNames()}
    return {text for text in told - same if re.search(r"[^\W\d_]{3}", text)}


@pytest.mark.qt_log_ignore("on non-native printers", *OFFSCREEN)
def test_printing_speaks_the_language(speech: Speech) -> None:
    english = _said("en", speech)
    assert "Print range" in english
    assert "Landscape" in english
    for language in sorted(set(CODES) - {"en"}):
        assert not english & _said(language, speech), language


def test_standard_words_are_the_same_in_both_alphabets() -> None:
    latin, cyrillic = (messages(HERE / f"qt_{code}.ts") for code in ("uz", "uz_Cyrl"))
    assert latin.keys() == cyrillic.keys()
    for key, (form,) in latin.items():
        source, other = key[1], cyrillic[key][0]
        for mark in ("%1", "%2", "(*)", "<b>"):
            assert (mark in source) == (mark in form) == (mark in other), key
        assert source.count("\n") == form.count("\n") == other.count("\n"), key
        assert not set(form) & set("'`‘’"), form
        kept = re.sub(r"OK|PDF|Alt\+\w+|%\d|</?\w>|&|\b(DD|CC|P)\b", "", other)
        assert not re.search("[A-Za-z\u02bb\u02bc]", kept), other


def test_what_stands_in_place_of_pages_follows_the_language(
    window: MainWindow, speech: Speech
) -> None:
    window.show_draft(examples.view())
    assert window.document.message.text() == "Fetching the file…"
    speech.speak("ru", compiled("ru"))
    QCoreApplication.processEvents()
    assert window.document.message.text() == "Файл загружается…"
    window.document.show_pdf(window.document.file, b"no PDF")
    assert window.document.message.text().startswith("Этот файл нельзя показать")
    speech.speak("uz", compiled("uz"))
    QCoreApplication.processEvents()
    assert window.document.message.text().startswith("Bu faylni koʻrsatib boʻlmaydi")


def _texts(table: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _texts(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", str(value)


def _both(language: str) -> dict[str, str]:
    found = {
        str(key): form for key, (form, *_) in messages(HERE / f"eqaror_{language}.ts").items()
    }
    table = resource("messages", f"{language}.toml").read_text(encoding="utf-8")
    return found | dict(_texts(tomllib.loads(table)))


def _cyrillic(text: str) -> list[str]:
    """Return the words, without what stays in Latin letters: abbreviations and their endings."""
    bare = re.sub(r"\{\w+\}|%\w+|[^\s]*[A-Za-z][^\s]*", " ", text)
    return re.findall(r"\w+", bare.lower().replace("профиль", "профил"))


def test_both_alphabets_say_the_same() -> None:
    """A sentence that was changed in one alphabet alone, or misspelt in one, is found."""
    latin, cyrillic = _both("uz"), _both("uz_Cyrl")
    assert latin.keys() == cyrillic.keys()
    other = []
    for key, text in latin.items():
        wanted = to_cyrillic(re.sub(r"\{\w+\}", " ", text))
        if wrong := Counter(_cyrillic(cyrillic[key])) - Counter(_cyrillic(wanted)):
            other.append((key, sorted(wrong)))
    assert other == []
