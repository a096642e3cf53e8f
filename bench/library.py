"""A hundred thousand drafts with texts, annexes and trails that read like an office's.

Whole acts are the demo office's; to make many of few, every draft joins items of several of them
with places, names, numbers and sums of its own, so that its words are as many as in life. Both
alphabets occur. Everything follows from a seed.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from bench.office import STATES, registration
from registry.contract import DraftType as Kind
from registry.contract import Role as SeedRole
from registry.contract import Script as SeedScript
from registry.office import documents, people
from registry.office.documents import Outline
from registry.office.transliterate import to_cyrillic
from registry.office.wording import matters
from sync.wire import (
    Annex,
    Answer,
    Authority,
    Draft,
    DraftSummary,
    DraftType,
    FileRef,
    Organisation,
    Person,
    Remark,
    Role,
    Script,
    SignerRole,
    TrailEntry,
)

_DISTINCT = 10_000
"""Texts in each alphabet; the more drafts, the more often the same text comes again."""
_POOL = 4
"""Acts of each matter and alphabet from which texts are joined."""
_ITEMS = 7
_ANNEX_LINES = 14
_DISTRICTS = 14
_SYLLABLES = [
    "bo",
    "na",
    "di",
    "ra",
    "shi",
    "mu",
    "xo",
    "la",
    "qo",
    "te",
    "ru",
    "zi",
    "gu",
    "ma",
    "ni",
    "yo",
    "lo",
    "sa",
    "fa",
    "ki",
    "oʻ",
    "gʻa",
    "to",
    "vu",
    "de",
    "po",
    "ba",
    "si",
    "ha",
    "ya",
]
_REMARKS = (
    "{item}-bandda ijro muddatini {day}-dekabrgacha aniqlashtirish lozim.",
    "Smeta qiymati hisob-kitobi ilova qilinmagan, {place} boʻyicha asoslantirilsin.",
    "Ilovadagi {place} mahallasi nomi notoʻgʻri yozilgan.",
    "Просим уточнить источник финансирования по пункту {item}, выделенные средства проверить.",
    "Moliyalashtirish manbai koʻrsatilmagan, {name} masʼul etib belgilansin.",
)


@dataclass(frozen=True)
class Book:
    """A draft with the text of each of its files, by digest."""

    draft: Draft
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class _Pool:
    """What texts of one alphabet are joined from; ``words`` are invented names."""

    script: Script
    titles: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    items: tuple[str, ...]
    rows: tuple[str, ...]
    words: tuple[str, ...]

    def name(self, pick: random.Random) -> str:
        return pick.choice(self.words)

    def person(self, pick: random.Random) -> str:
        return f"{self.name(pick)} {self.name(pick)}"


def books(count: int, now: datetime) -> Iterator[Book]:
    """Yield ``count`` drafts, the oldest first, as a registry tells them."""
    pools = tuple(_pool(script) for script in SeedScript)
    for number in range(count):
        pick = random.Random(number)
        moment = now - timedelta(minutes=41 * (count - number))
        yield _book(number, moment, pools[number % 3 == 0], pick)


def _book(number: int, moment: datetime, pool: _Pool, pick: random.Random) -> Book:
    title, kind, texts = _written(number % _DISTINCT, pool)
    identifier = f"{moment.year}-{500_000 + number}"
    files = [_file(f"{identifier}-{place}", text) for place, text in enumerate(texts)]
    (state,) = pick.choices(tuple(STATES), tuple(STATES.values()))
    summary = DraftSummary(
        id=identifier,
        revision=5,
        type=DraftType(kind),
        authority=_authority(pick),
        title=title,
        script=pool.script,
        state=state,
        version=1,
        round=1,
        version_digest=files[0].sha256,
        deadline=moment + timedelta(days=3),
        restricted=False,
        drafter=people.DRAFTERS[number % len(people.DRAFTERS)].name,
        annex_count=len(files) - 1,
        updated=moment,
        registration=registration(number, state, kind, moment),
        actions=(),
    )
    draft = Draft(
        summary=summary,
        language="uz",
        normative=False,
        legal_basis="",
        template="",
        signer=SignerRole(people.HOKIM.name, people.HOKIM.pinfl, "1" * 9, Role.HOKIM, ""),
        text=files[0],
        annexes=tuple(
            Annex(place, pool.name(pick), file) for place, file in enumerate(files[1:], start=1)
        ),
        trail=tuple(_entry(summary, order, pool, pick) for order in range(1, 5)),
        remarks=tuple(_remark(summary, pool, pick) for _ in range(pick.randrange(3))),
        reason="",
    )
    return Book(draft, tuple(zip((file.sha256 for file in files), texts, strict=True)))


@lru_cache(maxsize=2 * _DISTINCT)
def _written(seed: int, pool: _Pool) -> tuple[str, str, tuple[str, ...]]:
    """Return title, kind, and the texts of the act and of its annexes."""
    pick = random.Random(seed)
    title, kind = pick.choice(pool.titles)
    title = f"{pool.name(pick)}: {title}" if pick.random() < 0.3 else title
    lines = [title, pick.choice(pool.heads), *pick.sample(pool.items, _ITEMS)]
    lines.append(f"{pool.name(pick)}, {pool.person(pick)}, {pick.randrange(1, 900)}")
    annexes = [
        "\n".join(
            f"{row} {pool.name(pick)} {pool.person(pick)} {pick.randrange(10_000, 9_000_000)}"
            for row in pick.sample(pool.rows, _ANNEX_LINES)
        )
        for _ in range(pick.choice((0, 1, 1, 2)))
    ]
    return title, kind, ("\n".join(lines), *annexes)


def _authority(pick: random.Random) -> Authority:
    whole = people.HOKIM_AUTHORITY
    district = pick.randrange(_DISTRICTS + 1)
    name = f"{_SYLLABLES[district].capitalize()}obod tumani hokimligi"
    if not district:
        return Authority(whole.name, whole.stir, whole.region, 0)
    return Authority(name, f"3{district:08d}", whole.region, district)


def _file(name: str, text: str) -> FileRef:
    return FileRef(hashlib.sha256(name.encode()).hexdigest(), len(text), "text.pdf")


def _entry(summary: DraftSummary, order: int, pool: _Pool, pick: random.Random) -> TrailEntry:
    number = pick.randrange(44)
    said = _said(pool, pick) if pick.random() < 0.2 else ""
    return TrailEntry(
        order=order,
        round=1,
        organisation=Organisation(f"2{number:08d}", f"{pool.words[number * 7]} boshqarmasi"),
        officer=Person(pool.person(pick), "bosh mutaxassis", "11111111111111"),
        decision=Answer.AGREED_WITH_NOTE if said else Answer.AGREED,
        remark=said,
        letter=None,
        received=summary.updated - timedelta(days=3),
        due=summary.updated,
        decided=summary.updated - timedelta(days=1),
        version=1,
        version_digest=summary.version_digest,
        signature=None,
    )


def _remark(summary: DraftSummary, pool: _Pool, pick: random.Random) -> Remark:
    return Remark(
        id=f"r-{summary.id}-{pick.randrange(10**9)}",
        version=1,
        file=None,
        page=None,
        quote="",
        text=_said(pool, pick),
        author=Person(pool.person(pick), "yuriskonsult", "11111111111111"),
        organisation=Organisation("200000001", "Adliya boʻlimi"),
        created=summary.updated,
    )


def _said(pool: _Pool, pick: random.Random) -> str:
    return pick.choice(_REMARKS).format(
        item=pick.randrange(1, 9),
        day=pick.randrange(1, 31),
        place=pool.name(pick),
        name=pool.person(pick),
    )


def _pool(script: SeedScript) -> _Pool:
    titles: list[tuple[str, str]] = []
    heads: list[str] = []
    items: list[str] = []
    rows: list[str] = []
    for number, matter in enumerate(matters().values()):
        for variant in range(_POOL):
            outline = Outline(
                matter=matter,
                type=Kind(matter.types[0]),
                script=script,
                signer=people.signer_role(people.HOKIM, SeedRole.HOKIM),
                deputy=people.DEPUTY.name,
                seed=number * 100 + variant,
                moment=datetime(2026, 3, 2),  # noqa: DTZ001 - only its date is written
                annexes=(("programme",),),
            )
            act = documents.act(outline, 1)
            titles.append((documents.title(outline), str(matter.types[0])))
            heads.append(" ".join(act["preamble"]))
            items += [" ".join(_strings(item)) for item in act["items"]]
            sheet = documents.annex(outline, 1, 1)
            rows += [" ".join(_strings(row)) for row in sheet["table"]["rows"]]
    pick = random.Random(7)
    names = sorted({"".join(pick.choices(_SYLLABLES, k=pick.randint(2, 4))) for _ in range(9_000)})
    words = tuple(name.capitalize() for name in names)
    if script is SeedScript.CYRILLIC:
        words = tuple(to_cyrillic(word) for word in words)
    return _Pool(
        Script(str(script)), tuple(titles), tuple(heads), tuple(items), tuple(rows), words
    )


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - a tree of a template's content
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)
