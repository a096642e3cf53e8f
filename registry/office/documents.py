"""What stands in an act and in its annexes, version by version.

Written in Latin; a Cyrillic act is this very content with every word transliterated. Pure.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from registry.contract import DraftType, Script
from registry.office import tables
from registry.office.people import PLACE, REGION, initials
from registry.office.tables import Source, Table
from registry.office.transliterate import to_cyrillic
from registry.office.wording import ItemText, Matter, common
from registry.seeds import SeedPerson
from signing.statement import SignerRole

# Values that steer the layout and are no text.
_LAYOUT = {"width", "align", "landscape"}


@dataclass(frozen=True)
class Item:
    """A numbered item."""

    text: str
    sub: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Act:
    """The text of a decision, an order or a council decision; ``templates/act.typ`` sets it."""

    title: str
    authority: str
    head: tuple[str, ...]
    kind: str
    date: str
    number: str
    place: str
    preamble: tuple[str, ...]
    formula: str
    items: tuple[Item, ...]
    post: str
    name: str


@dataclass(frozen=True)
class Chapter:
    """A chapter of an annex that is a text."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class AnnexSheet:
    """An annex; ``templates/annex.typ`` sets it."""

    title: str
    authority: str
    header: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    table: Table | None
    signature: tuple[str, ...]
    landscape: bool


@dataclass(frozen=True)
class Letter:
    """A letter of objections; ``templates/letter.typ`` sets it."""

    title: str
    sender: str
    date: str
    addressee: str
    paragraphs: tuple[str, ...]
    post: str
    name: str


@dataclass(frozen=True)
class Outline:
    """How one act is to be written.

    ``annexes`` holds the kinds of annexes of every version, oldest first; the last is current.
    ``extra`` is how many common items are added, ``body`` a table inside the text with so many
    rows, ``rows`` the size of annex tables.
    """

    matter: Matter
    type: DraftType
    script: Script
    signer: SignerRole
    deputy: str
    seed: int
    moment: datetime
    annexes: tuple[tuple[str, ...], ...] = ((),)
    extra: int = 2
    body: tuple[str, int] | None = None
    rows: int = 14

    @property
    def act_word(self) -> str:
        """What the act calls itself."""
        return "farmoyish" if self.type is DraftType.ORDER else "qaror"

    @property
    def issuer(self) -> str:
        """Whose act it is, in the genitive."""
        council = f"Xalq deputatlari {REGION} Kengashining"
        return council if self.type is DraftType.COUNCIL else f"{REGION} hokimining"


def title(outline: Outline) -> str:
    """Return the title in the script of the act; the same for every version."""
    return _written(outline, outline.matter.title.format_map(_facts(outline, 1)))


def legal_basis(outline: Outline) -> str:
    """Return what the act rests on, in the script of the act."""
    # The texts have the dative that the preamble wants; a field wants the bare name.
    named = _laws(outline).replace("Qonuniga", "Qonuni").replace("kodeksiga", "kodeksi")
    return _written(outline, named.replace("qaroriga", "qarori").replace(" va ", "; "))


def annex_titles(outline: Outline, version: int) -> tuple[str, ...]:
    """Return the titles of the version's annexes, in order, in the script of the act."""
    return tuple(
        _written(outline, _annex_title(outline, kind, version))
        for kind in outline.annexes[version - 1]
    )


def act(outline: Outline, version: int) -> dict[str, Any]:
    """Return what ``act.typ`` sets for ``version``, counted from 1."""
    facts = _facts(outline, version)
    matter = outline.matter
    council = outline.type is DraftType.COUNCIL
    issuer = outline.issuer.upper()
    content = Act(
        title=matter.title.format_map(facts),
        authority=outline.issuer.removesuffix("ning"),
        head=(
            "OʻZBEKISTON RESPUBLIKASI",
            *(issuer.rsplit(" ", 1) if council else (issuer,)),
        ),
        kind=f"{outline.act_word}i".upper(),
        date="20___-yil «___» ______________",
        number="№ ______________",
        place=PLACE,
        preamble=(_preamble(outline, facts),),
        formula=_formula(outline),
        items=_items(outline, version, facts),
        post=outline.signer.post,
        name=signature_name(outline.signer.name),
    )
    return _content(outline, content)


