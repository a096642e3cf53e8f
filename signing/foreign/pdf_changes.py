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
from signing.foreign.pdf_graph import Pair, follow, number_of, same
from signing.foreign.pdf_signatures import (
    TIME_STAMP,
    Field,
    PdfSignature,
    catalog_of,
    fields,
    form_of,
)
from signing.foreign.pdf_tags import says_the_same
from signing.pdf.compare import plain

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_FREE = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version", "/Pages"})
"""Entries of the catalog that later revisions may change; the first and last are looked into."""
_UNSEEN = frozenset({"/PieceInfo", "/Type"})
"""Not followed: they change nothing that is seen or heard."""
_HEARD = "/StructTreeRoot"
_PAGE_FREE = frozenset({"/Annots", "/LastModified", "/Tabs", "/PieceInfo"})
_UP = frozenset({"/Parent", "/P", "/Popup", "/IRT", "/StructParent", "/StructParents", "/Kids"})
"""Of fields and annotations: entries that lead to what is looked at by itself. Nowhere else: in a
list of pictures they are names that the author chose."""
_DRAWN = frozenset({"/Resources", "/Contents", "/AP"})
"""Of pages and annotations: entries of what is seen. Nothing that they lead to is left out, not
even a page: it may be its own list of pictures."""


@dataclass(frozen=True)
class Change:
    """Something that was changed; ``allowed`` by the certification."""

    what: Detail
    allowed: bool = False


def changes(
    old: BoundedReader, new: BoundedReader, signature: PdfSignature, permission: int | None
) -> list[Change]:
    """Return what later updates did to what was signed.

    Args:
        old: the signed revision.
        new: the whole file.
        signature: whose revision it is.
        permission: what the document's certification allows; None without one.

    Raises:
        DocumentTooLarge: more objects than are looked at.
    """
    return _Comparison(Pair(old, new), signature, permission).run()


def shown_later(old: BoundedReader, new: BoundedReader) -> list[str]:
    """Return the names of signatures that came later and show something on a page.

    What they show may lie over what was signed before (attacks on certified documents, Mladenov
    and others, S&P 2021), so it is worth as much as its signer.
    """
    before = {item.name for item in fields(old) if _is_signed(item)}
    return [
        item.name
        for item in fields(new)
        if _is_signed(item) and item.name not in before and _is_seen(item)
    ]


