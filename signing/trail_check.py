"""What the trail of a package says of itself, held against the package (docs/package-format.md).

An officer signs an answer, not when it came, by when it was asked for, or under which name: these
are the registry's word, which the signer of the decision signs. Where the registry's own word is
at hand the trail is compared with that; here is what can be told without it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import datetime

from signing.certificate import CertificateFacts
from signing.claimed import CLOCKS_DIFFER
from signing.container.limits import MAX_MEMBERS
from signing.detail import NO_DETAIL, Detail, said
from signing.flaws import Flaw
from signing.report import Reason
from signing.statement import UNSIGNED, Agreement, Decision, Trail, TrailEntry, Version

_UNRESOLVED = {Agreement.PENDING: "NOT_AGREED", Agreement.OBJECTED: "OBJECTED"}
"""What a draft of whose last round is not agreed: it waits, or was returned."""
_OTHER_MEMBERS = 6
"""Kind, text, decision, trail, manifest and signature."""


def scope_of(entry: TrailEntry) -> str:
    """Return what an answer is called in a report."""
    return f"entry-{entry.order:02d}"


def check_trail(trail: Trail, version: Version, signed: datetime) -> Iterator[Reason]:
    """Tell what no answer by itself says: whether all of them agree to what is signed.

    Args:
        trail: every answer.
        version: the one that is signed.
        signed: by when, as is claimed or as is proven.
    """
    yield from _check_covered(trail, version)
    yield from check_answers(trail, version.digest)
    yield from _check_once(trail)
    room = MAX_MEMBERS - _OTHER_MEMBERS - len(version.annexes)
    for entry in [entry for entry in trail.entries if entry.signature is not None][room:][:1]:
        many = said(Flaw.MANY_MEMBERS, str(MAX_MEMBERS)).within(scope_of(entry))
        yield Reason("FORMAT_FAILURE", many)
    yield from check_times(trail, signed)


def _check_covered(trail: Trail, version: Version) -> Iterator[Reason]:
    if trail.draft != version.draft:
        yield Reason("TRAIL_OF_ANOTHER_DRAFT", Detail(trail.draft))
    last = max((entry.round for entry in trail.entries), default=0)
    digest = version.digest
    for entry in trail.entries:
        current = entry.version == version.version
        if (current or entry.round == last) and (not current or entry.version_digest != digest):
            yield Reason("TRAIL_COVERS_ANOTHER_VERSION", Detail(str(entry.order)))


def check_answers(trail: Trail, digest: str) -> Iterator[Reason]:
    """Tell what is missing: an answer needs its signature, and everybody must have agreed.

    Args:
        trail: every answer.
        digest: of the version that is signed: each organisation's last word about it counts, which
            no silence takes back, and every answer of the last round.
    """
    last = max((entry.round for entry in trail.entries), default=0)
    latest = {
        entry.organisation.stir: entry
        for entry in trail.entries
        if entry.version_digest == digest and entry.decision not in UNSIGNED
    }
    for entry in trail.entries:
        where = NO_DETAIL.within(scope_of(entry))
        silent = entry.decision in UNSIGNED
        # What nobody signed nobody has said.
        words = silent and (entry.officer is not None or entry.remark)
        if silent == (entry.signature is not None) or words:
            yield Reason("UNSIGNED", where)
        counts = entry.round == last or latest.get(entry.organisation.stir) is entry
        if counts and entry.decision in _UNRESOLVED:
            yield Reason(_UNRESOLVED[entry.decision], where)


def _check_once(trail: Trail) -> Iterator[Reason]:
    """Tell what stands there again: orders are not signed, and one answer would be many."""
    known: dict[Hashable, TrailEntry] = {}
    for entry in trail.entries:
        if entry.officer is None or entry.decision in UNSIGNED:
            continue
        whose = entry.organisation.stir, entry.officer.pinfl
        about = entry.round, entry.version, entry.version_digest
        first = known.setdefault((whose, about, entry.decision, entry.remark), entry)
        if first is not entry:
            again = said(Flaw.COMES_TWICE, scope_of(first)).within(scope_of(entry))
            yield Reason("UNSIGNED", again, failed=False)


def check_times(trail: Trail, signed: datetime) -> Iterator[Reason]:
    """Tell which times cannot be true; clocks may differ.

    Args:
        trail: every answer.
        signed: by when the decision was signed, as it claims or as is proven.
    """
    latest = signed + CLOCKS_DIFFER
    for entry in trail.entries:
        # Silence agrees when its term ends, whatever else is said of it.
        silent = entry.decision is Agreement.DEEMED_AGREED
        decided = min(entry.decided or entry.due, entry.due) if silent else entry.decided
        if silent and entry.due > latest:
            yield _time(entry, Flaw.TERM_OPEN)
        elif max(entry.received, entry.decided or entry.received) > latest:
            yield _time(entry, Flaw.ANSWER_LATE)
        elif decided is not None and decided < entry.received - CLOCKS_DIFFER:
            yield _time(entry, Flaw.ANSWER_EARLY)


def check_made(entry: TrailEntry, claimed: datetime | None) -> Iterator[Reason]:
    """Tell of an answer that was there before its officer claims to have signed it."""
    if claimed and entry.decided and entry.decided < claimed - CLOCKS_DIFFER:
        yield _time(entry, Flaw.ANSWER_UNMADE)


def check_name(entry: TrailEntry, signer: CertificateFacts) -> Iterator[Reason]:
    """Tell of an officer who has another name in his certificate; the PINFL is the person."""
    if entry.officer is not None and entry.officer.name != signer.common_name:
        where = said(Flaw.NAME).within(scope_of(entry))
        yield Reason("SIGNER_MISMATCH", where, failed=False)


def renamed(entry: TrailEntry, signer: CertificateFacts) -> Iterator[Reason]:
    """Tell of a post or an organisation that the certificate does not name, or calls otherwise.

    It decides nothing: an organisation is its STIR, and offices are written in many ways.
    """
    post = entry.officer.post if entry.officer else ""
    for told in _others(signer, post, entry.organisation.name):
        yield Reason("TRAIL_NAMES", Detail(told).within(scope_of(entry)), failed=False)


def misnamed(decision: Decision, signer: CertificateFacts) -> tuple[Reason, ...]:
    """Tell of the same in the decision: its signer alone says of which authority he is."""
    names = _others(signer, decision.signer.post, decision.version.authority.name)
    return tuple(Reason("DECISION_NAMES", Detail(told), failed=False) for told in names)


def _others(signer: CertificateFacts, post: str, organisation: str) -> Iterator[str]:
    # Where the certificate is silent there is nobody's word but the own one.
    if post and post != signer.post:
        yield post
    if organisation and organisation != signer.organisation:
        yield organisation


def _time(entry: TrailEntry, flaw: Flaw) -> Reason:
    return Reason("TRAIL_TIME", said(flaw).within(scope_of(entry)), failed=False)
