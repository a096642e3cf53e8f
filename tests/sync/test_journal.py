"""The journal's road, and a log that shows what was done to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from sync.attempts import CertificateName, Consent, Intent, JournalKind, JournalState
from sync.chain import Fault, Head, Record, follow, lines, link
from sync.entries import OutboxKind
from sync.errors import StoreDamaged
from sync.station import Store
from sync.store.database import Database, migrations
from sync.wire import Answer
from tests.sync.conftest import open_store
from tests.sync.makers import PERSON

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
DIGEST = "ab" * 32
CERTIFICATE = CertificateName("cd" * 32, "1f", "CN=Sinov markazi")


def intent(draft: str = "d-1", kind: JournalKind = JournalKind.PACKAGE) -> Intent:
    return Intent(
        kind=kind,
        person=PERSON,
        certificate=CERTIFICATE,
        identity=b"\x30\x03",
        token="0123",
        draft=draft,
        title="Yer uchastkasi toʻgʻrisida",
        version_digest=DIGEST,
        consent=Consent(shown=True, pages_seen=2, pages=3),
    )


def ask(store: Store, attempt: str, purpose: str) -> None:
    store.journal.ask(attempt, purpose, "ecdsa-sha256", f"{purpose}-data", NOW)


def give(store: Store, attempt: str, purpose: str) -> None:
    ask(store, attempt, purpose)
    store.journal.made(attempt, f"{purpose}-data", "ecdsa-sha256", purpose.encode(), "ef" * 32)


def queue(store: Store, draft: str = "d-1", digest: str = DIGEST) -> str:
    entry = store.outbox.queue_package(
        b"paket", person=PERSON, draft=draft, title="", version_digest=digest
    )
    return entry.key


def test_a_package_goes_from_intent_to_the_outbox(store: Store) -> None:
    journal = store.journal
    (attempt,) = journal.intend((intent(),))
    states = [journal.attempt(attempt).state]
    for purpose in ("text", "package"):
        ask(store, attempt, purpose)
        states.append(journal.attempt(attempt).state)
        journal.made(attempt, f"{purpose}-data", "ecdsa-sha256", purpose.encode(), "ef" * 32)
        states.append(journal.attempt(attempt).state)
    given = {item.digest: item.value for item in journal.values(attempt)}
    assert given == {"text-data": b"text", "package-data": b"package"}
    key = queue(store)
    kept = journal.attempt(attempt)
    wanted = ["INTENDED", "ASKED", "MADE", "ASKED", "MADE"]
    assert (states, kept.state, kept.entry) == (wanted, JournalState.KEPT, key)
    assert kept.consent == Consent(shown=True, pages_seen=2, pages=3)
    assert (kept.moment, kept.made) == (NOW, 2)
    assert journal.values(attempt) == ()


def test_an_outbox_row_settles_only_its_own_attempt(store: Store) -> None:
    journal = store.journal
    first, other, half = journal.intend((intent("d-1"), intent("d-2"), intent("d-3")))
    for attempt in (first, other):
        give(store, attempt, "package")
    give(store, half, "text")
    queue(store, "d-1", "99" * 32)
    queue(store, "d-3")
    assert {item.state for item in journal.attempts()} == {JournalState.MADE}
    queue(store, "d-1")
    states = [journal.attempt(name).state for name in (first, other, half)]
    assert states == [JournalState.KEPT, JournalState.MADE, JournalState.MADE]


@pytest.mark.parametrize(
    ("done", "after"),
    [
        ((), "NOT_SIGNED"),
        (("text?",), "UNKNOWN"),
        (("text",), "DISCARDED"),
        (("text", "package?"), "UNKNOWN"),
        (("text", "package"), "MADE"),
        (("package",), "MADE"),
    ],
)
def test_after_a_power_cut_the_last_step_tells(
    profile: Path, done: tuple[str, ...], after: str
) -> None:
    with open_store(profile) as store:
        (attempt,) = store.journal.intend((intent(),))
        for step in done:
            (ask if step.endswith("?") else give)(store, attempt, step.rstrip("?"))
    with open_store(profile) as store:
        found = store.journal.attempt(attempt)
        assert found.state == after
        assert found.reason == ("" if after == "MADE" else "interrupted")
        unfinished = [item.id for item in store.journal.unfinished()]
        assert unfinished == ([attempt] if after == "MADE" else [])
        records = [json.loads(item.text) for item in store.log.records()]
        asked = [item["number"] for item in records if item["event"] == "asked"]
        answered = [item["asked"] for item in records if item["event"] == "answered"]
        assert asked == answered
        assert store.log.verify().fault is None
    with open_store(profile) as store:
        assert store.journal.attempt(attempt).state == after


def test_a_signature_taken_back_before_it_left_is_discarded(store: Store) -> None:
    (attempt,) = store.journal.intend((intent(),))
    give(store, attempt, "package")
    key = queue(store)
    store.outbox.cancel(key)
    ended = store.journal.attempt(attempt)
    assert (ended.state, ended.reason, ended.entry) == (
        JournalState.DISCARDED, "cancelled", None
    )  # fmt: skip
    last = json.loads(list(store.log.records())[-1].text)
    assert (last["event"], last["state"], last["entry"]) == ("ended", "DISCARDED", key)
    # What was signed stays until its person puts it away, and nothing else changes the journal.
    assert store.outbox.package(key) == b"paket"
    (again,) = store.journal.intend((intent(),))
    give(store, again, "package")
    queue(store)
    with pytest.raises(apsw.ConstraintError), store.database.write() as write:
        write.execute("UPDATE journal SET state = 'DISCARDED', entry = NULL WHERE entry != ''")


def test_what_the_token_said_settles_an_attempt(store: Store) -> None:
    journal = store.journal
    refused, silent, second = journal.intend((intent("a"), intent("b"), intent("c")))
    ask(store, refused, "text")
    journal.failed(refused, "PinIncorrect", certain=True)
    ask(store, silent, "text")
    journal.failed(silent, "TokenTimeout", certain=False)
    give(store, second, "text")
    ask(store, second, "package")
    journal.failed(second, "TokenRemoved", certain=True)
    states = [journal.attempt(name).state for name in (refused, silent, second)]
    assert states == ["NOT_SIGNED", "UNKNOWN", "DISCARDED"]
    journal.end((refused, silent, second), "later")
    assert journal.attempt(silent).reason == "TokenTimeout"


def test_an_agreement_is_settled_by_its_row_and_never_left_half(profile: Path) -> None:
    from sync.wire import AgreementRequest

    with open_store(profile) as store:
        kept, lost = store.journal.intend(
            (intent("a", JournalKind.AGREEMENT), intent("b", JournalKind.AGREEMENT))
        )
        for attempt in (kept, lost):
            give(store, attempt, "agreement")
        request = AgreementRequest(1, 1, DIGEST, Answer.AGREED, "", b"0")
        store.outbox.queue(
            OutboxKind.AGREEMENT,
            request,
            person=PERSON,
            draft="a",
            title="",
            version_digest=DIGEST,
        )
    with open_store(profile) as store:
        states = [store.journal.attempt(name).state for name in (kept, lost)]
    assert states == ["KEPT", "DISCARDED"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE key_log SET record = json_set(record, '$.person', 'x') WHERE number = 1",
        "DELETE FROM key_log WHERE number = 2",
        "INSERT OR REPLACE INTO key_log SELECT number, digest, record FROM key_log LIMIT 1",
        "INSERT INTO key_log SELECT 9, hex(randomblob(32)), record FROM key_log LIMIT 1",
        "DELETE FROM journal",
        "UPDATE journal SET state = 'KEPT', entry = 'k'",
        "UPDATE journal SET state = 'INTENDED'",
        "UPDATE journal SET version_digest = 'other'",
        "UPDATE journal SET certificate = '{}'",
    ],
)
def test_the_database_refuses_to_rewrite_what_was_done(store: Store, statement: str) -> None:
    (attempt,) = store.journal.intend((intent(),))
    ask(store, attempt, "text")
    before = tuple(store.log.records())
    with pytest.raises(apsw.ConstraintError), store.database.write() as transaction:
        transaction.execute(statement)
    assert tuple(store.log.records()) == before
    assert store.journal.attempt(attempt).state == "ASKED"


def test_a_settled_attempt_is_final(store: Store) -> None:
    (attempt,) = store.journal.intend((intent(),))
    store.journal.end((attempt,), "not_reached")
    for change in ("reason = 'x'", "state = 'UNKNOWN'", "made = 2"):
        with pytest.raises(apsw.ConstraintError), store.database.write() as transaction:
            transaction.execute(f"UPDATE journal SET {change}")


def test_an_attempt_nobody_knows_is_damage(store: Store) -> None:
    with pytest.raises(StoreDamaged):
        store.journal.ask("nobody", "text", "a", "b", NOW)


def test_nothing_is_appended_when_the_step_is_not_taken(store: Store) -> None:
    (attempt,) = store.journal.intend((intent(),))
    before = store.log.head()
    with pytest.raises(apsw.ConstraintError):
        store.journal.made(attempt, "d", "a", b"v", "ef" * 32)
    assert store.log.head() == before


# -- the chain --------------------------------------------------------------------------------


def chain(count: int) -> list[Record]:
    made: list[Record] = []
    head = Head()
    for place in range(count):
        made.append(link(head, {"event": "asked", "digest": f"{place:064x}"}))
        head = Head(made[-1].number, made[-1].digest)
    return made


def test_a_record_can_be_computed_again_with_common_tools() -> None:
    first, second = chain(2)
    tree = json.loads(second.text)
    assert tree["previous"] == hashlib.sha256(first.text.encode()).hexdigest()
    assert rfc8785.dumps(tree) == second.text.encode()
    assert follow([first, second]).head == Head(
        2, hashlib.sha256(second.text.encode()).hexdigest()
    )


@given(st.text(), st.integers(-(2**53) + 1, 2**53 - 1), st.one_of(st.none(), st.booleans()))
def test_whatever_a_record_says_it_is_canonical(text: str, number: int, flag: bool | None) -> None:
    fields = {"z": text, "a": {"y": number, "b": flag, "é": text}, "list": [text, number]}
    try:
        made = link(Head(), fields)
    except UnicodeEncodeError:
        # A lone surrogate is in no text that has come from UTF-8.
        return
    assert made.text.encode() == rfc8785.dumps(json.loads(made.text))
    assert follow([made]).fault is None


@given(st.integers(0, 5), st.sampled_from(["event", "digest", "number", "previous", "new"]))
def test_any_change_is_found_where_it_was_made(place: int, field: str) -> None:
    records = chain(6)
    tree = json.loads(records[place].text)
    tree[field] = 7 if field == "number" else "changed"
    text = rfc8785.dumps(tree)
    # As somebody would who also mends the digest kept beside the record.
    mended = hashlib.sha256(text).hexdigest()
    records[place] = Record(records[place].number, mended, text.decode())
    known = Head(6, chain(6)[-1].digest)
    verdict = follow(records, known)
    assert verdict.fault is not None
    # The record itself or, where it is sound in itself, the one after it.
    assert place - 1 <= verdict.head.number - 1 <= place


def test_removed_doubled_and_rearranged_records_are_found() -> None:
    good = chain(4)
    for broken, place in (
        ([good[0], *good[2:]], 1),
        ([*good[:2], good[1], *good[2:]], 2),
        ([good[1], good[0], *good[2:]], 0),
    ):
        verdict = follow(broken)
        assert (verdict.head.number, verdict.fault) == (place, Fault.ORDER)
    cut = follow(good[:3], Head(4, good[3].digest))
    assert (cut.head.number, cut.fault) == (3, Fault.CUT)
    other = follow(good, Head(3, "0" * 64))
    assert (other.head.number, other.fault) == (2, Fault.HEAD)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"no json", Fault.FORM),
        (b'{"number": 1}', Fault.FORM),
        (b"[1]", Fault.FORM),
        (b'{"format":2,"number":1,"previous":""}', Fault.NEWER),
        (b"[" * 100_000, Fault.FORM),
        (b'"' + b"x" * 70_000 + b'"', Fault.FORM),
        (b"\xff\xfe", Fault.FORM),
    ],
)
def test_what_is_no_record_is_said_so(line: bytes, fault: Fault) -> None:
    assert follow(lines([line + b"\n"])).fault is fault


# -- the log in the store ---------------------------------------------------------------------


@pytest.fixture
def used(profile: Path) -> Iterator[Store]:
    with open_store(profile) as store:
        (attempt,) = store.journal.intend((intent(),))
        give(store, attempt, "package")
        store.log.keep_head()
        yield store


def without_triggers(store: Store, *statements: str) -> None:
    """As somebody would who has the key and the database."""
    with store.database.write() as transaction:
        for name in ("key_log_unchanged", "key_log_kept", "key_log_follows"):
            transaction.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            transaction.execute(statement)


@pytest.mark.parametrize(
    ("statement", "place", "fault"),
    [
        (
            "UPDATE key_log SET record = replace(record, 'd-1', 'd-9') WHERE number = 2",
            1,
            Fault.DIGEST,
        ),
        ("DELETE FROM key_log WHERE number = 2", 1, Fault.ORDER),
        ("DELETE FROM key_log WHERE number = 3", 2, Fault.CUT),
        ("DELETE FROM key_log", 0, Fault.CUT),
    ],
)
def test_a_log_changed_behind_the_program_is_found(
    used: Store, statement: str, place: int, fault: Fault
) -> None:
    assert used.log.verify().fault is None
    without_triggers(used, statement)
    verdict = used.log.verify()
    assert (verdict.head.number, verdict.fault) == (place, fault)
    # What was kept of the longer log stays the evidence.
    used.log.keep_head()
    assert used.log.verify().fault is fault


def test_a_database_put_back_to_an_older_copy_is_found(profile: Path) -> None:
    with open_store(profile) as store:
        store.journal.intend((intent(),))
    older = (profile / "store.db").read_bytes()
    with open_store(profile) as store:
        store.journal.intend((intent("d-2"),))
    (profile / "store.db").write_bytes(older)
    for _ in range(2):
        with open_store(profile) as store:
            assert store.log.verify().fault is Fault.CUT


def test_a_removed_or_foreign_kept_head_is_found(used: Store, profile: Path) -> None:
    kept = profile / "log.head"
    text = kept.read_text()
    assert PERSON not in text
    kept.write_text(text.replace(":", ":0", 1))
    assert used.log.verify().fault is Fault.HEAD
    kept.unlink()
    assert used.log.verify().fault is Fault.HEAD
    used.log.keep_head()
    assert used.log.verify().fault is Fault.HEAD


def test_a_head_somebody_wrote_down_is_held_against_it(used: Store) -> None:
    head = used.log.head()
    assert Head.parse(str(head)) == head
    assert used.log.verify(head).fault is None
    assert used.log.verify(replace(head, number=head.number + 1)).fault is Fault.CUT
    assert used.log.verify(replace(head, digest="0" * 64)).fault is Fault.HEAD
    for wrong in ("", "3", "3:xyz", "x:" + "0" * 64):
        with pytest.raises(ValueError, match="head"):
            Head.parse(wrong)


def test_a_store_of_the_first_schema_gets_journal_and_log(tmp_path: Path) -> None:
    path, key = tmp_path / "store.db", bytes(32)
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", f"raw:{key.hex()}")
    connection.execute(migrations()[0])
    connection.execute("INSERT INTO fact VALUES ('a', '1')")
    connection.pragma("user_version", 1)
    connection.close()
    database = Database(path, key)
    with database.read() as store:
        assert store.value("SELECT value FROM fact") == "1"
        assert store.value("SELECT count(*) FROM key_log") == 0
    database.close()
