"""A report as a page: no script, nothing fetched, every word of a file escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from signing.report import Verdict
from signing.reporting.outline import Line, Look, Paper

_LIGHT = (
    "--ink:#1b2327;--soft:#4a5560;--ground:#fff;--panel:#f2f5f6;--line:#6f7c84;--link:#0b4f8a;"
    "--valid:#0b5f33;--open:#7a4b00;--broken:#9a1710"
)
_DARK = (
    "--ink:#e7ecee;--soft:#b0bac0;--ground:#14181b;--panel:#20272b;--line:#84919a;--link:#8ec5ff;"
    "--valid:#7fd6a4;--open:#f0bd6a;--broken:#ff9f95"
)
COLOURS = (
    f":root{{color-scheme:light dark;{_LIGHT}}}"
    f"@media screen and (prefers-color-scheme:dark){{:root{{{_DARK}}}}}"
    "body{font:1rem/1.5 system-ui,'Noto Sans',sans-serif;max-width:50rem;margin:2rem auto;"
    "padding:0 1rem;color:var(--ink);background:var(--ground);overflow-wrap:anywhere}"
    "a{color:var(--link)}:focus-visible{outline:3px solid var(--link);outline-offset:2px}"
)
"""Of every page: what the reader's system asks for, light or dark, and light on paper."""
STYLE = COLOURS + (
    "h1{font-size:1.4rem;line-height:1.3}h2{font-size:1.15rem;margin-top:2rem}"
    "h3{font-size:1rem;margin:1.5rem 0 0}p{margin:.35rem 0}"
    ".verdict{font-size:1.5rem;font-weight:700;line-height:1.3;margin:1rem 0;padding:.7rem 1rem;"
    "border-left:.4rem solid;background:var(--panel)}"
    ".valid{color:var(--valid)}.indeterminate{color:var(--open)}.invalid{color:var(--broken)}"
    ".label,.note{color:var(--soft)}.code{font-family:ui-monospace,'Noto Sans Mono',monospace}"
    "details{margin-top:2rem}summary{cursor:pointer;font-weight:600;padding:.5rem 0}"
    "hr{border:0;border-top:1px solid var(--line);margin:2rem 0 1rem}"
    # On paper nothing can be opened.
    "@media print{details::details-content{content-visibility:visible}summary{list-style:none}}"
)
_SIGNS = {Verdict.VALID: "✓", Verdict.INVALID: "✗", Verdict.INDETERMINATE: "!"}


def body(paper: Paper) -> str:
    """Return the inside of a page: the simple part in sight, the detailed one to be opened."""
    summary, rest = paper.detailed[0], paper.detailed[1:]
    return (
        f"<main>{_lines(paper.simple)}"
        f"<details><summary>{escape(summary.text)}</summary>{_lines(rest)}</details></main>"
        f"<footer><hr>{_lines(paper.foot)}</footer>"
    )


def page(papers: Sequence[Paper]) -> str:
    """Return a whole page of one or more reports."""
    first = papers[0]
    inside = "<hr>".join(body(paper) for paper in papers)
    return (
        f'<!doctype html>\n<html lang="{tag_of(first.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(first.title)}</title><style>{STYLE}</style></head>"
        f"<body>{inside}</body></html>\n"
    )


def tag_of(language: str) -> str:
    """Return the language's tag (RFC 5646)."""
    return {"uz": "uz-Latn", "uz_Cyrl": "uz-Cyrl"}.get(language, language)


def _lines(lines: Iterable[Line]) -> str:
    return "\n".join(_line(line) for line in lines)


def _line(line: Line) -> str:
    text = _told(line.text)
    tone = line.verdict.value if line.verdict else ""
    sign = f"{_SIGNS[line.verdict]} " if line.verdict else ""
    match line.look:
        case Look.TITLE:
            return f"<h1>{text}</h1>"
        case Look.VERDICT:
            return f'<p class="verdict {tone}">{sign}{text}</p>'
        case Look.HEADING:
            return f"<h2>{text}</h2>"
        case Look.SIGNER:
            return f'<h3 class="{tone}">{sign}{text}</h3>'
        case Look.FACT:
            return f'<p><span class="label">{_told(line.label)}:</span> {text}</p>'
        case Look.CODE:
            code = f'<span class="code">{text}</span>'
            return f'<p><span class="label">{_told(line.label)}:</span> {code}</p>'
        case Look.NOTE:
            return f'<p class="note">{text}</p>'
    return f'<p class="{tone}">{text}</p>' if tone else f"<p>{text}</p>"


def _told(text: str) -> str:
    # A name that is no Unicode has surrogates, which no page can hold.
    return escape(text.encode("utf-8", "replace").decode())
