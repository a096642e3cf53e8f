"""The pages: a form, a report, a refusal. No script, nothing fetched; four languages."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from resources.tables import LANGUAGES
from signing.reporting import html
from signing.reporting.outline import Paper
from signing.reporting.words import ReportWords

ADDRESS = "/verify"
_STYLE = html.STYLE + (
    "nav{display:flex;flex-wrap:wrap;gap:0 1rem}nav a{padding:.5rem 0}"
    "nav [aria-current]{color:inherit;font-weight:600;text-decoration:none}"
    "form label{display:block;margin:1rem 0}label span{display:block;margin-bottom:.3rem}"
    "input[type=file]{box-sizing:border-box;width:100%;padding:.7rem;font:inherit;"
    "color:var(--ink);border:1px solid var(--line);border-radius:.4rem;background:var(--panel)}"
    "fieldset{border:1px solid var(--line);border-radius:.4rem;margin:1rem 0}"
    "fieldset label{margin:0;padding:.4rem 0}"
    "button{font:inherit;font-weight:600;padding:.7rem 2rem;border:1px solid var(--link);"
    "border-radius:.4rem;color:var(--ground);background:var(--link);cursor:pointer}"
    "@media(max-width:30rem){button{width:100%}}@media print{nav{display:none}}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FORMS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}
_CURRENT = ' aria-current="true"'
_NAMES = {"uz": "Oʻzbekcha", "uz_Cyrl": "Ўзбекча", "ru": "Русский", "en": "English"}


def form(language: str, megabytes: int) -> str:
    """Return the page to choose a file on."""
    words = ReportWords(language)

    def text(key: str, **facts: object) -> str:
        return escape(words.text("portal", key, **facts))

    choices = "".join(
        f'<label><input type="radio" name="form" value="{name}"'
        f"{' checked' if name == 'html' else ''}> {text(f'form_{name}')}</label>"
        for name in FORMS
    )
    return _page(
        language,
        words.text("portal", "title"),
        f"<main><h1>{text('title')}</h1><p>{text('intro')}</p>"
        f'<form method="post" enctype="multipart/form-data"'
        f' action="{ADDRESS}?lang={language}">'
        f'<label><span>{text("file")}</span><input type="file" name="file" required></label>'
        f'<label><span>{text("content")}</span><input type="file" name="content"></label>'
        f"<fieldset><legend>{text('form')}</legend>{choices}</fieldset>"
        f"<p><button>{text('verify')}</button></p></form>"
        f'<p class="note">{text("kept", megabytes=megabytes)}</p>'
        f'<p class="note">{text("name")}</p></main>',
    )


def result(paper: Paper, number: str = "", address: str = "") -> str:
    """Return the page of a report.

    Args:
        paper: the report.
        number: under which this very file is in the public register; empty if it is not.
        address: of its page there.
    """
    words = ReportWords(paper.language)
    found = ""
    if number:
        told = words.text("portal", "registered", number=number)
        found = f'<p class="valid"><a href="{escape(address)}">{escape(told)}</a></p>'
    return _page(paper.language, paper.title, f"{_back(paper.language)}{found}{html.body(paper)}")


def problem(language: str, reason: str) -> str:
    """Return the page that says why nothing was verified."""
    words = ReportWords(language)
    failed = words.text("portal", "failed")
    told = escape(words.text("portal", reason))
    inside = f"<main><h1>{escape(failed)}</h1><p>{told}</p></main>"
    return _page(language, failed, _back(language) + inside)


def language_of(asked: str, accepted: str) -> str:
    """Return the language that was asked for, or the first one that a browser accepts."""
    if asked in LANGUAGES:
        return asked
    for item in accepted[:500].lower().split(","):
        tag = item.partition(";")[0].strip()
        if tag.startswith("uz"):
            return "uz_Cyrl" if "cyrl" in tag else "uz"
        if tag[:2] in ("ru", "en"):
            return tag[:2]
    return "uz"


def _back(language: str) -> str:
    told = escape(ReportWords(language).text("portal", "another"))
    return f'<nav><a href="{ADDRESS}?lang={language}">{told}</a></nav>'


def _page(language: str, title: str, inside: str) -> str:
    others = "".join(
        f'<a href="{ADDRESS}?lang={code}" lang="{html.tag_of(code)}"'
        f"{_CURRENT if code == language else ''}>{_NAMES[code]}</a>"
        for code in LANGUAGES
    )
    return (
        f'<!doctype html>\n<html lang="{html.tag_of(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><nav>{others}</nav>{inside}</body></html>\n"
    )
