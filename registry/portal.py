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

_PUBLIC = frozenset({DraftState.REGISTERED, DraftState.PUBLISHED, DraftState.REVOKED})
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "dt{color:#555;margin-top:.8rem}dd{margin:0;overflow-wrap:anywhere}"
    ".revoked{color:#a40000;font-weight:600}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=60",
}

_PAGE = Template(
    """<!doctype html>
<html lang="$language">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>$number</title><style>$style</style></head>
<body><h1>$title</h1>
<dl>
$rows
</dl></body></html>
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


def page(core: Core, slug: str) -> str | None:
    """Return the page of a public decision, or None."""
    with core.database.reading() as connection:
        row = connection.execute(
            select(db.drafts, db.registrations)
            .join(db.registrations, db.registrations.c.draft == db.drafts.c.id)
            .where(db.registrations.c.slug == slug)
        ).one_or_none()
    if row is None or row.restricted or DraftState(row.state) not in _PUBLIC:
        return None
    words = _WORDS[Script(row.script)]
    state = DraftState(row.state)
    rows = [
        (words.number, row.number, ""),
        (words.date, f"{row.date.astimezone(LOCAL_TIME):%d.%m.%Y}", ""),
        (words.authority, row.authority_name, ""),
        (words.kind, words.kinds[DraftType(row.type)], ""),
        (words.state, words.states[state], "revoked" if state is DraftState.REVOKED else ""),
        (words.digest, row.version_digest, ""),
    ]
    if row.package_sha256:
        rows.append((words.package, row.package_sha256, ""))
    return _PAGE.substitute(
        language=words.language,
        number=escape(row.number),
        style=_STYLE,
        title=escape(row.title),
        rows="\n".join(
            f'<dt>{escape(name)}</dt><dd class="{mark}">{escape(value)}</dd>'
            for name, value, mark in rows
        ),
    )
