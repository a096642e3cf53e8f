"""Decisions to sign: three pages, two annexes and a dozen signed answers each.

Text, annexes and officers come from the demo office's own templates. All decisions of a batch
share their files and differ in id, so that each has a trail signed for itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle

from eqaror_desktop import convert
from registry.authority import DemoAuthority
from registry.contract import DraftType as Kind
from registry.contract import Role as SeedRole
from registry.contract import Script as SeedScript
from registry.office import documents, people
from registry.office.dataset import OfficerKeys
from registry.office.documents import Outline
from registry.office.typeset import typeset
from registry.office.wording import matters
from signing import statement
from sync import wire

ANSWERS = 12
PAGES = 3


@dataclass(frozen=True)
class Batch:
    """Drafts that are ready to be signed, and the files they name."""

    drafts: tuple[wire.Draft, ...]
    text: bytes
    files: dict[str, bytes]


def make_batch(
    authority: DemoAuthority,
    count: int,
    now: datetime,
    *,
    files: Sequence[wire.FileRef] | None = None,
) -> Batch:
    """Make ``count`` decisions that wait for the demo office's hokim.

    Args:
        authority: certifies the officers.
        count: how many; they share their files.
        now: the decisions' time, UTC, whole seconds.
        files: annexes that somebody else keeps, instead of two that are typeset.
    """
    role = people.signer_role(people.HOKIM, SeedRole.HOKIM)
    outline = Outline(
        matter=matters()["heating"],
        type=Kind.DECISION,
        script=SeedScript.LATIN,
        signer=role,
        deputy=people.DEPUTY.name,
        seed=1000,
        moment=now - timedelta(days=6),
        annexes=(("programme", "group"),),
        extra=12,
    )
    text = typeset("act", documents.act(outline, 1), outline.moment)
    sheets: list[bytes] = []
    if files is None:
        sheets = [
            typeset("annex", documents.annex(outline, 1, number), outline.moment)
            for number in (1, 2)
        ]
        files = [_ref(sheet, f"{number}-ilova.pdf") for number, sheet in enumerate(sheets, 1)]
    titles = cycle(documents.annex_titles(outline, 1))
    annexes = tuple(
        wire.Annex(number, title, file)
        for number, (title, file) in enumerate(zip(titles, files, strict=False), start=1)
    )
    keys = OfficerKeys(authority, now)
    drafts = tuple(
        _draft(f"{now.year}-{number:06d}", outline, _ref(text, "qaror.pdf"), annexes, keys, now)
        for number in range(1, count + 1)
    )
    return Batch(drafts, text, {_sha256(data): data for data in (text, *sheets)})


def _draft(
    identifier: str,
    outline: Outline,
    text: wire.FileRef,
    annexes: tuple[wire.Annex, ...],
    keys: OfficerKeys,
    now: datetime,
) -> wire.Draft:
    office = people.HOKIM_AUTHORITY
    summary = wire.DraftSummary(
        id=identifier,
        revision=1,
        type=wire.DraftType.DECISION,
        authority=wire.Authority(office.name, office.stir, office.region, office.district),
        title=documents.title(outline),
        script=wire.Script.LATIN,
        state=wire.DraftState.READY_TO_SIGN,
        version=1,
        round=1,
        version_digest="",
        deadline=now + timedelta(days=2),
        restricted=False,
        drafter=people.DRAFTERS[0].name,
        annex_count=len(annexes),
        updated=now,
        registration=None,
        actions=(wire.Action.SIGN, wire.Action.RETURN),
    )
    signer = outline.signer
    draft = wire.Draft(
        summary=summary,
        language="uz",
        normative=False,
        legal_basis=documents.legal_basis(outline),
        template="heating-q",
        signer=wire.SignerRole(
            signer.name, signer.pinfl, signer.stir, wire.Role.HOKIM, signer.post
        ),
        text=text,
        annexes=annexes,
        trail=(),
        remarks=(),
        reason="",
    )
    digest = convert.version(draft).digest
    trail = tuple(_answer(draft.summary.id, order, digest, keys, now) for order in range(ANSWERS))
    return replace(draft, summary=replace(summary, version_digest=digest), trail=trail)


def _answer(
    draft: str, place: int, digest: str, keys: OfficerKeys, now: datetime
) -> wire.TrailEntry:
    person, organisation = people.officers()[1 + place], people.INTERESTED[1 + place]
    received = now - timedelta(days=3)
    officer = statement.Officer(person.name, person.post, person.pinfl)
    entry = statement.TrailEntry(
        order=place + 1,
        round=1,
        organisation=organisation,
        officer=officer,
        decision=statement.Agreement.AGREED,
        remark="",
        received=received,
        due=received + timedelta(days=3),
        decided=received + timedelta(hours=2 + place),
        version=1,
        version_digest=digest,
    )
    return wire.TrailEntry(
        order=entry.order,
        round=1,
        organisation=wire.Organisation(organisation.stir, organisation.name),
        officer=wire.Person(officer.name, officer.post, officer.pinfl),
        decision=wire.Answer.AGREED,
        remark="",
        letter=None,
        received=entry.received,
        due=entry.due,
        decided=entry.decided,
        version=1,
        version_digest=digest,
        signature=keys.sign(officer, organisation, draft, entry),
    )


def _ref(data: bytes, name: str) -> wire.FileRef:
    return wire.FileRef(_sha256(data), len(data), name)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
