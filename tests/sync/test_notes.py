"""What was begun and not sent, and the versions kept to be compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sync import wire
from sync.engine import Engine
from sync.entries import OutboxKind, OutboxState
from sync.errors import NotFound
from sync.station import Store
from sync.store.notes import Anchor, NoteKind
from sync.wire import ChangesPage
from tests.sync.conftest import open_store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, SOMEBODY_ELSE, agreement, draft, ref, sha, summary

ANCHOR = Anchor(sha(b"text"), 2, "ikki gektar", "maydoni", "boʻlgan yer")
VERSION = sha(b"version 1")


def remark_of(store: Store, note_id: str) -> None:
    note = store.notes.note(note_id)
    store.outbox.queue(
        OutboxKind.REMARK,
        wire.RemarkRequest(
            note.version, note.anchor.file, note.anchor.page, note.anchor.quote, note.text,
            note.anchor.before, note.anchor.after,
        ),
        person=note.person,
        draft=note.draft,
        title="x",
        version_digest=note.version_digest,
        key=note.id,
    )  # fmt: skip


def test_a_note_is_kept_as_typed_over_a_restart(store: Store, profile: Path) -> None:
    note = store.notes.begin(PERSON, "d-1", 1, VERSION, ANCHOR, "Bir")
    store.notes.write(note.id, "Birinchi gap, ikki ")
    store.close()
    with open_store(profile) as again:
        (found,) = again.notes.remarks(PERSON, "d-1")
        assert (found.text, found.anchor, found.version) == ("Birinchi gap, ikki ", ANCHOR, 1)
        assert found.changed > found.begun
        assert again.notes.remarks(SOMEBODY_ELSE, "d-1") == ()
        assert again.outbox.entries() == ()


def test_a_note_ends_when_it_is_queued_and_cannot_be_queued_twice(store: Store) -> None:
    note = store.notes.begin(PERSON, "d-1", 1, VERSION, ANCHOR, "Bir")
    other = store.notes.begin(PERSON, "d-1", 1, VERSION, ANCHOR, "Ikki")
    remark_of(store, note.id)
    (entry,) = store.outbox.entries()
    assert entry.key == note.id
    assert store.notes.remarks(PERSON, "d-1") == (other,)
    with pytest.raises(NotFound):
        store.notes.write(note.id, "late")
    with pytest.raises(NotFound):
        remark_of(store, note.id)


def test_the_words_of_an_answer_end_with_the_answer_of_that_version(store: Store) -> None:
    of = summary()
    notes = store.notes
    notes.write_answer(PERSON, of.id, 1, of.version_digest, "Chunki")
    notes.write_answer(PERSON, of.id, 1, of.version_digest, "Chunki smeta")
    notes.write_answer(PERSON, of.id, 2, sha(b"later"), "Yangi")
    notes.write_answer(SOMEBODY_ELSE, of.id, 1, of.version_digest, "Uning")
    store.outbox.queue(
        OutboxKind.AGREEMENT,
        agreement(of),
        person=PERSON,
        draft=of.id,
        title="x",
        version_digest=of.version_digest,
    )
    mine = notes.answer(PERSON, of.id)
    theirs = notes.answer(SOMEBODY_ELSE, of.id)
    assert mine is not None
    assert theirs is not None
    assert (mine.text, mine.version, mine.kind) == ("Yangi", 2, NoteKind.ANSWER)
    assert theirs.text == "Uning"
    notes.write_answer(PERSON, of.id, 2, sha(b"later"), "")
    assert notes.answer(PERSON, of.id) is None


def test_a_version_that_was_answered_stays_with_its_files(
    desk: Desk, engine: Engine, store: Store
) -> None:
    first = draft(summary(), b"one", (b"annex",))
    desk.publish(first, b"one", b"annex")
    assert engine.cycle().errors == ()
    store.outbox.queue(
        OutboxKind.AGREEMENT,
        agreement(first.summary),
        person=PERSON,
        draft="d-1",
        title="x",
        version_digest=first.summary.version_digest,
    )
    later = summary(version=2, version_digest=sha(b"2"), revision=2)
    desk.publish(draft(later, b"two"), b"two")
    assert engine.cycle().errors == ()
    assert store.drafts.draft("d-1").text == ref(b"two")
    kept = store.versions.get("d-1", 1)
    assert (kept.text, kept.annexes) == (first.text, first.annexes)
    assert [(item.number, item.digest) for item in store.versions.kept("d-1")] == [
        (1, first.summary.version_digest)
    ]
    assert store.files.read(sha(b"one")) == b"one"
    assert store.files.read(sha(b"annex")) == b"annex"
    desk.withdraw("d-1")
    engine.cycle()
    assert store.versions.kept("d-1") == ()
    assert not any(store.files.has(sha(item)) for item in (b"one", b"two", b"annex"))


def test_versions_of_somebody_else_leave_and_an_unknown_draft_keeps_none(store: Store) -> None:
    store.drafts.belong_to(PERSON)
    change = wire.Change("d-1", summary())
    store.drafts.apply(ChangesPage((change,), "1", more=False))
    store.versions.put(draft(summary(), b"one"))
    store.versions.put(draft(summary(), b"another body"))
    assert store.versions.get("d-1", 1).text == ref(b"one")
    assert store.drafts.belong_to(SOMEBODY_ELSE) == (sha(b"one"),)
    with pytest.raises(NotFound):
        store.versions.get("d-1", 1)
    with pytest.raises(NotFound):
        store.versions.put(draft(summary(2), b"two"))


def test_a_remark_reaches_the_desk_under_its_notes_key(
    desk: Desk, engine: Engine, store: Store
) -> None:
    desk.publish(draft(summary(), b"one"), b"one")
    engine.cycle()
    note = store.notes.begin(PERSON, "d-1", 1, VERSION, ANCHOR, "Bir")
    remark_of(store, note.id)
    report = engine.cycle()
    assert report.sent == (note.id,)
    assert desk.handed_in == [note.id]
    assert store.outbox.entry(note.id).state is OutboxState.ACCEPTED


def reason_of(store: Store, kind: OutboxKind, words: str, number: int = 1) -> str:
    made = summary(number)
    request = wire.ReasonRequest(made.version_digest, words)
    queued = store.outbox.queue(
        kind,
        request if kind is not OutboxKind.AGREEMENT else replace(agreement(made), remark=words),
        person=PERSON,
        draft=made.id,
        title=made.title,
        version_digest=made.version_digest,
    )
    return queued.key


@pytest.mark.parametrize("kind", [OutboxKind.AGREEMENT, OutboxKind.RETURN, OutboxKind.REJECT])
@pytest.mark.parametrize("refused", [False, True])
def test_words_that_came_to_nothing_are_a_note_again(
    store: Store, kind: OutboxKind, *, refused: bool
) -> None:
    key = reason_of(store, kind, "Hisob-kitob\nkerak")
    assert store.notes.answer(PERSON, summary(1).id) is None
    if refused:
        store.outbox.road.begin(key)
        store.outbox.road.refused(key, "draft_changed", None)
    else:
        store.outbox.cancel(key)
    note = store.notes.answer(PERSON, summary(1).id)
    assert note is not None
    assert (note.text, note.version_digest) == ("Hisob-kitob\nkerak", summary(1).version_digest)
    assert store.notes.answer(SOMEBODY_ELSE, summary(1).id) is None
    # Said in the end, they are not offered once more.
    reason_of(store, kind, "Hisob-kitob kerak, qarang")
    assert store.notes.answer(PERSON, summary(1).id) is None


def test_what_was_done_before_elsewhere_and_what_is_being_written_stay_as_they_are(
    store: Store,
) -> None:
    made = summary(1)
    key = reason_of(store, OutboxKind.AGREEMENT, "Asossiz")
    store.outbox.road.begin(key)
    store.outbox.road.refused(key, "answered_alike", None)
    assert store.notes.answer(PERSON, made.id) is None
    key = reason_of(store, OutboxKind.RETURN, "Eski")
    store.notes.write_answer(PERSON, made.id, made.version, made.version_digest, "Yangi")
    store.outbox.cancel(key)
    note = store.notes.answer(PERSON, made.id)
    assert note is not None
    assert note.text == "Yangi"


def test_a_remark_that_is_taken_back_is_a_note_at_its_place_and_can_be_handed_in(
    store: Store,
) -> None:
    note = store.notes.begin(PERSON, "d-1", 1, VERSION, ANCHOR, "Bir")
    remark_of(store, note.id)
    store.outbox.cancel(note.id)
    (again,) = store.notes.remarks(PERSON, "d-1")
    assert (again.text, again.anchor, again.version) == ("Bir", ANCHOR, 1)
    remark_of(store, again.id)
    assert store.notes.remarks(PERSON, "d-1") == ()
