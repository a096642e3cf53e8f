"""Registration numbers: given only here, without gaps, and read leniently.

A hokim's act is ``seq-region-district-TYPE/yy``, e.g. ``94-9-0-F/21``; a council's is
``convocation-session-seq-region-district-K/yy``, e.g. ``VI-25-3-9-0-K/21``. District 0 is the
region itself. The sequence runs per authority, type and year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone

from sqlalchemy import Connection, insert, update

from registry.contract import DraftType
from registry.database import sequences
from signing.statement import Authority

LOCAL_TIME = timezone(timedelta(hours=5))
"""Uzbekistan keeps UTC+5 all year; the year of a number is the local one."""

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
# Letters people type for Q, F and K in Cyrillic.
_TYPES = {"Q": "Q", "Қ": "Q", "К": "K", "K": "K", "F": "F", "Ф": "F"}
_NUMBER = re.compile(
    r"""(?:(?P<convocation>[IVXLХ]+)-(?P<session>\d+)-)?
        (?P<seq>\d+)-(?P<region>\d+)-(?P<district>\d+)-(?P<type>[QFKҚФК])/(?P<year>\d{2}|\d{4})""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Number:
    """A number by its parts; ``year`` has four digits."""

    seq: int
    region: int
    district: int
    type: DraftType
    year: int
    convocation: str = ""
    session: int = 0

    def __str__(self) -> str:
        """The one form in which numbers are written here."""
        tail = f"{self.seq}-{self.region}-{self.district}-{self.type}/{self.year % 100:02d}"
        if self.type is DraftType.COUNCIL:
            return f"{self.convocation}-{self.session}-{tail}"
        return tail

    @property
    def slug(self) -> str:
        """The number as it stands in an address of the portal."""
        return str(self).replace("/", "-").lower()


def parse(text: str) -> Number | None:
    """Read a number as people write it, or return None.

    Spaces, any dash, a leading ``№`` or ``N``, lower case, Cyrillic letters and a year of four
    digits are accepted; two digits mean this century.
    """
    folded = re.sub(r"\s+", "", text).upper().translate(_DASHES)
    folded = re.sub(r"^(№|N\.?|-SON)", "", folded).removesuffix("-SON")
    match = _NUMBER.fullmatch(folded)
    if match is None:
        return None
    year = int(match["year"])
    kind = DraftType(_TYPES[match["type"]])
    council = match["convocation"] is not None
    if council is not (kind is DraftType.COUNCIL):
        return None
    return Number(
        seq=int(match["seq"]),
        region=int(match["region"]),
        district=int(match["district"]),
        type=kind,
        year=year if year > 99 else 2000 + year,
        convocation=(match["convocation"] or "").replace("Х", "X"),
        session=int(match["session"] or 0),
    )


def give(
    connection: Connection,
    authority: Authority,
    kind: DraftType,
    year: int,
    *,
    convocation: str = "",
    session: int = 0,
) -> Number:
    """Take the next number of the authority, type and year.

    The caller holds the write lock, and a rollback gives the number back: no gaps, no twins.
    """
    key = (
        (sequences.c.authority_stir == authority.stir)
        & (sequences.c.type == str(kind))
        & (sequences.c.year == year)
    )
    seq = connection.execute(
        update(sequences).where(key).values(last=sequences.c.last + 1).returning(sequences.c.last)
    ).scalar_one_or_none()
    if seq is None:
        seq = 1
        connection.execute(
            insert(sequences).values(
                authority_stir=authority.stir, type=str(kind), year=year, last=seq
            )
        )
    return _number(authority, kind, year, int(seq), convocation, session)


def note(connection: Connection, authority: Authority, number: Number) -> None:
    """Let the sequence continue after ``number``, which was given elsewhere."""
    key = (
        (sequences.c.authority_stir == authority.stir)
        & (sequences.c.type == str(number.type))
        & (sequences.c.year == number.year)
    )
    known = connection.execute(sequences.select().where(key)).one_or_none()
    if known is None:
        connection.execute(
            insert(sequences).values(
                authority_stir=authority.stir,
                type=str(number.type),
                year=number.year,
                last=number.seq,
            )
        )
    elif known.last < number.seq:
        connection.execute(update(sequences).where(key).values(last=number.seq))


def _number(
    authority: Authority, kind: DraftType, year: int, seq: int, convocation: str, session: int
) -> Number:
    council = kind is DraftType.COUNCIL
    return Number(
        seq=seq,
        region=authority.region,
        district=authority.district,
        type=kind,
        year=year,
        convocation=convocation if council else "",
        session=session if council else 0,
    )
