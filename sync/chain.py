"""A log in which every record carries the SHA-256 of the one before it.

A record is one line of canonical JSON (RFC 8785), so that anybody can compute its digest again
with common tools. The digest of the last record, the *head*, stands for the whole log: whoever
wrote a head down once can tell later whether anything up to there was changed, removed or put
between. What comes after a head, and a log that is rewritten as a whole where nobody has a head
of it, no chain can tell.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec

from sync.values import Value

FORMAT = 1
"""The version of a record's fields; a verifier refuses a newer one by name."""
_NOTHING = "0" * 64
LONGEST = 64 * 1024
"""Bytes of the longest line a verifier reads."""

Fields = Mapping[str, object]


class Head(Value, frozen=True):
    """The last record's number and digest."""

    number: int = 0
    digest: str = _NOTHING

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read what :meth:`__str__` wrote.

        Raises:
            ValueError: it is something else.
        """
        found = re.fullmatch(r"(\d{1,15}):([0-9a-fA-F]{64})", text.strip())
        if found is None:
            raise ValueError("not the head of a log")
        return cls(int(found[1]), found[2].lower())


class Record(Value, frozen=True):
    """One link; ``text`` is the canonical JSON that ``digest`` is of."""

    number: int
    digest: str
    text: str
    whole: bool = True
    """False: the line it was read from does not end as a line of an export does."""


class Fault(StrEnum):
    """What is wrong at the first broken place."""

    FORM = "form"
    """Not a record, or not in canonical form."""
    NEWER = "newer"
    """A record of a newer program."""
    ORDER = "order"
    """A record is missing, doubled or out of its place."""
    PREVIOUS = "previous"
    """It does not follow from the record before: that one, or this one, was changed."""
    DIGEST = "digest"
    """The digest kept beside it is another's."""
    CUT = "cut"
    """The log ends before the head that was kept, or without its end."""
    HEAD = "head"
    """The record of the kept head's number has another digest, or the kept head is not ours."""


class Verdict(Value, frozen=True):
    """How far the chain holds: ``head`` is the last good record; ``fault`` None if all is well."""

    head: Head
    fault: Fault | None = None


def link(head: Head, fields: Fields) -> Record:
    """Make the record that follows ``head``.

    Args:
        head: of the log so far.
        fields: what is told; ``format``, ``number`` and ``previous`` are added.
    """
    number = head.number + 1
    content = {**fields, "format": FORMAT, "number": number, "previous": head.digest}
    # The bytes of RFC 8785: names of fields are plain ASCII, and no number is a fraction.
    text = msgspec.json.encode(content, order="sorted")
    return Record(number, hashlib.sha256(text).hexdigest(), text.decode())


def follow(
    records: Iterable[Record], known: Head | None = None, *, begin: Head | None = None
) -> Verdict:
    """Compute a chain again.

    Args:
        records: in the order of the log.
        known: a head that was kept elsewhere; the log must reach it and agree with it.
        begin: the head the first record follows; the empty log, if not given.
    """
    head = begin or Head()
    for record in records:
        fault = _fault(head, record)
        if fault is not None:
            return Verdict(head, fault)
        head = Head(record.number, record.digest)
        if known is not None and known.number == head.number and known != head:
            return Verdict(Head(head.number - 1, head.digest), Fault.HEAD)
    if known is not None and known.number > head.number:
        return Verdict(head, Fault.CUT)
    return Verdict(head)


def lines(source: Iterable[bytes]) -> Iterator[Record]:
    """Read records from JSON Lines; what is no record comes as one that does not hold.

    A line ends with one line feed and nothing else; what is left of it must be canonical.
    """
    for number, line in enumerate(source, start=1):
        text = line.removesuffix(b"\n")
        digest = hashlib.sha256(text).hexdigest()
        yield Record(number, digest, text.decode(errors="replace"), line.endswith(b"\n"))


def end_line(head: Head) -> str:
    """Return the last line of an export, which tells where it ends; without its line feed."""
    return json.dumps({"head": {"number": head.number, "digest": head.digest}})


def end_of(record: Record) -> Head | None:
    """Return what a last line tells; None for any other line, however alike."""
    found = re.fullmatch(
        r'\{"head": \{"number": (\d{1,15}), "digest": "(\w{64})"\}\}', record.text
    )
    if found is None or not record.whole:
        return None
    head = Head(int(found[1]), found[2])
    return head if end_line(head) == record.text else None


def _fault(head: Head, record: Record) -> Fault | None:
    raw = record.text.encode()
    if len(raw) > LONGEST or not record.whole:
        return Fault.FORM
    try:
        tree = json.loads(raw)
        canonical = _canonical(tree) == raw
    except (ValueError, RecursionError):
        return Fault.FORM
    if not isinstance(tree, dict) or not canonical:
        return Fault.FORM
    if isinstance(tree.get("format"), int) and tree["format"] > FORMAT:
        return Fault.NEWER
    if tree.get("number") != head.number + 1 or record.number != head.number + 1:
        return Fault.ORDER
    if tree.get("previous") != head.digest:
        return Fault.PREVIOUS
    if hashlib.sha256(raw).hexdigest() != record.digest:
        return Fault.DIGEST
    return None


def _canonical(tree: object) -> bytes:
    # Loaded with the first key use: a start that uses none does not wait for it.
    import rfc8785

    return rfc8785.dumps(tree)  # type: ignore[arg-type]  # a tree of JSON values
