"""What changed between two versions of a draft beside their words: facts and annexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from eqaror_desktop.comparison.text import TextChanges
from sync.folding import fold
from sync.wire import Annex, Draft


class Fact(StrEnum):
    """A fact about a draft that a version can change."""

    TITLE = "title"
    TYPE = "type"
    AUTHORITY = "authority"
    SIGNER = "signer"
    LEGAL_BASIS = "legal_basis"
    LANGUAGE = "language"
    NORMATIVE = "normative"
    RESTRICTED = "restricted"
    PAGES = "pages"


@dataclass(frozen=True)
class FactChange:
    """One fact, as it was and as it is; yes and no are ``true`` and ``false``."""

    fact: Fact
    before: str
    after: str


class AnnexFate(StrEnum):
    """What became of an annex; several can be true of one."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    """The same file under another title."""
    RENUMBERED = "renumbered"
    EXCHANGED = "exchanged"
    """The same files, and each now stands in the other's place."""
    REPLACED = "replaced"
    """Another file in its place."""


@dataclass(frozen=True)
class AnnexChange:
    """One annex before and after; None where there is none."""

    fates: tuple[AnnexFate, ...]
    before: Annex | None
    after: Annex | None


@dataclass(frozen=True)
class Side:
    """One of the two versions.

    ``proven`` is whether the digest follows from what was compared; an older version whose title
    the registry no longer tells is not.
    """

    number: int
    digest: str
    proven: bool


@dataclass(frozen=True)
class FileText:
    """The words of an annex that was replaced, compared; ``number`` is its present one."""

    number: int
    text: TextChanges


@dataclass(frozen=True)
class VersionChanges:
    """Everything that differs between two versions."""

    draft: str
    before: Side
    after: Side
    facts: tuple[FactChange, ...]
    annexes: tuple[AnnexChange, ...]
    text_replaced: bool
    """Whether the text is another file at all."""
    text: TextChanges
    annex_texts: tuple[FileText, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is any difference; another file with the same words is one."""
        return bool(self.facts or self.annexes or self.text_replaced)


def compare_facts(before: Draft, after: Draft, pages: tuple[int, int]) -> tuple[FactChange, ...]:
    """Return the facts that differ; ``pages`` are the numbers of pages of both texts."""
    ours, theirs = _facts(before, pages[0]), _facts(after, pages[1])
    return tuple(
        FactChange(fact, ours[fact], theirs[fact]) for fact in Fact if ours[fact] != theirs[fact]
    )


def compare_annexes(before: Sequence[Annex], after: Sequence[Annex]) -> tuple[AnnexChange, ...]:
    """Return the annexes that differ, in their present order, then those that are gone.

    What an annex *is* is its digest; title and number only say where it belongs.
    """
    pairs = dict(_by_content(before, after))
    exchanged = {
        number
        for number, (old, new) in pairs.items()
        if old.number != new.number and _stands(pairs, new.number, old.number)
    }
    left = [item for item in before if item not in [old for old, _ in pairs.values()]]
    pairs |= _by_place(left, [item for item in after if item.number not in pairs])
    changes = []
    for new in after:
        old = pairs[new.number][0] if new.number in pairs else None
        if old is not None and old in left:
            left.remove(old)
        fates = tuple(_fates(old, new, exchanged=new.number in exchanged))
        if fates:
            changes.append(AnnexChange(fates, old, new))
    return (*changes, *(AnnexChange((AnnexFate.REMOVED,), item, None) for item in left))


def _facts(draft: Draft, pages: int) -> dict[Fact, str]:
    summary, signer = draft.summary, draft.signer
    return {
        Fact.TITLE: summary.title,
        Fact.TYPE: str(summary.type),
        Fact.AUTHORITY: summary.authority.name,
        Fact.SIGNER: f"{signer.name}, {signer.post}",
        Fact.LEGAL_BASIS: draft.legal_basis,
        Fact.LANGUAGE: draft.language,
        Fact.NORMATIVE: str(draft.normative).lower(),
        Fact.RESTRICTED: str(summary.restricted).lower(),
        Fact.PAGES: str(pages),
    }


def _by_content(
    before: Sequence[Annex], after: Sequence[Annex]
) -> Iterator[tuple[int, tuple[Annex, Annex]]]:
    """Yield the present number of each annex that is still here, with what it was.

    Of two copies of one file the one in the same place is meant, then the one of the same title.
    """
    left = list(before)
    waiting = list(after)
    for same in (_same_place, _same_title, _same_content):
        for new in tuple(waiting):
            old = next((item for item in left if same(item, new)), None)
            if old is not None:
                left.remove(old)
                waiting.remove(new)
                yield new.number, (old, new)


def _same_content(old: Annex, new: Annex) -> bool:
    return old.file.sha256 == new.file.sha256


def _same_place(old: Annex, new: Annex) -> bool:
    return _same_content(old, new) and old.number == new.number


def _same_title(old: Annex, new: Annex) -> bool:
    return _same_content(old, new) and old.title == new.title


def _stands(pairs: dict[int, tuple[Annex, Annex]], old: int, new: int) -> bool:
    other = pairs.get(new)
    return other is not None and other[0].number == old


def _by_place(left: Sequence[Annex], waiting: Sequence[Annex]) -> dict[int, tuple[Annex, Annex]]:
    """Return what stood in the place of each annex with another content, by present number.

    The same title tells more than the same number, so every title is looked for before any
    number is: an annex put in before another moves the numbers of all that follow.
    """
    pairs: dict[int, tuple[Annex, Annex]] = {}
    free, waiting = list(left), list(waiting)
    for same in (_titled, _titled_alike, _numbered):
        for new in tuple(waiting):
            old = next((item for item in free if same(item, new)), None)
            if old is not None:
                free.remove(old)
                waiting.remove(new)
                pairs[new.number] = (old, new)
    return pairs


def _titled(old: Annex, new: Annex) -> bool:
    return old.title == new.title


def _titled_alike(old: Annex, new: Annex) -> bool:
    return fold(old.title) == fold(new.title)


def _numbered(old: Annex, new: Annex) -> bool:
    return old.number == new.number


def _fates(old: Annex | None, new: Annex, *, exchanged: bool) -> Iterator[AnnexFate]:
    if old is None:
        yield AnnexFate.ADDED
        return
    if not _same_content(old, new):
        yield AnnexFate.REPLACED
    if old.title != new.title:
        yield AnnexFate.RENAMED
    if exchanged:
        yield AnnexFate.EXCHANGED
    elif old.number != new.number:
        yield AnnexFate.RENUMBERED
