"""A hokim's desk for the signing rows: authority, driver, decisions to sign, and a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.decision import Batch, make_batch
from bench.measure import Bench
from bench.token import softhsm
from registry.authority import DemoAuthority
from registry.office import people
from signing.token.modules import ModuleSpec
from signing.trust import TrustAnchors
from sync.station import Store
from sync.wire import Change, ChangesPage, FileRef, Me, Organisation, Person, Policy, Role


@dataclass(frozen=True)
class Desk:
    """What every signing row begins with; ``trust.pem`` is in the bench's directory."""

    authority: DemoAuthority
    module: ModuleSpec
    anchors: TrustAnchors
    batch: Batch


def make_desk(bench: Bench, count: int, files: Sequence[FileRef] | None = None) -> Desk:
    """Make ``count`` decisions and all that signing them needs but the token."""
    authority = DemoAuthority.create(bench.directory, "Bench")
    now = datetime.now(UTC).replace(microsecond=0)
    lists = authority.revocation_lists([], now)
    return Desk(
        authority,
        softhsm(bench.directory / "softhsm"),
        TrustAnchors((authority.root,), (authority.issuing,), lists),
        make_batch(authority, count, now, files=files),
    )


def fill(store: Store, batch: Batch) -> None:
    """Put the decisions and their files into a store, as if the registry had sent them."""
    store.drafts.belong_to(people.HOKIM.pinfl)
    changes = tuple(Change(draft.summary.id, draft.summary) for draft in batch.drafts)
    store.drafts.apply(ChangesPage(changes, "1", more=False))
    for draft in batch.drafts:
        store.drafts.put_detail(draft)
    for sha256, data in batch.files.items():
        store.files.put(data, sha256)


def hokim() -> Me:
    """Return the demo office's hokim as the registry describes him."""
    person, office = people.HOKIM, people.HOKIMIYAT
    return Me(
        person=Person(person.name, person.post, person.pinfl),
        organisation=Organisation(office.stir, office.name),
        roles=(Role.HOKIM,),
        acting_from=None,
        acting_until=None,
        policy=Policy(
            pdf_profile=True, agreement_days=3, max_annex_bytes=1 << 27, max_package_bytes=1 << 29
        ),
    )
