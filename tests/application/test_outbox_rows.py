"""What waits in the outbox is laid over what the registry said, at once and after a start."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from eqaror_desktop.clock import utc_clock
from eqaror_desktop.desktop import listing, rows
from eqaror_desktop.messages import Messages
from eqaror_desktop.whose import Whose, remember
from sync.entries import OutboxEntry, OutboxKind, Request
from sync.station import Store
from sync.wire import (
    Accepted,
    Action,
    Answer,
    Change,
    ChangesPage,
    Me,
    Organisation,
    Person,
    Policy,
    ReasonRequest,
    RemarkRequest,
    TrailEntry,
)
from tests.sync.conftest import open_store
from tests.sync.makers import MORNING, PERSON, agreement, draft, summary
from ui.rows import Group, Local, Mark, Obstacle

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WATER = Organisation("222222222", "Suv xoʻjaligi boʻlimi")
ME = Me(Person("N. Namunayev", "Boshliq", PERSON), WATER, (), None, None, Policy(True, 3, 1, 1))
COLLEAGUE = msgspec.structs.replace(
    ME, person=Person("G. Namunayeva", "Mutaxassis", "52102860011223")
)
ASKED = summary(actions=(Action.AGREE, Action.OBJECT, Action.RETURN, Action.REMARK))
AWAITED = TrailEntry(
    1, 1, WATER, None, Answer.PENDING, "", None, MORNING, MORNING, None, 1,
    ASKED.version_digest, None,
)  # fmt: skip
DRAFT = msgspec.structs.replace(draft(ASKED, b"text"), trail=(AWAITED,))
RUSSIAN = Messages.load("ru")


def queue(store: Store, kind: OutboxKind) -> OutboxEntry:
    requests: dict[OutboxKind, Request] = {
        OutboxKind.AGREEMENT: agreement(ASKED),
        OutboxKind.REMARK: RemarkRequest(1, None, None, "", "mulohaza"),
        OutboxKind.RETURN: ReasonRequest(ASKED.version_digest, "sabab"),
        OutboxKind.REJECT: ReasonRequest(ASKED.version_digest, "sabab"),
    }
    about = {
        "person": PERSON, "draft": ASKED.id, "title": "t", "version_digest": ASKED.version_digest
    }  # fmt: skip
    if kind is OutboxKind.PACKAGE:
        return store.outbox.queue_package(b"PK", **about)
    return store.outbox.queue(kind, requests[kind], **about)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.mark.parametrize(
    ("kind", "local", "group", "obstacle"),
    [
        (OutboxKind.PACKAGE, Local.UNSENT, Group.OUTBOX, Obstacle.IN_OUTBOX),
        (OutboxKind.AGREEMENT, Local.UNSENT, Group.OUTBOX, Obstacle.IN_OUTBOX),
        (OutboxKind.RETURN, Local.UNSENT, Group.OUTBOX, Obstacle.SENT_BACK),
        (OutboxKind.REJECT, Local.UNSENT, Group.OUTBOX, Obstacle.SENT_BACK),
        # A remark asks for nothing and decides nothing: the answer is still awaited.
        (OutboxKind.REMARK, Local.NOTHING, Group.TO_AGREE, Obstacle.NONE),
    ],
)
def test_every_kind_shows_at_once_and_after_a_start(
    profile: Path, kind: OutboxKind, local: Local, group: Group, obstacle: Obstacle
) -> None:
    with open_store(profile) as store:
        queue(store, kind)
    with open_store(profile) as store:
        entries = store.outbox.entries()
    (row,) = listing.draft_rows((ASKED,), entries)
    assert (row.local, row.group) == (local, group)
    view = rows.draft_view(DRAFT, ME, entries, (), RUSSIAN)
    assert view.obstacle is obstacle
    assert view.trail[0].mark is (
        Mark.NOT_SENT if kind is OutboxKind.AGREEMENT else Mark.UNCHECKED
    )


def test_an_answer_that_waits_stands_in_the_trail_with_its_words(profile: Path) -> None:
    with open_store(profile) as store:
        entry = queue(store, OutboxKind.AGREEMENT)
        shown = rows.draft_view(DRAFT, ME, (entry,), (), RUSSIAN).trail[0]
        assert (shown.decision, shown.officer, shown.remark) == (
            Answer.AGREED, "N. Namunayev", "izohsiz kelishildi"
        )  # fmt: skip
        store.outbox.road.begin(entry.key)
        store.outbox.road.accepted(entry.key, Accepted(ASKED.id, ASKED.state, None, None))
        # Settled: what the registry says is all there is.
        settled = store.outbox.entry(entry.key)
        shown = rows.draft_view(DRAFT, ME, (settled,), (), RUSSIAN).trail[0]
        assert shown.decision is Answer.PENDING


def test_a_draft_that_asks_something_and_cannot_be_read_is_not_with_others(profile: Path) -> None:
    with open_store(profile) as store:
        page = ChangesPage((Change(ASKED.id, ASKED),), "1", more=False)
        store.drafts.apply(page)
        assert listing.read_list(store).groups == (Group.TO_AGREE,)
        with store.database.write() as transaction:
            transaction.execute("UPDATE draft SET summary = ?", (b"{",))
        assert listing.read_list(store).groups == (Group.ALL,)


def test_what_is_to_be_agreed_comes_in_the_order_of_its_ends(profile: Path) -> None:
    begun = datetime(2026, 11, 22, 9, tzinfo=UTC)
    changes = []
    for number, days in enumerate((9, None, 2, 5, 1)):
        due = None if days is None else begun + timedelta(days=days)
        # The last one asks for nothing, and stays where its last change puts it.
        given = {"actions": (), "deadline": None} if number == 2 else {"deadline": due}
        item = msgspec.structs.replace(
            ASKED, id=f"d-{number}", updated=begun + timedelta(minutes=number), **given
        )
        changes.append(Change(item.id, item))
    with open_store(profile) as store:
        store.drafts.apply(ChangesPage(tuple(changes), "1", more=False))
        shown = listing.read_list(store)
        assert shown.ids == ("d-4", "d-3", "d-2", "d-0", "d-1")
        assert [group is Group.TO_AGREE for group in shown.groups] == [
            True,
            True,
            False,
            True,
            True,
        ]
        assert [shown.rows[draft].id for draft in shown.ids] == list(shown.ids)


def test_what_is_to_be_signed_comes_in_the_order_of_its_ends(profile: Path) -> None:
    begun = datetime(2026, 11, 22, 9, tzinfo=UTC)
    changes = []
    for number, days in enumerate((1, 9, 2)):
        item = msgspec.structs.replace(
            ASKED,
            id=f"d-{number}",
            actions=(Action.SIGN,),
            updated=begun + timedelta(minutes=number),
            deadline=begun + timedelta(days=days),
        )
        changes.append(Change(item.id, item))
    with open_store(profile) as store:
        store.drafts.apply(ChangesPage(tuple(changes), "1", more=False))
        shown = listing.read_list(store)
        assert set(shown.groups) == {Group.TO_SIGN}
        assert shown.ids == ("d-0", "d-2", "d-1")


def test_a_bad_trail_is_a_reason_to_send_a_draft_back() -> None:
    signing = msgspec.structs.replace(ASKED, actions=(Action.SIGN, Action.RETURN, Action.REJECT))
    asked = msgspec.structs.replace(DRAFT, summary=signing)
    view = rows.draft_view(asked, ME, (), None, RUSSIAN)
    assert view.obstacle is Obstacle.CHECKING
    assert view.actions == (Action.RETURN, Action.REJECT)


def test_each_entry_tells_why_it_waits_how_often_and_when_it_is_tried(profile: Path) -> None:
    with open_store(profile) as store:
        entry = replace(
            queue(store, OutboxKind.AGREEMENT),
            attempts=3,
            code="unreachable",
            exported=NOW - timedelta(hours=1),
            next_try=utc_clock() + timedelta(hours=1),
        )
        whose = Whose(store, ME)
    due = replace(entry, next_try=utc_clock() - timedelta(minutes=1))
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        messages = Messages.load(language)
        (row,) = rows.outbox_rows((entry,), messages, whose)
        assert row.answer is Answer.AGREED
        assert row.reason == messages.refusal("unreachable")
        assert row.told.startswith(row.reason)
        assert "3" in row.told
        assert f"{entry.next_try.astimezone():%H:%M}" in row.told
        (over,) = rows.outbox_rows((due,), messages, whose)
        assert f"{due.next_try.astimezone():%H:%M}" not in over.told
        assert messages.field("AlreadySent", "exported") in row.held


def test_what_a_colleague_did_here_neither_answers_nor_hinders(profile: Path) -> None:
    with open_store(profile) as store:
        entries = (queue(store, OutboxKind.AGREEMENT),)
        page = ChangesPage((Change(ASKED.id, ASKED),), "1", more=False)
        store.drafts.apply(page)
        assert listing.read_list(store, me=ME).groups == (Group.OUTBOX,)
        assert listing.read_list(store, me=COLLEAGUE).groups == (Group.TO_AGREE,)
    view = rows.draft_view(DRAFT, COLLEAGUE, entries, (), RUSSIAN)
    assert (view.obstacle, view.trail[0].officer) == (Obstacle.NONE, "")
    assert rows.draft_view(DRAFT, ME, entries, (), RUSSIAN).obstacle is Obstacle.IN_OUTBOX


@pytest.mark.parametrize("here", [True, False])
def test_of_anothers_entry_no_more_is_shown_than_may_be_read(profile: Path, *, here: bool) -> None:
    with open_store(profile) as store:
        returned = queue(store, OutboxKind.RETURN)
        if here:
            store.drafts.apply(ChangesPage((Change(ASKED.id, ASKED),), "1", more=False))
        remember(store.facts, ME.person)
        (own,) = rows.outbox_rows((returned,), RUSSIAN, Whose(store, ME))
        (row,) = rows.outbox_rows((returned,), RUSSIAN, Whose(store, COLLEAGUE))
        (nobodys,) = rows.outbox_rows((returned,), RUSSIAN, Whose(store, None))
        store.outbox.cancel(returned.key)
        taken = store.outbox.entries()
        (after,) = rows.outbox_rows(taken, RUSSIAN, Whose(store, COLLEAGUE))
    assert (own.words, own.held, own.sent_by_another, own.title) == ("sabab", "", False, "t")
    assert (row.words, row.seen, row.title) == ("", here, "t" if here else ASKED.id)
    for shown in (row, nobodys):
        assert shown.sent_by_another
        assert not shown.mine
        assert all(ME.person.name in said for said in (shown.reason, shown.told, shown.held))
    # "You took it back" is said to nobody who did not.
    assert (after.reason, after.told, after.taken_back) == ("", "", True)
    assert ME.person.name in after.held


def test_a_conflict_is_told_in_the_words_of_what_it_was() -> None:
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        messages = Messages.load(language)
        told = [messages.refusal("draft_changed", kind) for kind in OutboxKind]
        assert len({*told, messages.refusal("draft_changed")}) == len(OutboxKind) + 1


@pytest.mark.parametrize(
    ("code", "local", "conflict"),
    [
        ("draft_changed", Local.REFUSED, True),
        ("already_signed", Local.REFUSED, False),
        ("answered_alike", Local.NOTHING, False),
        ("already_answered", Local.REFUSED, False),
        ("answered_otherwise", Local.REFUSED, False),
        ("cancelled", Local.NOTHING, False),
    ],
)
def test_what_was_done_elsewhere_or_taken_back_is_no_failure(
    profile: Path, code: str, local: Local, *, conflict: bool
) -> None:
    with open_store(profile) as store:
        entry = queue(store, OutboxKind.AGREEMENT)
        if code == "cancelled":
            store.outbox.cancel(entry.key)
        else:
            store.outbox.road.begin(entry.key)
            store.outbox.road.refused(entry.key, code, None)
        entries = store.outbox.entries()
        whose = Whose(store, ME)
    (row,) = listing.draft_rows((ASKED,), entries)
    assert row.local is local
    (shown,) = rows.outbox_rows(entries, RUSSIAN, whose)
    assert (shown.conflict, shown.elsewhere, shown.taken_back) == (
        conflict, code == "answered_alike", code == "cancelled"
    )  # fmt: skip
    assert sum(map(listing.refused, entries)) == int(local is Local.REFUSED)
