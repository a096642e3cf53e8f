"""Invented drafts for the tests of this room."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sync.wire import (
    Action,
    AgreementRequest,
    Annex,
    Answer,
    Authority,
    Draft,
    DraftState,
    DraftSummary,
    DraftType,
    FileRef,
    Organisation,
    Person,
    Role,
    Script,
    SignerRole,
    TrailEntry,
)

PERSON = "11111111111111"
SOMEBODY_ELSE = "22222222222222"
MORNING = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
AUTHORITY = Authority("Namuna tumani hokimligi", "111111111", 9, 3)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def ref(content: bytes, name: str = "decision.pdf") -> FileRef:
    return FileRef(sha(content), len(content), name)


def summary(number: int = 1, **changes: object) -> DraftSummary:
    made = DraftSummary(
        id=f"d-{number}",
        revision=1,
        type=DraftType.DECISION,
        authority=AUTHORITY,
        title=f"Yer uchastkasini ajratish toʻgʻrisida, {number}",
        script=Script.LATIN,
        state=DraftState.READY_TO_SIGN,
        version=1,
        round=1,
        version_digest=sha(f"version {number}".encode()),
        deadline=MORNING + timedelta(days=3),
        restricted=False,
        drafter="Qurilish boʻlimi",
        annex_count=0,
        updated=MORNING + timedelta(minutes=number),
        registration=None,
        actions=(Action.SIGN, Action.RETURN),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def draft(of: DraftSummary, text: bytes, annexes: tuple[bytes, ...] = ()) -> Draft:
    return Draft(
        summary=replace(of, annex_count=len(annexes)),
        language="uz",
        normative=False,
        legal_basis="",
        template="",
        signer=SignerRole("A. Namunayev", PERSON, "111111111", Role.HOKIM, "Hokim"),
        text=ref(text),
        annexes=tuple(
            Annex(number, f"{number}-ilova", ref(annex, f"annex-{number}.pdf"))
            for number, annex in enumerate(annexes, start=1)
        ),
        trail=(),
        remarks=(),
        reason="",
    )


def agreement(of: DraftSummary) -> AgreementRequest:
    return AgreementRequest(
        of.round, of.version, of.version_digest, Answer.AGREED, "izohsiz kelishildi", b"\x30\x80"
    )


def answered(of: DraftSummary, decision: Answer, stir: str) -> TrailEntry:
    """Return the answer of PERSON's organisation as the registry has it."""
    deemed = decision is Answer.DEEMED_AGREED
    return TrailEntry(
        order=1,
        round=of.round,
        organisation=Organisation(stir, "Namuna idorasi"),
        officer=None if deemed else Person("A. Namunayev", "Mutaxassis", PERSON),
        decision=decision,
        remark="",
        letter=None,
        received=MORNING,
        due=MORNING,
        decided=MORNING,
        version=of.version,
        version_digest=of.version_digest,
        signature=None if deemed else b"\x30\x80",
    )
