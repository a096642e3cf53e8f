"""A report as a page: no script, nothing fetched, every word of a file escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from signing.report import Verdict
from signing.reporting.outline import Line, Look, Paper

STYLE = (
    "body{font:1rem/1.5 system-ui,'Noto Sans',sans-serif;max-width:50rem;margin:2rem auto;"
    "padding:0 1rem;color:#1b2327;background:#fff}"
    "h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem;margin:1.5rem 0 0}"
    "p{margin:.35rem 0;overflow-wrap:anywhere}.verdict{font-size:1.5rem;font-weight:700}"
    ".valid{color:#0b5f33}.indeterminate{color:#7a4b00}.invalid{color:#9a1710}"
    ".label,.note{color:#4a5560}.code{font-family:ui-monospace,'Noto Sans Mono',monospace}"
    "summary{cursor:pointer;font-weight:600}hr{border:0;border-top:1px solid #8a969c}"
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
