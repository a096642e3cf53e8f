"""What became of a package, asked by what was signed: the draft, its version and the signer.

A draft is registered once, so these three are all it takes. No idempotency key is asked: that of
a package stands in every file it travels in, and whoever reads it there could use it before.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from registry import access, people
from registry import database as db
from registry.contract import Accepted, DraftState, Receipt, Registration, decode
from registry.core import Core
from registry.people import Identity
from registry.problems import Code, Refusal


def answer(
    connection: Connection, draft: str, version_digest: str, signer: str
) -> Accepted | None:
    """Return what whoever handed the package in first was told, or None.

    Args:
        connection: to the registry's database.
        draft: its id.
        version_digest: of the version that was signed.
        signer: the PINFL of who is said to have signed it.
    """
    kept = db.registrations.c
    row = connection.execute(
        select(kept.receipt_statement, kept.receipt_signature)
        .join(db.drafts, db.drafts.c.id == kept.draft)
        .where(
            kept.draft == draft,
            db.drafts.c.version_digest == version_digest,
            db.drafts.c.signer_pinfl == signer,
            # What was registered before this registry served has none.
            kept.receipt_statement.is_not(None),
        )
    ).one_or_none()
    if row is None:
        return None
    said = decode(row.receipt_statement.encode(), Registration)
    receipt = Receipt(row.receipt_statement, row.receipt_signature)
    return Accepted(draft, DraftState.REGISTERED, said, receipt)


def ask(core: Core, person: Identity, draft: str, version_digest: str, signer: str) -> Accepted:
    """Tell a signer, or a colleague who carries the package, what became of it.

    Raises:
        Refusal: ``not_found``: nothing of this is registered, or whoever carries it does not see
            the draft; ``forbidden``: another organisation's signer.
    """
    with core.database.reading() as connection:
        if signer != person.pinfl:
            found = people.find(connection, signer)
            if found is None or found.organisation.stir != person.organisation.stir:
                raise Refusal(Code.FORBIDDEN, "author")
            if not access.may_see(connection, person.pinfl, draft):
                raise Refusal(Code.NOT_FOUND, "draft")
        accepted = answer(connection, draft, version_digest, signer)
    if accepted is None:
        raise Refusal(Code.NOT_FOUND, "package")
    return accepted
