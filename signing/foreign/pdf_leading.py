"""Which objects lead to what updates name, in however many steps and to whomever (7.3.10).

Of an entry that comes twice the library takes one; other readers take the other. So the way is
gone backwards, over all that stands in the signed bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signing.foreign.pdf_graph import follow, number_of
from signing.foreign.pdf_signatures import Field, fields

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader


@dataclass(frozen=True)
class Apart:
    """What is compared by itself, and leads to nearly everything."""

    pages: frozenset[int]
    """Nothing of them but their annotations may be another."""
    others: frozenset[int]
    """Lists of annotations; signatures, which name the catalog as what they are over."""


def apart(old: BoundedReader) -> Apart:
    """Return what is compared by itself.

    Args:
        old: the signed revision.

    Raises:
        MalformedDocument: its form is nested without end.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    others = {number_of(item.value) for item in fields(old) if _is_over_data(item)}
    pages: set[int | None] = set()
    for page in old.pages:
        pages.add(number_of(page.indirect_reference))
        # A picture or a drawing is no list.
        if isinstance(follow(page.get("/Annots")), list):
            others.add(number_of(dict.get(page, "/Annots")))
    return Apart(_numbers(pages), _numbers(others))


def leading(
    ways: Sequence[tuple[int, frozenset[int]]],
    ends: Iterable[int],
    but: Apart,
    look: Callable[[], None],
) -> frozenset[int]:
    """Return the numbers of all objects that lead to some, and these.

    Args:
        ways: numbers of objects and what each mentions to anybody; one may stand twice.
        ends: where they lead to; pages are left out.
        but: what no way goes over.
        look: called all along; raises where it takes too long.
    """
    found = set(ends) - but.pages
    stops = but.pages | but.others
    kept = [way for way in ways if way[0] not in stops]
    before = -1
    while before != len(found):
        before = len(found)
        # Objects stand in their order or against it: a long chain is gone through at once.
        kept.reverse()
        for number, mentioned in kept:
            look()
            if not mentioned.isdisjoint(found):
                found.add(number)
    return frozenset(found)


def _is_over_data(field: Field) -> bool:
    value = follow(field.value)
    if field.kind != "/Sig" or not isinstance(value, dict):
        return False
    references = follow(value.get("/Reference"))
    return isinstance(references, list) and all(
        isinstance(follow(item), dict) for item in references
    )


def _numbers(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(number for number in found if number is not None)
