"""The pages: a form, a report, a refusal. No script, nothing fetched; four languages."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from resources.tables import LANGUAGES
from signing.reporting import html
from signing.reporting.outline import Paper
from signing.reporting.words import ReportWords

ADDRESS = "/verify"
_STYLE = html.STYLE + (
    ".told{display:none}.told:target,.told.first{display:block}"
    ".told:target~.told.first{display:none}"
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


def result(papers: Sequence[Paper], number: str = "", address: str = "") -> str:
    """Return the page of a report, in several languages.

    The file is gone when the page is read, so the page itself holds what another language needs:
    its links lead to another part of it, and nobody is asked again.

    Args:
        papers: the same report in each language, in the one that was asked for first.
        number: under which this very file is in the public register; empty if it is not.
        address: of its page there.
    """
    parts = {}
    for paper in papers:
        told = ReportWords(paper.language).text("portal", "registered", number=number)
        link = f'<p class="valid"><a href="{escape(address)}">{escape(told)}</a></p>'
        parts[paper.language] = (link if number else "") + html.body(paper)
    return _told(papers[0].title, parts)


def problem(language: str, reason: str) -> str:
    """Return the page that says why nothing was verified, in every language."""
    parts = {}
    for code in (language, *(item for item in LANGUAGES if item != language)):
        words = ReportWords(code)
        failed, why = words.text("portal", "failed"), words.text("portal", reason)
        parts[code] = f"<main><h1>{escape(failed)}</h1><p>{escape(why)}</p></main>"
    return _told(ReportWords(language).text("portal", "failed"), parts)


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


def _told(title: str, parts: Mapping[str, str]) -> str:
    """Return a page of which one language is shown: the first, until a link leads to another."""
    first, *others = parts
    # The first stands last: a part is hidden by one before it that a link led to.
    shown = "".join(
        f'<div class="told{" first" if code == first else ""}" id="{_name(code)}"'
        f' lang="{html.tag_of(code)}">{_languages(code, "#{}", parts)}{_back(code)}{parts[code]}'
        "</div>"
        for code in (*others, first)
    )
    return _whole(first, title, shown)


def _name(language: str) -> str:
    return f"in-{html.tag_of(language).lower()}"


def _languages(current: str, address: str, codes: Iterable[str] = LANGUAGES) -> str:
    links = "".join(
        f'<a href="{address.format(_name(code) if address == "#{}" else code)}"'
        f' lang="{html.tag_of(code)}"{_CURRENT if code == current else ""}>{_NAMES[code]}</a>'
        for code in LANGUAGES
        if code in codes
    )
    return f"<nav>{links}</nav>"


def _page(language: str, title: str, inside: str) -> str:
    return _whole(language, title, _languages(language, f"{ADDRESS}?lang={{}}") + inside)


def _whole(language: str, title: str, inside: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{html.tag_of(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body>{inside}</body></html>\n"
    )
