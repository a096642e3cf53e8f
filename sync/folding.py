"""One form in which Latin, Cyrillic and every apostrophe meet, for search only.

``qaror`` and ``қарор``, ``oʻ``, ``o'``, ``o’``, ``о̆`` and ``ў`` become the same letters, so that a
word is found however it was typed. The folded form is never shown. The pairs of letters are those
of the Uzbek alphabets: the Cyrillic one of 1940, the Latin ones of law 931-XII of 1993 (``ö ğ ş ç
ñ``) and of its amendment of 1995, with the rules of spelling of resolution 339 of 1995 (``ц`` is
``ts`` or ``s``, ``е`` is ``ye`` or ``e``, ``ьо`` is ``yo``).

A word has two forms. The *strict* one keeps the mark of ``oʻ`` and ``gʻ`` and is for ranking; the
*loose* one, by which things are found, drops it, because people leave it out when typing. Both
lose the soft and hard signs and the tutuq belgisi.

A word that is broken at a line's end is there in its parts and whole: nobody can tell a hyphen of
the line from one of the word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from sync.values import Value

APOSTROPHES = "'`´ʻʼʹʽˈˊˋ‘’‚‛′‵＇ꞌʾʿ\u0313\u0314\u0315"
"""Every sign that is typed for U+02BB or U+02BC."""
MARK = "ʻ"
"""What stays of oʻ and gʻ in the strict form."""
LONGEST = 64
"""Letters of a word that count; what is longer is no word of a language."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens and what has no width: PDF and word processors leave them inside words."""

# Where one alphabet writes two letters for one of the other, both become the two; the Russian
# letters and those of the neighbours occur in names and in texts of the same offices.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "gʻ", "д": "d", "е": "e", "ё": "yo", "ж": "j",
    "з": "z", "и": "i", "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "oʻ", "ф": "f", "х": "x", "ҳ": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ә": "a", "ө": "o", "ү": "u", "ұ": "u", "һ": "h", "ң": "ng", "і": "i", "ӯ": "oʻ",
    "ҷ": "j", "ӣ": "i",
}  # fmt: skip
_LATIN = {
    "ı": "i", "ş": "sh", "ș": "sh", "ç": "ch", "ñ": "ng", "ŋ": "ng", "ɉ": "j", "ə": "a",
    **dict.fromkeys("ŏõöōǒ", "oʻ"), **dict.fromkeys("ğḡǧǵģ", "gʻ"),
}  # fmt: skip

# One class and no alternatives: it is run over every text that comes.
_LETTERS_OF = rf"[\w\u0300-\u036f{APOSTROPHES}{_INVISIBLE}]+"
_WORD = re.compile(_LETTERS_OF)
# U+FFFE is what PDFium makes of a hyphen with the line's end after it.
_BREAK = r"(?<![\d_])(?:(?:[-\u2010]|(?<=\xad))[^\S\n]*\n\s*|\ufffe\s*)(?=[^\W\d_])"
_BREAKS = re.compile(_BREAK)
_WHOLE = re.compile(rf"{_LETTERS_OF}(?:{_BREAK}{_LETTERS_OF})*")
_BESIDE = 6
"""Words before and after a broken one that a phrase with it may have."""
_PARTED = " § "
"""Between two stretches of words; folding leaves no such sign."""
_AROUND = f"_{_INVISIBLE}"
_BESIDE_LETTER = re.compile(rf"[\w\u0300-\u036f{APOSTROPHES}]")
_BREVE = re.compile("(?<=[оО])\u0306")
_SIGNS = str.maketrans(dict.fromkeys(APOSTROPHES + _INVISIBLE, ""))
_MARKED = re.compile(rf"(?<=[oOgGоОгГ])[{APOSTROPHES}]")
_LETTERS = str.maketrans(_CYRILLIC | _LATIN)
# A soft sign parts the consonant from "yo": батальон is batalyon.
_SOFT = re.compile("ь[оё]")
# е sounds "ye" at the start of a word and after a vowel or a sign, and offices write it both ways;
# ц is "ts" between vowels and "s" elsewhere, which only a dictionary could tell.
_YE = re.compile("y+e")
_TS = re.compile("t+s")
_TOKEN = re.compile(f"[a-z0-9][a-z0-9{MARK}]*")

_LATIN_LOOKS = "ABCEHKMOPTXYaceopxyi"
_CYRILLIC_LOOKS = "АВСЕНКМОРТХУасеорхуі"
_TO_CYRILLIC = str.maketrans(_LATIN_LOOKS, _CYRILLIC_LOOKS)
_TO_LATIN = str.maketrans(_CYRILLIC_LOOKS, _LATIN_LOOKS)
_IS_CYRILLIC = re.compile("[\u0400-\u052f]")
_IS_LATIN = re.compile("[A-Za-z]")


