"""``compare``: what changed between two versions of a draft."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from eqaror_desktop.commands import DONE, Context, add_json, print_json, put
from eqaror_desktop.comparison.text import Change, TextChanges
from eqaror_desktop.comparison.versions import AnnexChange, VersionChanges
from eqaror_desktop.messages import Messages
from ui.compare_rows import PieceKind, PieceRow

_MARKS = {
    PieceKind.SAME: "{}",
    PieceKind.GONE: "[-{}-]",
    PieceKind.NEW: "{{+{}+}}",
    PieceKind.MOVED_AWAY: "[<{}<]",
    PieceKind.MOVED_HERE: "{{>{}>}}",
}
"""As "git diff --word-diff" writes them; a passage that moved has its own."""
_AROUND = 8
"""Words shown on either side of a change."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``compare``."""
    parser.add_argument("id")
    parser.add_argument("--from", type=int, dest="before", metavar="N")
    parser.add_argument("--to", type=int, dest="after", metavar="N")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Compare; by default the version answered, or else the last one, with the present one."""
    with context.open(to_read=True) as application:
        found = application.review.compare(arguments.id, arguments.before, arguments.after)
    if arguments.json:
        print_json(found)
    else:
        for line in told(found, context.messages):
            put(line)
    return DONE


def told(found: VersionChanges, messages: Messages) -> Iterator[str]:
    """Yield the lines a person reads."""
    yield (
        f"{messages.text('words', 'version')} {found.before.number} → {found.after.number}"
        f" · {messages.text('words', 'digest')}"
        f" {found.before.digest[:16]} → {found.after.digest[:16]}"
    )
    for side in (found.before, found.after):
        if not side.proven:
            yield messages.text("words", "version_unproven", number=side.number)
    for fact in found.facts:
        name = messages.text("facts", str(fact.fact))
        yield f"{name}: [-{fact.before}-] {{+{fact.after}+}}"
    for annex in found.annexes:
        yield _annex(annex, messages)
    yield from _text(found.text, messages)
    for item in found.annex_texts:
        name = f"{messages.text('facts', 'annex')} {item.number}"
        if item.text.readable and not item.text.changed:
            yield messages.text("words", "annex_same_words", name=name)
            continue
        yield f"\n{name}"
        yield from _text(item.text, messages)
    if not found.anything:
        yield messages.text("words", "no_changes")
    elif found.text_replaced and found.text.readable and not found.text.changed:
        yield messages.text("words", "same_words")


def _annex(item: AnnexChange, messages: Messages) -> str:
    shown = item.after or item.before
    assert shown is not None
    fates = ", ".join(messages.text("annex_fates", str(fate)) for fate in item.fates)
    line = f"{messages.text('words', 'annexes')} {shown.number}. {shown.title}: {fates}"
    if item.before and item.after and item.before.title != item.after.title:
        line += f" [-{item.before.title}-]"
    if item.before and item.after and item.before.number != item.after.number:
        line += f" [-{item.before.number}-]"
    return line


def _text(text: TextChanges, messages: Messages) -> Iterator[str]:
    if not text.readable:
        yield messages.text("words", "text_unreadable")
        return
    page = messages.text("words", "page")
    for number in text.changed:
        item = text.passages[number]
        yield f"\n{page} {_pages(item)}"
        yield " ".join(_piece(piece, item.pieces, at) for at, piece in enumerate(item.pieces))


def _pages(item: Change) -> str:
    known = dict.fromkeys(str(page) for page in (item.before, item.after) if page is not None)
    return " → ".join(known)


def _piece(piece: PieceRow, pieces: tuple[PieceRow, ...], at: int) -> str:
    text = piece.text
    words = text.split(" ")
    if piece.kind is PieceKind.SAME and len(words) > 2 * _AROUND:
        first, last = at == 0, at == len(pieces) - 1
        head = [] if first else words[:_AROUND]
        tail = [] if last else words[-_AROUND:]
        text = " ".join((*head, "…", *tail))
    return _MARKS[piece.kind].format(text)
