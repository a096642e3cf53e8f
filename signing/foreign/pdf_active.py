"""What in a signed PDF acts, hides or comes from elsewhere: all its bytes are right.

Whoever signs here is told before (:mod:`signing.examine`). What others signed is looked at by the
same rules, those of them that change what is seen. It breaks no signature, so it is told beside
the answer. Only what a page takes from another file leaves the answer open: nobody signed that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from signing.detail import said
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from signing.foreign.patience import open_beginning
from signing.report import Reason

if TYPE_CHECKING:
    from signing.pdf.held import Held

_SECONDS = 2.0
_OBJECTS = 100_000
_TOLD = {
    FindingCode.JAVASCRIPT: Flaw.HAS_SCRIPT,
    FindingCode.LAUNCH: Flaw.HAS_LAUNCH,
    FindingCode.SUBMIT: Flaw.HAS_SUBMIT,
    FindingCode.IMPORT_DATA: Flaw.HAS_IMPORT,
    FindingCode.XFA: Flaw.HAS_XFA,
    FindingCode.COLLECTION: Flaw.HAS_COLLECTION,
    FindingCode.HIDDEN_LAYER: Flaw.HAS_HIDDEN_LAYER,
    FindingCode.HIDDEN_ANNOTATION: Flaw.HAS_HIDDEN_NOTE,
    FindingCode.ALTERNATE: Flaw.HAS_ALTERNATE,
    FindingCode.UNREADABLE: Flaw.HAS_UNSEEN,
}
"""What a form of its own kind, a link or an attached file is, honest documents have."""


def acts(pdf: Held) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return what is open about a file, and what is only told; call within ``reading()``.

    Args:
        pdf: the whole file, which could be read before.
    """
    found: dict[FindingCode, None] = {}
    try:
        _examine(pdf, found)
    except (DocumentTooLarge, MalformedDocument):
        found[FindingCode.UNREADABLE] = None
    warnings = [
        Reason("ACTIVE_CONTENT", said(flaw), failed=False)
        for code, flaw in _TOLD.items()
        if code in found
    ]
    outside = Reason("CONTENT_ELSEWHERE", failed=False)
    return (outside,) if FindingCode.EXTERNAL in found else (), tuple(warnings)


def _examine(pdf: Held, found: dict[FindingCode, None]) -> None:
    from signing.examine.active import examine_active, examine_catalog
    from signing.examine.budget import Budget, Limits
    from signing.examine.objects import Objects
    from signing.foreign.pdf_reader import Watch
    from signing.pdf.reading import reading
    from signing.pdf.tree import require_one_tree

    # Whatever it meets ends this look alone, and none of what was found before.
    watch = Watch(_SECONDS)
    limits = Limits(seconds=10 * _SECONDS, objects=_OBJECTS)

    def tell(finding: Finding) -> None:
        found[finding.code] = None

    with reading():
        reader = open_beginning(pdf, pdf.size, watch)
        if reader.is_loose and reader.pair is None:
            found[FindingCode.UNREADABLE] = None
        try:
            require_one_tree(reader.trailer)
        except MalformedDocument:
            found[FindingCode.UNREADABLE] = None
        objects = Objects(reader, Budget(limits, watch.look))
        examine_catalog(objects, tell)
        for page in objects.pages():
            examine_active(objects, page, page.dictionary, tell)
            objects.let_go()
        examine_active(objects, None, dict.get(objects.trailer, "/Root"), tell)
    # What the library took for damage at the very end was not looked at either.
    watch.look()
