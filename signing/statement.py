"""What is being signed, in words a machine can compare: ``decision.json`` and ``trail.json``.

Everything here is canonical JSON (RFC 8785), so that the same facts are the same bytes on every
station, and a digest of them can be recomputed by anyone from the package alone.

Three statements exist:

* the **version** – draft, version number, title, text and annexes with their SHA-256; its digest
  is *the version digest*, the one value that every agreement names;
* an **agreement** – one officer's decision on one version digest; an officer's CMS signature is
  made over these bytes;
* the **decision** – the version plus who signs in which role; the hokim's signature covers it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Annotated, Any, TypeVar

import msgspec

from signing.canonical import NotCanonical, canonical, require_canonical
from signing.days import is_reckoned
from signing.detail import about
from signing.errors import MalformedDocument
from signing.flaws import Flaw

T = TypeVar("T")

FORMAT_MAJOR = 1
FORMAT = f"{FORMAT_MAJOR}.0"

# Who somebody is must be said, or nobody's certificate would be anybody else's.
Pinfl = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{14}\Z")]
Stir = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{9}\Z")]
Name = Annotated[str, msgspec.Meta(pattern=r"\S")]
FromOne = Annotated[int, msgspec.Meta(ge=1)]


class Agreement(StrEnum):
    """How an organisation answered."""

    PENDING = "pending"
    AGREED = "agreed"
    AGREED_WITH_NOTE = "agreed_with_note"
    OBJECTED = "objected"
    DEEMED_AGREED = "deemed_agreed"
    """The term passed in silence; never signed, and shown apart from a signed agreement."""


UNSIGNED = (Agreement.PENDING, Agreement.DEEMED_AGREED)
"""What nobody answered."""


@dataclass(frozen=True)
class Content:
    """One file: lower-case hex SHA-256 and size in bytes."""

    sha256: str
    size: int

    @classmethod
    def of(cls, data: bytes) -> Content:
        """Describe bytes at hand."""
        return cls(hashlib.sha256(data).hexdigest(), len(data))


@dataclass(frozen=True)
class Annex:
    """An annex in its order; ``number`` starts at 1."""

    number: int
    title: str
    content: Content


@dataclass(frozen=True)
class Authority:
    """The hokimiyat or council; ``district`` 0 is the region itself."""

    name: Name
    stir: Stir
    region: int
    district: int


@dataclass(frozen=True)
class Version:
    """One exact version of a draft. ``type`` is Q (decision), F (order) or K (council)."""

    draft: str
    version: FromOne
    type: str
    authority: Authority
    title: str
    restricted: bool
    text: Content
    annexes: tuple[Annex, ...]

    @cached_property
    def digest(self) -> str:
        """The version digest: hex SHA-256 of the canonical statement."""
        return hashlib.sha256(canonical(self)).hexdigest()


_HOKIMS = frozenset({"hokim", "acting_hokim"})
_ROLES = {"Q": _HOKIMS, "F": _HOKIMS, "K": frozenset({"council_chair"})}
"""Who signs what, by type."""


@dataclass(frozen=True)
class SignerRole:
    """Who is to sign. ``role``: hokim, acting_hokim or council_chair; ``post`` is in words."""

    name: Name
    pinfl: Pinfl
    stir: Stir
    role: str
    post: str


@dataclass(frozen=True)
class Decision:
    """The content of ``decision.json``."""

    version: Version
    signer: SignerRole
    format: str = FORMAT


@dataclass(frozen=True)
class Organisation:
    """An interested organisation."""

    stir: Stir
    name: Name


@dataclass(frozen=True)
class Officer:
    """The officer who answered for an organisation."""

    name: Name
    post: str
    pinfl: Pinfl


@dataclass(frozen=True)
class TrailEntry:
    """One answer in the trail. Times are UTC, whole seconds.

    ``signature`` is the officer's detached CMS over :func:`agreement_statement`, as received;
    pending and deemed entries have none.
    """

    order: int
    round: int
    organisation: Organisation
    officer: Officer | None
    decision: Agreement
    remark: str
    received: datetime
    due: datetime
    decided: datetime | None
    version: int
    version_digest: str
    signature: bytes | None = None


@dataclass(frozen=True)
class Trail:
    """The content of ``agreement/trail.json``: every round, in order."""

    draft: str
    entries: tuple[TrailEntry, ...]
    format: str = FORMAT


def agreement_statement(
    draft: str,
    entry: TrailEntry,
) -> bytes:
    """Return the bytes an officer signs for ``entry``.

    Raises:
        ValueError: the entry names no officer, so nobody could sign it.
    """
    if entry.officer is None:
        raise ValueError("an entry without an officer has nothing to sign")
    return canonical(
        {
            "format": FORMAT,
            "statement": "agreement",
            "draft": draft,
            "version": entry.version,
            "version_digest": entry.version_digest,
            "round": entry.round,
            "organisation": entry.organisation.stir,
            "officer": entry.officer.pinfl,
            "decision": str(entry.decision),
            "remark": entry.remark,
        }
    )


def session_statement(registry: str, challenge: str) -> bytes:
    """Return the bytes signed to sign in.

    The purpose is part of them, so that the signature can never be taken for one over a decision.

    Args:
        registry: the registry's own name, as its challenge answer gives it.
        challenge: the one-time value, as received.
    """
    return canonical(
        {
            "format": FORMAT,
            "statement": "session",
            "registry": registry,
            "challenge": challenge,
        }
    )


def decision_json(decision: Decision) -> bytes:
    """Return the bytes of ``decision.json``; the version digest is written beside the version.

    Raises:
        MalformedDocument: as for :func:`require_decision`.
    """
    require_decision(decision)
    tree: dict[str, Any] = msgspec.to_builtins(decision)
    tree["version_digest"] = decision.version.digest
    return canonical(tree)


def read_decision(data: bytes) -> Decision:
    """Read ``decision.json``; unknown fields of the same major version are accepted.

    Raises:
        MalformedDocument: not JSON, a field is missing or mistyped, a newer major format, a
            role that is none, or the version digest beside the version is not its digest.
    """
    tree = _read(data, "decision.json")
    decision = _convert(tree, Decision, "decision.json")
    if tree.get("version_digest") != decision.version.digest:
        raise MalformedDocument(about("decision.json", Flaw.WRONG_DIGEST))
    _require_role(decision)
    return decision


def require_decision(decision: Decision) -> None:
    """Require what :func:`read_decision` would, of a decision that is not written yet.

    Raises:
        MalformedDocument: a field is not as the format says.
    """
    _convert(msgspec.to_builtins(decision), Decision, "decision.json")
    _require_role(decision)


def _require_role(decision: Decision) -> None:
    if decision.version.type not in _ROLES:
        raise MalformedDocument(about("decision.json", Flaw.NOT_AS_FORMAT, "$.version.type"))
    if decision.signer.role not in _ROLES[decision.version.type]:
        raise MalformedDocument(about("decision.json", Flaw.NOT_AS_FORMAT, "$.signer.role"))


def trail_json(trail: Trail) -> bytes:
    """Return the bytes of ``agreement/trail.json``.

    A signed entry names its member instead of holding the signature.

    Raises:
        MalformedDocument: as for :func:`require_entry`.
    """
    entries = []
    for entry in trail.entries:
        require_entry(entry)
        tree = msgspec.to_builtins(replace(entry, signature=None))
        tree["signature"] = None if entry.signature is None else entry_member(entry.order)
        entries.append(tree)
    return canonical({"format": trail.format, "draft": trail.draft, "entries": entries})


def read_trail(data: bytes, signatures: Mapping[str, bytes]) -> Trail:
    """Read ``agreement/trail.json`` and put each entry's signature back in its place.

    Args:
        data: the member's bytes.
        signatures: the package's ``agreement/entry-NN.p7s`` members by name.

    Raises:
        MalformedDocument: as for :func:`read_decision`, or a named signature is not there.
    """
    tree = _read(data, "trail.json")
    entries = tree.get("entries")
    if not isinstance(entries, list):
        raise MalformedDocument(about("trail.json", Flaw.ENTRIES))
    names: list[str | None] = []
    for entry in entries:
        if not isinstance(entry, dict):
            raise MalformedDocument(about("trail.json", Flaw.ENTRIES))
        name = entry.pop("signature", None)
        # Each entry's signature is the member of its own number: none is shared or left over.
        if name is not None and name != _own_member(entry):
            raise MalformedDocument(about("trail.json", Flaw.OTHERS_SIGNATURE))
        if name is not None and name not in signatures:
            raise MalformedDocument(about("trail.json", Flaw.NOT_IN_PACKAGE, name))
        names.append(name)
    left_over = set(signatures) - set(names)
    if left_over:
        raise MalformedDocument(about("trail.json", Flaw.NO_ENTRY_NAMES, min(map(str, left_over))))
    trail = _convert(tree, Trail, "trail.json")
    for item in trail.entries:
        _require_moment(item)
        moments = (item.received, item.due, *([item.decided] if item.decided else []))
        if not all(map(is_reckoned, moments)):
            raise MalformedDocument(about("trail.json", Flaw.TIME))
    orders = [entry.order for entry in trail.entries]
    rounds = [entry.round for entry in trail.entries]
    ordered = orders == sorted(set(orders)) and rounds == sorted(rounds)
    if not ordered or min((*orders, *rounds), default=1) < 1:
        raise MalformedDocument(about("trail.json", Flaw.NOT_IN_ORDER))
    return replace(
        trail,
        entries=tuple(
            replace(entry, signature=None if name is None else signatures[name])
            for entry, name in zip(trail.entries, names, strict=True)
        ),
    )


def require_entry(entry: TrailEntry) -> None:
    """Require of an entry that is not written yet what :func:`read_trail` would of it alone.

    Raises:
        MalformedDocument: a field is not as the format says.
    """
    _convert(msgspec.to_builtins(replace(entry, signature=None)), TrailEntry, "trail.json")
    _require_moment(entry)


def require_named(who: Officer | Organisation) -> None:
    """Require of somebody whom a trail will name what :func:`read_trail` would.

    Raises:
        MalformedDocument: PINFL, STIR or name is not as the format says.
    """
    kind: type[Officer | Organisation] = type(who)
    _convert(msgspec.to_builtins(who), kind, "trail.json")


def _require_moment(entry: TrailEntry) -> None:
    # Nothing could be asked of an answer of which nobody says when it was given.
    if entry.decided is None and entry.decision not in UNSIGNED:
        place = f"entry-{entry.order:02d}.decided"
        raise MalformedDocument(about("trail.json", Flaw.NOT_AS_FORMAT, place))


def entry_member(order: int) -> str:
    """Return the name of the member that holds the signature of entry ``order``."""
    return f"agreement/entry-{order:02d}.p7s"


def whole_second(moment: datetime) -> datetime:
    """Return ``moment`` in UTC without fractions: the resolution every statement uses."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _own_member(entry: dict[str, Any]) -> str | None:
    order = entry.get("order")
    # A package's members have two or three digits.
    return entry_member(order) if isinstance(order, int) and order < 1000 else None


