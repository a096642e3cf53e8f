"""Taking a signed package: verify everything again, then number, date and receipt in one step.

The package is compared with the registry's own frozen copy, never with what the package says of
itself. Verifying takes time, so it happens before the write lock is taken; inside the lock the
draft's state and version are looked at once more. Of two stations that hand in at the same moment
exactly one gets a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from registry import (
    access,
    certificates,
    drafts,
    files,
    lifecycle,
    numbers,
    people,
    registered,
    verdicts,
)
from registry import database as db
from registry.contract import (
    Accepted,
    DraftState,
    DraftType,
    PackageRequest,
    Receipt,
    Registration,
)
from registry.core import Core
from registry.people import Identity
from registry.problems import Code, Refusal
from registry.uploads import Uploads
from signing.canonical import canonical
from signing.cms import build_signed_data
from signing.identity import TRUST_CODES
from signing.report import Reason, Report
from signing.statement import Annex, Content, SignerRole, Trail, TrailEntry, Version
from signing.verify import Expectation, verify_package


@dataclass(frozen=True)
class Frozen:
    """The registry's own copy of what must have been signed."""

    version: Version
    trail: Trail
    signer: SignerRole
    state: DraftState


def hand_in(
    core: Core,
    uploads: Uploads,
    person: Identity,
    key: str,
    draft: str,
    request: PackageRequest,
) -> Accepted:
    """Take an uploaded package.

    What decides is whose signature it is, of which draft and version; the key only goes into the
    receipt. A version that this signer has registered gets that answer whatever stands against
    the request: two stations may have time-stamped one signature each on its own, and whoever
    carries a package may hand it in under any key.

    Raises:
        Refusal: any code of the contract's list, by name of what is wrong.
    """
    author = request.author or person.pinfl
    signer = person
    if author != person.pinfl:
        with core.database.reading() as connection:
            signer = _carried(connection, person, author, draft)
    try:
        accepted = _take(core, uploads, person, signer, key, draft, request)
    except Refusal:
        # Whoever holds the lock may be registering the same upload at this moment.
        with core.database.writing() as connection:
            before = registered.answer(connection, draft, request.version_digest, author)
        if before is None:
            raise
        return before
    uploads.discard(request.upload)
    return accepted


def _take(
    core: Core,
    uploads: Uploads,
    person: Identity,
    signer: Identity,
    key: str,
    draft: str,
    request: PackageRequest,
) -> Accepted:
    with core.database.reading() as connection:
        frozen = _frozen(connection, person, draft)
    _require_turn(core, signer, draft, request, frozen)
    path = _verified(core, uploads, person, request, frozen)
    with core.database.writing() as connection:
        return _register(core, connection, path, key, draft, request)


def _carried(connection: Connection, person: Identity, author: str, draft: str) -> Identity:
    """Return the author of a package that a colleague brings.

    Raises:
        Refusal: ``not_found`` for who does not see the draft, ``not_your_turn`` for who is of
            another organisation than the author.
    """
    if not access.may_see(connection, person.pinfl, draft):
        raise Refusal(Code.NOT_FOUND, "draft")
    found = people.find(connection, author)
    if found is None or found.organisation.stir != person.organisation.stir:
        raise Refusal(Code.NOT_YOUR_TURN, "author")
    return found


def _verified(
    core: Core, uploads: Uploads, person: Identity, request: PackageRequest, frozen: Frozen
) -> Path:
    """Return the file of an upload that may be registered.

    Raises:
        Refusal: it has not arrived, or by what is wrong with it.
    """
    try:
        path = uploads.complete(person, request.upload)
        _require_whole(uploads, request, path)
        _verify(core, path, frozen)
    except FileNotFoundError as error:
        raise Refusal(Code.NOT_FOUND, "upload") from error
    except Refusal as refusal:
        if refusal.final:
            uploads.discard(request.upload)
        raise
    return path


def _frozen(connection: Connection, person: Identity, draft: str) -> Frozen:
    if not access.may_see(connection, person.pinfl, draft):
        raise Refusal(Code.NOT_FOUND, "draft")
    row = connection.execute(select(db.drafts).where(db.drafts.c.id == draft)).one()
    text = connection.execute(
        select(db.versions.c.text_sha256, db.files.c.size)
        .join(db.files, db.files.c.sha256 == db.versions.c.text_sha256)
        .where(db.versions.c.draft == draft, db.versions.c.number == row.version)
    ).one()
    annexes = connection.execute(
        select(db.annexes.c.number, db.annexes.c.title, db.annexes.c.sha256, db.files.c.size)
        .join(db.files, db.files.c.sha256 == db.annexes.c.sha256)
        .where(db.annexes.c.draft == draft, db.annexes.c.version == row.version)
        .order_by(db.annexes.c.number)
    ).all()
    return Frozen(
        version=Version(
            draft=draft,
            version=row.version,
            type=row.type,
            authority=drafts.authority_of(row),
            title=row.title,
            restricted=row.restricted,
            text=Content(text.text_sha256, text.size),
            annexes=tuple(
                Annex(item.number, item.title, Content(item.sha256, item.size)) for item in annexes
            ),
        ),
        trail=Trail(
            draft,
            tuple(
                TrailEntry(
                    order=entry.order,
                    round=entry.round,
                    organisation=entry.organisation,
                    officer=entry.officer,
                    decision=entry.decision,
                    remark=entry.remark,
                    received=entry.received,
                    due=entry.due,
                    decided=entry.decided,
                    version=entry.version,
                    version_digest=entry.version_digest,
                    signature=entry.signature,
                )
                for entry in drafts.trail(connection, draft)
            ),
        ),
        signer=drafts.signer_of(row),
        state=DraftState(row.state),
    )