def annex(outline: Outline, version: int, number: int) -> dict[str, Any]:
    """Return what ``annex.typ`` sets for the annex ``number``, counted from 1."""
    kinds = outline.annexes[version - 1]
    kind = kinds[number - 1]
    facts = _facts(outline, version)
    table = None
    chapters: tuple[Chapter, ...] = ()
    if kind == "regulation":
        chapters = _regulation(facts)
    else:
        rows = outline.rows + (version if kind == "programme" else 0)
        table = _table(outline, kind, rows, kind)
    content = AnnexSheet(
        title=_annex_title(outline, kind, version),
        authority=outline.issuer.removesuffix("ning"),
        header=(
            outline.issuer,
            "20___-yil «___» ______________dagi",
            f"______-son {outline.act_word}iga",
            "ILOVA" if len(kinds) == 1 else f"{number}-ILOVA",
        ),
        chapters=chapters,
        table=table,
        signature=(),
        landscape=table is not None and table.landscape,
    )
    return _content(outline, content)


def letter(
    outline: Outline, sender: str, officer: SeedPerson, objection: str, moment: datetime
) -> dict[str, Any]:
    """Return what ``letter.typ`` sets: the letter that comes with an objection."""
    heading = outline.matter.title.format_map(_facts(outline, 1))
    said = f"“{heading}”gi {outline.act_word} loyihasi oʻrganib chiqildi."
    ask = (
        "Yuqoridagilarni inobatga olib, loyihani qayta ishlab, belgilangan tartibda yangidan "
        "kelishishga kiritishingizni soʻraymiz."
    )
    content = Letter(
        title="Eʼtiroz xati",
        sender=sender,
        date=f"{moment.year}-yil {moment.day}-{common().months[moment.month - 1]}",
        addressee=f"{REGION} hokimligiga",
        paragraphs=(said, objection, ask),
        post=officer.post,
        name=signature_name(officer.name),
    )
    return _content(outline, content)


def signature_name(name: str) -> str:
    """Return the name as it stands under a document: ``Sh. NAMUNOV``."""
    initial, surname = initials(name).split(" ", 1)
    return f"{initial} {surname.upper()}"


def _facts(outline: Outline, version: int) -> dict[str, str]:
    """Return the values of the placeholders; amounts and terms move from version to version."""
    pick = random.Random(outline.seed)  # noqa: S311 - invented amounts
    day = outline.moment + timedelta(days=pick.randrange(14, 40) + 7 * version)
    year = outline.moment.year
    return {
        "region": REGION,
        "district": _district(outline),
        "year": str(year),
        "next": str(year + 1),
        "season": "kuz" if outline.moment.month > 6 else "bahor",
        "deadline": f"{day.year}-yil {day.day}-{common().months[day.month - 1]}",
        "sum": tables.amount(pick.randrange(40, 900) * 10 + 25 * version, 0),
        "count": str(pick.randrange(12, 95) + version),
        "area": _area(outline) if outline.matter.key == "land" else "",
        "act": outline.act_word,
        "subject": outline.matter.subject.format(year=year, next=year + 1),
    }


def _district(outline: Outline) -> str:
    """Return the district that the act is about, if it is about one."""
    return random.Random(outline.seed).choice(common().districts)  # noqa: S311 - no secrets


def _area(outline: Outline) -> str:
    """Return the hectares of the land that the act lists; its text must name the same."""
    if outline.body is not None and outline.body[0] == "land":
        return _table(outline, "land", outline.body[1], "body").total[3]
    return _table(outline, "land", outline.rows, "land").total[3]


# A table is asked for by the text that names its sum and by the page that shows it.
@lru_cache(maxsize=32)
def _table(outline: Outline, kind: str, rows: int, salt: str) -> Table:
    """Return a table; the salt keeps it the same when other annexes come and go around it."""
    pick = random.Random(f"{outline.seed}-{salt}")  # noqa: S311 - no secrets
    district = _district(outline) if "{district}" in outline.matter.title else None
    return tables.KINDS[kind](Source(pick, outline.matter, outline.moment, rows, district))


def _laws(outline: Outline) -> str:
    return " va ".join(
        law if law.startswith("Oʻzbekiston") else f"Oʻzbekiston Respublikasining {law}"
        for law in outline.matter.laws
    )


def _preamble(outline: Outline, facts: dict[str, str]) -> str:
    aim = "" if outline.matter.purpose_is_whole else " maqsadida"
    ends = " Xalq deputatlari Namuna viloyati Kengashi" if _is_council(outline) else ":"
    purpose = outline.matter.purpose.format_map(facts)
    return f"{_laws(outline)} muvofiq, {purpose}{aim}{ends}"


def _formula(outline: Outline) -> str:
    return {
        DraftType.DECISION: "QAROR QILAMAN:",
        DraftType.ORDER: "BUYURAMAN:",
        DraftType.COUNCIL: "QAROR QILADI:",
    }[outline.type]