# It goes on to the end where a text has none: nothing is tried again.
_PART = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*"?|[,{\[]', re.DOTALL)
_MAX_PARTS = 150_000
"""Texts, commas and brackets; a trail of all members that a package may have has some 35,000."""


def _read(data: bytes, member: str) -> dict[str, Any]:
    """Decode canonical JSON; two readers must not find two different things in it."""
    # Three bytes of a value take two hundred in memory: they are counted one by one.
    if next(islice(_PART.finditer(data), _MAX_PARTS, None), None):
        raise MalformedDocument(about(member, Flaw.TOO_MANY_VALUES, _MAX_PARTS))
    try:
        tree = msgspec.json.decode(data)
        if not isinstance(tree, dict):
            raise MalformedDocument(about(member, Flaw.NOT_AN_OBJECT))
        require_canonical(data, tree)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, NotCanonical) as error:
        raise MalformedDocument(about(member, Flaw.NOT_CANONICAL)) from error
    major = str(tree.get("format", "")).split(".", maxsplit=1)[0]
    if major != str(FORMAT_MAJOR):
        told = canonical(tree.get("format")).decode()
        raise MalformedDocument(about(member, Flaw.FORMAT_UNKNOWN, told))
    return tree


def _convert(tree: object, kind: type[T], member: str) -> T:
    try:
        return msgspec.convert(tree, kind)
    except msgspec.ValidationError as error:
        found = re.search(r"at `(.+)`$", str(error))
        place = found[1] if found else "$"
        raise MalformedDocument(about(member, Flaw.NOT_AS_FORMAT, place)) from error