class _Comparison:
    def __init__(self, pair: Pair, signature: PdfSignature, permission: int | None) -> None:
        self._pair = pair
        self._signature = signature
        self._permission = permission
        self._found: dict[Change, None] = {}
        self._old_fields = fields(pair.old)
        self._new_fields = fields(pair.new)

    def run(self) -> list[Change]:
        old, new = self._pair.old, self._pair.new
        if number_of(old.trailer.raw_get("/Root")) != number_of(new.trailer.raw_get("/Root")):
            return [Change(said(Flaw.CATALOG))]
        before = [number_of(page.indirect_reference) for page in old.pages]
        after = [number_of(page.indirect_reference) for page in new.pages]
        if before != after:
            return [Change(said(Flaw.PAGES))]
        pages = _numbers(before)
        self._check_catalog(pages)
        self._check_pages(pages)
        self._check_form(pages)
        self._check_annotations(pages)
        return list(self._found)

    def _change(self, what: Detail, *, allowed: bool = False) -> None:
        self._found[Change(what, allowed)] = None

    def _check_catalog(self, pages: frozenset[int]) -> None:
        old, new = catalog_of(self._pair.old), catalog_of(self._pair.new)
        stop = pages | self._compared()
        if not says_the_same(self._pair, old.get(_HEARD), new.get(_HEARD), *self._spoken(stop)):
            self._change(said(Flaw.CATALOG_ENTRY, _HEARD))
        for key in sorted((old.keys() | new.keys()) - _FREE - _UNSEEN - {_HEARD}):
            reached = self._pair.reached([old.get(key)], stop)
            if plain(old.get(key)) != plain(new.get(key)) or reached & self._pair.touched:
                self._change(said(Flaw.CATALOG_ENTRY, key))

    def _spoken(self, stop: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
        """Return what a structure tree leads to that is compared here, and what may be new."""
        shown = [kid for page in self._pair.old.pages for kid in follow(page.get("/Annots")) or []]
        signed = _widgets([item for item in self._new_fields if _is_signed(item)])
        known = {*map(number_of, shown), *_widgets(self._old_fields)}
        return stop | _numbers(known), _numbers(signed)

    def _compared(self) -> frozenset[int]:
        """Return the numbers of the catalog, and of fields and values compared with the form."""
        # Usage rights name the catalog as what they are over (12.8.2.3).
        known: set[int | None] = {number_of(self._pair.old.trailer.raw_get("/Root"))}
        for item in self._old_fields:
            if item.kind != "/Sig" or _is_signed(item):
                known |= {item.number, number_of(item.value)}
        return _numbers(known)

    def _check_pages(self, numbers: frozenset[int]) -> None:
        """No page, and nothing a page is drawn with, is another now."""
        nodes: set[int] = set()
        for index, (old, new) in enumerate(
            zip(self._pair.old.pages, self._pair.new.pages, strict=True), 1
        ):
            left = {key: item for key, item in old.items() if key not in _PAGE_FREE}
            right = {key: item for key, item in new.items() if key not in _PAGE_FREE}
            reached = self._behind(left, numbers, frozenset({"/Parent"}))
            parent = old.get("/Parent") and old.raw_get("/Parent")
            # Resources and boxes may be inherited from the nodes above (7.7.3.4).
            while (number := number_of(parent)) is not None and number not in nodes:
                nodes.add(number)
                node = follow(parent)
                reached |= {number} | self._behind(node, numbers, frozenset({"/Kids", "/Parent"}))
                parent = node.raw_get("/Parent") if "/Parent" in node else None
            if plain(left) != plain(right) or reached & self._pair.touched:
                self._change(said(Flaw.PAGE, index))

    def _behind(
        self,
        dictionary: Any,  # noqa: ANN401
        pages: frozenset[int],
        left_out: frozenset[str] = _UP,
    ) -> set[int]:
        """Return what a page, a node, a field or an annotation leads to, pages left out."""
        items = [(key, item) for key, item in dictionary.items() if key not in left_out]
        drawn = [item for key, item in items if key in _DRAWN]
        others = [item for key, item in items if key not in _DRAWN]
        return self._pair.reached(drawn) | self._pair.reached(others, pages)

    # Forms.

    def _check_form(self, pages: frozenset[int]) -> None:
        old, new = form_of(self._pair.old), form_of(self._pair.new)
        if old is None or new is None:
            self._change(said(Flaw.FORM))
            return
        stop = pages | self._compared()
        for key in (old.keys() | new.keys()) - {"/Fields", "/SigFlags"}:
            one, other = follow(old.get(key)), follow(new.get(key))
            if key == "/DA":
                same_still = one is None or same(one, other)
            elif key == "/DR":
                same_still = self._only_adds(old.get(key), new.get(key))
            else:
                reached = self._pair.reached([old.get(key)], stop)
                same_still = same(one, other) and not reached & self._pair.touched
            if not same_still:
                self._change(said(Flaw.FORM_ENTRY, key))
        later = {item.name: item for item in self._new_fields}
        for field in self._old_fields:
            self._check_field(field, later.pop(field.name, None), pages)
        for field in later.values():
            self._check_new_signature(field, said(Flaw.FIELD, field.name))

    def _only_adds(self, old: Any, new: Any, depth: int = 2) -> bool:  # noqa: ANN401
        """Whether resources of a form, by kind and name, are what they were, and maybe more."""
        before, after = follow(old), follow(new)
        if before is None:
            return True
        if depth and isinstance(before, dict) and isinstance(after, dict):
            return all(
                self._only_adds(item, dict.get(after, key), depth - 1)
                for key, item in before.items()
            )
        reached = self._pair.reached([old])
        return bool(plain(old) == plain(new)) and not reached & self._pair.touched

    def _check_field(self, old: Field, new: Field | None, pages: frozenset[int]) -> None:
        if new is None or old.number != new.number or old.kind != new.kind:
            self._change(said(Flaw.FIELD, old.name))
            return
        if old.kind == "/Sig" and not _is_signed(old) and _is_signed(new):
            self._check_new_signature(new, said(Flaw.FIELD, old.name))
            return
        kids = follow(old.dictionary.get("/Kids")) or []
        own = {old.number, *map(number_of, kids)}
        for item in (old.dictionary, *filter(_is_dictionary, map(follow, kids))):
            own |= self._behind(item, pages, _UP | {"/V"})
        own |= self._of_value(old, pages)
        values = same(follow(old.value), follow(new.value))
        if own & self._pair.touched or not values or not same(old.dictionary, new.dictionary):
            fills = old.kind in ("/Tx", "/Btn", "/Ch") and self._permission in (2, 3)
            self._change(
                said(Flaw.FIELD, old.name), allowed=fills and not self._signature.locks(old.name)
            )

    def _of_value(self, field: Field, pages: frozenset[int]) -> set[int | None]:
        """Return what a field's value leads to; of a signature not the data that it is over."""
        value = follow(field.value)
        if field.kind != "/Sig" or not isinstance(value, dict):
            return {*self._pair.reached([field.value], pages)}
        references = follow(value.get("/Reference")) or []
        found = {number_of(item) for item in (field.value, value.get("/Reference"), *references)}
        found |= self._behind(value, pages, frozenset({"/Reference"}))
        for item in filter(_is_dictionary, map(follow, references)):
            found |= self._behind(item, pages, frozenset({"/Data"}))
        return found

    def _check_new_signature(self, field: Field, what: Detail) -> None:
        """A later signature or time-stamp is no change, unless nothing may be signed any more."""
        value = follow(field.value)
        signs = field.kind == "/Sig" and isinstance(value, dict) and "/ByteRange" in value
        proves = signs and follow(value.get("/SubFilter")) == TIME_STAMP
        if not signs or (self._permission == 1 and not proves):
            self._change(what)

    # Annotations.

    def _check_annotations(self, numbers: frozenset[int]) -> None:
        known = _widgets(self._old_fields)
        signed = _widgets([item for item in self._new_fields if _is_signed(item)])
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
                if key in right and own not in known and self._is_touched(item, numbers):
                    self._change(what, allowed=self._permission == 3)
            for item in (item for key, item in right.items() if key not in left):
                if number_of(item) not in signed:
                    self._change(what, allowed=self._permission == 3)

    def _is_touched(self, item: Any, pages: frozenset[int]) -> bool:  # noqa: ANN401
        found = follow(item)
        reached = self._behind(found, pages) if isinstance(found, dict) else set()
        return bool((reached | {number_of(item)}) & self._pair.touched)


def _is_signed(item: Field) -> bool:
    return item.kind == "/Sig" and follow(item.value) is not None


def _is_dictionary(item: Any) -> bool:  # noqa: ANN401
    return isinstance(item, dict)


def _is_seen(item: Field) -> bool:
    widgets = [follow(kid) for kid in follow(item.dictionary.get("/Kids")) or [item.dictionary]]
    for widget in widgets:
        corners = [float(follow(corner)) for corner in follow(widget.get("/Rect")) or []]
        if len(corners) != 4 or (corners[0] != corners[2] and corners[1] != corners[3]):
            return True
    return False


def _key(item: Any) -> Any:  # noqa: ANN401
    number = number_of(item)
    return number if number is not None else repr(plain(item))


def _widgets(found: list[Field]) -> set[int | None]:
    """Return the numbers of what stands on the pages for fields: themselves or their kids."""
    numbers: set[int | None] = set()
    for item in found:
        numbers.add(item.number)
        numbers.update(number_of(kid) for kid in follow(item.dictionary.get("/Kids")) or [])
    return numbers - {None}


def _numbers(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(number for number in found if number is not None)
