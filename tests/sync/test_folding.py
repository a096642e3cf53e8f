"""Words meet whatever alphabet and apostrophe they are typed in."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from registry.office.transliterate import to_cyrillic
from registry.office.wording import common, matters
from sync.folding import fold, folded_with_breaks, reach, strict, tokens, unbroken
from sync.question import read, spans

SAME = [
    ("qaror", "қарор", "QAROR", "Қарор"),
    ("farmoyish", "фармойиш"),
    ("hokimligi", "ҳокимлиги"),
    *[(f"o{sign}zbekiston", "ўзбекистон") for sign in "ʻ'’‘`´ʼ′"],
    ("gʻalla", "g'alla", "ғалла"),
    ("shahar", "шаҳар"),
    ("choʻl", "чўл"),
    ("yoʻl", "йўл"),
    ("yoz", "ёз"),
    ("yer", "ер"),
    ("poyezd", "поезд"),
    ("sanʼat", "sanat", "санъат"),
    ("yuridik", "юридик"),
    ("yangi", "янги"),
    ("eʼlon", "эълон"),
    ("xizmat", "хизмат"),
    ("oilaviy", "оилавий"),
    ("qurilish", "қурилиш"),
    ("94-9-0-Q/26", "94 9 0 q 26", "№94‑9‑0‑Қ/26"),
    ("й", "и\u0306"),
]


@pytest.mark.parametrize("words", SAME, ids=lambda words: words[0])
def test_the_same_word_folds_the_same(words: tuple[str, ...]) -> None:
    assert len({fold(word) for word in words}) == 1
    assert fold(words[0])


@pytest.mark.parametrize(
    ("one", "other"), [("hol", "xol"), ("qir", "kir"), ("bosh", "bos"), ("choy", "soy")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
@example("yye")
def test_folding_ends_in_plain_words_and_stays_there(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert all(part.isalnum() for part in folded.split())
    assert fold(folded) == folded


VOWELS = "аеёиоуэюяў"
LETTERS = "абвгдежзийклмнопрстуфхцчшъьэюяёўқғҳ"
PLAIN = dict(zip("абвгджзийклмнопрстуфхқҳэ", "abvgdjziyklmnoprstufxqhe", strict=True)) | {
    "ч": "ch", "ш": "sh", "ю": "yu", "я": "ya", "ё": "yo", "ь": ""
}  # fmt: skip
TURNED = "ʻ'‘`ʼ’´ʹ"


@st.composite
def spellings(pick: st.DrawFn) -> tuple[str, str]:
    """A word in Cyrillic and one of the ways the rules of 1995 and people write it in Latin."""
    word = pick(st.text(LETTERS, min_size=1, max_size=12))
    latin = ""
    for place, letter in enumerate(word):
        before = word[place - 1] if place else ""
        if letter == "е":
            latin += "ye" if before in {*VOWELS, "", "ъ", "ь"} else "e"
        elif letter == "ц":
            latin += pick(st.sampled_from(("ts", "s")))
        elif letter in "ўғ":
            base = "o" if letter == "ў" else "g"
            latin += base + pick(st.sampled_from(("", *TURNED)))
        elif letter == "ъ":
            latin += pick(st.sampled_from(("", "ʼ", "'", "’")))
        elif letter == "о" and before == "ь":
            latin += "yo"
        else:
            latin += PLAIN[letter]
    return word, latin


@given(spellings(), st.booleans())
@example(("медальон", "medalyon"), False)
@example(("объект", "obyekt"), False)
@example(("цирк", "sirk"), True)
def test_both_alphabets_fold_the_same(word: tuple[str, str], upper: bool) -> None:
    cyrillic, latin = word
    if upper:
        cyrillic, latin = cyrillic.upper(), latin.upper()
    assert fold(latin) == fold(cyrillic)


def test_the_office_writes_both_alphabets_the_same() -> None:
    """Every text of the demo office, against its own transliteration, which knows the stems."""
    texts = [
        text
        for matter in matters().values()
        for text in (matter.title, matter.subject, matter.purpose, *matter.laws, *matter.measures)
    ]
    texts += [paragraph for chapter in common().regulation for paragraph in chapter.paragraphs]
    for text in texts:
        plain = re.sub(r"\{[a-z]+\}", "", text)
        assert fold(to_cyrillic(plain)) == fold(plain)
        assert strict(to_cyrillic(plain)) == strict(plain)


@pytest.mark.parametrize("sign", [*TURNED, "‛", "′", "ʿ"])
def test_only_the_strict_form_keeps_the_mark_of_o_and_g(sign: str) -> None:
    assert strict(f"O{sign}g{sign}il san{sign}at") == strict("ўғил санъат") == "oʻgʻil sanat"
    assert fold(f"O{sign}g{sign}il") == fold("ogil") == "ogil"
    assert strict("ogil") == "ogil"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("о̆збек o\u0306zbek Ŏzbek õzbek", "ozbek ozbek ozbek ozbek"),
        ("şahar çoy", "shahar choy"),
        # A Latin letter that looks like a Cyrillic one, and the other way round.
        ("қaрор қapop Тuman ХVI", "qaror qaror tuman xvi"),
        ("объ\u00adект об\u200bъект", "obekt obekt"),
        ("ﬁlial １２", "filial 12"),
        ("20___-yil «___»", "20 yil"),
        ("№ 94-сон", "94 son"),
    ],
)
def test_forms_of_the_same_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
@example("“oʻ’ g' ½")
def test_every_token_has_its_place(text: str) -> None:
    found = list(tokens(text))
    assert " ".join(token.loose for token in found) == fold(text)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert token.loose in fold(text[token.start : token.end]).split()


@given(spellings(), st.data())
def test_a_prefix_reaches_no_further_than_its_letters(
    word: tuple[str, str], data: st.DataObject
) -> None:
    for written in word:
        for token in tokens(written):
            prefix = token.loose[: data.draw(st.integers(1, len(token.loose)))]
            end = reach(written, token, prefix)
            assert fold(written[token.start : end]).startswith(prefix) or end == token.end


@given(st.text())
def test_a_question_holds_no_syntax_of_the_database(text: str) -> None:
    for clause in read(text):
        for form in clause.forms:
            for word in form:
                assert re.fullmatch("[a-z0-9]+", word)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("ҳовли", ["hovli", "ҳовли"]),
        ('"maktab hovlisi"', ["Maktab hovlisi"]),
        ('"maktab hovli"', []),
        ("poy", ["poye"]),
        ("poezd", ["poyezd"]),
        ("konstitut", ["konstituts"]),
        ("oq", ["oʻq"]),
        ("bogʻ -hovli", ["Bogʻ"]),
        ("maktab hovlisi", ["Maktab", "hovlisi"]),
    ],
)
def test_what_was_asked_is_marked_as_it_is_written(typed: str, marked: list[str]) -> None:
    text = "«Maktab hovlisi», ҳовлида oʻquvchilar poyezdi, konstitutsiya. Bogʻ'"
    found = [text[span.start : span.end] for span in spans(text, read(typed))]
    assert found == marked


BREAKS = ["-\n", "-\r\n", "\u2010\r\n", "\u00ad\r\n", "- \n  ", "\ufffe", "-\n\n"]


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
def test_a_word_that_is_broken_at_a_lines_end_is_found_whole_and_in_its_parts(broken: str) -> None:
    text = f"bu tuman infratuzil{broken}masini va oʻquv-uslubiy ijtimoiy-iqti{broken}sodiy ish"
    whole = f"infratuzil{broken}masini"
    for typed, marked in (
        ("infratuzilmasini", [whole]),
        ("инфратузилмасини", [whole]),
        ("infratuzilma", [f"infratuzil{broken}ma"]),
        ("infratuzil", ["infratuzil"]),
        ('"tuman infratuzilmasini va"', [f"tuman {whole} va"]),
        ('"infratuzil masini"', [whole]),
        ("iqtisodiy", [f"iqti{broken}sodiy"]),
        ('"ijtimoiy-iqtisodiy ish"', [f"ijtimoiy-iqti{broken}sodiy ish"]),
        ("uslubiy", ["uslubiy"]),
        ("oquvuslubiy", []),
        ('"tuman masini"', []),
        ("infratuzilmasinig", []),
    ):
        found = [text[span.start : span.end] for span in spans(text, read(typed))]
        assert found == marked, typed
        folded = f" {folded_with_breaks(text)} "
        assert any(clause.matches(folded) for clause in read(typed)) is bool(marked), typed


@pytest.mark.parametrize("parted", ["2026-\n2028", "savdo -\nsotiq", "oʻquv- uslubiy", "14-\nuy"])
def test_what_is_no_broken_word_is_not_joined(parted: str) -> None:
    assert list(unbroken(parted)) == []
    assert list(tokens(parted, unbroken=True)) == list(tokens(parted))


def test_words_that_were_broken_are_found_in_time() -> None:
    """A word at the end of every line, as typesetters break narrow columns."""
    text = "tuman infratuzil\ufffemasini va savdo ishlari " * 2_000
    clauses = read("infratuzilmasini")
    begin = process_time()
    plain = spans(text.replace("\ufffe", "-"), clauses)
    middle = process_time()
    found = spans(text, clauses)
    assert (len(plain), len(found)) == (0, 2_000)
    assert process_time() - middle < 8 * (middle - begin) + 0.1


@given(st.text(alphabet="ab1-\u2010\u00ad\ufffe\n ʼʻ_'«", max_size=60))
def test_every_token_of_a_broken_word_has_its_place(text: str) -> None:
    for token in tokens(text, unbroken=True):
        assert 0 <= token.start < token.end <= len(text)
        assert reach(text, token, token.loose) <= token.end
