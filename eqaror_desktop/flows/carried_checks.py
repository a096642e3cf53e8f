"""What a file from another station proves: the signature in it, and what that is about.

A package is verified as a stranger's, an answer as one that the registry is handed. What the
file says beside must be what was signed; the key it names, its title and its time count for
nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, cast

import msgspec
from msgspec.structs import replace

from signing import statement
from signing.answer import verify_answer
from signing.container.part import Part
from signing.identity import TRUST_CODES, about_stamp
from signing.report import Report
from signing.trust import TrustAnchors
from signing.verify import verify_package
from sync.carried import Carried
from sync.entries import OutboxKind
from sync.errors import EntryFileRefused
from sync.wire import AgreementRequest, Me


def require_signed(
    file: BinaryIO, said: Carried, me: Me, anchors: TrustAnchors, now: datetime
) -> Carried:
    """Let in only what its author signed, and that ``me`` may bring.

    A package may be brought by a colleague of its signer, an answer by its officer alone: the
    registry takes it from nobody else.

    Args:
        file: where the package begins.
        said: what the file says; the digests are right.
        me: who brings it.
        anchors: what this station trusts.
        now: the clock.

    Returns:
        ``said`` with the title and the time that were signed; of an answer, which names no title,
        the draft's id.

    Raises:
        EntryFileRefused: ``package``, ``answer`` or ``person``.
    """
    if said.kind is OutboxKind.PACKAGE:
        return _package(file, said, me, anchors, now)
    return _answer(said, me, anchors, now)


def _package(
    file: BinaryIO, said: Carried, me: Me, anchors: TrustAnchors, now: datetime
) -> Carried:
    begins = file.tell()
    package = cast("BinaryIO", Part(file, begins, said.size))
    report = verify_package(package, anchors, at=now, as_registry=True)
    file.seek(begins)
    if report.decision is None or not _may_be_taken(report):
        raise EntryFileRefused("package")
    version, signer = report.decision.version, report.decision.signer
    signed = (version.draft, version.digest, signer.pinfl)
    # What the entry says beside the package would be sent, and be compared, with it.
    if signed != (said.draft, said.version_digest, said.person) or said.payload != b"{}":
        raise EntryFileRefused("package")
    if me.person.pinfl != said.person and me.organisation.stir != signer.stir:
        raise EntryFileRefused("person")
    return replace(said, title=version.title, created=_claimed(report, now))


def _answer(said: Carried, me: Me, anchors: TrustAnchors, now: datetime) -> Carried:
    """Ask what the registry will ask of it."""
    if said.person != me.person.pinfl:
        raise EntryFileRefused("person")
    try:
        given = msgspec.json.decode(said.payload, type=AgreementRequest)
    except msgspec.DecodeError as error:
        raise EntryFileRefused("damaged") from error
    entry = statement.TrailEntry(
        order=1,
        round=given.round,
        organisation=statement.Organisation(me.organisation.stir, me.organisation.name),
        officer=statement.Officer(me.person.name, me.person.post, me.person.pinfl),
        decision=statement.Agreement(given.decision),
        remark=given.remark,
        received=now,
        due=now,
        decided=now,
        version=given.version,
        version_digest=given.version_digest,
        signature=given.signature,
    )
    report = verify_answer(said.draft, entry, anchors, now, new=True)
    good = given.version_digest == said.version_digest
    if not good or any(item.code != "TRY_LATER" for item in report.reasons):
        raise EntryFileRefused("answer")
    # Exactly what was signed, whatever else was written beside it.
    return replace(
        said, title=said.draft, created=_claimed(report, now), payload=msgspec.json.encode(given)
    )


def _claimed(report: Report, now: datetime) -> datetime:
    """Return when the author says that it was signed: of a package, its own signature."""
    own = [item for item in report.signatures if item.scope == "package"] or report.signatures
    return next((item.claimed for item in own if item.claimed is not None), now)


def _may_be_taken(report: Report) -> bool:
    """Whether nothing speaks against a package but what this station cannot know.

    That is whether a certificate was revoked, and what became of those of the trail's answers,
    which the registry judged when they came. Whoever carries a package can make one himself, or
    add to it what leaves it open; here it would stand for what somebody signed.
    """
    answers = [item for item in report.signatures if item.scope.startswith("entry-")]
    judged = {
        reason
        for item in answers
        for reason in item.reasons
        if not reason.failed and reason.code in TRUST_CODES
    }
    own = {item for one in report.signatures if one not in answers for item in one.reasons}
    left = [
        item
        for item in report.reasons
        if item.code != "TRY_LATER" and item != about_stamp("TRY_LATER")
    ]
    # Who is not known here vouches for nothing either.
    unknown = any(item.code == "NO_CERTIFICATE_CHAIN_FOUND" for item in judged - own)
    return all(
        item in judged - own or (unknown and item.code == "UNSIGNED_BESIDE") for item in left
    )
