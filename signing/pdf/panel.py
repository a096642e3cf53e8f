"""The signature's panel: what it says and how it is drawn (ISO 32000-1, 12.5.5 and 12.7.4.5).

A panel is made of its text alone: the same text gives the same bytes everywhere. So a verifier
reads the text from the field's alternate name (``/TU``, what a screen reader says), draws the
panel again and compares: nothing is shown that is not said, and nothing else can be drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal

from signing.pdf.panel_font import OBJECTS as FONT_OBJECTS
from signing.pdf.panel_font import PanelFont, panel_font, stream

Language = Literal["uz", "uz_Cyrl", "ru", "en"]

LOCAL_TIME = timezone(timedelta(hours=5))
"""Asia/Tashkent; no daylight saving time."""
OBJECTS = 1 + FONT_OBJECTS
"""How many objects :meth:`Drawing.objects` returns."""
WIDTH = 430
"""Points."""
_PADDING = 9
_GAP = 10
_CODE = 90
"""Width of the QR code in points, its quiet zone included."""
_QUIET = 4
"""Modules around a QR code (ISO/IEC 18004, 9.1)."""
_TITLE, _TEXT, _SMALL = 10.0, 8.5, 6.5
_LEADING = 1.35
_LONGEST = 400
"""Letters of one value; a longer one is cut, visibly."""
_ADDRESS = re.compile(r"https?://[!-~]{1,180}")
_TIME = "%d.%m.%Y %H:%M:%S (+05:00)"


@dataclass(frozen=True)
class _Words:
    title: str
    name: str
    post: str
    organisation: str
    document: str
    moment: str
    serial: str
    address: str


# The panel is part of the document and speaks its language, not the window's.
_WORDS: dict[Language, _Words] = {
    "uz": _Words(
        title="ELEKTRON RAQAMLI IMZO",
        name="Imzoladi",
        post="Lavozimi",
        organisation="Tashkilot",
        document="Loyiha",
        moment="Imzolangan vaqti",
        serial="Sertifikat",
        address="Tekshirish",
    ),
    "uz_Cyrl": _Words(
        title="ЭЛЕКТРОН РАҚАМЛИ ИМЗО",
        name="Имзолади",
        post="Лавозими",
        organisation="Ташкилот",
        document="Лойиҳа",
        moment="Имзоланган вақти",
        serial="Сертификат",
        address="Текшириш",
    ),
    "ru": _Words(
        title="ЭЛЕКТРОННАЯ ЦИФРОВАЯ ПОДПИСЬ",
        name="Подписал",
        post="Должность",
        organisation="Организация",
        document="Проект",
        moment="Время подписания",
        serial="Сертификат",
        address="Проверка",
    ),
    "en": _Words(
        title="ELECTRONIC SIGNATURE",
        name="Signed by",
        post="Post",
        organisation="Organisation",
        document="Draft",
        moment="Time of signing",
        serial="Certificate",
        address="Check",
    ),
}


@dataclass(frozen=True)
class Panel:
    """What the caller decides of a panel; the rest comes from certificate and clock."""

    language: Language = "uz"
    post: str = ""
    organisation: str = ""
    document: str = ""
    """What is signed, e.g. ``2026-000123-v1``: a page can be separated from its text."""
    address: str = ""
    """Of the public page; without one there is no QR code."""


@dataclass(frozen=True)
class PanelText:
    """Everything a panel says. Made by :func:`panel_text`, which leaves one form of each value."""

    language: Language
    name: str
    post: str
    organisation: str
    document: str
    moment: datetime
    """Aware, whole seconds; the claimed time."""
    serial: str
    """Of the certificate, hexadecimal, shortened."""
    address: str

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Labels and values in the order they are shown; what is not known is left out."""
        words = _WORDS[self.language]
        rows = (
            (words.name, self.name),
            (words.post, self.post),
            (words.organisation, self.organisation),
            (words.document, self.document),
            (words.moment, self.moment.astimezone(LOCAL_TIME).strftime(_TIME)),
            (words.serial, self.serial),
            (words.address, self.address),
        )
        return tuple(row for row in rows if row[1])

    @property
    def spoken(self) -> str:
        """The whole text, one line each: the field's alternate name."""
        rows = (f"{label}: {value}" for label, value in self.lines)
        return "\n".join((_WORDS[self.language].title, *rows))

    def says_of(self, panel: Panel) -> bool:
        """Whether this is what the caller's part says; the address is not compared."""
        mine = (self.post, self.organisation, self.document)
        return mine == (clean(panel.post), clean(panel.organisation), clean(panel.document))


