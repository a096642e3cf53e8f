"""The public page of a registered decision.

Plain HTML that works everywhere: number, date, title, authority, state, digests. A restricted
decision has no page, and nothing tells it from one that does not exist.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from string import Template

from sqlalchemy import select

from registry import database as db
from registry.contract import DraftState, DraftType, Script
from registry.core import Core
from registry.numbers import LOCAL_TIME
from registry.verifying.pages import ADDRESS as VERIFY
from resources.forms import forms_of
from signing.reporting.html import COLOURS
from signing.reporting.words import ReportWords

PUBLIC = frozenset({DraftState.REGISTERED, DraftState.PUBLISHED, DraftState.REVOKED})
"""States in which a decision that is not restricted has a page."""
_STYLE = COLOURS + (
    "h1{font-size:1.4rem;line-height:1.3}dt{color:var(--soft);margin-top:.8rem}"
    "dd{margin:0}.revoked{color:var(--broken);font-weight:600}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=60",
}

BY_DIGEST = "/v/"
"""A version digest behind it leads to the page of what became of that version."""
# What is not registered today may be tomorrow, so nobody keeps this answer.
PENDING_HEADERS = {**HEADERS, "Cache-Control": "no-store"}
# The signature's panel is made before the registry knows of it; who scans its code early, or a
# restricted decision's, reads the same.
NOT_REGISTERED = f"""<!doctype html>
<html lang="uz-Latn">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>404</title><style>{_STYLE}</style></head>
<body>
<p>Bu hujjat ochiq reyestrda yoʻq: u hali roʻyxatga olinmagan, tarqatilishi cheklangan yoki
reyestrga topshirilmagan. Imzo va roʻyxatga olish – boshqa-boshqa narsa.</p>
<p lang="uz-Cyrl">Бу ҳужжат очиқ реестрда йўқ: у ҳали рўйхатга олинмаган, тарқатилиши чекланган ёки
реестрга топширилмаган. Имзо ва рўйхатга олиш – бошқа-бошқа нарса.</p>
<p lang="ru">Этого документа нет в открытом реестре: он ещё не зарегистрирован, ограничен в
распространении или не передан в реестр. Подпись и регистрация – не одно и то же.</p>
<p lang="en">This document is not in the public register: it is not registered yet, it is
restricted, or it was never handed in. To be signed is not to be registered.</p>
</body></html>
"""

_PAGE = Template(
    """<!doctype html>
<html lang="$language">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>$number</title><style>$style</style></head>
<body><h1>$title</h1>
<dl>
$rows
</dl><p><a href="$address?lang=$code">$verify</a></p></body></html>
"""
)


@dataclass(frozen=True)
class _Words:
    language: str
    number: str
    date: str
    authority: str
    kind: str
    state: str
    digest: str
    package: str
    kinds: dict[DraftType, str]
    states: dict[DraftState, str]


# The page is in the alphabet of the document itself.
_WORDS = {
    Script.LATIN: _Words(
        language="uz-Latn",
        number="Roʻyxatga olish raqami",
        date="Sanasi",
        authority="Qabul qilgan organ",
        kind="Turi",
        state="Holati",
        digest="Hujjat izi (SHA-256)",
        package="Imzolangan paket izi (SHA-256)",
        kinds={
            DraftType.DECISION: "Qaror",
            DraftType.ORDER: "Farmoyish",
            DraftType.COUNCIL: "Kengash qarori",
        },
        states={
            DraftState.REGISTERED: "Roʻyxatga olingan",
            DraftState.PUBLISHED: "Eʼlon qilingan",
            DraftState.REVOKED: "Oʻz kuchini yoʻqotgan",
        },
    ),
    Script.CYRILLIC: _Words(
        language="uz-Cyrl",
        number="Рўйхатга олиш рақами",
        date="Санаси",
        authority="Қабул қилган орган",
        kind="Тури",
        state="Ҳолати",
        digest="Ҳужжат изи (SHA-256)",
        package="Имзоланган пакет изи (SHA-256)",
        kinds={
            DraftType.DECISION: "Қарор",
            DraftType.ORDER: "Фармойиш",
            DraftType.COUNCIL: "Кенгаш қарори",
        },
        states={
            DraftState.REGISTERED: "Рўйхатга олинган",
            DraftState.PUBLISHED: "Эълон қилинган",
            DraftState.REVOKED: "Ўз кучини йўқотган",
        },
    ),
}


def slug_of(core: Core, digest: str) -> str | None:
    """Return the name of the page of the public decision with this version digest, or None."""
    with core.database.reading() as connection:
        row = connection.execute(
            select(db.drafts.c.restricted, db.drafts.c.state, db.registrations.c.slug)
            .join(db.registrations, db.registrations.c.draft == db.drafts.c.id)
            .where(db.drafts.c.version_digest == digest)
        ).first()
    if row is None or row.restricted or DraftState(row.state) not in PUBLIC:
        return None
    return str(row.slug)


def page(core: Core, slug: str) -> str | None:
    """Return the page of a public decision, or None."""
    with core.database.reading() as connection:
        row = connection.execute(
            select(db.drafts, db.registrations)
            .join(db.registrations, db.registrations.c.draft == db.drafts.c.id)
            .where(db.registrations.c.slug == slug)
        ).one_or_none()
    if row is None or row.restricted or DraftState(row.state) not in PUBLIC:
        return None
    words = _WORDS[Script(row.script)]
    code = "uz_Cyrl" if Script(row.script) is Script.CYRILLIC else "uz"
    state = DraftState(row.state)
    rows = [
        (words.number, row.number, ""),
        (words.date, forms_of("uz").day(row.date.astimezone(LOCAL_TIME)), ""),
        (words.authority, row.authority_name, ""),
        (words.kind, words.kinds[DraftType(row.type)], ""),
        (words.state, words.states[state], "revoked" if state is DraftState.REVOKED else ""),
        (words.digest, row.version_digest, ""),
    ]
    if row.package_sha256:
        rows.append((words.package, row.package_sha256, ""))
    return _PAGE.substitute(
        language=words.language,
        address=VERIFY,
        code=code,
        verify=escape(ReportWords(code).text("portal", "title")),
        number=escape(row.number),
        style=_STYLE,
        title=escape(row.title),
        rows="\n".join(
            f'<dt>{escape(name)}</dt><dd class="{mark}">{escape(value)}</dd>'
            for name, value, mark in rows
        ),
    )
