"""What a trail says of itself and cannot be true: to the second, and of whom it is told."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from signing.certificate import facts
from signing.claimed import CLOCKS_DIFFER
from signing.container.limits import MAX_MEMBERS
from signing.errors import DocumentTooLarge
from signing.package import build_package
from signing.report import Reason, Verdict
from signing.statement import Agreement, Officer, Organisation, Trail, TrailEntry
from signing.trail_check import check_made, check_name, check_times, check_trail, renamed
from signing.verify_any import verify_stream
from tests.signing.pki import NOW, OFFICER, Authority2, make_case

SECOND = timedelta(seconds=1)
CASE = make_case()
ENTRY = CASE.content.trail.entries[1]
SIGNER = facts(Authority2().issue(OFFICER).certificate)


def told(reasons: Iterator[Reason]) -> list[str]:
    return [str(item.detail) for item in reasons]


def times(entry: TrailEntry, signed: datetime = NOW) -> list[str]:
    return told(check_times(Trail("1", (entry,)), signed))


@pytest.mark.parametrize(
    ("decision", "late"),
    [(Agreement.DEEMED_AGREED, True), (Agreement.AGREED, False), (Agreement.OBJECTED, False)],
)
def test_only_silence_needs_a_term_that_is_over(decision: Agreement, late: bool) -> None:
    entry = replace(ENTRY, decision=decision, due=NOW + CLOCKS_DIFFER, decided=None)
    assert times(entry) == []
    entry = replace(entry, due=entry.due + SECOND)
    assert times(entry) == (["entry-02: term open"] if late else [])


def test_an_answer_comes_after_its_question_and_before_the_decision() -> None:
    early = replace(ENTRY, decided=ENTRY.received - CLOCKS_DIFFER)
    assert times(early) == []
    before = replace(early, decided=ENTRY.received - CLOCKS_DIFFER - SECOND)
    assert times(before) == ["entry-02: answered before received"]
    latest = NOW + CLOCKS_DIFFER
    for entry in (replace(ENTRY, decided=latest), replace(ENTRY, received=latest, decided=None)):
        assert times(entry) == []
        assert times(entry, NOW - SECOND) == ["entry-02: answered after the decision"]


def test_silence_agrees_when_its_term_ends() -> None:
    silent = replace(ENTRY, decision=Agreement.DEEMED_AGREED, officer=None, decided=ENTRY.due)
    for entry in (silent, replace(silent, decided=None)):
        assert times(entry) == []
        ended = entry.received - CLOCKS_DIFFER
        assert times(replace(entry, due=ended)) == []
        asked_later = replace(entry, due=ended - SECOND)
        assert times(asked_later) == ["entry-02: answered before received"]
    sooner = replace(silent, decided=silent.received - CLOCKS_DIFFER - SECOND)
    assert times(sooner) == ["entry-02: answered before received"]


def test_an_answer_was_signed_before_it_came() -> None:
    assert ENTRY.decided is not None
    latest = ENTRY.decided + CLOCKS_DIFFER
    assert told(check_made(ENTRY, latest)) == []
    assert told(check_made(ENTRY, latest + SECOND)) == ["entry-02: answered before it was signed"]
    # Who names no time says nothing of it.
    assert told(check_made(ENTRY, None)) == []
    assert told(check_made(replace(ENTRY, decided=None), NOW)) == []


def test_whose_name_is_compared() -> None:
    assert told(check_name(ENTRY, SIGNER)) == []
    assert told(check_name(replace(ENTRY, officer=None), SIGNER)) == []
    other = replace(ENTRY, officer=Officer("Boshqa", "", OFFICER[1]))
    assert told(check_name(other, SIGNER)) == ["entry-02: name"]


def test_posts_and_organisations_that_are_called_otherwise() -> None:
    entry = replace(ENTRY, officer=Officer(OFFICER[0], "Boshliq", OFFICER[1]))
    known = replace(SIGNER, post="Boshliq", organisation=entry.organisation.name)
    assert told(renamed(entry, known)) == []
    # Of what a certificate does not name there is the own word alone.
    assert told(renamed(entry, replace(known, post=""))) == ["entry-02: Boshliq"]
    nobodys = replace(known, organisation="")
    assert told(renamed(entry, nobodys)) == [f"entry-02: {entry.organisation.name}"]
    assert told(renamed(entry, replace(known, post="Mudir"))) == ["entry-02: Boshliq"]
    for silent in (None, Officer(OFFICER[0], "", OFFICER[1])):
        assert told(renamed(replace(entry, officer=silent), known)) == []
    unnamed = replace(entry, organisation=Organisation(OFFICER[2], ""))
    assert told(renamed(unnamed, known)) == []


def test_an_answer_stands_once() -> None:
    """Its order is not signed: one officer's agreement was that of five hundred."""
    case = CASE
    content, trail = case.content, case.content.trail
    again = replace(trail.entries[1], order=4, decided=None)
    for other in (again, replace(again, signature=b"made again")):
        found = check_trail(replace(trail, entries=(*trail.entries, other)), CASE.version, NOW)
        assert told(found) == ["entry-04: entry-02 comes twice"]
    other = replace(again, remark="Yana")
    assert (
        told(check_trail(replace(trail, entries=(*trail.entries, other)), CASE.version, NOW)) == []
    )
    out = io.BytesIO()
    double = replace(trail, entries=(*trail.entries, replace(again, decided=NOW)))
    build_package(replace(content, trail=double), case.hokim, out, moment=NOW, pdf_profile=False)
    report = verify_stream(out, case.authority.anchors())
    assert report.verdict is Verdict.INDETERMINATE
    assert [item.code for item in report.reasons] == ["UNSIGNED"]


def test_no_more_answers_than_a_package_has_room_for() -> None:
    """It was refused only when the hokim signed."""
    case = CASE
    blank = replace(ENTRY, signature=b"signed elsewhere")
    every = tuple(replace(blank, order=one, remark=str(one)) for one in range(1, MAX_MEMBERS))

    def build(entries: tuple[TrailEntry, ...]) -> Trail:
        trail = Trail(case.content.trail.draft, entries)
        content = replace(case.content, trail=trail)
        build_package(content, case.hokim, io.BytesIO(), moment=NOW, pdf_profile=False)
        return trail

    room = MAX_MEMBERS - 7
    assert told(check_trail(build(every[:room]), CASE.version, NOW)) == []
    more = Trail(case.content.trail.draft, every)
    assert told(check_trail(more, CASE.version, NOW)) == [
        f"entry-{room + 1}: more than 512 members"
    ]
    with pytest.raises(DocumentTooLarge):
        build(every[: room + 1])
