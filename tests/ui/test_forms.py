"""Dates, numbers and sizes: what each language writes, and that nothing else writes them."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, Qt

import ui
from resources.forms import forms_of
from resources.translations import CODES, HERE, compiled
from sync.cancel import Progress, Step
from tests.ui.test_languages import messages
from ui import words
from ui.base import Dialog, Panel
from ui.find_bar import FindBar
from ui.languages import Speech
from ui.search_filters import SearchFilters
from ui.status_line import StatusLine

MOMENT = datetime(2026, 11, 2, 9, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "long", "number", "sizes"),
    [
        (
            "uz",
            "02.11.2026",
            "2026-yil 2-noyabr",
            "1 234 567,5",
            "1 bayt|22 bayt|120,6 KB|11,8 MB",
        ),
        (
            *("uz_Cyrl", "02.11.2026", "2026 йил 2 ноябрь"),
            *("1 234 567,5", "1 байт|22 байт|120,6 КБ|11,8 МБ"),
        ),
        (
            *("ru", "02.11.2026", "2 ноября 2026 г."),
            *("1 234 567,5", "1 байт|22 байта|120,6 КБ|11,8 МБ"),
        ),
        (
            *("en", "2 Nov 2026", "2 November 2026"),
            *("1,234,567.5", "1 byte|22 bytes|120.6 KB|11.8 MB"),
        ),
    ],
)
def test_each_language_has_its_forms(
    speech: Speech, language: str, day: str, long: str, number: str, sizes: str
) -> None:
    forms = forms_of(language)
    assert (forms.day(MOMENT), forms.long_day(MOMENT)) == (day, long)
    assert forms.moment(MOMENT) == f"{day} 09:05"
    assert forms.exact(MOMENT) == f"{day} 09:05:07"
    # What belongs together is never parted by the end of a line.
    assert forms.number(1_234_567.5, 1) == number.replace(" ", "\u00a0")
    assert forms.number(2026) == "2026"
    shown = "|".join(forms.size(count) for count in (1, 22, 123_456, 12_345_678))
    assert shown == sizes.replace(" ", "\u00a0")
    assert forms.size((1 << 20) - 1)[3:] == forms.size(1 << 20)[3:]
    assert forms.size(5000 << 30).startswith("5000")
    # The window writes as the language does that is spoken, in the station's time zone.
    assert speech.speak(language, compiled(language))
    assert words.day_and_time(MOMENT) == forms.moment(MOMENT.astimezone())
    assert words.size(22) == forms.size(22)
    assert QLocale().firstDayOfWeek() is Qt.DayOfWeek.Monday


def test_russian_counts_in_three_forms() -> None:
    counts = (1, 2, 4, 5, 11, 12, 14, 21, 22, 101, 111, 112, 1001)
    told = [forms_of("ru").size(count).split("\u00a0")[1] for count in counts]
    few = {2, 4, 22}
    assert told == ["байта" if count in few else "байт" for count in counts]


@pytest.mark.parametrize("language", CODES)
def test_a_day_is_typed_as_it_is_shown(speech: Speech, language: str) -> None:
    filters = SearchFilters()
    assert speech.speak(language, compiled(language))
    filters.retranslate()
    filters.since.setDate(QDate(2026, 11, 2))
    assert filters.since.text() == forms_of(language).day(MOMENT)
    filters.deleteLater()


@pytest.mark.parametrize("language", CODES)
def test_counts_in_texts_are_written_as_the_language_does(speech: Speech, language: str) -> None:
    assert speech.speak(language, compiled(language))
    forms = forms_of(language)
    counted = [key for key in messages(HERE / f"eqaror_{language}.ts") if "%n" in key[1]]
    assert len(counted) > 40
    for context, source, comment in counted:
        for n in (5, 2026, 12_345, 1_234_567):
            said = words.translate(context, source, comment, n)
            # As part of a sentence, and never a number within another one.
            assert re.search(rf"(?<![\d\xa0]){re.escape(forms.number(n))}(?![\d\xa0])", said), said
    line = StatusLine()
    line.show_outbox(12_345, 0)
    assert forms.number(12_345) in line.outbox.text()
    line.show_progress(Progress(Step.FILES, 12_344, 123_456))
    assert forms.number(12_344) in line.done.text()
    assert forms.number(123_456) in line.done.text()
    bar = FindBar()
    bar.show()
    bar.field.setText("qaror")
    bar.show_count(12_345, 0, done=True)
    assert forms.number(12_345) in bar.told.text()
    for made in (line, bar):
        made.deleteLater()


def _with_counts(
    tree: ast.AST, owner: str = "", inside: str = ""
) -> Iterator[tuple[str, str, ast.Call]]:
    """Yield each call whose text has a count, with the class and the function it stands in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if any(isinstance(text, str) and "%n" in text for text in texts):
                yield owner, inside, node
        named = node.name if isinstance(node, ast.ClassDef) else owner
        function = ast.unparse(node) if isinstance(node, ast.FunctionDef) else inside
        yield from _with_counts(node, named, function)


def test_no_text_with_a_count_goes_round_the_forms() -> None:
    """Qt writes plain digits; ``Panel.tr``, ``Dialog.tr`` and ``words.translate`` do not."""
    found, plain = 0, []
    for path in sorted(Path(ui.__file__).parent.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "%n" not in source:
            continue
        module = importlib.import_module(f"ui.{path.stem}")
        for owner, inside, call in _with_counts(ast.parse(source)):
            found += 1
            called = ast.unparse(call.func)
            kind = getattr(module, owner, object)
            if called == "self.tr":
                good = issubclass(kind, (Panel, Dialog)) or "words.counted(" in inside
            else:
                good = eval(called, vars(module)) is words.translate
            if not good:
                plain.append(f"{path.name}: {ast.unparse(call)}")
    assert found > 40
    assert plain == []


def test_nothing_else_writes_dates_and_numbers() -> None:
    """A form in the middle of a module would be the same in four languages."""
    # What a signature covers in a PDF is of no language, and the command line reads days.
    other = {"resources/forms.py", "signing/pdf/panel.py", "eqaror_desktop/commands/search.py"}
    form = re.compile(r"%d[./ ]%[mb]|%H:%M|dd\.MM|formattedDataSize|locale\(\)\.toString")
    root = Path(ui.__file__).parents[1]
    rooms = ("eqaror_desktop", "ui", "signing", "sync", "registry", "resources")
    found = {
        path.relative_to(root).as_posix()
        for room in rooms
        for path in (root / room).rglob("*.py")
        if form.search(path.read_text(encoding="utf-8"))
    }
    assert found == other
