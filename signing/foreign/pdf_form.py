"""What became of a form after it was signed (ISO 32000-1, 12.7; shadow and overlay attacks).

A later update may do little to it: add signatures, sign fields that waited, bring fonts that
nothing signed asks for, and fill fields where the certification says so. Whatever else is another
now – a field's value, a colour that stands above it, a font the form lends it – is a change.
Fields are known by their objects: names may come twice, and an attacker chooses them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from signing.detail import Detail, said
from signing.flaws import Flaw
from signing.foreign.pdf_brought import Brought
from signing.foreign.pdf_graph import Pair, beside, follow, number_of, object_of, same, same_data
from signing.foreign.pdf_lent import Lent
from signing.foreign.pdf_signatures import TIME_STAMP, Field, PdfSignature, fields, form_of
from signing.foreign.pdf_widgets import is_proper, parts
from signing.pdf.compare import plain

_ABOVE = frozenset({"/Parent", "/Kids"})
_LOOKED_AT = _ABOVE | {"/V"}
"""Of fields and widgets: what is looked at by itself."""
_FILLED = {"/V": object, "/AP": dict, "/AS": str, "/I": list, "/RV": object, "/M": str}
"""Entries that filling a field changes, and what they are; where it stands and what it does are no
part of it. Of another kind they are those of something else that the object is besides."""
_FILLABLE = frozenset({"/Tx", "/Btn", "/Ch"})


class FormComparison:
    """The forms of a signed revision and of the file as it is now."""

    def __init__(
        self,
        pair: Pair,
        signature: PdfSignature,
        permission: int | None,
        change: Callable[..., None],
    ) -> None:
        """Compare.

        Args:
            pair: both revisions.
            signature: of the older one.
            permission: what the document's certification allows; None without one.
            change: told what is another now, and with ``allowed`` whether it may be.
        """
        self._pair = pair
        self._signature = signature
        self._permission = permission
        self._tell = change
        self._told = 0
        self._old = fields(pair.old)
        self._new = fields(pair.new)
        self._lent = Lent(pair, _of_signatures(self._old))
        self._kept: dict[object, bool] = {}
        self._orphaned: set[int] = set()

    def _change(self, what: Detail, *, allowed: bool = False) -> None:
        self._told += 1
        self._tell(what, allowed=allowed)

    @cached_property
    def known(self) -> frozenset[int]:
        """The numbers of the widgets that are compared with their fields."""
        return widgets(self._old)

    @cached_property
    def signed(self) -> frozenset[int]:
        """The numbers of the widgets of all signatures."""
        return widgets(item for item in self._new if is_signed(item))

    @cached_property
    def signed_since(self) -> frozenset[int]:
        """The numbers of the widgets of signatures that were not there."""
        return self.signed - widgets(item for item in self._old if is_signed(item))

    @cached_property
    def _signed_now(self) -> frozenset[int | None]:
        """The numbers of the fields that waited for a signature and have one."""
        now = {item.number for item in self._new if is_signed(item)}
        waited = {item.number for item in self._old if not is_signed(item)}
        return frozenset((now & waited) - {None})

    def compared(self) -> frozenset[int]:
        """Return the numbers of the fields and values that are compared here."""
        known: set[int | None] = set()
        for item in self._old:
            if item.kind != "/Sig" or is_signed(item):
                known |= {item.number, number_of(item.value)}
        return _numbers(known)

    def check(self, pages: frozenset[int], catalog: frozenset[int]) -> None:
        """Compare the forms and their fields.

        Args:
            pages: numbers of the pages, which are compared by themselves.
            catalog: the catalog's.
        """
        old, new = form_of(self._pair.old), form_of(self._pair.new)
        # One that stood in the catalog may stand by itself now, and be a stream.
        if old is None or new is None or not same_data(old, new):
            self._change(said(Flaw.FORM))
            return
        stop = pages | catalog | self.compared()
        for key in (old.keys() | new.keys()) - {"/Fields", "/SigFlags"}:
            if not self._is_same_entry(key, dict.get(old, key), dict.get(new, key), stop):
                asked = key == "/NeedAppearances" and self._may_fill()
                self._change(said(Flaw.FORM_ENTRY, key), allowed=asked)
        later = keyed_fields(self._new)
        fields_before = keyed_fields(self._old)
        added = [field for key, field in later.items() if key not in fields_before]
        # Of two fields of one name nobody knows which one is meant.
        names = Counter(item.name for item in (*self._old, *added))
        signatures = [item for item in added if self._is_signature(item, None, pages)]
        self._brought = Brought(self._pair, self._old, signatures)
        told = self._told
        for key, field in fields_before.items():
            self._check_field(field, later.get(key), pages)
        for field in added:
            if names[field.name] > 1 or not self._brought.is_proper(field):
                self._change(said(Flaw.FIELD, field.name))
        lists = (dict.get(old, "/Fields"), dict.get(new, "/Fields"))
        if self._told == told and not self._brought.only(*map(follow, lists)):
            self._change(said(Flaw.FORM_ENTRY, "/Fields"))
        self._check_orphans(pages)

    # The form's own entries.

    def _is_same_entry(self, key: str, old: Any, new: Any, stop: frozenset[int]) -> bool:  # noqa: ANN401
        one, other = follow(old), follow(new)
        if key == "/DA" and one is None:
            return not self._lent.are_written_anew
        if key == "/DR":
            return self._lent.may_become(old, new)
        return same(one, other) and not self._pair.reached([old], stop) & self._pair.touched

    # Fields.

    def _check_field(self, old: Field, new: Field | None, pages: frozenset[int]) -> None:
        what = said(Flaw.FIELD, old.name)
        if new is None or (old.name, old.kind) != (new.name, new.kind):
            self._change(what)
            return
        above = len(old.above) == len(new.above) and all(
            self._keeps(*pair, pages) for pair in zip(old.above, new.above, strict=True)
        )
        if not above:
            self._change(what)
        if is_signed(new) and not is_signed(old):
            if not self._is_signature(new, old, pages):
                self._change(what)
            return
        changed = self._changed(old, new, pages)
        if changed:
            fills = changed <= _FILLED.keys() and self.may_be_filled(old)
            self._change(what, allowed=fills and all(map(_is_filled_properly, parts(new))))

    def may_be_filled(self, field: Field) -> bool:
        """Whether the certification lets people fill a field."""
        return field.kind in _FILLABLE and self._may_fill(field.name)

    def _may_fill(self, name: str | None = None) -> bool:
        """Whether the certification lets people fill a field; without a name, all of them."""
        if self._permission not in (2, 3):
            return False
        locked = self._signature.locked
        return locked is None if name is None else not self._signature.locks(name)

    def _changed(self, old: Field, new: Field, pages: frozenset[int]) -> set[str]:
        """Return the entries of a field and of its widgets that are not what they were."""
        touched = self._pair.touched
        pairs = [(old.dictionary, new.dictionary)]
        numbers = {old.number}
        kids, later = (follow(item.dictionary.get("/Kids")) for item in (old, new))
        if isinstance(kids, list) and isinstance(later, list) and plain(kids) == plain(later):
            pairs += [(follow(kid), follow(other)) for kid, other in zip(kids, later, strict=True)]
            numbers |= set(map(number_of, kids))
        elif plain(kids) != plain(later):
            return {"/Kids"}
        changed: set[str] = set()
        for one, other in pairs:
            if not isinstance(one, dict) or not isinstance(other, dict):
                changed |= set() if plain(one) == plain(other) else {"/Kids"}
                continue
            if getattr(one, "_data", None) != getattr(other, "_data", None):
                changed.add("/Kids")
            for key in one.keys() | other.keys():
                leads = set() if key in _LOOKED_AT else self._pair.behind(_only(one, key), pages)
                if leads & touched or plain(_only(one, key)) != plain(_only(other, key)):
                    changed.add(key)
        # Some readers go by a widget's own.
        values = [old.value, *(dict.get(one, "/V") for one, _ in pairs if isinstance(one, dict))]
        if any(self._of_value(value, old.kind, pages) & touched for value in values):
            changed.add("/V")
        # An object that stands in several places is one thing to one reader, another to the next.
        if not changed and numbers & touched:
            changed.add("/Type")
        return changed

    def _of_value(self, held: Any, kind: str, pages: frozenset[int]) -> set[int | None]:  # noqa: ANN401
        """Return what a field's value leads to; of a signature not the data that it is over."""
        value = follow(held)
        if kind != "/Sig" or not isinstance(value, dict):
            return {*self._pair.reached([held], pages)}
        references = follow(value.get("/Reference")) or []
        found = {number_of(item) for item in (held, value.get("/Reference"), *references)}
        found |= self._pair.behind(value, pages, frozenset({"/Reference"}))
        for item in map(follow, references):
            if isinstance(item, dict):
                found |= self._pair.behind(item, pages, frozenset({"/Data"}))
        return found

    def _is_signature(self, field: Field, waiting: Field | None, pages: frozenset[int]) -> bool:
        """Whether a field is a later signature, or a time-stamp, and nothing else besides.

        Args:
            field: as it is now.
            waiting: as it was before it was signed; None if it is new.
            pages: numbers of the pages.
        """
        value = follow(field.value)
        if field.kind != "/Sig" or not isinstance(value, dict) or "/ByteRange" not in value:
            return False
        time_stamp = follow(value.get("/SubFilter")) == TIME_STAMP
        if self._permission == 1 and not time_stamp:
            return False
        # What acts may name the field itself and its widgets.
        stop = pages | widgets([field])

        def is_kept(had: Any) -> bool:  # noqa: ANN401
            return not self._pair.reached([had], stop) & self._pair.touched

        return is_proper(field, waiting, time_stamp=time_stamp, is_kept=is_kept)

    # What stands above.

    def _keeps(self, old: Any, new: Any, pages: frozenset[int]) -> bool:  # noqa: ANN401
        """Whether what stands above fields is what it was, more of them left aside."""
        number = number_of(old)
        if number != number_of(new):
            return False
        # Both are held on to by their fields.
        key = number if number is not None else (id(old), id(new))
        if key not in self._kept:
            self._kept[key] = self._is_kept(old, new, pages)
        return self._kept[key]

    def _is_kept(self, old: Any, new: Any, pages: frozenset[int]) -> bool:  # noqa: ANN401
        before, after = follow(old), follow(new)
        one, other = (
            {key: item for key, item in found.items() if key != "/Kids"}
            for found in (before, after)
        )
        return (
            self._brought.only(before.get("/Kids"), after.get("/Kids"), number_of(old))
            and plain(one) == plain(other)
            and not self._pair.behind(one, pages, _ABOVE) & self._pair.touched
        )

    def _check_orphans(self, pages: frozenset[int]) -> None:
        """What annotations and fields call their parents is what it was, listed or not."""
        listed = {number_of(item) for field in self._old for item in field.above}
        # One that waited may be another now; only its own widgets inherit from it.
        listed |= {item.number for item in self._old if item.number not in self._signed_now}
        theirs = widgets(item for item in self._old if item.number in self._signed_now)
        for index, page in enumerate(self._pair.old.pages, 1):
            for item in follow(page.get("/Annots")) or []:
                found = follow(item)
                # A note is compared with all that it leads to.
                is_note = isinstance(found, dict) and not beside(found)
                if is_note and number_of(item) not in self.known:
                    continue
                own = listed | self._signed_now if number_of(item) in theirs else listed
                if not self._has_its_parents(item, own, pages):
                    self._change(said(Flaw.ANNOTATION, index))
        for field in self._old:
            if not self._has_its_parents(field.dictionary, listed, pages):
                self._change(said(Flaw.FIELD, field.name))

    def _has_its_parents(
        self,
        item: Any,  # noqa: ANN401
        listed: set[int | None],
        pages: frozenset[int],
    ) -> bool:
        # However long the way up is: readers inherit from its end too.
        while True:
            found = follow(item)
            if not isinstance(found, dict):
                return True
            parent = dict.get(found, "/Parent")
            number = number_of(parent)
            if number is None:
                return not self._pair.reached([parent], pages) & self._pair.touched
            if number in self._orphaned or number in listed:
                return True
            self._orphaned.add(number)
            if number in self._pair.touched:
                return False
            item = object_of(self._pair.old, number)
            above = item if isinstance(item, dict) else {}
            if self._pair.behind(above, pages, _ABOVE) & self._pair.touched:
                return False


