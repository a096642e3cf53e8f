"""A small office for the registry's tests: a few people, drafts in the states that matter."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, TypeVar

import msgspec
import pypdf
import requests
from cryptography import x509

from registry.contract import DraftState, DraftType, Role, Script
from registry.loading import Registry
from registry.seeds import (
    SeedAnnex,
    SeedDraft,
    SeedEntry,
    SeedFile,
    SeedPerson,
    SeedRegistration,
    SeedVersion,
    version_statement,
)
from signing.cms import add_signature_time_stamp, build_signed_data, signature_value
from signing.foreign import ber
from signing.memory_key import MemorySigner
from signing.package import (
    AnnexSource,
    PackageContent,
    build_package,
    read_signature,
    replace_signature,
)
from signing.signer import Signer
from signing.statement import (
    Agreement,
    Annex,
    Authority,
    Content,
    Decision,
    Officer,
    Organisation,
    SignerRole,
    Trail,
    TrailEntry,
    Version,
    agreement_statement,
    session_statement,
)
from signing.timestamp import ask
from sync import wire

T = TypeVar("T")

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

HOKIMLIK = Organisation("200000011", "Sohil tumani hokimligi")
WATER = Organisation("200000022", "Suv xoʻjaligi boʻlimi")
LAND = Organisation("200000033", "Kadastr boʻlimi")
JUSTICE_BODY = Organisation("200000044", "Adliya boʻlimi")
AUTHORITY = Authority(HOKIMLIK.name, HOKIMLIK.stir, 9, 4)

HOKIM = SeedPerson("Karimov Anvar", "Hokim", "30101800000011", HOKIMLIK.stir, (Role.HOKIM,))
ACTING = SeedPerson(
    "Toʻrayev Sobir",
    "Hokim v.b.",
    "30101800000012",
    HOKIMLIK.stir,
    (Role.ACTING_HOKIM, Role.DEPUTY),
    acting_from=NOW - timedelta(days=1),
    acting_until=NOW + timedelta(days=1),
)
DRAFTER = SeedPerson(
    "Salimova Nodira", "Mutaxassis", "30101800000013", HOKIMLIK.stir, (Role.DRAFTER,)
)
LEGAL = SeedPerson("Umarov Jasur", "Yurist", "30101800000014", HOKIMLIK.stir, (Role.LEGAL,))
WATER_OFFICER = SeedPerson(
    "Qodirov Bekzod", "Boʻlim boshligʻi", "30101800000021", WATER.stir, (Role.OFFICER,)
)
LAND_OFFICER = SeedPerson(
    "Ergashev Dilshod", "Boʻlim boshligʻi", "30101800000031", LAND.stir, (Role.OFFICER,)
)
JUSTICE = SeedPerson(
    "Nazarova Lola", "Bosh maslahatchi", "30101800000041", JUSTICE_BODY.stir, (Role.JUSTICE,)
)
ADMINISTRATOR = SeedPerson(
    "Olimov Rustam", "Administrator", "30101800000015", HOKIMLIK.stir, (Role.ADMINISTRATOR,)
)
PEOPLE = (
    HOKIM,
    ACTING,
    DRAFTER,
    LEGAL,
    WATER_OFFICER,
    LAND_OFFICER,
    JUSTICE,
    ADMINISTRATOR,
)


def pdf(pages: int = 1, mark: str = "") -> bytes:
    """Return a real PDF that differs for every ``mark``."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": mark or "text"})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def signer_role(person: SeedPerson, role: Role = Role.HOKIM) -> SignerRole:
    """Return ``person`` as the one to sign."""
    return SignerRole(person.name, person.pinfl, person.organisation, str(role), person.post)


def entry(
    order: int,
    organisation: Organisation,
    draft: SeedDraft,
    *,
    decision: Agreement = Agreement.PENDING,
    signer: MemorySigner | None = None,
    officer: SeedPerson | None = None,
    due: datetime | None = None,
) -> SeedEntry:
    """Return a trail entry on the draft's current version; signed if a signer is given."""
    version = draft.versions[-1]
    if due is None:
        # Silence agrees when its term is over.
        silent = decision is Agreement.DEEMED_AGREED
        due = NOW - timedelta(hours=1) if silent else NOW + timedelta(days=2)
    made = TrailEntry(
        order=order,
        round=draft.round,
        organisation=organisation,
        officer=None if officer is None else Officer(officer.name, officer.post, officer.pinfl),
        decision=decision,
        remark="",
        received=NOW - timedelta(days=1),
        due=due,
        decided=None if decision is Agreement.PENDING else NOW - timedelta(hours=1),
        version=version.number,
        version_digest=version_statement(draft, version).digest,
    )
    if signer is not None:
        statement = agreement_statement(draft.id, made)
        made = replace(
            made, signature=build_signed_data(signer, statement, signing_time=made.decided)
        )
    return SeedEntry(made)


