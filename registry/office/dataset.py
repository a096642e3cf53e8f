"""The whole demo office, ready to be loaded into a registry.

Everything follows from ``now``, the plans and the authority; only keys and serial numbers differ
from run to run. Every signed answer carries a real CMS signature by that officer's own key over
the statement of that answer, made at the time the answer claims.

Registered, published and revoked drafts carry their registration with the package that was
signed; numbers run in the order of their dates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from registry.authority import DemoAuthority, Subject
from registry.contract import DraftState, DraftType, Role, Script
from registry.numbers import LOCAL_TIME, Number
from registry.office import documents, people, trails
from registry.office.documents import Outline
from registry.office.packages import signed_package
from registry.office.plan import PLANS, DraftPlan
from registry.office.transliterate import to_cyrillic
from registry.office.typeset import typeset
from registry.office.wording import agreement_texts, matters
from registry.seeds import (
    SeedAnnex,
    SeedDraft,
    SeedEntry,
    SeedFile,
    SeedPerson,
    SeedRegistration,
    SeedRemark,
    SeedVersion,
    version_statement,
)
from signing.cms import build_signed_data
from signing.memory_key import MemorySigner
from signing.signer import SignerCertificate
from signing.statement import (
    Agreement,
    Content,
    Officer,
    Organisation,
    TrailEntry,
    agreement_statement,
)

Progress = Callable[[int, int], None]
"""Called with drafts done and drafts in all."""

CERTIFICATES_BEGAN = timedelta(days=420)
"""How long before ``now`` the officers' certificates begin; the authority must be as old."""

_SIGNED = {Agreement.AGREED, Agreement.AGREED_WITH_NOTE, Agreement.OBJECTED}
_NUMBERED = {DraftState.REGISTERED, DraftState.PUBLISHED, DraftState.REVOKED}
_NUMBERS_BEFORE = {DraftType.DECISION: 311, DraftType.ORDER: 142, DraftType.COUNCIL: 57}
_SIGNING_TERM = timedelta(days=3)


@dataclass(frozen=True)
class Office:
    """Everything to load, in the order in which it must be loaded."""

    organisations: tuple[Organisation, ...]
    people: tuple[SeedPerson, ...]
    drafts: tuple[SeedDraft, ...]


class OfficerKeys:
    """The officers' keys: made when first needed, kept in memory, forgotten afterwards."""

    def __init__(self, authority: DemoAuthority, now: datetime) -> None:
        self._authority = authority
        self._start = now - CERTIFICATES_BEGAN
        self._signers: dict[str, MemorySigner] = {}

    def signer(self, officer: Officer, organisation: Organisation) -> MemorySigner:
        """Return the signer of ``officer`` for ``organisation``."""
        found = self._signers.get(officer.pinfl)
        if found is None:
            found = self._signers[officer.pinfl] = self._new(officer, organisation)
        return found

    def sign(
        self, officer: Officer, organisation: Organisation, draft: str, entry: TrailEntry
    ) -> bytes:
        """Return the officer's CMS over ``entry``, made at ``entry.decided``."""
        return build_signed_data(
            self.signer(officer, organisation),
            agreement_statement(draft, entry),
            signing_time=entry.decided,
        )

    def revocation_lists(self, moment: datetime) -> tuple[x509.CertificateRevocationList, ...]:
        """Return the authority's lists as they were at ``moment``: nobody was revoked."""
        return tuple(self._authority.revocation_lists([], moment))

    def _new(self, officer: Officer, organisation: Organisation) -> MemorySigner:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = Subject(
            name=officer.name,
            pinfl=officer.pinfl,
            post=officer.post,
            organisation=organisation.name,
            stir=organisation.stir,
        )
        certificate = self._authority.issue(key.public_key(), subject, now=self._start)
        chain = (self._authority.issuing, self._authority.root)
        return MemorySigner(key, SignerCertificate(certificate, chain))


def make_office(
    now: datetime,
    authority: DemoAuthority,
    drafts: int | None = None,
    progress: Progress | None = None,
) -> Office:
    """Make the demo office.

    Args:
        now: aware; every time in the office is relative to it.
        authority: certifies the officers; its own certificates must have begun by
            ``now - CERTIFICATES_BEGAN``, or earlier signatures have no valid path.
        drafts: only so many of the plans, from the first; all, if not given.
        progress: told after every draft.

    Raises:
        ValueError: the authority is younger than that.
    """
    moment = now.replace(microsecond=0)
    if authority.issuing.not_valid_before_utc > moment - CERTIFICATES_BEGAN:
        raise ValueError("the authority is younger than the answers it should certify")
    keys = OfficerKeys(authority, moment)
    plans = PLANS[:drafts]
    made = []
    for index, plan in enumerate(plans):
        made.append(_draft(index, plan, moment, keys))
        if progress is not None:
            progress(index + 1, len(plans))
    return Office(people.all_organisations(), _people(moment), _numbered(made))


