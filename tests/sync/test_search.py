"""Search: everything known of a draft is found, however it is typed, in the right order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cancel import Cancelled, Stopper
from sync.errors import NotFound
from sync.question import Filters, Question
from sync.station import Store
from sync.store.contents import Part
from sync.wire import (
    Answer,
    Change,
    ChangesPage,
    Draft,
    DraftState,
    DraftSummary,
    DraftType,
    FileRef,
    Organisation,
    Person,
    Registration,
    Remark,
    Script,
    TrailEntry,
)
from tests.sync.conftest import open_store
from tests.sync.makers import AUTHORITY, MORNING, PERSON, SOMEBODY_ELSE, draft, sha, summary

LAND = Organisation("222222222", "Davlat kadastri palatasi")


def page(*drafts: DraftSummary, gone: tuple[str, ...] = (), cursor: str = "1") -> ChangesPage:
    changes = [Change(made.id, made) for made in drafts] + [Change(name, None) for name in gone]
    return ChangesPage(tuple(changes), cursor, more=False)


def find(store: Store, text: str = "", **filters: object) -> list[str]:
    question = Question(text, Filters(**filters))  # type: ignore[arg-type]  # fields by name
    return list(store.search.find(question).ids)


def answered(of: DraftSummary, text: bytes, annexes: tuple[bytes, ...] = ()) -> Draft:
    """A detail with an answer that has a letter, and a remark."""
    entry = TrailEntry(
        order=1,
        round=1,
        organisation=LAND,
        officer=Person("Б. Мисолова", "bosh mutaxassis", PERSON),
        decision=Answer.OBJECTED,
        remark="Xarita ilova qilinmagan.",
        letter=FileRef(sha(b"letter"), 6, "letter.pdf"),
        received=MORNING,
        due=MORNING,
        decided=MORNING,
        version=1,
        version_digest=of.version_digest,
        signature=None,
    )
    remark = Remark(
        id=f"r-{of.id}",
        version=1,
        file=None,
        page=None,
        quote="ikki gektar",
        text="Просим уточнить площадь участка.",
        author=Person("D. Sinovboyev", "yuriskonsult", SOMEBODY_ELSE),
        organisation=Organisation("333333333", "Adliya boʻlimi"),
        created=MORNING,
    )
    return replace(draft(of, text, annexes), trail=(entry,), remarks=(remark,))


def fill(store: Store) -> Store:
    registered = Registration("94-9-3-Q/26", MORNING, "https://qaror.example/94")
    store.drafts.apply(
        page(
            summary(1, title="Yer uchastkasini ajratish toʻgʻrisida"),
            summary(2, title="Мактаб қуриш тўғрисида", script=Script.CYRILLIC),
            summary(3, title="Koʻcha nomini oʻzgartirish", drafter="Meʼmorchilik boʻlimi"),
            summary(4, title="Bayram", registration=registered),
            summary(5, title="Suv", authority=replace(AUTHORITY, name="Чинор шаҳар ҳокимлиги")),
        )
    )
    return store


@pytest.fixture
def library(store: Store) -> Store:
    return fill(store)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same for tests that only ask."""
    with open_store(tmp_path_factory.mktemp("shelf")) as store:
        yield fill(store)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("toʻgʻrisida", ["d-2", "d-1"]),
        ("to'g'risida", ["d-2", "d-1"]),
        ("тўғрисида", ["d-2", "d-1"]),
        ("togrisida", ["d-2", "d-1"]),
        ("МАКТАБ", ["d-2"]),
        ("maktab qur", ["d-2"]),
        ("m", ["d-3", "d-2"]),
        ("oʻzg", ["d-3"]),
        ("memorchilik", ["d-3"]),
        ("94-9-3", ["d-4"]),
        ("94-9-3-Q/26", ["d-4"]),
        ("№ 94-сон", ["d-4"]),
        ("9-94", []),
        ("chinor shahar", ["d-5"]),
        ("d-5", ["d-5"]),
        ("maktab yer", []),
        ('"maktab" OR yer', []),
        ("maktab*", ["d-2"]),
        ('"maktab qurish"', ["d-2"]),
        ('"qurish maktab"', []),
        ('"maktab qur', ["d-2"]),
        ('"maktab qur"', []),
        ("toʻgʻrisida -maktab", ["d-1"]),
        ('toʻgʻrisida -"maktab qurish"', ["d-1"]),
        ("toʻgʻrisida -m", ["d-2", "d-1"]),
        ("-toʻgʻrisida", ["d-5", "d-4", "d-3"]),
        ("'); DROP TABLE draft; --", []),
        ("   ", ["d-5", "d-4", "d-3", "d-2", "d-1"]),
        ("!?", ["d-5", "d-4", "d-3", "d-2", "d-1"]),
    ],
)
def test_words_are_found_as_they_are_typed(shelf: Store, typed: str, found: list[str]) -> None:
    assert find(shelf, typed) == found
    assert [made.id for made in shelf.drafts.summaries(search=typed)] == found
    assert shelf.drafts.count(search=typed) == len(found)
    assert not shelf.search.find(Question(typed)).partial