def panel_text(panel: Panel, name: str, serial: str, moment: datetime) -> PanelText:
    """Return what a panel says, with control characters and doubled spaces taken out.

    Args:
        panel: the caller's part; an address that is not plain HTTP(S) is left out.
        name: the certificate's common name.
        serial: the certificate's, hexadecimal.
        moment: the claimed time, aware.
    """
    return PanelText(
        panel.language,
        clean(name) or short(serial),
        clean(panel.post),
        clean(panel.organisation),
        clean(panel.document),
        moment.astimezone(UTC).replace(microsecond=0),
        short(serial),
        panel.address if _ADDRESS.fullmatch(panel.address) else "",
    )


def prepare_panel(panel: Panel) -> None:
    """Make what can be made before the moment of signing: the QR code, and the font read."""
    panel_font()
    if _ADDRESS.fullmatch(panel.address):
        code_of(panel.address)


def read_panel(spoken: str) -> PanelText:
    """Return the panel whose alternate name this is.

    Raises:
        ValueError: no panel says this.
    """
    title, *rows = spoken.split("\n")
    language = next(key for key, words in _WORDS.items() if words.title == title)
    words = _WORDS[language]
    said = dict(row.split(": ", 1) for row in rows)
    moment = datetime.strptime(said.get(words.moment, ""), _TIME).replace(tzinfo=LOCAL_TIME)
    text = PanelText(
        language,
        said.get(words.name, ""),
        said.get(words.post, ""),
        said.get(words.organisation, ""),
        said.get(words.document, ""),
        moment.astimezone(UTC),
        said.get(words.serial, ""),
        said.get(words.address, ""),
    )
    values = (text.name, text.post, text.organisation, text.document)
    plain = all(value == clean(value) for value in values)
    if text.spoken != spoken or not plain or not text.name:
        raise ValueError("not in the form of a panel")
    if text.address and not _ADDRESS.fullmatch(text.address):
        raise ValueError("the address in the panel")
    return text


def says(text: PanelText, name: str, serial: str) -> bool:
    """Whether the panel names this certificate."""
    return (text.name, text.serial) == (clean(name) or short(serial), short(serial))


