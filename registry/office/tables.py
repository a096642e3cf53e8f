"""The tables of annexes and texts: plausible rows from the pools of a matter.

Pure: the same matter, facts and random source give the same table. Amounts are written as
offices write them: a comma for decimals, no-break spaces between thousands.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from registry.office.people import ACTING_HOKIM, INTERESTED, PLACE, REGION, invented_name, officers
from registry.office.wording import Matter, common

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Column:
    """A column; ``width`` is ``auto``, millimetres (``30mm``) or a share (``1fr``)."""

    title: str
    width: str
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """Rows of text under a heading; ``total`` is empty or one more row, set bold."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    landscape: bool = False


@dataclass(frozen=True)
class Source:
    """What a table is made from; ``rows`` is how many it should have."""

    pick: random.Random
    matter: Matter
    moment: datetime
    rows: int
    district: str | None = None
    """The one district it is about; None for the whole region."""


_NUMBER = Column("T/r", "11mm", "center")
_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def amount(value: float, decimals: int = 1) -> str:
    """Return a number as it stands in a table, e.g. ``1 250,5`` with a no-break space."""
    return f"{value:,.{decimals}f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def programme(source: Source) -> Table:
    """Measures, terms, who does it and from which money."""
    rows = []
    for index in range(source.rows):
        measure = source.matter.measures[index % len(source.matter.measures)]
        if index >= len(source.matter.measures):
            measure = f"{_place(source)} – {measure[0].lower()}{measure[1:]}"
        term = source.moment + timedelta(days=source.pick.randrange(20, 330))
        rows.append(
            (
                f"{index + 1}.",
                measure,
                f"{term.year}-yil {common().months[term.month - 1]}",
                _short(source.pick.choice(INTERESTED).name),
                source.pick.choice(common().sources),
            )
        )
    return Table(
        (
            _NUMBER,
            Column("Tadbirlar nomi", "1.5fr"),
            Column("Ijro muddati", "25mm", "center"),
            Column("Masʼul ijrochilar", "1fr"),
            Column("Moliyalashtirish manbasi", "37mm"),
        ),
        tuple(rows),
    )


def group(source: Source) -> Table:
    """Who sits in the working group."""
    chosen = source.pick.sample(officers()[1:], min(source.rows, len(officers()) - 1))
    names = {organisation.stir: _short(organisation.name) for organisation in INTERESTED}
    rows = [("1.", ACTING_HOKIM.name, ACTING_HOKIM.post, "rais")]
    for index, person in enumerate(chosen[:-1], 1):
        part = {1: "rais oʻrinbosari", 2: "kotib"}.get(index, "aʼzo")
        post = f"{names[person.organisation]}, {person.post[0].lower()}{person.post[1:]}"
        rows.append((f"{index + 1}.", person.name, post, part))
    return Table(
        (
            _NUMBER,
            Column("Familiyasi, ismi, otasining ismi", "58mm"),
            Column("Ish joyi va lavozimi", "1fr"),
            Column("Guruhdagi vazifasi", "32mm", "center"),
        ),
        tuple(rows),
    )


def objects(source: Source) -> Table:
    """Objects with their address, work and cost."""
    rows = []
    whole = 0.0
    for index in range(source.rows):
        cost = source.pick.randrange(120, 48000) / 10
        whole += cost
        rows.append(
            (
                f"{index + 1}.",
                f"{source.pick.randrange(1, 90)}-son {source.pick.choice(source.matter.objects)}",
                _place(source),
                source.pick.choice(source.matter.works),
                amount(cost),
            )
        )
    return Table(
        (
            _NUMBER,
            Column("Obyekt nomi", "1fr"),
            Column("Manzili", "1fr"),
            Column("Bajariladigan ish turi", "36mm"),
            Column("Qiymati, mln soʻm", "24mm", "right"),
        ),
        tuple(rows),
        ("", "Jami", "", "", amount(whole)),
    )


def money(source: Source) -> Table:
    """A year's money by quarter."""
    sums = [0.0] * 5
    rows = []
    for index in range(source.rows):
        direction = source.matter.objects[index % len(source.matter.objects)]
        quarters = [source.pick.randrange(200, 9000) / 10 for _ in range(4)]
        values = [*quarters, sum(quarters)]
        sums = [old + new for old, new in zip(sums, values, strict=True)]
        name = f"{_part(source, index)}: {direction[0].lower()}{direction[1:]}"
        rows.append((f"{index + 1}.", name, *(amount(value) for value in values)))
    return Table(
        (
            _NUMBER,
            Column("Xarajatlar yoʻnalishi", "1fr"),
            *(Column(f"{part} chorak", "20mm", "right") for part in ("I", "II", "III", "IV")),
            Column("Jami, mln soʻm", "24mm", "right"),
        ),
        tuple(rows),
        ("", "Jami", *(amount(value) for value in sums)),
        landscape=True,
    )


def schedule(source: Source) -> Table:
    """Which work runs in which month."""
    rows = []
    for index in range(source.rows):
        start, length = source.pick.randrange(10), source.pick.randrange(1, 5)
        marks = ["+" if start <= month < start + length else "" for month in range(12)]
        measure = source.matter.measures[index % len(source.matter.measures)]
        rows.append((f"{index + 1}.", f"{_part(source, index)}: {measure.lower()}", *marks))
    return Table(
        (
            _NUMBER,
            Column("Ish turi", "1fr"),
            *(Column(month, "11mm", "center") for month in _MONTHS),
        ),
        tuple(rows),
        landscape=True,
    )