def draft(
    identifier: str, state: DraftState = DraftState.READY_TO_SIGN, **changes: Any
) -> SeedDraft:
    """Return a draft without trail."""
    text = SeedFile(f"{identifier}.pdf", pdf(2, identifier))
    annex = SeedAnnex(1, "Roʻyxat", SeedFile("1-ilova.pdf", pdf(1, f"{identifier} annex")))
    made = SeedDraft(
        id=identifier,
        type=DraftType.DECISION,
        authority=AUTHORITY,
        title=f"Yer ajratish toʻgʻrisida <{identifier}>",
        script=Script.LATIN,
        language="uz",
        template="yer-ajratish",
        legal_basis="Yer kodeksi",
        drafter=DRAFTER.pinfl,
        signer=signer_role(HOKIM),
        state=state,
        versions=(SeedVersion(1, text, (annex,)),),
        created=NOW - timedelta(days=5),
        updated=NOW - timedelta(days=1),
    )
    return replace(made, **changes)


def fill(registry: Registry) -> None:
    """Load people and one draft for each situation."""
    registry.add_organisations((HOKIMLIK, WATER, LAND, JUSTICE_BODY))
    registry.add_people(PEOPLE)
    water = registry.person_signer(WATER_OFFICER.pinfl)
    ready = draft("ready")
    asked = draft("asked", DraftState.IN_AGREEMENT)
    registered = draft("registered", DraftState.REGISTERED)
    secret = draft("secret", DraftState.REGISTERED, restricted=True)
    registry.add_drafts(
        (
            replace(
                ready,
                trail=(
                    entry(
                        1,
                        WATER,
                        ready,
                        decision=Agreement.AGREED,
                        signer=water,
                        officer=WATER_OFFICER,
                    ),
                    entry(2, LAND, ready, decision=Agreement.DEEMED_AGREED),
                ),
            ),
            replace(asked, trail=(entry(1, WATER, asked), entry(2, LAND, asked))),
            draft("private", DraftState.DRAFT),
            draft("legal", DraftState.LEGAL_REVIEW),
            draft("acting", signer=signer_role(ACTING, Role.ACTING_HOKIM)),
            replace(registered, registration=SeedRegistration(NOW, "94-9-4-Q/26")),
            replace(secret, registration=SeedRegistration(NOW)),
        )
    )


@dataclass
class Clock:
    """The registry's time in a test."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span


class Station:
    """Somebody at a station: plain HTTP, answers decoded as the client's own types."""

    def __init__(self, address: str, token: str = "") -> None:
        self.address = address
        self.http = requests.Session()
        self.http.trust_env = False
        if token:
            self.http.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        """Send a request and return whatever comes back."""
        if "body" in more:
            more["data"] = msgspec.json.encode(more.pop("body"))
        headers = dict(more.pop("headers", {}))
        if "key" in more:
            headers["Idempotency-Key"] = more.pop("key")
        return self.http.request(method, self.address + path, headers=headers, timeout=20, **more)

    def get(self, path: str, kind: type[T], **more: Any) -> T:
        """Get something that must be there."""
        return decoded(self.call("GET", path, **more), kind)

    def post(self, path: str, kind: type[T], **more: Any) -> T:
        """Post something that must be accepted."""
        return decoded(self.call("POST", path, **more), kind)

    def refused(self, method: str, path: str, **more: Any) -> wire.Problem:
        """Send something that must be refused."""
        answer = self.call(method, path, **more)
        assert answer.headers["Content-Type"] == "application/problem+json", answer.text
        problem = msgspec.json.decode(answer.content, type=wire.Problem)
        assert problem.status == answer.status_code
        return problem

    def upload(self, data: bytes) -> str:
        """Upload a package in one piece and return the upload's id."""
        made = decoded(
            self.call("POST", "/v1/uploads", headers={"Upload-Length": str(len(data))}),
            wire.Upload,
        )
        answer = self.patch(made.id, 0, data)
        assert answer.status_code == 204, answer.text
        return made.id

    def patch(self, upload: str, offset: int, data: bytes) -> requests.Response:
        """Append to an upload."""
        headers = {
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }
        return self.call("PATCH", f"/v1/uploads/{upload}", headers=headers, data=data)

    def hand_in(self, draft: str, key: str, data: bytes, digest: str) -> requests.Response:
        """Upload a package and hand it in."""
        request = wire.PackageRequest(self.upload(data), sha256(data), digest)
        return self.call("POST", f"/v1/drafts/{draft}/package", body=request, key=key)