def clean(value: str) -> str:
    """Return a value in one line, without letters that steer how others are shown."""
    plain = "".join(letter if letter.isprintable() else " " for letter in value)
    words = " ".join(plain.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def short(serial: str) -> str:
    """Return a serial number as it is shown: in full, or its beginning and end."""
    shown = serial.upper()
    return shown if len(shown) <= 20 else f"{shown[:8]}…{shown[-8:]}"


@dataclass(frozen=True)
class Drawing:
    """A panel laid out; ``height`` in points, as :data:`WIDTH`."""

    height: int
    content: bytes
    letters: str

    @lru_cache(maxsize=8)  # noqa: B019 - drawings are few and kept by draw() anyway
    def objects(self, first: int, rotation: int) -> tuple[bytes, ...]:
        """Return the bodies of the objects ``first`` and following; the first is the form.

        Args:
            first: number of the first object.
            rotation: the page's ``/Rotate``; the form is turned against it.
        """
        matrix = {0: b"1 0 0 1", 90: b"0 1 -1 0", 180: b"-1 0 0 -1", 270: b"0 -1 1 0"}[rotation]
        entries = (
            b"/Type/XObject/Subtype/Form/BBox[0 0 %d %d]/Matrix[%s 0 0]"
            b"/Resources<</Font<</F %d 0 R>>>>" % (WIDTH, self.height, matrix, first + 1)
        )
        form = stream(self.content, entries)
        return form, *panel_font().objects(self.letters, first + 1)


# Signing and the check that follows draw the same panel.
@lru_cache(maxsize=64)
def draw(text: PanelText) -> Drawing:
    """Lay a panel out; the same text always gives the same bytes."""
    font = panel_font()
    left = _PADDING + (_CODE + _GAP if text.address else 0)
    labels = [font.drawable(label) for label, _ in text.lines]
    column = left + max(font.width(label, _TEXT) for label in labels) + _GAP
    rows: list[tuple[float, float, float, str]] = []
    y = _PADDING + _TITLE
    rows.append((left, y, _TITLE, font.drawable(_WORDS[text.language].title)))
    for label, value in text.lines:
        y += _TEXT * _LEADING + (2 if len(rows) == 1 else 0)
        rows.append((left, y, -_TEXT, label))
        size = _SMALL if label == _WORDS[text.language].address else _TEXT
        for index, line in enumerate(_wrap(font, value, size, WIDTH - _PADDING - column)):
            y += size * _LEADING if index else 0
            rows.append((column, y, size, line))
    height = round(max(y + _PADDING, _CODE + 2 if text.address else 0))
    # What is no text is marked as such; a screen reader has nothing to say of it.
    out = [b"/Artifact BMC", b"0.75 w 1 1 %d %d re S" % (WIDTH - 2, height - 2)]
    if text.address:
        place = b"1 0 0 1 1 %.2f cm" % ((height - _CODE) / 2)
        out.append(b"q %s\n%s Q" % (place, code_of(text.address)))
    out.append(b"EMC BT")
    for x, down, size, line in rows:
        # Labels are grey, marked by a negative size.
        grey = b"0.35 g" if size < 0 else b"0 g"
        place = b"%.2f %.2f" % (x, height - down)
        out.append(b"%s /F %.1f Tf 1 0 0 1 %s Tm" % (grey, abs(size), place))
        out.append(font.encode(line) + b" Tj")
    out.append(b"ET")
    return Drawing(height, b"\n".join(out), "".join(row[3] for row in rows))


def _wrap(font: PanelFont, value: str, size: float, room: float) -> Iterator[str]:
    """Break a value into lines that fit; a word is broken only where it alone is too long."""
    space = font.width(" ", size)
    line, used = "", 0.0
    for word in font.drawable(value).split(" "):
        width = font.width(word, size)
        if line and used + space + width <= room:
            line, used = f"{line} {word}", used + space + width
            continue
        if line:
            yield line
        *full, line = _pieces(font, word, size, room) if width > room else (word,)
        yield from full
        used = font.width(line, size)
    yield line


def _pieces(font: PanelFont, word: str, size: float, room: float) -> Iterator[str]:
    """Break a word into pieces as long as fit."""
    piece, used = "", 0.0
    for letter in word:
        width = font.width(letter, size)
        if piece and used + width > room:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + letter, used + width
    yield piece


@lru_cache(maxsize=256)
def code_of(address: str) -> bytes:
    """Return the QR code of an address as filled rectangles; no image, sharp at every size.

    It depends on nothing else, so it can be made before there is anything to sign: it is most of
    the work of a panel. The rectangles fill a square of :data:`_CODE` points above (0, 0).
    """
    import segno

    # All choices are made here, so that no version of the library can make others: byte mode,
    # level M, and one mask instead of the search for the best, which is most of the time.
    code = segno.make(address, micro=False, error="m", mode="byte", mask=2, boost_error=False)
    scale = _CODE / (len(code.matrix) + 2 * _QUIET)
    out = [b"%.4f 0 0 %.4f 0 %d cm" % (scale, -scale, _CODE)]
    for row, cells in enumerate(code.matrix):
        # One rectangle for each run of dark modules.
        runs = re.finditer(rb"\x01+", bytes(cells))
        out.extend(
            b"%d %d %d 1 re" % (run.start() + _QUIET, row + _QUIET, len(run[0])) for run in runs
        )
    return b"\n".join((*out, b"f"))
