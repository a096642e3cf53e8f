"""Two versions of a draft compared in everything: facts, annexes, the text, replaced annexes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eqaror_desktop import convert
from eqaror_desktop.comparison.text import TextChanges, compare_texts
from eqaror_desktop.comparison.versions import (
    AnnexChange,
    AnnexFate,
    FileText,
    Side,
    VersionChanges,
    compare_annexes,
    compare_facts,
)
from sync.cancel import CancelToken
from sync.wire import Draft, FileRef

Pages = Callable[[FileRef], Sequence[str]]


def compare_drafts(
    before: Draft, after: Draft, pages: Pages, cancel: CancelToken
) -> VersionChanges:
    """Compare two versions.

    Args:
        before: the older one.
        after: the newer one.
        pages: how the text of a file's pages is had; asked once for each file that matters.
        cancel: asked all along.

    Raises:
        Cancelled: the result is no longer wanted.
    """
    old, new = pages(before.text), pages(after.text)
    annexes = compare_annexes(before.annexes, after.annexes)
    texts = [
        FileText(item.after.number, found)
        for item in annexes
        if item.after is not None and (found := _annex_text(item, pages, cancel)) is not None
    ]
    return VersionChanges(
        draft=after.summary.id,
        before=_side(before),
        after=_side(after),
        facts=compare_facts(before, after, (len(old), len(new))),
        annexes=annexes,
        text_replaced=before.text.sha256 != after.text.sha256,
        text=compare_texts(old, new, cancel),
        annex_texts=tuple(texts),
    )


def _annex_text(item: AnnexChange, pages: Pages, cancel: CancelToken) -> TextChanges | None:
    if AnnexFate.REPLACED not in item.fates or item.before is None or item.after is None:
        return None
    return compare_texts(pages(item.before.file), pages(item.after.file), cancel)


def _side(draft: Draft) -> Side:
    summary = draft.summary
    proven = convert.version(draft).digest == summary.version_digest
    return Side(summary.version, summary.version_digest, proven)