def test_everything_that_is_known_of_a_draft_is_found_and_said_where(library: Store) -> None:
    library.drafts.put_detail(answered(summary(1), b"text", (b"annex",)))
    assert set(library.search.unread()) == {sha(b"text"), sha(b"annex"), sha(b"letter")}
    library.search.index_text(sha(b"text"), "Мактаб ҳовлиси\nободонлаштирилсин. Муддат йил охири")
    library.search.index_text(sha(b"annex"), "Chinor mahallasi, 14-uy")
    library.search.index_text(sha(b"letter"), "Eʼtiroz bildiramiz: hujjat toʻliq emas")
    assert library.search.unread() == ()
    for typed, part, name in (
        ("obodon", Part.TEXT, ""),
        ("hovlisi obodon", Part.TEXT, ""),
        ('"ҳовлиси ободонлаштирилсин"', Part.TEXT, ""),
        ("14-uy", Part.ANNEX, "1-ilova"),
        ("kadastr", Part.ANSWER, LAND.name),
        ("misolova", Part.ANSWER, LAND.name),
        ("xarita", Part.ANSWER, LAND.name),
        ("eʼtiroz", Part.LETTER, LAND.name),
        ("уточнить", Part.REMARK, "D. Sinovboyev"),
        ("utochnit", Part.REMARK, "D. Sinovboyev"),
        ("gektar", Part.REMARK, "D. Sinovboyev"),
    ):
        assert find(library, typed) == ["d-1"], typed
        passage = library.search.passages(["d-1"], Question(typed))["d-1"]
        assert (passage.part, passage.name) == (part, name), typed
        assert passage.marks, typed
        assert "\n" not in passage.text
    # One word from the title and one from the text; a hit in a title comes first.
    assert find(library, "obodon uchastka") == ["d-1"]
    assert find(library, "maktab") == ["d-2", "d-1"]
    # No phrase reaches from one part into the next.
    assert find(library, '"oxiri chinor"') == []


def test_a_word_that_a_lines_end_breaks_is_found_whole(library: Store) -> None:
    library.drafts.put_detail(draft(summary(1), b"text"))
    library.search.index_text(sha(b"text"), "Биринчи банд. Мактаб инфратузил-\nмасини яхшилаш")
    phrase = '"maktab infratuzilmasini yaxshi'
    for typed in ("infratuzilmasini", "инфратузилма", "infratuzil", phrase):
        assert find(library, typed) == ["d-1"], typed
        passage = library.search.passages(["d-1"], Question(typed))["d-1"]
        assert (passage.part, bool(passage.marks)) == (Part.TEXT, True), typed
    assert find(library, '"masini infratuzilmasini"') == []


def test_marks_are_the_very_letters(library: Store) -> None:
    library.drafts.put_detail(draft(summary(1), b"text"))
    text = "Аввал " * 60 + "«Мактаб ҳовлиси» ободонлаштирилсин, " + "кейин " * 60
    library.search.index_text(sha(b"text"), text)
    passage = library.search.passages(["d-1"], Question("hovlisi obodon"))["d-1"]
    shown = [passage.text[mark.start : mark.end] for mark in passage.marks]
    assert shown == ["ҳовлиси", "ободон"]
    assert len(passage.text) < 300
    assert passage.text.startswith("…")
    assert passage.text.endswith("…")