def targets(source: Source) -> Table:
    """Figures by district."""
    rows = []
    sums = [0, 0, 0]
    if source.district is None:
        names = [*(f"{name} tumani" for name in common().districts), PLACE]
    else:
        names = [f"“{name}” mahallasi" for name in common().mahallas]
    for index, name in enumerate(names[: source.rows]):
        values = [source.pick.randrange(4, 240) for _ in range(3)]
        sums = [old + new for old, new in zip(sums, values, strict=True)]
        share = source.pick.randrange(800, 1001) / 10
        rows.append((f"{index + 1}.", name, *map(str, values), f"{amount(share)} %"))
    return Table(
        (
            _NUMBER,
            Column("Hudud nomi", "1fr"),
            Column("Obyektlar soni", "28mm", "center"),
            Column("Bajariladigan ishlar soni", "34mm", "center"),
            Column("Jalb etiladigan xodimlar", "34mm", "center"),
            Column("Qamrov darajasi", "26mm", "center"),
        ),
        tuple(rows),
        ("", "Jami", *map(str, sums), ""),
    )


def land(source: Source) -> Table:
    """Plots of land."""
    rows = []
    whole = 0.0
    for index in range(source.rows):
        area = source.pick.randrange(4, 600) / 100
        whole += area
        rows.append(
            (
                f"{index + 1}.",
                _place(source),
                f"{source.pick.randrange(1, 400)}-kontur",
                amount(area, 2),
                source.pick.choice(source.matter.works),
            )
        )
    return Table(
        (
            _NUMBER,
            Column("Joylashgan manzili", "1.4fr"),
            Column("Kontur raqami", "28mm", "center"),
            Column("Maydoni, gektar", "24mm", "right"),
            Column("Foydalanish maqsadi", "1fr"),
        ),
        tuple(rows),
        ("", "Jami", "", amount(whole, 2), ""),
    )


def citizens(source: Source) -> Table:
    """Invented people with what they get."""
    rows = []
    whole = 0
    for index in range(source.rows):
        given = source.pick.randrange(10, 60) * 100
        whole += given
        rows.append(
            (f"{index + 1}.", invented_name(source.pick), _place(source), amount(given, 0))
        )
    return Table(
        (
            _NUMBER,
            Column("Familiyasi, ismi, otasining ismi", "62mm"),
            Column("Yashash manzili", "1fr"),
            Column("Yordam miqdori, ming soʻm", "32mm", "right"),
        ),
        tuple(rows),
        ("", "Jami", "", amount(whole, 0)),
    )


def equipment(source: Source) -> Table:
    """Machines and stores with who gives them."""
    rows = []
    for index in range(source.rows):
        thing = source.matter.equipment[index % len(source.matter.equipment)]
        owner = _short(source.pick.choice(INTERESTED).name)
        rows.append((f"{index + 1}.", thing, str(source.pick.randrange(1, 60)), owner))
    return Table(
        (
            _NUMBER,
            Column("Texnika va resurs nomi", "1fr"),
            Column("Soni", "20mm", "center"),
            Column("Biriktirilgan tashkilot", "1fr"),
        ),
        tuple(rows),
    )


def report(source: Source) -> Table:
    """An empty form to be filled in every month."""
    rows = [
        (f"{index + 1}.", source.matter.measures[index % len(source.matter.measures)], "", "", "")
        for index in range(min(source.rows, len(source.matter.measures)))
    ]
    return Table(
        (
            _NUMBER,
            Column("Koʻrsatkich nomi", "1fr"),
            Column("Reja", "24mm", "center"),
            Column("Amalda", "24mm", "center"),
            Column("Farqi", "24mm", "center"),
        ),
        tuple(rows),
    )


def duty(source: Source) -> Table:
    """Who is on duty on which day."""
    rows = []
    for index in range(source.rows):
        person = source.pick.choice(officers()[1:])
        date = source.moment + timedelta(days=20 + index)
        day = f"{date.day}-{common().months[date.month - 1]}"
        # Numbers that cannot exist: no Uzbek code is 00.
        rows.append((day, person.name, person.post, f"(00) 000-{index % 100:02d}-00"))
    return Table(
        (
            Column("Sana", "26mm", "center"),
            Column("Masʼul xodim", "62mm"),
            Column("Lavozimi", "1fr"),
            Column("Telefon raqami", "32mm", "center"),
        ),
        tuple(rows),
    )


KINDS: dict[str, Callable[[Source], Table]] = {
    "programme": programme,
    "group": group,
    "objects": objects,
    "money": money,
    "schedule": schedule,
    "targets": targets,
    "land": land,
    "citizens": citizens,
    "equipment": equipment,
    "report": report,
    "duty": duty,
}
"""Every annex that is a table; ``regulation`` is the one that is not."""


def _place(source: Source) -> str:
    pool = common()
    address = (
        f"{source.district or source.pick.choice(pool.districts)} tumani, "
        f"“{source.pick.choice(pool.mahallas)}” mahallasi"
    )
    if source.pick.random() < 0.5:
        return address
    return f"{address}, {source.pick.choice(pool.streets)} koʻchasi"


def _part(source: Source, index: int) -> str:
    """Return the part of the territory that a row is about, in blocks of rows."""
    block = index // len(source.matter.objects)
    if source.district is not None:
        return f"“{common().mahallas[block % len(common().mahallas)]}” mahallasi"
    return f"{common().districts[block % len(common().districts)]} tumani"


def _short(name: str) -> str:
    return name.removeprefix(f"{REGION} ")
