"""An answer is verified before there is a package, whatever it is: nothing about it raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from signing.answer import stops, verify_answer
from signing.report import Report, Verdict
from signing.statement import Agreement, TrailEntry
from signing.trust import TrustAnchors
from tests.signing.pki import NOW, Authority2, make_case

CASE = make_case()
ENTRY = CASE.content.trail.entries[0]
OFFICER = ENTRY.officer
assert OFFICER is not None
ANCHORS = replace(CASE.authority.anchors(), intermediates=(CASE.authority.issuing.certificate,))


def verified(entry: TrailEntry, *, new: bool = True, anchors: TrustAnchors = ANCHORS) -> Report:
    return verify_answer(CASE.content.trail.draft, entry, anchors, NOW, new=new)


def test_as_it_is() -> None:
    for new in (True, False):
        report = verified(ENTRY, new=new)
        assert (report.verdict, stops(report)) == (Verdict.VALID, None)


WRONG = {
    "no signature": lambda it: replace(it, signature=None),
    "no CMS": lambda it: replace(it, signature=b"x"),
    "nobody": lambda it: replace(it, officer=None),
    "no PINFL": lambda it: replace(it, officer=replace(OFFICER, pinfl="1")),
    "another name": lambda it: replace(it, officer=replace(OFFICER, name="Boshqa Nom")),
    "no number": lambda it: replace(it, order=0),
    "a number that no member has": lambda it: replace(it, order=1000),
    "no time": lambda it: replace(it, decided=None),
    "another time": lambda it: replace(it, decided=NOW - timedelta(days=9000)),
    "half a letter": lambda it: replace(it, remark="\ud800"),
    "another remark": lambda it: replace(it, remark="Yoʻq"),
    "silence": lambda it: replace(it, decision=Agreement.PENDING),
    "a part of a PDF": lambda it: replace(it, signature=it.signature + b"\n1 0 obj<<"),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("new", [True, False])
def test_what_is_wrong_for_good_stops(what: str, new: bool) -> None:
    change: Callable[[TrailEntry], TrailEntry] = WRONG[what]
    report = verified(change(ENTRY), new=new)
    assert report.verdict is not Verdict.VALID
    assert stops(report) is not None


def test_who_is_not_known_here_may_be_known_elsewhere() -> None:
    for anchors in (TrustAnchors(()), Authority2("Boshqa").anchors()):
        report = verified(ENTRY, anchors=anchors)
        assert (report.verdict, stops(report)) == (Verdict.INDETERMINATE, None)