def _require_turn(
    core: Core, person: Identity, draft: str, request: PackageRequest, frozen: Frozen
) -> None:
    if frozen.state in lifecycle.SIGNED_STATES:
        raise Refusal(Code.ALREADY_SIGNED, frozen.state)
    if request.version_digest != frozen.version.digest:
        raise Refusal(Code.DRAFT_CHANGED, "version_digest")
    if frozen.state is not DraftState.READY_TO_SIGN:
        raise Refusal(Code.NOT_READY, frozen.state)
    with core.database.reading() as connection:
        standing = lifecycle.standing_of(connection, draft, person.organisation.stir)
    if not lifecycle.is_signer(standing, person, core.clock()):
        raise Refusal(Code.NOT_YOUR_TURN, "sign")


def _require_whole(uploads: Uploads, request: PackageRequest, path: Path) -> None:
    """Refuse bytes that are not those handed in; a good signature is not given up over them."""
    if files.sha256_of(path) != request.sha256:
        uploads.discard(request.upload)
        raise Refusal(Code.UPLOAD_INCOMPLETE, "sha256")


def _verify(core: Core, path: Path, frozen: Frozen) -> None:
    now = core.clock()
    expected = Expectation(frozen.version, frozen.trail, frozen.signer)
    with path.open("rb") as stream:
        report = verify_package(stream, certificates.anchors(core), at=now, expected=expected)
    signature = report.signatures[0] if report.signatures else None
    if signature is not None and signature.signer is not None and signature.intact:
        certificates.require_serial_in_force(core, (signature.signer.serial,))
        certificates.require_time(signature.time, now, fresh=False)
    verdicts.require(_relevant(report))
    # What is registered must be verifiable when its certificate is over. Nobody signed that there
    # is a time-stamp: whoever carries a package could have taken it off.
    if signature is None or signature.level == "B-B":
        raise Refusal(Code.PACKAGE_MALFORMED, "time-stamp")


def _relevant(report: Report) -> list[Reason]:
    """The reasons that count: of an officer's signature not what became of its certificate.

    It was judged when it was received; that the certificate has ended since changes nothing.
    """
    entry_reasons = {
        reason
        for item in report.signatures
        if item.scope.startswith("entry-")
        for reason in item.reasons
        if not reason.failed and reason.code in TRUST_CODES
    }
    own = {
        reason
        for item in report.signatures
        if not item.scope.startswith("entry-")
        for reason in item.reasons
    }
    return [item for item in report.reasons if item not in entry_reasons or item in own]


def _register(
    core: Core,
    connection: Connection,
    path: Path,
    key: str,
    draft: str,
    request: PackageRequest,
) -> Accepted:
    """Inside the write lock: look once more, then number, date, receipt and the kept package."""
    now = core.clock()
    # Where writers do not wait for each other (PostgreSQL), they do for the draft's row.
    asked = select(db.drafts).where(db.drafts.c.id == draft).with_for_update()
    row = connection.execute(asked).one()
    if DraftState(row.state) in lifecycle.SIGNED_STATES:
        raise Refusal(Code.ALREADY_SIGNED, row.state)
    if row.version_digest != request.version_digest:
        raise Refusal(Code.DRAFT_CHANGED, "version_digest")
    number = numbers.give(
        connection,
        drafts.authority_of(row),
        DraftType(row.type),
        now.astimezone(numbers.LOCAL_TIME).year,
        convocation=row.convocation,
        session=row.session,
    )
    registration = Registration(str(number), now, f"{core.address}/d/{number.slug}")
    receipt = _receipt(core, key, draft, row.version, request, registration, now)
    try:
        content = core.files.take(path, request.sha256)
    except FileNotFoundError as error:
        # Discarded since it was verified: too old, or by a request of other bytes.
        raise Refusal(Code.NOT_FOUND, "upload") from error
    files.record(connection, content)
    connection.execute(insert(db.file_uses).values(sha256=content.sha256, draft=draft))
    connection.execute(
        insert(db.registrations).values(
            draft=draft,
            number=registration.number,
            slug=number.slug,
            date=now,
            authority_stir=row.authority_stir,
            package_sha256=content.sha256,
            receipt_statement=receipt.statement,
            receipt_signature=receipt.signature,
        )
    )
    lifecycle.move(connection, draft, DraftState.SIGNED, now)
    lifecycle.move(connection, draft, DraftState.REGISTERED, now)
    return Accepted(draft, DraftState.REGISTERED, registration, receipt)


def _receipt(
    core: Core,
    key: str,
    draft: str,
    version: int,
    request: PackageRequest,
    registration: Registration,
    now: datetime,
) -> Receipt:
    statement = canonical(
        {
            "key": key,
            "draft": draft,
            "version": version,
            "version_digest": request.version_digest,
            "package": request.sha256,
            "number": registration.number,
            "date": registration.date,
            "url": registration.url,
        }
    )
    signature = build_signed_data(core.signer, statement, signing_time=now)
    return Receipt(statement.decode(), signature)
