"""Dates, numbers and sizes as each of the four languages writes them: the one place that decides.

Qt and the CLDR behind it do not serve here: in Uzbek they write 22/11/26 where every act has
22.11.2026, in Cyrillic "ноябр" and "512 byte", in Russian "512 байты", and in English, for a
country they do not know it in, 11/22/26, which another reader takes for something else. What needs
no window needs no Qt either.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache

import msgspec

from resources import resource

_KILO = 1024
_GROUPED_FROM = 10_000
"""Shorter numbers are read at a glance, and years and pages are never grouped."""


class Forms(msgspec.Struct, frozen=True):
    """How one language writes what is counted and dated; texts of ``resources/forms.toml``."""

    typed: str
    """A day as it is typed into a field, in Qt's letters (QDate.toString)."""
    _day: str
    _long: str
    _months: tuple[str, ...]
    _group: str
    _point: str
    _percent: str
    _bytes: tuple[str, ...]
    _units: tuple[str, ...]
    _second: str

    def day(self, value: date) -> str:
        """Write a day in few letters that nobody takes for another, e.g. 22.11.2026, 22 Nov 2026.

        Args:
            value: a day, or a moment in the time zone whose day is meant.
        """
        return self._dated(self._day, value)

    def long_day(self, value: date) -> str:
        """Write a day as it stands in an act, e.g. 2026-yil 22-noyabr; see :meth:`day`."""
        return self._dated(self._long, value)

    def clock(self, value: datetime) -> str:
        """Write hours and minutes, of 24 hours in every language."""
        return f"{value:%H:%M}"

    def moment(self, value: datetime) -> str:
        """Write a day with hours and minutes, in the moment's own time zone."""
        return f"{self.day(value)} {self.clock(value)}"

    def exact(self, value: datetime) -> str:
        """Write a day with hours, minutes and seconds, in the moment's own time zone."""
        return f"{self.day(value)} {value:%H:%M:%S}"

    def number(self, value: float, places: int = 0) -> str:
        """Write a number; long ones in groups of three that no line break parts.

        Args:
            value: any.
            places: digits after the point.
        """
        plain = f"{value:.{places}f}"
        if abs(value) >= _GROUPED_FROM:
            plain = f"{value:,.{places}f}"
        return plain.replace(",", "\0").replace(".", self._point).replace("\0", self._group)

    def percent(self, value: int) -> str:
        """Write a part of a hundred."""
        return self._percent.format(self.number(value))

    def ahead(self, seconds: float) -> str:
        """Write how far a clock is ahead, e.g. +3 s; behind it is less than nothing."""
        whole = round(seconds)
        sign = "" if whole == 0 else "+" if whole > 0 else "\u2212"
        return f"{sign}{abs(whole)}\u00a0{self._second}"

    def size(self, count: int) -> str:
        """Write how large a file is, e.g. 512 bayt, 120,6 KB: in powers of 1024.

        Args:
            count: bytes.
        """
        if count < _KILO:
            return f"{count}\u00a0{self._bytes[_plural(count, len(self._bytes))]}"
        value = float(count)
        for unit in self._units:
            value /= _KILO
            # What would be rounded up to a thousand and more is one of the next.
            if round(value, 1) < _KILO or unit == self._units[-1]:
                break
        return f"{self.number(value, 1)}\u00a0{unit}"

    def _dated(self, form: str, value: date) -> str:
        name = self._months[value.month - 1]
        return form.format(d=value.day, m=value.month, y=value.year, name=name, short=name[:3])


def _plural(count: int, forms: int) -> int:
    """Return which of a word's forms goes with a number (CLDR's plural rules).

    Args:
        count: whole.
        forms: how many the language has: 1, 2 as in English or 3 as in Russian.
    """
    if forms < 3:
        return 0 if forms == 1 or count == 1 else 1
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14} else 2


@cache
def forms_of(language: str) -> Forms:
    """Return how ``uz``, ``uz_Cyrl``, ``ru`` or ``en`` writes."""
    table = tomllib.loads(resource("forms.toml").read_text(encoding="utf-8"))[language]
    return Forms(
        typed=table["typed"],
        _day=table["day"],
        _long=table["long"],
        _months=tuple(table["months"]),
        _group=table["group"],
        _point=table["point"],
        _percent=table["percent"],
        _bytes=tuple(table["bytes"]),
        _units=tuple(table["units"]),
        _second=table["second"],
    )
