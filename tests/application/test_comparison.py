"""Two versions compared: words, passages that moved, facts and annexes, and quotes found again."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace

import pytest

from eqaror_desktop.comparison.matching import common_runs
from eqaror_desktop.comparison.places import Fate, anchor_of, find, locate
from eqaror_desktop.comparison.reading import read
from eqaror_desktop.comparison.text import TextChanges, compare_texts
from eqaror_desktop.comparison.versions import AnnexFate, compare_annexes
from sync.cancel import Cancelled
from sync.wire import Annex
from tests.sync.makers import ref
from ui.compare_rows import PieceKind

ITEMS = (
    "1. Tumanda 12 gektar yer uchastkasi ochiq tanlov orqali ijaraga berilsin.",
    "2. Moliya boʻlimi (A. Namunayev) zarur mablagʻni belgilangan tartibda ajratsin.",
    "3. Kadastr boʻlimi uchastka chegaralarini oʻn kun ichida belgilab bersin.",
    "4. Mazkur qaror ijrosini nazorat qilish hokim oʻrinbosari zimmasiga yuklansin.",
)


def told(changes: TextChanges) -> list[tuple[PieceKind, str]]:
    return [
        (piece.kind, piece.text)
        for item in changes.passages
        for piece in item.pieces
        if piece.kind is not PieceKind.SAME
    ]


def test_one_word_changed_is_one_word_changed() -> None:
    after = (ITEMS[0].replace("12 gektar", "15 gektar"), *ITEMS[1:])
    found = compare_texts(["\n".join(ITEMS)], ["\n".join(after)])
    assert told(found) == [(PieceKind.GONE, "12"), (PieceKind.NEW, "15")]
    assert found.changed == (0,)
    assert (found.words_gone, found.words_new, found.moved) == (1, 1, 0)
    assert " ".join(piece.text for piece in found.passages[0].pieces) == (
        "1. Tumanda 12 15 gektar yer uchastkasi ochiq tanlov orqali ijaraga berilsin."
    )


def test_line_ends_page_ends_and_running_heads_mean_nothing() -> None:
    words = " ".join(ITEMS * 9).split()
    narrow = ["Bogʻobod tumani hokimligi\n" + "\n".join(
        " ".join(words[at : at + 7]) for at in range(page, page + 140, 7)) + f"\n{page // 140 + 1}"
        for page in range(0, len(words), 140)]  # fmt: skip
    wide = ["\n".join(" ".join(words[at : at + 11]) for at in range(0, len(words), 11))]
    assert len(narrow) >= 3
    found = compare_texts(wide, narrow)
    assert told(found) == []
    assert (found.pages_before, found.pages_after) == (1, len(narrow))
    # Only what stands on most pages is a running head.
    assert "Bogʻobod" in [word.text for word in read(narrow[:2]).words]


def test_a_word_divided_at_a_line_end_is_the_word_and_a_number_is_not() -> None:
    assert told(compare_texts(["hokimligi qarorning ijrosi"], ["hokim-\nligi qaror\u00adning ijrosi"])) == []  # fmt: skip # noqa: E501
    assert told(compare_texts(["2-ilova 10-12 kun"], ["2-\nilova 10-12 kun"])) == []
    assert told(compare_texts(["10-12 kun"], ["1012 kun"])) == [
        (PieceKind.GONE, "10-12"),
        (PieceKind.NEW, "1012"),
    ]


def test_a_passage_moved_is_neither_gone_nor_new() -> None:
    one, two, three, four = ITEMS
    after = [one, four, two.replace("zarur", "kerakli"), three]
    found = compare_texts(["\n".join(ITEMS)], ["\n".join(after[:2]), "\n".join(after[2:])])
    moved = [item for item in found.passages if item.move is not None]
    assert found.moved == 1
    assert {item.pieces[0].kind for item in moved} == {PieceKind.MOVED_AWAY, PieceKind.MOVED_HERE}
    assert {item.pieces[0].text for item in moved} == {four}
    assert {(item.before, item.after) for item in moved} == {(1, None), (None, 1)}
    assert (PieceKind.GONE, "zarur") in told(found)
    assert (found.words_gone, found.words_new) == (1, 1)


def test_every_word_of_both_texts_is_told_once_and_in_order() -> None:
    chance = random.Random(4)
    for _ in range(60):
        vocabulary = [f"soʻz{n}" for n in range(chance.choice((3, 12, 80)))]

        def text(vocabulary: list[str] = vocabulary) -> list[str]:
            return [
                " ".join(chance.choice(vocabulary) for _ in range(chance.randrange(9))) + "."
                for _ in range(chance.randrange(30))
            ]

        before, after = text(), text()
        after = after + before[: len(before) // 2] if chance.random() < 0.5 else after
        found = compare_texts([" X".join(before)], [" X".join(after)])
        old = [w for p in found.passages for i in p.pieces
               if i.kind in (PieceKind.SAME, PieceKind.GONE, PieceKind.MOVED_AWAY) for w in i.text.split()]  # fmt: skip # noqa: E501
        new = [w for p in found.passages for i in p.pieces
               if i.kind in (PieceKind.SAME, PieceKind.NEW, PieceKind.MOVED_HERE) for w in i.text.split()]  # fmt: skip # noqa: E501
        assert new == [word.text for word in read([" X".join(after)]).words]
        assert sorted(old) == sorted(word.text for word in read([" X".join(before)]).words)


def test_a_number_that_stands_alone_is_only_the_pages_own() -> None:
    pages = ["Jami\n125", "Jami\n2", "Jami\n- 3 -"]
    words = [word.text for word in read(["1\n" + pages[0], pages[1], pages[2]]).words]
    # What begins every page is a running head, whatever it says.
    assert words == ["125"]
    assert [word.text for word in read(pages[:2]).words] == ["Jami", "125", "Jami"]


def test_a_scan_is_not_called_unchanged() -> None:
    assert not compare_texts(["", ""], ["\n".join(ITEMS)]).readable
    assert compare_texts([], []).readable


def test_hundreds_of_pages_take_little_time_even_if_nothing_is_alike() -> None:
    chance = random.Random(1)
    vocabulary = ["yer", "qaror", "hokim", "tuman", "maydoni", "gektar", "moliya", "ijro"]
    sentences = [
        f"{n}. {' '.join(chance.choice(vocabulary) for _ in range(14))} {n * 7} soʻm."
        for n in range(3000)
    ]
    other = [*sentences[:100], *sentences[300:2000], *sentences[100:200], *sentences[2050:]]
    other[700:760] = ["Butunlay " + " ".join(chance.choices(vocabulary, k=30)) + "."] * 60
    begun = time.process_time()
    found = compare_texts(_pages(sentences), _pages(other))
    strangers = compare_texts(["a " * 20_000], ["b " * 20_000])
    same_words = compare_texts(["a b " * 9_000], ["b a " * 9_000])
    assert time.process_time() - begun < 4
    assert found.moved >= 100
    assert (strangers.words_gone, strangers.words_new) == (20_000, 20_000)
    assert same_words.words_gone == same_words.words_new


def _pages(sentences: list[str]) -> list[str]:
    return ["\n".join(sentences[at : at + 20]) for at in range(0, len(sentences), 20)]


def test_it_ends_when_nobody_wants_it_any_more() -> None:
    wanted = threading.Event()
    wanted.set()
    with pytest.raises(Cancelled):
        compare_texts(["a b"], ["b c"], wanted)


def test_runs_rise_on_both_sides() -> None:
    runs = common_runs("kaybcz", "waxbcqz")
    assert [("kaybcz"[r.before : r.before + r.size], r.after) for r in runs] == [
        ("a", 1), ("bc", 3), ("z", 6),
    ]  # fmt: skip


def annex(number: int, title: str, content: bytes) -> Annex:
    return Annex(number, title, ref(content))


def test_annexes_are_known_by_their_content() -> None:
    before = (
        annex(1, "Roʻyxat", b"list"), annex(2, "Reja", b"plan"),
        annex(3, "Smeta", b"costs"), annex(4, "Tarkib", b"people"),
    )  # fmt: skip
    after = (
        annex(1, "Reja", b"plan"), annex(2, "Roʻyxat", b"list"),
        annex(3, "Smeta", b"other costs"), annex(4, "Xarita", b"map"), annex(5, "Jadval", b"t"),
    )  # fmt: skip
    found = {
        (item.before and item.before.number, item.after and item.after.number): item.fates
        for item in compare_annexes(before, after)
    }
    assert found == {
        (2, 1): (AnnexFate.EXCHANGED,),
        (1, 2): (AnnexFate.EXCHANGED,),
        (3, 3): (AnnexFate.REPLACED,),
        (4, 4): (AnnexFate.REPLACED, AnnexFate.RENAMED),
        (None, 5): (AnnexFate.ADDED,),
    }
    assert compare_annexes(before, before) == ()


def test_contents_that_changed_places_under_their_titles_are_told() -> None:
    before = (annex(1, "Roʻyxat", b"list"), annex(2, "Reja", b"plan"))
    after = (annex(1, "Roʻyxat", b"plan"), annex(2, "Reja", b"list"))
    assert [item.fates for item in compare_annexes(before, after)] == [
        (AnnexFate.RENAMED, AnnexFate.EXCHANGED)
    ] * 2


def test_an_annex_taken_out_renumbers_the_rest() -> None:
    before = (annex(1, "A", b"a"), annex(2, "B", b"b"), annex(3, "C", b"c"))
    found = compare_annexes(before, (annex(1, "B", b"b"), annex(2, "C", b"c")))
    assert [item.fates[0] for item in found] == [
        AnnexFate.RENUMBERED, AnnexFate.RENUMBERED, AnnexFate.REMOVED,
    ]  # fmt: skip
    assert found[-1].before == before[0]


def test_an_annex_that_was_put_in_and_others_written_anew_are_not_mixed_up() -> None:
    before = (annex(1, "Smeta", b"costs"), annex(2, "Reja", b"plan"))
    after = (annex(1, "Xarita", b"map"), annex(2, "SMETA", b"more"), annex(3, "Reja", b"new"))
    found = {
        item.after.number: item.before and item.before.number
        for item in compare_annexes(before, after)
        if item.after
    }
    assert found == {1: None, 2: 1, 3: 2}


PAGE = "1. Yer maydoni 12 gektar.\n2. Suv maydoni 12 gektar boʻlsin, yer\nuchastkasi ajratilsin."


def test_a_quote_is_found_again_by_the_words_around_it() -> None:
    start = PAGE.index("12 gektar", 20)
    anchor = anchor_of("f" * 64, 2, PAGE, start, start + len("12 gektar"))
    assert (anchor.quote, anchor.after) == ("12 gektar", "boʻlsin, yer uchastkasi ajratilsin.")
    assert anchor.before.endswith("2. Suv maydoni")
    there = find(anchor, ["", PAGE.replace("\n", " ")], "new")
    assert there.fate is Fate.UNCHANGED
    assert there.place is not None
    assert there.place.start == start
    elsewhere = find(anchor, ["boshqa", "yana", "", PAGE], "new")
    assert (elsewhere.fate, elsewhere.place and elsewhere.place.page) == (Fate.MOVED, 4)
    assert find(anchor, ["", PAGE.replace("12", "15")], "new").fate is Fate.GONE


def test_a_quote_over_a_line_end_is_found_where_the_lines_end_elsewhere() -> None:
    start = PAGE.index("yer\nuchastkasi")
    anchor = anchor_of("f" * 64, 1, PAGE, start, start + len("yer\nuchastkasi"))
    assert anchor.quote == "yer uchastkasi"
    other = PAGE.replace("yer\nuchastkasi", "yer uchas\u00ad\ntkasi")
    place = locate(anchor, other)
    assert place is not None
    assert other[place[0] : place[0] + place[1]] == "yer uchas\u00ad\ntkasi"


def test_a_hyphen_at_a_line_end_is_a_hyphen_and_found_wherever_the_line_ends() -> None:
    old, new = "band. Chora\ufffetadbirlar dasturi", "band. Chora-\ntadbirlar dasturi"
    start = old.index("Chora")
    anchor = anchor_of("f" * 64, 1, old, start, start + 16)
    assert anchor.quote == "Chora-tadbirlar "[:16].strip()
    kept = replace(anchor, quote=old[start : start + 16])
    for text in (old, new, "Choratadbirlar", "chora Chora-tadbirlar"):
        assert locate(anchor, text) is not None
        assert locate(kept, text) is not None
    assert locate(replace(anchor, quote="2025-2026"), "yil 20252026") is None