def _items(outline: Outline, version: int, facts: dict[str, str]) -> tuple[Item, ...]:
    kinds = outline.annexes[version - 1]
    pool = [
        item
        for item in common().items
        if ("group" in kinds or "shchi guruh" not in item.text)
        and (item.order or outline.type is not DraftType.ORDER)
    ]
    random.Random(outline.seed + 1).shuffle(pool)  # noqa: S311 - no secrets
    # The current version says most: each round of agreement has added an item.
    extra = max(outline.extra - (len(outline.annexes) - version), 0)
    own = [_filled(item, facts) for item in (*outline.matter.items, *pool[:extra])]
    if outline.body is not None:
        own.insert(1, _body_item(outline, outline.body))
    return (*_approval(outline, version), *own, *_closing(outline))


def _approval(outline: Outline, version: int) -> tuple[Item, ...]:
    titles = [_annex_title(outline, kind, version) for kind in outline.annexes[version - 1]]
    if not titles:
        return ()
    if len(titles) == 1:
        return (Item(f"{titles[0]} ilovaga muvofiq tasdiqlansin."),)
    lines = [
        f"{name} – {number}-ilovaga muvofiq{'.' if number == len(titles) else ';'}"
        for number, name in enumerate(titles, 1)
    ]
    return (Item("Quyidagilar tasdiqlansin:", tuple(lines)),)


def _body_item(outline: Outline, body: tuple[str, int]) -> Item:
    kind, rows = body
    table = _table(outline, kind, rows, "body")
    leads = {
        "land": "Quyidagi roʻyxatda keltirilgan yer uchastkalari belgilansin:",
        "objects": "Ishlar quyidagi obyektlarda koʻrsatilgan qiymat doirasida bajarilsin:",
        "money": "Mablagʻlar choraklar kesimida quyidagicha taqsimlansin:",
        "citizens": "Yordam quyidagi fuqarolarga koʻrsatilsin:",
        "programme": "Quyidagi tadbirlar belgilangan muddatlarda bajarilsin:",
        "targets": "Quyidagi maqsadli koʻrsatkichlar belgilansin:",
    }
    return Item(leads[kind], (), replace(table, landscape=False))


def _closing(outline: Outline) -> tuple[Item, ...]:
    if outline.type is DraftType.ORDER:
        return (Item("Mazkur farmoyish ijrosini nazorat qilishni oʻz zimmamda qoldiraman."),)
    force = Item("Mazkur qaror rasmiy eʼlon qilingan kundan eʼtiboran kuchga kiradi.")
    if _is_council(outline):
        control = (
            "Mazkur qaror ijrosini nazorat qilish Kengashning Byudjet va iqtisodiy islohotlar "
            "masalalari doimiy komissiyasi zimmasiga yuklansin."
        )
    else:
        control = (
            "Mazkur qarorning bajarilishini nazorat qilish viloyat hokimining oʻrinbosari "
            f"{initials(outline.deputy)} zimmasiga yuklansin."
        )
    return (Item(control),) if outline.matter.restricted else (Item(control), force)


def _regulation(facts: dict[str, str]) -> tuple[Chapter, ...]:
    chapters = []
    number = 0
    for order, chapter in enumerate(common().regulation, 1):
        paragraphs = []
        for paragraph in chapter.paragraphs:
            number += 1
            paragraphs.append(f"{number}. {paragraph.format_map(facts)}")
        chapters.append(Chapter(f"{order}-bob. {chapter.title}", tuple(paragraphs)))
    return tuple(chapters)


def _annex_title(outline: Outline, kind: str, version: int) -> str:
    text = common().annex[kind].format_map(_facts(outline, version))
    return text[0].upper() + text[1:]


def _filled(item: ItemText, facts: dict[str, str]) -> Item:
    return Item(item.text.format_map(facts), tuple(line.format_map(facts) for line in item.sub))


def _is_council(outline: Outline) -> bool:
    return outline.type is DraftType.COUNCIL


def _written(outline: Outline, text: str) -> str:
    return to_cyrillic(text) if outline.script is Script.CYRILLIC else text


def _content(outline: Outline, content: Act | AnnexSheet | Letter) -> dict[str, Any]:
    write = to_cyrillic if outline.script is Script.CYRILLIC else str
    tree: dict[str, Any] = msgspec.to_builtins(content)
    return {key: _rewritten(key, value, write) for key, value in tree.items()}


def _rewritten(key: str, value: Any, write: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return value if key in _LAYOUT else write(value)
    if isinstance(value, dict):
        return {name: _rewritten(name, inner, write) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rewritten(key, inner, write) for inner in value]
    return value
