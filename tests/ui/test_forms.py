"""Dates, numbers and sizes: what each language writes, and that nothing else writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, Qt

import ui
from resources.forms import forms_of
from resources.translations import CODES, compiled
from ui import words
from ui.languages import Speech
from ui.search_filters import SearchFilters

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