def decoded(answer: requests.Response, kind: type[T]) -> T:
    """Read an answer as the client would."""
    assert answer.ok, f"{answer.status_code} {answer.text}"
    return msgspec.json.decode(answer.content, type=kind)


def sha256(data: bytes) -> str:
    """Return the hex digest."""
    return hashlib.sha256(data).hexdigest()


def sign_in(address: str, signer: Signer, at: datetime) -> Station:
    """Sign in with a key in memory, as a station does with its token."""
    station = Station(address)
    challenge = station.post("/v1/auth/challenge", wire.Challenge)
    statement = session_statement(challenge.registry, challenge.challenge)
    request = wire.SessionRequest(
        challenge.id, build_signed_data(signer, statement, signing_time=at)
    )
    session = station.post("/v1/auth/session", wire.Session, body=request)
    return Station(address, session.access_token)


def package(
    station: Station,
    found: wire.Draft,
    signer: Signer,
    at: datetime,
    crls: tuple[x509.CertificateRevocationList, ...] = (),
    *,
    stamped: bool = True,
) -> bytes:
    """Fetch what the registry has frozen, sign it, and have it time-stamped there."""

    def fetch(reference: wire.FileRef) -> bytes:
        answer = station.call("GET", f"/v1/files/{reference.sha256}")
        assert answer.ok
        return answer.content

    version = _version(found)
    trail = Trail(
        found.summary.id,
        tuple(entry_of(item) for item in found.trail),
    )
    role = SignerRole(**msgspec.to_builtins(found.signer))
    content = PackageContent(
        Decision(version, role),
        trail,
        fetch(found.text),
        tuple(
            AnnexSource(annex, item.file.name, _opener(fetch(item.file)))
            for annex, item in zip(version.annexes, found.annexes, strict=True)
        ),
    )
    target = io.BytesIO()
    build_package(content, signer, target, moment=at, pdf_profile=False, crls=crls)
    return with_time_stamp(station, target.getvalue()) if stamped else target.getvalue()


def with_time_stamp(station: Station, data: bytes) -> bytes:
    """Return a package with the registry's time-stamp, as a station sends it."""
    signature, target = read_signature(io.BytesIO(data)), io.BytesIO()
    asked = ask(signature_value(signature)[0])
    kind = {"Content-Type": "application/timestamp-query"}
    answer = station.call("POST", "/v1/timestamp", data=asked.der, headers=kind).content
    # RFC 3161, 2.4.2: behind the status, which is "granted".
    token = ber.read_all(answer).children[1].raw
    replace_signature(io.BytesIO(data), target, add_signature_time_stamp(signature, token))
    return target.getvalue()


def _opener(data: bytes) -> Callable[[], AbstractContextManager[BinaryIO]]:
    return lambda: io.BytesIO(data)


def entry_of(item: wire.TrailEntry) -> TrailEntry:
    """Return the entry as it is signed: all but the letter."""
    tree = msgspec.to_builtins(item, builtin_types=(datetime, bytes))
    del tree["letter"]
    return msgspec.convert(tree, TrailEntry, builtin_types=(datetime, bytes))


def _version(found: wire.Draft) -> Version:
    summary = found.summary
    return Version(
        draft=summary.id,
        version=summary.version,
        type=str(summary.type),
        authority=Authority(**msgspec.to_builtins(summary.authority)),
        title=summary.title,
        restricted=summary.restricted,
        text=Content(found.text.sha256, found.text.size),
        annexes=tuple(
            Annex(item.number, item.title, Content(item.file.sha256, item.file.size))
            for item in found.annexes
        ),
    )
