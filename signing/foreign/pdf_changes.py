"""What happened to a PDF after it was signed (ISO 32000-1, 12.8.2; shadow and overlay attacks).

A signature covers the beginning of a file; what a reader shows is its end. So everything that the
signed revision shows – pages, their resources, annotations, fields, the catalog's other branches –
must lead to objects that no later update touched. What later updates may bring are signatures,
time-stamps, what proves them, and what a certification expressly allows; that too is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signing.detail import Detail, said
from signing.flaws import Flaw
from signing.foreign.pdf_form import FormComparison
from signing.foreign.pdf_graph import Pair, beside, follow, number_of, same_data
from signing.foreign.pdf_roles import Roles
from signing.foreign.pdf_signatures import PdfSignature, catalog_of
from signing.foreign.pdf_tags import says_the_same
from signing.foreign.pdf_title import title_shown
from signing.pdf.compare import plain

if TYPE_CHECKING:
    from signing.foreign.pdf_mentions import Mentions
    from signing.foreign.pdf_reader import BoundedReader

_FREE = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"})
"""Entries of the catalog that later revisions may change; the first is looked into."""
_TREE = "/Pages"
"""Readers go through it by what a node calls itself, by the kids it has or by the count it tells:
nothing of it may be another, whatever the library takes for a page."""
_UNSEEN = frozenset({"/PieceInfo", "/Type"})
"""Not followed: they change nothing that is seen or heard."""
_HEARD = "/StructTreeRoot"
_RIGHTS = "/Perms"
_PAGE_FREE = frozenset({"/Annots", "/Tabs"})
_ORDERS = frozenset({None, "/R", "/C", "/S", "/A", "/W"})
"""In which the keyboard goes through annotations (12.5.1); programs set it as they add a field."""
_NOTES = frozenset(
    {
        *("/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Stamp"),
        *("/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink", "/Popup"),
    }
)
"""What a certification that allows annotations lets people add (12.5.6.2): words and marks."""
_ACTING = frozenset({"/A", "/AA", "/OC"})


@dataclass(frozen=True)
class Change:
    """Something that was changed; ``allowed`` by the certification."""

    what: Detail
    allowed: bool = False


def changes(
    old: BoundedReader,
    new: BoundedReader,
    signature: PdfSignature,
    permission: int | None,
    mentions: Mentions,
) -> list[Change]:
    """Return what later updates did to what was signed.

    Args:
        old: the signed revision.
        new: the whole file.
        signature: whose revision it is.
        permission: what the document's certification allows; None without one.
        mentions: what objects of the file mention.

    Raises:
        DocumentTooLarge: more objects than are looked at.
    """
    return _Comparison(Pair(old, new), signature, permission).run(mentions)


class _Comparison:
    def __init__(self, pair: Pair, signature: PdfSignature, permission: int | None) -> None:
        self._pair = pair
        self._permission = permission
        self._found: dict[Change, None] = {}
        self._form = FormComparison(pair, signature, permission, self._change)

    def run(self, mentions: Mentions) -> list[Change]:
        old, new = self._pair.old, self._pair.new
        if number_of(old.trailer.raw_get("/Root")) != number_of(new.trailer.raw_get("/Root")):
            return [Change(said(Flaw.CATALOG))]
        before = [number_of(page.indirect_reference) for page in old.pages]
        after = [number_of(page.indirect_reference) for page in new.pages]
        if before != after:
            return [Change(said(Flaw.PAGES))]
        pages = _numbers(before)
        trees = [dict.get(catalog_of(one), _TREE) for one in (old, new)]
        # What the library counts for no page may be one elsewhere; pages are looked at below.
        if plain(trees[0]) != plain(trees[1]) or self._is_touched_from(trees[0], pages):
            return [Change(said(Flaw.PAGES))]
        self._check_catalog(pages)
        self._check_pages(pages)
        self._form.check(pages, self._catalog())
        self._check_annotations(pages)
        if all(item.allowed for item in self._found):
            self._check_roles(pages, mentions)
        return list(self._found)

    def _change(self, what: Detail, *, allowed: bool = False) -> None:
        self._found[Change(what, allowed)] = None

    def _check_catalog(self, pages: frozenset[int]) -> None:
        old, new = catalog_of(self._pair.old), catalog_of(self._pair.new)
        stop = pages | self._form.compared()
        heard = old.get(_HEARD), new.get(_HEARD)
        # One that stood in the catalog may stand by itself now, and be a stream.
        kept = same_data(*map(follow, heard))
        if not kept or not says_the_same(self._pair, *heard, *self._spoken(stop)):
            self._change(said(Flaw.CATALOG_ENTRY, _HEARD))
        if title_shown(self._pair.old) != title_shown(self._pair.new):
            self._change(said(Flaw.TITLE))
        for key in sorted((old.keys() | new.keys()) - _FREE - _UNSEEN - {_HEARD, _TREE}):
            # Nothing else leads to the catalog: names of its entries would be those of others.
            over = self._catalog() if key == _RIGHTS else frozenset[int]()
            changed = self._is_touched_from(dict.get(old, key), stop | over)
            if changed or plain(old.get(key), key) != plain(new.get(key), key):
                self._change(said(Flaw.CATALOG_ENTRY, key))

    def _catalog(self) -> frozenset[int]:
        # Usage rights and signatures name the catalog as what they are over (12.8.2.3).
        return _numbers({number_of(self._pair.old.trailer.raw_get("/Root"))})

    def _is_touched_from(self, value: Any, stop: frozenset[int]) -> bool:  # noqa: ANN401
        return bool(self._pair.reached([value], stop) & self._pair.touched)

    def _spoken(self, stop: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
        """Return what a structure tree leads to that is compared here, and what may be new."""
        shown = [kid for page in self._pair.old.pages for kid in follow(page.get("/Annots")) or []]
        known = _numbers(map(number_of, shown)) | self._form.known
        return stop | known, self._form.signed

    def _check_pages(self, numbers: frozenset[int]) -> None:
        """No page, and nothing a page is drawn with, is another now."""
        nodes: set[int] = set()
        for index, (old, new) in enumerate(
            zip(self._pair.old.pages, self._pair.new.pages, strict=True), 1
        ):
            left = {key: item for key, item in old.items() if key not in _PAGE_FREE}
            right = {key: item for key, item in new.items() if key not in _PAGE_FREE}
            reached = self._pair.behind(left, numbers, frozenset({"/Parent"}))
            parent = old.get("/Parent") and old.raw_get("/Parent")
            # Resources and boxes may be inherited from the nodes above (7.7.3.4).
            while (number := number_of(parent)) is not None and number not in nodes:
                nodes.add(number)
                node = follow(parent)
                reached |= {number} | self._pair.behind(
                    node, numbers, frozenset({"/Kids", "/Parent"})
                )
                parent = node.raw_get("/Parent") if "/Parent" in node else None
            other = follow(new.get("/Tabs")) not in _ORDERS
            if other or plain(left) != plain(right) or reached & self._pair.touched:
                self._change(said(Flaw.PAGE, index))

    # Annotations.

    def _check_annotations(self, numbers: frozenset[int]) -> None:
        pages = zip(self._pair.old.pages, self._pair.new.pages, strict=True)
        for index, (old, new) in enumerate(pages, 1):
            before = list(follow(old.get("/Annots")) or [])
            after = list(follow(new.get("/Annots")) or [])
            left = {_key(item): item for item in before}
            right = {_key(item): item for item in after}
            what = said(Flaw.ANNOTATION, index)
            # What comes later lies over what comes before (12.5.2): none is gone, none is moved.
            if [key for key in map(_key, after) if key in left] != [*map(_key, before)]:
                self._change(what)
            for key, item in left.items():
                # Fields are looked at with the form.
                own = number_of(item)
                if key not in right or own in self._form.known:
                    continue
                if self._is_touched(item, numbers):
                    self._change(what, allowed=self._may_note(item, right[key]))
            for item in (item for key, item in right.items() if key not in left):
                if number_of(item) not in self._form.signed_since:
                    self._change(what, allowed=self._may_note(item))

    def _is_touched(self, item: Any, pages: frozenset[int]) -> bool:  # noqa: ANN401
        found = follow(item)
        is_note = isinstance(found, dict)
        reached = self._pair.behind(found, pages, beside(found)) if is_note else set[int]()
        return bool((reached | {number_of(item)}) & self._pair.touched)

    def _check_roles(self, pages: frozenset[int], mentions: Mentions) -> None:
        """What was not compared, or was not as every reader reads it, is what it was."""
        shown = (
            item for page in self._pair.old.pages for item in follow(page.get("/Annots")) or []
        )
        stop = pages | self._catalog() | self._form.compared()
        roles = Roles(
            self._pair,
            self._spoken(stop)[0],
            self._form.may_be_filled,
            [item for item in shown if self._may_note(item)],
        )
        stranger = roles.stranger(mentions)
        if stranger is not None:
            self._change(said(Flaw.UPDATE_OBJECT, stranger))
        elif not self._found and roles.allowed & self._pair.touched:
            # Whatever is let through for the certification's sake alone is told.
            number = min(roles.allowed & self._pair.touched)
            self._change(said(Flaw.UPDATE_OBJECT, number), allowed=True)

    def _may_note(self, *items: Any) -> bool:  # noqa: ANN401
        """Whether the certification allows annotations, and these are words and marks alone."""
        return self._permission == 3 and all(
            isinstance(found, dict)
            and follow(found.get("/Subtype")) in _NOTES
            and not found.keys() & _ACTING
            for found in map(follow, items)
        )


def _key(item: Any) -> Any:  # noqa: ANN401
    return repr(plain(item))


def _numbers(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(number for number in found if number is not None)
