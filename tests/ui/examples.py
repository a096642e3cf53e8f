"""Example rows: an invented office, invented people, invented numbers."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from signing.errors import AttemptsLeft
from sync.wire import Action, Answer, DraftState, DraftType
from ui.outbox_rows import OutboxKind, OutboxRow, OutboxState
from ui.rows import (
    CertificateRow,
    CheckRow,
    CheckState,
    DraftRow,
    DraftView,
    FileRow,
    Local,
    Mark,
    PersonRow,
    SignPlan,
    TokenView,
    TrailRow,
)

NOW = datetime.now(UTC).replace(microsecond=0)

TITLES = (
    "Bogʻobod tumanida yer uchastkalarini ochiq elektron tanlov orqali ijaraga berish toʻgʻrisida",
    "Маҳалла ободончилиги дастурини тасдиқлаш тўғрисида",
    "Kuz-qish mavsumiga tayyorgarlik koʻrish chora-tadbirlari haqida",
    "Умумтаълим мактабларини жорий таъмирлаш тўғрисида",
    "Tuman hokimligi ishchi guruhini tashkil etish haqida",
    "Ichimlik suvi tarmogʻini rekonstruksiya qilish toʻgʻrisida",
    "Mahalliy budjetdan qoʻshimcha mablagʻ ajratish toʻgʻrisida",
)
STATES = (
    (DraftState.READY_TO_SIGN, (Action.SIGN, Action.RETURN)),
    (DraftState.IN_AGREEMENT, (Action.AGREE, Action.OBJECT)),
    (DraftState.RETURNED, (Action.REVISE,)),
    (DraftState.LEGAL_REVIEW, ()),
    (DraftState.REGISTERED, ()),
    (DraftState.PUBLISHED, ()),
    (DraftState.READY_TO_SIGN, (Action.SIGN, Action.RETURN)),
)


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def draft(number: int = 0) -> DraftRow:
    state, actions = STATES[number % len(STATES)]
    finished = state in (DraftState.REGISTERED, DraftState.PUBLISHED)
    return DraftRow(
        id=f"d-{number:05d}",
        title=TITLES[number % len(TITLES)],
        authority="Bogʻobod tumani hokimligi",
        type=tuple(DraftType)[number % 3],
        state=state,
        actions=actions,
        deadline=NOW + timedelta(days=number % 9 - 2),
        number=f"{100 + number}-9-4-Q/26" if finished else "",
        restricted=number % 11 == 6,
        annex_count=number % 4,
        version=1 + number % 3,
        local=Local.UNSENT if number % 13 == 12 else Local.NOTHING,
    )


def drafts(count: int = 40) -> tuple[DraftRow, ...]:
    return tuple(draft(number) for number in range(count))


ORGANISATIONS = (
    ("Tuman moliya boʻlimi", "A. Namunayev", "boʻlim boshligʻi"),
    ("Tuman adliya boʻlimi", "B. Misolova", "bosh yuriskonsult"),
    (
        "Tuman qurilish va uy-joy kommunal xoʻjaligi boʻlimi",
        "D. Sinovboyev",
        "boshliq oʻrinbosari",
    ),
    ("Tuman ekologiya inspeksiyasi", "E. Mashqov", "inspektor"),
    ("Tuman davlat soliq inspeksiyasi", "F. Namunaliyev", "boshliq"),
)
_ANSWERS = (
    (Answer.AGREED, Mark.CHECKED, ""),
    (Answer.AGREED_WITH_NOTE, Mark.CHECKED, "2-bandda muddatni 1-dekabrgacha aniqlashtirish."),
    (Answer.DEEMED_AGREED, Mark.DEEMED, ""),
    (Answer.AGREED, Mark.CHECKED, ""),
    (Answer.AGREED, Mark.UNCHECKED, ""),
)
_FIRST = (
    (Answer.OBJECTED, Mark.CHECKED, "Smeta qiymati hisob-kitobi ilova qilinmagan."),
    (Answer.AGREED, Mark.EARLIER, ""),
    (Answer.AGREED, Mark.INVALID, ""),
)


def trail() -> tuple[TrailRow, ...]:
    rows = []
    for number, answers in ((1, _FIRST), (2, _ANSWERS)):
        for order, (answer, mark, remark) in enumerate(answers, 1):
            organisation, officer, post = ORGANISATIONS[order - 1]
            deemed = answer is Answer.DEEMED_AGREED
            rows.append(
                TrailRow(
                    order=order,
                    round=number,
                    organisation=organisation,
                    officer="" if deemed else officer,
                    post="" if deemed else post,
                    decision=answer,
                    remark=remark,
                    received=NOW - timedelta(days=9 - 3 * number),
                    due=NOW - timedelta(days=6 - 3 * number),
                    decided=NOW - timedelta(days=7 - 3 * number, hours=order),
                    version=number,
                    mark=mark,
                )
            )
    return tuple(rows)


def view(row: DraftRow | None = None, text: bytes = b"") -> DraftView:
    row = row or draft(0)
    return DraftView(
        row=row,
        text=FileRow(0, row.title, hashlib.sha256(text).hexdigest(), len(text)),
        annexes=(
            FileRow(1, "Ijaraga beriladigan yer uchastkalari roʻyxati", digest("a1"), 48_211),
            FileRow(2, "Ishchi guruh tarkibi", digest("a2"), 12_800),
        ),
        trail=trail(),
        version_digest=digest(row.id),
        drafter="Tuman iqtisodiyot boʻlimi",
        signer="N. Namunaliyev",
        signer_post="Bogʻobod tumani hokimi",
        legal_basis="Yer kodeksi, 24-modda",
        normative=False,
        language="uz",
        actions=row.actions,
    )


def certificate(attempts: AttemptsLeft = AttemptsLeft.SEVERAL) -> CertificateRow:
    return CertificateRow(
        token="0123456789abcdef",
        token_label="Hokim tokeni",
        name="NAMUNALIYEV NAMUNA NAMUNA OʻGʻLI",
        post="Bogʻobod tumani hokimi",
        pinfl="11111111111111",
        organisation="Bogʻobod tumani hokimligi",
        stir="111111111",
        not_before=NOW - timedelta(days=300),
        not_after=NOW + timedelta(days=430),
        algorithm="ECDSA P-256, SHA-256",
        days_left=430,
        attempts=attempts,
        identifier=digest("certificate"),
    )


def plan(
    attempts: AttemptsLeft = AttemptsLeft.SEVERAL, trail_state: CheckState = CheckState.GOOD
) -> SignPlan:
    made = view()
    return SignPlan(
        draft=made.row.id,
        title=made.row.title,
        authority=made.row.authority,
        type=made.row.type,
        pages=3,
        version=made.row.version,
        version_digest=made.version_digest,
        annexes=made.annexes,
        token=token_view(attempts, trail_state),
    )


def token_view(
    attempts: AttemptsLeft = AttemptsLeft.SEVERAL, trail_state: CheckState = CheckState.GOOD
) -> TokenView:
    chosen = certificate(attempts)
    return TokenView(
        certificates=(chosen,),
        chosen=chosen,
        checks=(
            CheckRow("Loyiha imzolashga tayyor", CheckState.GOOD),
            CheckRow("Matn va ilovalar oʻzgarmagan", CheckState.GOOD),
            CheckRow("Har bir kelishuv tekshirilgan", trail_state),
            CheckRow("Sertifikat imzolovchining oʻziniki", CheckState.GOOD),
            CheckRow("Sertifikat hokimlikniki", CheckState.GOOD),
            CheckRow("Sertifikat amalda", CheckState.GOOD),
            CheckRow("Kompyuter soati toʻgʻri", CheckState.GOOD),
            CheckRow(
                "Reyestr bilan aloqa", CheckState.WARNING, "Aloqa yoʻq: paket navbatda turadi."
            ),
        ),
    )


PERSON = PersonRow("N. Namunaliyev", "Bogʻobod tumani hokimi", "Bogʻobod tumani hokimligi")


def outbox() -> tuple[OutboxRow, ...]:
    return (
        OutboxRow(
            "k-1",
            OutboxKind.PACKAGE,
            "d-00001",
            TITLES[0],
            OutboxState.QUEUED,
            NOW - timedelta(minutes=12),
            3,
            NOW + timedelta(minutes=4),
            "Reyestrga ulanib boʻlmadi.",
        ),
        OutboxRow(
            "k-2",
            OutboxKind.AGREEMENT,
            "d-00002",
            TITLES[1],
            OutboxState.UNCONFIRMED,
            NOW - timedelta(hours=3),
            1,
            NOW + timedelta(minutes=1),
        ),
        OutboxRow(
            "k-3",
            OutboxKind.PACKAGE,
            "d-00003",
            TITLES[2],
            OutboxState.REFUSED,
            NOW - timedelta(days=1),
            1,
            None,
            "Loyiha oʻzgargan; uni qayta oʻqib imzolang.",
        ),
        OutboxRow(
            "k-4",
            OutboxKind.PACKAGE,
            "d-00004",
            TITLES[3],
            OutboxState.ACCEPTED,
            NOW - timedelta(days=2),
            1,
            None,
            "",
            "104-9-4-Q/26",
        ),
    )
