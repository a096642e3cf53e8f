"""A week of reviewing without a line: real tokens, real store, real registry afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from eqaror_desktop import convert
from eqaror_desktop.application import Application
from eqaror_desktop.comparison.places import Fate
from eqaror_desktop.comparison.versions import AnnexFate, Fact
from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.listing import draft_rows
from eqaror_desktop.errors import AnotherWaits, NothingAsked, RemarkMissing
from eqaror_desktop.texts import page_texts
from resources.forms import forms_of
from signing.days import TASHKENT
from signing.errors import DraftChanged
from sync.entries import OutboxKind, OutboxState
from sync.errors import NotFound, Unreachable
from sync.store.notes import Anchor
from sync.wire import Action, Answer, Draft, FileRef
from tests.application.conftest import Station
from tests.sync.makers import ref
from ui.rows import Group, Local

_ANSWERS = ((Answer.AGREED, ""), (Answer.AGREED_WITH_NOTE, "Muddat koʻrsatilsin"))


pytestmark = pytest.mark.settled("officer")


def asked(application: Application) -> list[Draft]:
    found = application.drafts(asked=True)
    return [application.draft(item.id) for item in found if Action.AGREE in item.actions]


def newer(draft: Draft) -> Draft:
    """Return the next version, as the registry would send it."""
    summary = draft.summary
    later = replace(summary, version=summary.version + 1, revision=summary.revision + 1)
    made = replace(draft, summary=later)
    digest = convert.version(made).digest
    return replace(made, summary=replace(later, version_digest=digest))


def test_answers_and_remarks_of_a_week_arrive_exactly_once(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        first, second, *_ = drafts = asked(application)
        station.stop()
        for draft, (answer, words) in zip(drafts, _ANSWERS, strict=False):
            place = Anchor(draft.text.sha256, 1, "qaror", "shu", "bilan")
            note = application.review.begin_remark(draft, place, "1-bandga ")
            application.store.notes.write(note.id, f"1-bandga: {draft.summary.id}")
            application.review.hand_in(note.id)
            rows = draft_rows([draft.summary], application.outbox())
            # A remark that waits is no answer: what is asked stays asked.
            assert (rows[0].local, rows[0].group) == (Local.NOTHING, Group.TO_AGREE)
            application.review.keep_answer_words(draft, words)
            entry = application.desk.answer(draft.summary.id, answer, words, None, bytearray(PIN))
            assert entry.state is OutboxState.QUEUED
            assert application.review.answer_words(draft.summary.id) == ""
        left = application.review.begin_remark(first, Anchor(), "chala")
        report = application.sync()
        assert isinstance(report.failure, Unreachable)
        rows = draft_rows([first.summary], application.outbox())
        assert (rows[0].local, rows[0].group) == (Local.UNSENT, Group.OUTBOX)
        assert application.review.answered(first) == first.summary.version
    with station.open() as application:
        assert len(application.outbox()) == 2 * len(_ANSWERS)
        assert [note.id for note in application.review.notes(first.summary.id)] == [left.id]
        station.start()
    with station.open() as application:
        for _ in range(2):
            report = application.sync()
            assert report.failure is None, report.failure
        assert {entry.state for entry in application.outbox()} == {OutboxState.ACCEPTED}
        for draft, (answer, words) in zip((first, second), _ANSWERS, strict=True):
            now = application.draft(draft.summary.id, fresh=True)
            (remark,) = [item for item in now.remarks if item.text.startswith("1-bandga:")]
            assert (remark.quote, remark.before, remark.after) == ("qaror", "shu", "bilan")
            mine = [
                item
                for item in now.trail
                if (item.round, item.remark) == (draft.summary.round, words)
                and item.officer
                and item.officer.pinfl == station.office.officer.pinfl
            ]
            assert [item.decision for item in mine] == [answer]
        assert application.review.notes(first.summary.id) == (left,)


def test_what_contradicts_what_waits_is_refused_before_the_token_is_asked(
    station: Station,
) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        draft, *_ = asked(application)
        station.stop()
        name, desk, review = draft.summary.id, application.desk, application.review
        note = review.begin_remark(draft, Anchor(), "kech qoldi")
        entry = desk.answer(name, Answer.AGREED, "", None, bytearray(PIN))
        for second in (Answer.AGREED, Answer.OBJECTED):
            with pytest.raises(AnotherWaits) as told:
                desk.answer(name, second, "Asossiz", None, bytearray(b"not the PIN"))
            assert (told.value.waiting, told.value.entry) == ("agreed", entry.key[:8])
        # The registry takes no remark from whoever has answered; the words stay.
        with pytest.raises(AnotherWaits):
            review.hand_in(note.id)
        assert review.notes(name) == (note,)
        application.store.outbox.cancel(entry.key)
        review.hand_in(note.id)
        entry = desk.answer(name, Answer.OBJECTED, "Asossiz", None, bytearray(PIN))
    typed = station.eqaror("agree", name, "--pin-stdin", pin=b"not the PIN")
    assert typed.code == 1
    assert entry.key[:8] in typed.err
    told_json = station.eqaror("outbox", "--json").json
    assert [item["decision"] for item in told_json] == ["agreed", None, "objected"]
    listed = station.eqaror("outbox").out.splitlines()
    assert [("objected" in line, "agreed" in line) for line in listed] == [
        (False, True), (False, False), (True, False)
    ]  # fmt: skip
    several = station.eqaror("outbox", "cancel", name)
    assert "[SEVERAL-ENTRIES]" in several.err
    assert entry.key[:8] in several.err
    assert station.eqaror("outbox", "cancel", entry.key[:8]).code == 0
    assert draft.summary.deadline is not None
    day = forms_of("en").day(draft.summary.deadline.astimezone(TASHKENT))
    assert day in station.eqaror("show", name).out
    (shown,) = [it for it in station.eqaror("drafts").out.splitlines() if name in it[:16]]
    assert day in shown


def test_a_draft_is_not_returned_rejected_and_signed_at_once(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        name = station.to_sign(application)[0].id
        station.stop()
        desk = application.desk
        entry = desk.send_back(name, Action.RETURN, "Hisob-kitob kerak")
        with pytest.raises(AnotherWaits):
            desk.send_back(name, Action.REJECT, "Asossiz")
        with pytest.raises(AnotherWaits) as told:
            desk.plan_signing(name)
        assert told.value.waiting == "return"
        application.store.outbox.cancel(entry.key)
        (_signed,) = desk.sign([desk.plan_signing(name)], bytearray(PIN))
        with pytest.raises(AnotherWaits) as told:
            desk.send_back(name, Action.REJECT, "Asossiz")
        assert told.value.waiting == "package"


def test_what_changed_since_it_was_answered_without_a_line(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        draft = next(item for item in asked(application) if item.annexes)
        review, name = application.review, draft.summary.id
        pages = page_texts(application.file(draft.text))
        quote = " ".join(pages[0].split()[3:6])
        kept = review.begin_remark(draft, Anchor(draft.text.sha256, 1, quote), "Nega?")
        gone = review.begin_remark(draft, Anchor(draft.text.sha256, 1, "bunday soʻz yoʻq"), "Yoʻq")
        application.desk.answer(name, Answer.AGREED, "", None, bytearray(PIN))
        station.stop()

        annex = draft.annexes[0]
        # Another annex of the office takes the place of the first; its bytes are here already.
        other = _elsewhere(application, draft)
        swapped = replace(annex, file=other)
        title = replace(draft.summary, title=draft.summary.title + " (yangi)")
        annexes = (swapped, *draft.annexes[1:])
        changed = newer(replace(draft, summary=title, annexes=annexes))
        application.store.drafts.put_detail(changed)

        found = review.compare(name)
        assert (found.before.number, found.after.number) == (1, 2) or found.before.number > 1
        assert found.before.digest == draft.summary.version_digest
        assert found.before.proven
        assert found.after.proven
        assert [item.fact for item in found.facts] == [Fact.TITLE]
        assert [item.fates for item in found.annexes] == [(AnnexFate.REPLACED,)]
        assert found.text.changed == ()
        assert not found.text_replaced
        assert found.annex_texts[0].text.words_gone > 0

        with pytest.raises(DraftChanged):
            review.hand_in(kept.id)
        offered = {item.id: item for item in review.offered(changed, _read)}
        assert {name: item.found and item.found.fate for name, item in offered.items()} == {
            kept.id: Fate.UNCHANGED,
            gone.id: Fate.GONE,
        }
        taken = review.take_over(changed, offered[kept.id])
        assert (taken.version, taken.anchor.quote) == (changed.summary.version, quote)
        review.put_aside(name, offered[gone.id])
        assert [item.id for item in review.notes(name)] == [taken.id]
        assert review.offered(changed, _read) == ()


def _read(pdf: bytes, _cancel: object) -> tuple[str, ...]:
    return page_texts(pdf)


def _elsewhere(application: Application, draft: Draft) -> FileRef:
    for item in asked(application):
        for annex in item.annexes:
            if item.summary.id != draft.summary.id:
                return annex.file
    return draft.text


def test_only_an_answer_that_counts_is_an_answer(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        draft = asked(application)[0]
        before = application.review.answered(draft)
        station.stop()
        entry = application.desk.answer(draft.summary.id, Answer.AGREED, "", None, bytearray(PIN))
        assert application.review.answered(draft) == draft.summary.version
        application.store.outbox.cancel(entry.key)
        assert application.review.answered(draft) == before != draft.summary.version


def test_what_was_begun_without_a_word_is_thrown_away(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        draft = asked(application)[0]
        empty = application.review.begin_remark(draft, Anchor(), " ")
        said = application.review.begin_remark(draft, Anchor(), "Nega?")
        now = newer(draft)
        offered = application.review.offered(now, lambda _pdf, _cancel: ())
        assert [item.id for item in offered] == [said.id]
        # Written on since it was offered: nothing of it stays behind.
        application.store.notes.write(said.id, "Nega aynan shu?")
        taken = application.review.take_over(now, offered[0])
        assert taken.text == "Nega aynan shu?"
        application.review.drop_empty(draft.summary.id, empty.changed)
        application.review.drop_empty(draft.summary.id, datetime.now(UTC))
        assert [item.id for item in application.review.notes(draft.summary.id)] == [taken.id]


def test_a_remark_needs_words_a_welcome_and_a_version_that_is_there(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        draft, review = asked(application)[0], application.review
        empty = review.begin_remark(draft, Anchor(), " ")
        with pytest.raises(RemarkMissing):
            review.hand_in(empty.id)
        application.store.notes.write(empty.id, "endi bor")
        ended = replace(draft.summary, actions=(), revision=10**6)
        application.store.drafts.put_detail(replace(draft, summary=ended))
        with pytest.raises(NothingAsked):
            review.hand_in(empty.id)
        with pytest.raises(NotFound):
            review.version(draft.summary.id, 99)
        assert application.outbox() == ()


def test_an_older_version_is_fetched_once_and_compared_on_the_command_line(
    station: Station,
) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        several = next(item for item in application.drafts() if item.version > 1)
        found = application.review.compare(several.id, 1)
        assert (found.before.number, found.after.number) == (1, several.version)
        assert found.anything
    station.stop()
    ran = station.eqaror("compare", several.id, "--from", "1")
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert f" 1 → {several.version} · " in lines[0]
    assert len([line for line in lines if "{+" in line]) >= len(found.text.changed) > 0


def test_a_refused_remark_is_offered_for_the_new_version(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        draft = asked(application)[0]
        name = draft.summary.id
        place = Anchor(draft.text.sha256, 1, "", "", "")
        note = application.review.begin_remark(draft, place, "Eski versiyaga")
        application.review.hand_in(note.id)
        road = application.store.outbox.road
        road.begin(note.id)
        road.refused(note.id, "draft_changed", "version")
        later = newer(replace(draft, text=ref(b"%PDF-1.4 other")))
        application.store.drafts.put_detail(later)
        # The new text is not here and cannot be had: its words are, the place is not known.
        offers = application.review.offered(later, _read)
        assert [item.found for item in offers] == [None]
        assert [(item.id, item.text) for item in offers] == [(note.id, "Eski versiyaga")]
        entry = application.store.outbox.entry(note.id)
        assert (entry.kind, entry.state) == (OutboxKind.REMARK, OutboxState.REFUSED)
        application.review.put_aside(name, offers[0])
        assert application.review.offered(later, _read) == ()