def test_the_index_follows_every_change(library: Store) -> None:
    library.drafts.put_detail(answered(summary(1), b"text"))
    library.search.index_text(sha(b"text"), "Obodonlashtirish")
    # A change of the summary keeps the text, in the same transaction.
    library.drafts.apply(page(summary(1, title="Boshqa nom", revision=2)))
    assert find(library, "obodon nom") == ["d-1"]
    assert find(library, "uchastkasini") == []
    # Another text, and the same letter: what was read is not read again.
    library.search.index_text(sha(b"letter"), "Xat")
    library.drafts.put_detail(answered(summary(1, revision=2, title="Boshqa nom"), b"other"))
    assert library.search.unread() == (sha(b"other"),)
    assert find(library, "obodon") == []
    assert find(library, "xat") == ["d-1"]

    library.drafts.apply(page(gone=("d-1",)))
    for typed in ("xat", "kadastr", "boshqa"):
        assert find(library, typed) == []
    with library.database.read() as store:
        assert store.value("SELECT count(*) FROM file_text") == 0
    with pytest.raises(NotFound):
        library.search.index_text(sha(b"other"), "late")


def test_however_a_draft_leaves_it_leaves_the_search(library: Store) -> None:
    """Expiry and "forget this station" delete rows; no code of the search is asked."""
    library.drafts.put_detail(answered(summary(1), b"text"))
    library.search.index_text(sha(b"text"), "Obodonlashtirish")
    with library.database.write() as store:
        store.execute("DELETE FROM draft WHERE id = 'd-1'")
    assert find(library, "obodon") == []
    with library.database.read() as store:
        assert store.value("SELECT count(*) FROM file_text") == 0
        assert store.value("SELECT count(*) FROM search_draft") == 4
    library.drafts.belong_to(PERSON)
    library.drafts.belong_to(SOMEBODY_ELSE)
    assert find(library, "suv") == find(library) == []


def test_what_was_typed_with_its_marks_comes_before_what_was_not(store: Store) -> None:
    store.drafts.apply(
        page(
            summary(1, title="Oʻt oʻchirish"),
            summary(2, title="Ot sporti"),
            summary(3, title="Ўт"),
            summary(4, title="Отлар"),
        )
    )
    assert find(store, "oʻt") == ["d-3", "d-1", "d-4", "d-2"]
    assert find(store, "ўт") == ["d-3", "d-1", "d-4", "d-2"]
    assert find(store, '"ot"') == ["d-2", "d-3", "d-1"]


def test_what_changed_last_comes_first(library: Store) -> None:
    assert find(library, "toʻgʻrisida") == ["d-2", "d-1"]
    newer = summary(1, title="Yer toʻgʻrisida", revision=2, updated=MORNING + timedelta(days=1))
    library.drafts.apply(page(newer))
    assert find(library, "toʻgʻrisida") == ["d-1", "d-2"]
    # Reading a text is no change of the draft.
    library.drafts.put_detail(draft(summary(2, title="Мактаб қуриш тўғрисида"), b"text"))
    library.search.index_text(sha(b"text"), "matn")
    assert find(library, "toʻgʻrisida") == ["d-1", "d-2"]


def test_filters_hold_with_and_without_words(library: Store) -> None:
    order = summary(6, title="Maktab", type=DraftType.ORDER, state=DraftState.DRAFT, actions=())
    library.drafts.apply(page(order))
    library.drafts.put_detail(answered(order, b"text"))
    library.search.index_text(sha(b"text"), "Bayram dasturi")
    assert find(library, "maktab", states=(DraftState.DRAFT,)) == ["d-6"]
    assert find(library, states=(DraftState.DRAFT,)) == ["d-6"]
    both = (DraftState.DRAFT, DraftState.READY_TO_SIGN)
    assert find(library, "maktab", states=both) == ["d-6", "d-2"]
    assert find(library, types=(DraftType.ORDER,)) == ["d-6"]
    assert find(library, "maktab", types=(DraftType.COUNCIL,)) == []
    assert find(library, organisation=LAND.stir) == ["d-6"]
    assert find(library, "bayram", organisation=LAND.stir) == ["d-6"]
    assert find(library, '"bayram dasturi"', organisation=LAND.stir) == ["d-6"]
    assert find(library, "suv", organisation=LAND.stir) == []
    assert find(library, authority=AUTHORITY.stir, number="94") == ["d-4"]
    assert find(library, authority="999999999") == []
    assert find(library, number="94-9-3-Қ/26") == ["d-4"]
    assert find(library, number="9") == []
    assert find(library, "bayram", number="94-9") == ["d-4"]
    assert find(library, "bayram", number="95") == []
    assert "d-6" not in find(library, asked=True)
    assert library.search.authorities()[0][0] == AUTHORITY.stir
    assert library.search.organisations() == ((LAND.stir, LAND.name),)


