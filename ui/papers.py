"""The agreement sheet, which is printed or saved beside the decision itself, as HTML: words only.

Everything that comes from a file or the registry is escaped: on paper, too, a title must not be
able to forge a look. Nothing in the page is fetched from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sync.wire import Answer
from ui import words
from ui.rows import DraftView, Mark, TrailRow
from ui.words import translate

_STYLE = """
body { font-family: 'Noto Sans', 'Segoe UI', sans-serif; font-size: 9pt; color: #000; }
h1 { font-size: 15pt; margin-top: 0; margin-bottom: 6pt; }
h2 { font-size: 11pt; margin-top: 12pt; margin-bottom: 4pt; }
p { margin-top: 0; margin-bottom: 4pt; }
table { border-collapse: collapse; border-color: #8a969c; margin-bottom: 6pt; }
th { text-align: left; background-color: #e8edf0; }
td, th { vertical-align: top; }
.code { font-family: 'DejaVu Sans Mono', 'Consolas', monospace; font-size: 8pt; }
.soft { color: #4a5560; }
.good { color: #0b5f33; }
.warn { color: #7a4b00; }
.bad { color: #9a1710; }
"""
_TABLE = "<table border='1' cellspacing='0' cellpadding='4' width='100%'>"
_SIGNS = {
    Mark.CHECKED: ("✓", "good"),
    Mark.EARLIER: ("✓", "soft"),
    Mark.DEEMED: ("–", "warn"),
    Mark.AWAITED: ("…", "soft"),
    Mark.NOT_SENT: ("…", "warn"),
    Mark.INDETERMINATE: ("!", "warn"),
    Mark.UNCHECKED: ("…", "soft"),
}


@dataclass(frozen=True)
class Made:
    """Who makes a paper, with which program, and when."""

    by: str
    program: str
    at: datetime


def agreement_sheet(view: DraftView, made: Made, language: str) -> str:
    """Write the agreement sheet (kelishuv varaqasi) of a draft: every round, every answer.

    Args:
        view: the draft, its trail checked.
        made: said at its foot.
        language: code of the language the words are in.
    """
    row = view.row
    title = translate("papers", "Agreement sheet")
    facts = (
        (translate("papers", "Document"), f"{words.draft_type(row.type)}: {row.title}"),
        (translate("papers", "Authority"), row.authority),
        (translate("papers", "State"), words.draft_state(row.state)),
        (translate("papers", "Registration number"), row.number),
        (translate("papers", "Registered on"), words.long_day(view.registered)),
        (translate("papers", "Drafter"), view.drafter),
        (
            translate("papers", "To be signed by"),
            ", ".join(part for part in (view.signer, view.signer_post) if part),
        ),
        (translate("papers", "Version and round"), f"{row.version} · {row.round}"),
        (translate("papers", "Draft id"), row.id),
    )
    body = [f"<h1>{escape(title)}</h1>", _facts(facts)]
    for number in sorted({item.round for item in view.trail}):
        rows = sorted((r for r in view.trail if r.round == number), key=lambda r: r.order)
        heading = translate("papers", "Round %1").replace("%1", str(number))
        body.append(f"<h2>{escape(heading)}</h2>")
        body.append(_trail(rows, view.row.version))
    if not view.trail:
        nobody = translate("papers", "Nobody was asked for agreement.")
        body.append(f"<p>{escape(nobody)}</p>")
    # Texts stand outside the braces of formatted strings: there lupdate does not find them.
    files = translate("papers", "Files")
    body.append(f"<h2>{escape(files)}</h2>")
    body.append(_files(view))
    body.append(_digest(translate("papers", "Digest of this version"), view.version_digest))
    note = translate(
        "papers",
        "This sheet tells what the registry's trail said and what came of checking its signatures."
        " What proves them is the signed package, not this paper.",
    )
    body.append(f"<p class='soft'>{escape(note)}</p>")
    return _page(title, body, made, language)


def _trail(rows: list[TrailRow], version: int) -> str:
    heads = (
        ("№", 4),
        (translate("papers", "Organisation"), 22),
        (translate("papers", "Official"), 18),
        (translate("papers", "Decision"), 14),
        (translate("papers", "Received and answered"), 16),
        (translate("papers", "Remark"), 14),
        (translate("papers", "Signature"), 12),
    )
    cells = "".join(f"<th width='{width}%'>{escape(name)}</th>" for name, width in heads)
    lines = "".join(_answer(item, version) for item in rows)
    return f"{_TABLE}<thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


def _answer(row: TrailRow, version: int) -> str:
    sign, tone = _SIGNS.get(row.mark, ("✗", "bad"))
    times = [words.day_and_time(row.received)]
    if row.decided is not None:
        times.append(words.day_and_time(row.decided))
        if row.decision is not Answer.DEEMED_AGREED:
            times.append(f"({words.taken(row.received, row.decided)})")
    elif row.decision is Answer.PENDING:
        times.append(translate("papers", "due %1").replace("%1", words.day(row.due)))
    said = words.mark(row.mark)
    if row.version != version:
        covered = translate("papers", "version %1").replace("%1", str(row.version))
        said += f" ({covered})"
    mark = f"<span class='{tone}'>{sign} {escape(said)}</span>"
    if row.reason:
        mark += f"<br>{escape(row.reason)}"
    cells = (
        escape(str(row.order)),
        escape(row.organisation),
        "<br>".join(escape(part) for part in (row.officer, row.post) if part),
        escape(words.answer(row.decision)),
        "<br>".join(escape(part) for part in times),
        escape(row.remark).replace("\n", "<br>"),
        mark,
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _files(view: DraftView) -> str:
    lines = []
    for file in (view.text, *view.annexes):
        number = translate("papers", "Annex %1").replace("%1", str(file.number))
        name = number if file.number else translate("papers", "Text")
        title = file.title if file.number else ""
        lines.append(
            f"<tr><td width='12%'>{escape(name)}</td><td width='30%'>{escape(title)}</td>"
            f"<td width='10%'>{escape(words.size(file.size))}</td>"
            f"<td width='48%' class='code'>{escape(words.digest(file.sha256))}</td></tr>"
        )
    return (
        f"<table border='1' cellspacing='0' cellpadding='4' width='100%'>{''.join(lines)}</table>"
    )


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f"<p><span class='soft'>{escape(name)}:</span> {escape(value)}</p>"
        for name, value in facts
        if value
    )
    return f"<div>{lines}</div>"


def _digest(name: str, value: str) -> str:
    if not value:
        return ""
    return (
        f"<p><span class='soft'>{escape(name)} (SHA-256):</span><br>"
        f"<span class='code'>{escape(words.digest(value))}</span></p>"
    )


def _page(title: str, body: list[str], made: Made, language: str) -> str:
    foot = translate("papers", "Made on %1 with %2").replace("%2", made.program)
    foot = foot.replace("%1", words.day_and_time(made.at))
    if made.by:
        foot += f" · {made.by}"
    code = language.replace("_", "-")
    return (
        f"<!DOCTYPE html>\n<html lang='{code}'><head><meta charset='utf-8'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"{''.join(body)}<p class='soft'>{escape(foot)}</p></body></html>\n"
    )
