"""Uzbek in the Latin alphabet of 1995 to the Cyrillic one, as an official writes it.

The two alphabets are not letter for letter the same: ``e`` is ``э`` at the start of a word and
``е`` elsewhere, ``ts`` is ``ц`` only in loan words (native verbs end in ``-tsin``), the soft sign
has no Latin letter. What a rule cannot know is in the tables of stems below; they cover the
texts of the demo office and are no dictionary of the language.
"""

from __future__ import annotations

import re

TURNED = "\N{MODIFIER LETTER TURNED COMMA}"
"""The mark of oʻ and gʻ."""
APOSTROPHE = "\N{MODIFIER LETTER APOSTROPHE}"
"""The glottal stop, as in ``eʼlon``."""

_PAIRS = {
    "o" + TURNED: "ў",
    "g" + TURNED: "ғ",
    "sh": "ш",
    "ch": "ч",
    "yo": "ё",
    "yu": "ю",
    "ya": "я",
    "ye": "е",
}
_LETTERS = dict(zip("abdfghijklmnopqrstuvxyz", "абдфгҳижклмнопқрстувхйз", strict=True)) | {
    APOSTROPHE: "ъ"
}
_BEFORE_E = "аоуўэ"
"""After these an ``e`` is ``э``: аэропорт, поэма."""

# Stem to stem; a stem matches at the start of a word and whatever follows is transliterated.
_STEMS = {
    "sement": "цемент",
    "sentner": "центнер",
    "sex": "цех",
    "sirk": "цирк",
    "obyekt": "объект",
    "subyekt": "субъект",
    "rayon": "район",
    "mayor": "майор",
    "asfalt": "асфальт",
    "bulvar": "бульвар",
    "feldsher": "фельдшер",
    "mebel": "мебель",
    "dizel": "дизель",
    "neft": "нефть",
    "filtr": "фильтр",
    "multimedia": "мультимедиа",
    "kompyuter": "компьютер",
    "fakultet": "факультет",
    "konsert": "концерт",
    "aksiz": "акциз",
    "vaksina": "вакцина",
    "retsept": "рецепт",
    "litsenziya": "лицензия",
    "sotsial": "социал",
    "protsent": "процент",
    "konsepsiya": "концепция",
    "medalyon": "медальон",
    "profilaktika": "профилактика",
    "bolnitsa": "больница",
    "ansambl": "ансамбль",
    "shaxmat": "шахмат",
}
# Inside a word; the first that matches wins. -siya after these consonants was -ция.
_INNER = (
    ("tsiya", "ция"),
    ("tsiyent", "циент"),
    ("tsion", "цион"),
    ("ksiya", "кция"),
    ("ksion", "кцион"),
    ("psiya", "пция"),
    ("tansiya", "танция"),
    ("erensiya", "еренция"),
    ("gensiya", "генция"),
    ("tansion", "танцион"),
)
# The soft sign stands at the end of a word and goes when a suffix is added: 14 апрелдаги.
_SOFT_AT_END = {
    "yanvar": "январь",
    "fevral": "февраль",
    "aprel": "апрель",
    "iyun": "июнь",
    "iyul": "июль",
    "sentabr": "сентябрь",
    "oktabr": "октябрь",
    "noyabr": "ноябрь",
    "dekabr": "декабрь",
    "model": "модель",
    "modul": "модуль",
    "nol": "ноль",
    "panel": "панель",
    "kabel": "кабель",
    "artel": "артель",
    "parol": "пароль",
    "rol": "роль",
    "medal": "медаль",
    "kontrol": "контроль",
    "tunnel": "туннель",
}
_SOFT_STEMS = {
    "sentabr": "сентябр",
    "oktabr": "октябр",
}

# Known everywhere by their Latin letters.
_KEPT = {"LED", "IT", "GPS", "PDF"}
# After a numeral of a date Latin writes a hyphen and Cyrillic a space: 2020 йил 14 апрелдаги.
_DATE_HYPHEN = re.compile(
    r"(?<=[0-9_])-(?=йил|январ|феврал|март|апрел|май|июн|июл|август|сентябр|октябр|ноябр|декабр)"
)

_WORD = re.compile(rf"[A-Za-z{TURNED}{APOSTROPHE}]+")
_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+uz\b(?:/[A-Za-z0-9/_-]*)?")
_ROMAN = re.compile(r"(?:[IVXL]{2,}|[IVXL](?!\.))$")


def to_cyrillic(text: str) -> str:
    """Return ``text`` in Cyrillic; Roman numerals and web addresses stay as they are."""
    result: list[str] = []
    position = 0
    for address in _ADDRESS.finditer(text):
        result += [_words(text[position : address.start()]), address.group()]
        position = address.end()
    return "".join([*result, _words(text[position:])])


def _words(text: str) -> str:
    return _DATE_HYPHEN.sub(" ", _WORD.sub(_word, text))


def _word(match: re.Match[str]) -> str:
    word = match.group()
    following = match.string[match.end() : match.end() + 1]
    if word in _KEPT or _ROMAN.match(word + ("." if following == "." else "")):
        return word
    lower = word.lower()
    soft = _SOFT_AT_END.get(lower)
    if soft is not None:
        return _cased(soft, word)
    for stem, written in (*_STEMS.items(), *_SOFT_STEMS.items()):
        if lower.startswith(stem):
            rest = _letters(lower[len(stem) :], after="x")
            return _cased(written + rest, word)
    return _cased(_letters(lower), word)


def _letters(lower: str, after: str = "") -> str:
    """Transliterate the lower-case rest of a word that follows the letter ``after``."""
    result: list[str] = []
    previous = after
    index = 0
    while index < len(lower):
        written, taken = _next(lower, index, previous)
        result.append(written)
        previous = written[-1:] or previous
        index += taken
    return "".join(result)


def _next(lower: str, index: int, previous: str) -> tuple[str, int]:
    """Return the next Cyrillic letters and how many Latin characters they stand for."""
    for inner, written in _INNER:
        if lower.startswith(inner, index):
            return written, len(inner)
    pair = lower[index : index + 2]
    # In "yoʻ" the mark belongs to the o: йў, not ё.
    marked = lower[index + 2 : index + 3] == TURNED and pair == "yo"
    if pair in _PAIRS and not marked:
        return _PAIRS[pair], 2
    letter = lower[index]
    if letter == "e":
        return ("э" if not previous or previous in _BEFORE_E else "е"), 1
    return _LETTERS.get(letter, letter), 1


def _cased(written: str, original: str) -> str:
    """Give ``written`` the capitals of ``original``: all, the first or none."""
    letters = [letter for letter in original if letter.isascii()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return written.upper()
    if original[:1].isupper():
        return written[:1].upper() + written[1:]
    return written