def test_a_council_number_is_found_without_its_session(store: Store) -> None:
    number = Registration("VI-25-3-9-0-K/21", MORNING, "https://qaror.example/3")
    store.drafts.apply(page(summary(1, registration=number), summary(2)))
    for typed in ("VI-25-3", "vi-25", "25-3-9", "3-9-0-K/21"):
        assert find(store, number=typed) == ["d-1"], typed
    assert find(store, number="9-0") == []


def test_days_are_those_of_uzbekistan_with_both_ends(store: Store) -> None:
    def at(number: int, *moment: int) -> DraftSummary:
        year, month, day, hour, minute = moment
        return summary(
            number, title="Suv", updated=datetime(year, month, day, hour, minute, tzinfo=UTC)
        )

    late = Registration("7-9-0-Q/25", datetime(2025, 6, 1, 9, tzinfo=UTC), "https://qaror.example")
    store.drafts.apply(
        page(
            at(1, 2024, 12, 31, 18, 59),
            at(2, 2024, 12, 31, 19, 0),
            at(3, 2025, 2, 28, 6, 0),
            at(4, 2026, 3, 1, 6, 0),
            replace(at(5, 2026, 3, 2, 6, 0), registration=late),
        )
    )
    assert find(store, since=date(2025, 1, 1), until=date(2025, 12, 31)) == ["d-5", "d-3", "d-2"]
    assert find(store, "suv", until=date(2024, 12, 31)) == ["d-1"]
    assert find(store, "suv", since=date(2025, 2, 28), until=date(2025, 2, 28)) == ["d-3"]
    assert find(store, "suv", since=date(2025, 6, 2)) == ["d-4"]
    assert find(store, since=date(1800, 1, 1), until=date(9999, 12, 31)) == [
        "d-5", "d-4", "d-3", "d-2", "d-1",
    ]  # fmt: skip
    assert find(store, since=date(2030, 1, 1)) == []
    assert find(store, since=date(2026, 1, 1), until=date(2025, 1, 1)) == []


def test_more_than_is_counted_is_said(store: Store) -> None:
    store.drafts.apply(page(*(summary(n, title="Suv") for n in range(25))))
    found = store.search.find(Question("suv"), most=20)
    assert (len(found.ids), found.more) == (20, True)
    assert found.ids[0] == "d-24"
    assert not store.search.find(Question("suv"), most=25).more
    assert len(store.search.find(Question("suv"), most=None).ids) == 25


@given(st.text(alphabet=st.sampled_from("aoʻgш'\"“*-^:(){}+§ NOTANDRE94.№\0\ud7ff"), max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_question_is_wrong(shelf: Store, typed: str) -> None:
    found = shelf.search.find(Question(typed, Filters(number=typed, authority=typed)))
    shelf.search.find(Question(typed))
    shelf.search.passages(found.ids, Question(typed))


def test_a_newer_question_ends_the_older_one(library: Store) -> None:
    stopper = Stopper()
    begun, ended = threading.Event(), threading.Event()
    caught: list[BaseException] = []

    def ask() -> None:
        with library.database.read() as store:
            try:
                with stopper.during(store.interrupt):
                    begun.set()
                    store.rows(
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                        " SELECT max(i) FROM n"
                    )
            finally:
                ended.set()

    def work() -> None:
        try:
            ask()
        except Cancelled as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(5)
    # Nobody else waits while it runs.
    library.drafts.apply(page(summary(7, title="Yangi")))
    while not ended.wait(0.02):
        stopper.set()
    thread.join(5)
    assert [type(error) for error in caught] == [Cancelled]
    with pytest.raises(Cancelled):
        library.search.find(Question("yangi"), cancel=stopper)
    assert find(library, "yangi") == ["d-7"]


def test_an_older_index_is_made_again(library: Store) -> None:
    library.drafts.put_detail(answered(summary(1), b"text"))
    library.search.index_text(sha(b"text"), "Obodonlashtirish")
    with library.database.write() as store:
        store.execute("INSERT INTO fact (name, value) VALUES ('search_due', 'all')")
    assert library.search.find(Question("suv")).partial
    while library.search.catch_up(portion=2):
        pass
    found = library.search.find(Question("toʻgʻrisida"))
    assert (found.ids, found.partial) == (("d-2", "d-1"), False)
    assert find(library, "obodon kadastr") == ["d-1"]