class Token(Value, frozen=True):
    """A folded word and where it stands in the text it was read from.

    ``start`` and ``end`` are offsets of characters; words that fold to several tokens, such as a
    fraction, give each of them the whole place.
    """

    loose: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return ``text`` as lower-case Latin letters and digits in words parted by one space."""
    return " ".join([form for word in _WORD.findall(text) for form in _loose(word)])


def strict(text: str) -> str:
    """Return the strict form of ``text``: as :func:`fold`, with the mark of oʻ and gʻ."""
    return " ".join([form for word in _WORD.findall(text) for form in _strict(word)])


def loosened(text: str) -> str:
    """Return the loose form of what :func:`strict` made."""
    return text.replace(MARK, "")


def folded_with_breaks(text: str) -> str:
    """Return :func:`fold` of ``text``, and behind it what :func:`unbroken` yields."""
    return _PARTED.join((fold(text), *unbroken(text)))


def unbroken(text: str) -> Iterator[str]:
    """Yield, folded, the words that a line's end breaks as whole ones, with those around them."""
    if _BREAKS.search(text) is None:
        return
    words = [match.group() for match in _WHOLE.finditer(text)]
    begin = end = 0
    for place, word in enumerate(words):
        if _BREAKS.search(word) is None:
            continue
        if place - _BESIDE >= end:
            if end:
                yield _folded(words[begin:end])
            begin = max(place - _BESIDE, 0)
        end = place + _BESIDE + 1
    if end:
        yield _folded(words[begin:end])


def _folded(words: list[str]) -> str:
    return " ".join([form for word in words for form in _loose(_BREAKS.sub("", word))])


def tokens(text: str, *, unbroken: bool = False) -> Iterator[Token]:
    """Yield the folded words of ``text`` in order, each with its place.

    Args:
        text: as it is written.
        unbroken: a word that a line's end breaks is one, and not its parts.
    """
    for match in (_WHOLE if unbroken else _WORD).finditer(text):
        start, end = match.span()
        # A quotation mark beside a word is no letter of it; after o and g it may be one.
        while start < end and text[start] in _AROUND + APOSTROPHES:
            start += 1
        while start < end and (
            text[end - 1] in _AROUND
            or (text[end - 1] in APOSTROPHES and text[end - 2] not in "oOgG")
        ):
            end -= 1
        word = match.group()
        for form in _loose(_BREAKS.sub("", word) if unbroken else word):
            yield Token(form, start, end)


def has_breaks(text: str) -> bool:
    """Return whether a line's end breaks a word of ``text``."""
    return _BREAKS.search(text) is not None


def reach(text: str, token: Token, prefix: str) -> int:
    """Return where in ``text`` the beginning of a word ends that folds to ``prefix``."""
    end = token.start + 1
    # A hyphen at the end of a line is no end of a word that goes on in the next.
    while end < token.end and not _joined(text[token.start : end]).startswith(prefix):
        end += 1
    # An apostrophe belongs to the letter before it; a hyphen and a line's end do not.
    while end < token.end and _BESIDE_LETTER.match(text, end) and not fold(text[end]):
        end += 1
    return end


def _joined(word: str) -> str:
    return fold(_BREAKS.sub("", word))


# An office's words are few and come again and again; folding one takes microseconds, finding it
# here takes a fraction of one.
@lru_cache(maxsize=40_000)
def _loose(word: str) -> tuple[str, ...]:
    return tuple(map(loosened, _strict(word)))


@lru_cache(maxsize=8_000)
def _strict(word: str) -> tuple[str, ...]:
    # Signs go first, because the compatibility form of an acute accent is a space and a mark;
    # then letters are composed, since й, ё and ў must reach the table whole; marks go last.
    signed = word if word.isascii() and word.isalnum() else _MARKED.sub("\0", word)
    marked = _BREVE.sub("\0", signed)  # о̆ has no letter of its own in Unicode
    composed = unicodedata.normalize("NFKC", marked.translate(_SIGNS))
    plain = _one_alphabet(composed).casefold().replace("\0", MARK)
    latin = _SOFT.sub("yo", plain).translate(_LETTERS)
    if not latin.isascii():
        latin = "".join(
            letter
            for letter in unicodedata.normalize("NFD", latin)
            if not unicodedata.combining(letter)
        ).translate(_LETTERS)
    latin = latin.replace(f"{MARK}{MARK}", MARK)
    return tuple(_TS.sub("s", _YE.sub("e", form))[:LONGEST] for form in _TOKEN.findall(latin))


def _one_alphabet(word: str) -> str:
    """Undo letters of the other alphabet that only look right: a Latin ``a`` in ``қaрор``."""
    if word.isascii():
        return word
    cyrillic = _IS_CYRILLIC.findall(word)
    latin = _IS_LATIN.findall(word)
    if not cyrillic or not latin:
        return word
    if set(latin) <= set(_LATIN_LOOKS) and not (
        len(latin) > len(cyrillic) and set(cyrillic) <= set(_CYRILLIC_LOOKS)
    ):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if set(cyrillic) <= set(_CYRILLIC_LOOKS) else word
