"""Words meet whatever alphabet and apostrophe they are typed in."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.folding import fold, query

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


@given(st.text())
def test_a_query_holds_no_syntax_of_the_database(text: str) -> None:
    for word in query(text):
        assert word.startswith('"')
        assert word.endswith('" *')
        assert fold(word[1:-3]) == word[1:-3]
