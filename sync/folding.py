"""One form in which Latin, Cyrillic and every apostrophe meet, for search only.

``qaror`` and ``қарор``, ``oʻ``, ``o'``, ``o’`` and ``ў`` become the same letters, so that a word
is found however it was typed. The folded form is never shown and never leaves the store. The
pairs of letters are those of the two Uzbek alphabets (law 931-XII of 1993 and its 1995 table).

Folding loses what search does not need: the apostrophe of ``oʻ`` and ``gʻ`` goes (people leave it
out when typing), and so do the soft and hard signs and the tutuq belgisi.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = "'`´ʻʼʹʽˈˊˋ‘’‚‛′‵＇ꞌ"
"""Every sign that is typed for U+02BB or U+02BC."""

# Where one alphabet writes two letters for one of the other, both become the two; the Russian
# letters occur in names and in texts of the same offices.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j",
    "з": "z", "и": "i", "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "o", "ф": "f", "х": "x", "ҳ": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu",
    "я": "ya",
}  # fmt: skip

_YE = re.compile("y+e")
_SIGNS = str.maketrans(dict.fromkeys(_APOSTROPHES, "") | {"№": " "})
_LETTERS = str.maketrans(_CYRILLIC | dict.fromkeys(_APOSTROPHES, "") | {"ı": "i"})


def fold(text: str) -> str:
    """Return ``text`` as lower-case Latin letters and digits in words parted by one space.

    A Cyrillic ``е`` sounds ``ye`` at the start of a word and after a vowel and is written ``e``
    otherwise; since offices write it both ways in Latin, ``ye`` becomes ``e`` everywhere. For the
    same reason ``h`` and ``x`` stay apart: they are different letters in both alphabets.
    """
    # Signs go first, because the compatibility form of an acute accent is a space and a mark;
    # then letters are composed, since й, ё and ў must reach the table whole; marks go last.
    composed = unicodedata.normalize("NFKC", text.translate(_SIGNS))
    latin = composed.casefold().translate(_LETTERS)
    if not latin.isascii():
        latin = "".join(
            letter
            for letter in unicodedata.normalize("NFD", latin)
            if not unicodedata.combining(letter)
        )
    words = "".join(
        letter if letter.isalnum() and letter.isascii() else " " for letter in latin
    ).split()
    return _YE.sub("e", " ".join(words))


def query(text: str) -> tuple[str, ...]:
    """Return one FTS5 expression for each word of what a person typed.

    Every word is a prefix, since the person is still typing. A word of several parts, such as a
    registration number, must be found as one phrase. Nothing of the input is taken for FTS5's
    own syntax: only letters, digits and spaces are left of it.
    """
    folded = (fold(word) for word in text.split())
    return tuple(f'"{word}" *' for word in folded if word)