def _people(now: datetime) -> tuple[SeedPerson, ...]:
    """Return the cast; the first deputy acted for the hokim until two days ago."""
    acting = replace(
        people.ACTING_HOKIM,
        acting_from=now - timedelta(days=45),
        acting_until=now - timedelta(days=2),
    )
    return tuple(acting if person.pinfl == acting.pinfl else person for person in people.people())


def _draft(index: int, plan: DraftPlan, now: datetime, keys: OfficerKeys) -> SeedDraft:
    council = plan.type is DraftType.COUNCIL
    sent = now - timedelta(hours=plan.hours, minutes=index)
    started = sent - max(plan.rounds - 1, 0) * trails.GAP
    created = started - timedelta(days=2, hours=index % 7)
    signer, role = people.HOKIM, Role.HOKIM
    if council:
        signer, role = people.COUNCIL_CHAIR, Role.COUNCIL_CHAIR
    elif plan.acting:
        signer, role = people.ACTING_HOKIM, Role.ACTING_HOKIM
    drafter = people.COUNCIL_DRAFTER if council else people.DRAFTERS[index % len(people.DRAFTERS)]
    outline = Outline(
        matter=matters()[plan.matter],
        type=plan.type,
        script=plan.script,
        signer=people.signer_role(signer, role),
        deputy=people.DEPUTY.name,
        seed=1000 + index,
        moment=created,
        annexes=plan.annexes,
        extra=plan.extra,
        body=plan.body,
        rows=plan.rows,
    )
    identifier = f"{created.year}-{101 + index:06d}"
    trail_plan = trails.TrailPlan(
        officers=_asked(index, plan),
        rounds=plan.rounds,
        state=plan.state,
        started=started,
        now=now,
        seed=1000 + index,
        silent=plan.silent,
        waiting=plan.waiting,
        token_waits=plan.token,
    )
    given = trails.replies(trail_plan)
    last = trails.last_moment(given, created)
    draft = SeedDraft(
        id=identifier,
        type=plan.type,
        authority=people.COUNCIL_AUTHORITY if council else people.HOKIM_AUTHORITY,
        title=documents.title(outline),
        script=plan.script,
        language="uz",
        template=f"{plan.matter}-{plan.type}".lower(),
        legal_basis=documents.legal_basis(outline),
        drafter=drafter.pinfl,
        signer=outline.signer,
        state=plan.state,
        versions=_versions(index, plan, outline, started, identifier),
        created=created,
        updated=_updated(plan, last, now),
        round=max(plan.rounds, 1),
        normative=plan.matter in {"waste", "budget", "streets"},
        restricted=outline.matter.restricted,
        deadline=_deadline(plan, given, last, now),
        reason=_reason(index, plan, outline),
        # About one session a month.
        session=max(30 - (now - created).days // 30, 1),
    )
    draft = replace(draft, trail=_trail(draft, outline, given, keys))
    if plan.state in _NUMBERED:
        date = trails.office_hours(last + timedelta(days=2))
        draft = replace(draft, registration=_registration(draft, date, keys))
    return draft


def _registration(draft: SeedDraft, date: datetime, keys: OfficerKeys) -> SeedRegistration:
    signer = draft.signer
    named = {item.stir: item for item in people.all_organisations()}
    key = keys.signer(Officer(signer.name, signer.post, signer.pinfl), named[signer.stir])
    moment = date - timedelta(minutes=4)
    package = signed_package(draft, key, moment, keys.revocation_lists(moment))
    return SeedRegistration(date, package=package)


def _numbered(drafts: list[SeedDraft]) -> tuple[SeedDraft, ...]:
    """Give numbers in the order of the dates, after those a year has already seen."""
    found: dict[str, SeedRegistration] = {}
    last = dict(_NUMBERS_BEFORE)
    dated = [(draft.registration.date, draft) for draft in drafts if draft.registration]
    for date, draft in sorted(dated, key=lambda pair: pair[0]):
        assert draft.registration is not None
        last[draft.type] += 1 + len(found) % 4
        number = Number(
            seq=last[draft.type],
            region=draft.authority.region,
            district=draft.authority.district,
            type=draft.type,
            year=date.astimezone(LOCAL_TIME).year,
            convocation=draft.convocation if draft.type is DraftType.COUNCIL else "",
            session=draft.session if draft.type is DraftType.COUNCIL else 0,
        )
        found[draft.id] = replace(draft.registration, number=str(number))
    return tuple(
        replace(draft, registration=found[draft.id]) if draft.id in found else draft
        for draft in drafts
    )


def _asked(index: int, plan: DraftPlan) -> tuple[SeedPerson, ...]:
    """Return who is asked.

    The token's organisation is among them where its officer has still to answer, and here and
    there where his predecessor did.
    """
    first, *others = people.officers()
    if plan.asked == 0:
        return ()
    # Neighbours in the list go together differently from draft to draft.
    turned = others[index * 5 % len(others) :] + others[: index * 5 % len(others)]
    if plan.token or index % 3 == 0:
        return (first, *turned[: plan.asked - 1])
    return tuple(turned[: plan.asked])


def _versions(
    index: int, plan: DraftPlan, outline: Outline, started: datetime, identifier: str
) -> tuple[SeedVersion, ...]:
    found = []
    for number in range(1, len(plan.annexes) + 1):
        moment = started + (number - 1) * trails.GAP - timedelta(hours=1)
        act = documents.act(outline, number)
        text = SeedFile(f"{identifier}-v{number}.pdf", typeset("act", act, moment))
        annexes = tuple(
            SeedAnnex(
                position,
                heading,
                SeedFile(
                    f"{position}-ilova.pdf",
                    typeset("annex", documents.annex(outline, number, position), moment),
                ),
            )
            for position, heading in enumerate(documents.annex_titles(outline, number), 1)
        )
        version = SeedVersion(number, text, annexes)
        if number == 1:
            quote = str(act["items"][0]["text"])[:80].rsplit(" ", 1)[0]
            version = replace(version, remarks=_remarks(index, plan, version, quote, moment))
        found.append(version)
    return tuple(found)


def _remarks(
    index: int, plan: DraftPlan, version: SeedVersion, quote: str, sent: datetime
) -> tuple[SeedRemark, ...]:
    authors = (people.LEGAL, *people.officers()[1:])
    texts = agreement_texts().remarks
    digest = Content.of(version.text.data).sha256
    found = []
    for number in range(plan.remarks):
        text = _in_script(plan.script, texts[(index + number) % len(texts)])
        found.append(
            SeedRemark(
                id=f"r{index:03d}{number:02d}",
                author=authors[(index * number) % len(authors)].pinfl,
                text=text,
                created=sent + timedelta(hours=2 + 3 * number),
                # Every other remark is about a place, the others about the whole.
                file=digest if number % 2 == 0 else None,
                page=1 if number % 2 == 0 else None,
                quote=quote if number % 2 == 0 else "",
            )
        )
    return tuple(found)


def _trail(
    draft: SeedDraft, outline: Outline, given: tuple[trails.Reply, ...], keys: OfficerKeys
) -> tuple[SeedEntry, ...]:
    digests = {
        version.number: version_statement(draft, version).digest for version in draft.versions
    }
    organisations = {item.stir: item for item in people.INTERESTED}
    entries = []
    for order, reply in enumerate(given, 1):
        organisation = organisations[reply.officer.organisation]
        signed = reply.decision in _SIGNED
        officer = _officer(reply.officer) if signed else None
        entry = TrailEntry(
            order=order,
            round=reply.round,
            organisation=organisation,
            officer=officer,
            decision=reply.decision,
            remark=_in_script(outline.script, reply.remark),
            received=reply.received,
            due=reply.due,
            decided=reply.decided,
            version=reply.version,
            version_digest=digests[reply.version],
        )
        letter = None
        if officer is not None:
            entry = replace(entry, signature=keys.sign(officer, organisation, draft.id, entry))
        if reply.decision is Agreement.OBJECTED and reply.decided is not None:
            content = documents.letter(
                outline, organisation.name, reply.officer, reply.remark, reply.decided
            )
            letter = SeedFile(f"xat-{order:02d}.pdf", typeset("letter", content, reply.decided))
        entries.append(SeedEntry(entry, letter))
    return tuple(entries)


def _officer(person: SeedPerson) -> Officer:
    """Return who answered; what the token's organisation has said, a predecessor said."""
    if person.pinfl == people.TOKEN_OFFICER.pinfl:
        return people.PREDECESSOR
    return Officer(person.name, person.post, person.pinfl)


def _updated(plan: DraftPlan, last: datetime, now: datetime) -> datetime:
    days = {
        DraftState.SIGNED: 2,
        DraftState.REGISTERED: 2,
        DraftState.PUBLISHED: 4,
        DraftState.REVOKED: 60,
    }.get(plan.state, 0)
    return min(last + timedelta(days=days), now)


def _deadline(
    plan: DraftPlan, given: tuple[trails.Reply, ...], last: datetime, now: datetime
) -> datetime | None:
    if plan.state is DraftState.IN_AGREEMENT:
        return min(reply.due for reply in given if reply.decision is Agreement.PENDING)
    if plan.state in {
        DraftState.RETURNED,
        DraftState.AGREED,
        DraftState.DEPUTY_REVIEW,
        DraftState.LEGAL_REVIEW,
        DraftState.READY_TO_SIGN,
    }:
        # Never further in the past than a few hours, so that the list looks like a working day.
        return max(last + _SIGNING_TERM, now - timedelta(hours=5))
    return None


def _reason(index: int, plan: DraftPlan, outline: Outline) -> str:
    texts = agreement_texts()
    pool = {
        DraftState.RETURNED: texts.returned,
        DraftState.REJECTED: texts.rejected,
        DraftState.REVOKED: texts.revoked,
    }.get(plan.state)
    return _in_script(outline.script, pool[index % len(pool)]) if pool else ""


def _in_script(script: Script, text: str) -> str:
    return to_cyrillic(text) if script is Script.CYRILLIC else text