def _is_filled_properly(part: Any) -> bool:  # noqa: ANN401
    found = ((kind, follow(part.get(key))) for key, kind in _FILLED.items())
    return all(item is None or isinstance(item, kind) for kind, item in found)


def is_signed(item: Field) -> bool:
    """Whether a field holds a signature."""
    return item.kind == "/Sig" and follow(item.value) is not None


def widgets(found: Iterable[Field]) -> frozenset[int]:
    """Return the numbers of what stands on the pages for fields: themselves or their kids."""
    numbers: set[int | None] = set()
    for item in found:
        numbers.add(item.number)
        numbers.update(number_of(kid) for kid in follow(item.dictionary.get("/Kids")) or [])
    return _numbers(numbers)


def _of_signatures(found: list[Field]) -> frozenset[int]:
    """Return the numbers of what stands on the pages for signatures and for nothing else."""
    signatures = [item for item in found if item.kind == "/Sig"]
    nodes = {id(node): node for item in found for node in map(follow, item.above)}
    above = {number_of(kid) for node in nodes.values() for kid in follow(node.get("/Kids")) or []}
    others = widgets(item for item in found if item.kind != "/Sig")
    return widgets(signatures) - others - (above - {item.number for item in signatures})


def _only(found: Any, key: str) -> dict[str, Any]:  # noqa: ANN401
    return {name: item for name, item in found.items() if name == key}


def keyed_fields(found: list[Field]) -> dict[object, Field]:
    """Return fields by their numbers; one without a number by its name and which of them it is."""
    keyed: dict[object, Field] = {}
    unnumbered: Counter[str] = Counter()
    for item in found:
        key: object = item.number
        if key is None:
            unnumbered[item.name] += 1
            key = (item.name, unnumbered[item.name])
        keyed[key] = item
    return keyed


def _numbers(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(number for number in found if number is not None)
