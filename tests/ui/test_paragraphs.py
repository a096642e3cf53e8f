"""The text for reading: paragraphs as they were written, letters as they stand on the page."""

from __future__ import annotations

import re
from functools import cache

import pytest
import typst
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from registry.office.transliterate import to_cyrillic
from sync.question import Question
from tests.ui.pdf import make_plain_pdf
from ui.document_view import DocumentView
from ui.languages import Speech
from ui.page_lines import Box, lines_of
from ui.paragraphs import Flow, flowed, plain

LATIN = (
    "OʻZBEKISTON RESPUBLIKASI",
    (
        "Bogʻobod tumanida 2026/2027-yilgi isitish mavsumiga tayyorgarlik koʻrish va maktablarni "
        "yoqilgʻi bilan taʼminlash toʻgʻrisida"
    ),
    (
        "Oʻzbekiston Respublikasining “Mahalliy davlat hokimiyati toʻgʻrisida”gi Qonuniga "
        "muvofiq, aholi punktlarida isitish mavsumini belgilangan muddatda boshlash maqsadida:"
    ),
    "QAROR QILAMAN:",
    (
        "1. Tuman moliya boʻlimi har bir maktabni taʼmirlash uchun ajratilgan mablagʻlarning oʻz "
        "vaqtida yetkazilishini taʼminlasin hamda 2026-yil 15-dekabrga qadar hisobot bersin."
    ),
    "2. Quyidagilar masʼul etib belgilansin:",
    (
        "tuman hokimining moliya-iqtisodiyot masalalari boʻyicha oʻrinbosari va u boshqaradigan "
        "boʻlimlar, shuningdek mahalla raislari;"
    ),
    "maktablar direktorlari.",
    (
        "3. Mazkur qarorning bajarilishini nazorat qilish tuman hokimining birinchi oʻrinbosari "
        "zimmasiga yuklansin."
    ),
)
CYRILLIC = tuple(to_cyrillic(one) for one in LATIN)
LOOKS = {
    # As offices set it, as other programs do, and as a letter to somebody looks.
    "justified": "#set par(justify: true, spacing: 0.8em, first-line-indent: "
    "(amount: 1.25cm, all: true))",
    "ragged": "#set par(justify: false, spacing: 1.4em)",
    "tight": "#set par(justify: true, spacing: 0.65em, first-line-indent: "
    "(amount: 1cm, all: true))",
    "columns": "#set page(columns: 2)\n#set text(size: 9pt)\n#set par(spacing: 1.4em)",
}


def typeset(body: str, look: str = "") -> bytes:
    source = f'#set page("a4", margin: 2.5cm)\n#set text(size: 12pt, hyphenate: false)\n{look}\n'
    pdf = typst.compile((source + body).encode(), format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def escaped(text: str) -> str:
    # Typst's own list would number by itself.
    return re.sub(r"^(\d+)\.", r"\1\\.", text)


def of_paragraphs(written: tuple[str, ...], look: str) -> bytes:
    head, title, *others = (escaped(one) for one in written)
    top = f"#align(center, block[#set par(first-line-indent: 0mm)\n{head}])\n"
    top += f"#align(center, block(width: 75%)[#set par(first-line-indent: 0mm)\n{title}])\n\n"
    return typeset(top + "\n\n".join(others), look)


def by_qt(written: tuple[str, ...]) -> bytes:
    """Write paragraphs as Qt does: a string for each letter, and no blank at a line's end."""
    buffer, document = QBuffer(), QTextDocument()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
        )
    )
    font = QFont("Noto Sans")
    font.setPointSizeF(12)
    document.setDefaultFont(font)
    style = "margin-top: 2px; margin-bottom: 2px; text-indent: 32px; text-align: justify"
    document.setHtml("".join(f'<p style="{style}">{one}</p>' for one in written))
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.print_(writer)
    del writer
    buffer.close()
    return bytes(buffer.data().data())


@cache
def pages_of(data: bytes) -> tuple[tuple[str, tuple[Box, ...]], ...]:
    """Return what PDFium says of each page: its text, and the boxes of its strings."""
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    found = []
    for page in range(document.pageCount()):
        whole = document.getAllText(page)
        areas = [polygon.boundingRect() for polygon in whole.bounds()]
        boxes = tuple((one.left(), one.top(), one.right(), one.bottom()) for one in areas)
        found.append((whole.text(), boxes))
    document.close()
    return tuple(found)


def flows_of(data: bytes) -> list[Flow]:
    return [flowed(text, lines_of(text, boxes)) for text, boxes in pages_of(data)]


def shown(data: bytes) -> tuple[str, ...]:
    """Return the paragraphs that are shown, but for room between them."""
    lines = "\n".join(flow.text for flow in flows_of(data)).replace("\xa0", " ").split("\n")
    return tuple(" ".join(line.split()) for line in lines if line.strip())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("written", [LATIN, CYRILLIC], ids=["latin", "cyrillic"])
def test_paragraphs_are_those_that_were_written(written: tuple[str, ...], look: str) -> None:
    pdf = of_paragraphs(written, LOOKS[look])
    # What this is about: on the page they are broken.
    assert sum(text.count("\r\n") for text, _ in pages_of(pdf)) > len(written) + 3
    assert shown(pdf) == written


@pytest.mark.parametrize("written", [LATIN, CYRILLIC], ids=["latin", "cyrillic"])
@pytest.mark.usefixtures("app")
def test_a_string_for_each_letter_is_read_as_well(written: tuple[str, ...]) -> None:
    pdf = by_qt(written)
    (text, boxes), *_ = pages_of(pdf)
    assert len(boxes) > len(text) / 2
    assert shown(pdf) == written


def test_rows_of_a_table_stay_apart_and_its_cells_together() -> None:
    cells = [
        ("1.", "Maktab binosining tomini va isitish tizimini taʼmirlash", "2 053,3"),
        ("2.", "Ombor", "14,0"),
        ("3.", "Yoqilgʻi xarid qilish va uni maktablarga yetkazib berish", "780,5"),
    ]
    rows = ", ".join(f"[{cell}]" for row in cells for cell in row)
    rows = rows.replace("[1.]", "[1\\.]").replace("[2.]", "[2\\.]").replace("[3.]", "[3\\.]")
    table = f"#table(columns: (1cm, 6cm, 3cm), align: horizon, {rows})\n"
    found = shown(typeset(escaped(LATIN[4]) + "\n\n" + table + "\n" + LATIN[8][3:]))
    assert found[0] == LATIN[4]
    assert found[-1] == LATIN[8][3:]
    assert "2. Ombor 14,0" in found
    # What is in one row is never in a line with what is in another.
    for line in found[1:-1]:
        assert sum(any(word in line for word in row[1].split()[:1]) for row in cells) <= 1, line


def test_a_list_keeps_its_items() -> None:
    items = [LATIN[6], "Qisqa band.", LATIN[7], LATIN[4][3:]]
    numbered = shown(typeset("\n".join(f"+ {item}" for item in items)))
    assert numbered == tuple(f"{n}. {item}" for n, item in enumerate(items, 1))
    bulleted = shown(typeset("\n".join(f"- {item}" for item in items)))
    assert bulleted == tuple(f"• {item}" for item in items)


def test_short_lines_below_each_other_are_not_a_paragraph() -> None:
    lines = ("Bogʻobod tumani hokimligi", "Devonxona", "Namunali koʻchasi, 11-uy", "2026-yil")
    assert shown(typeset(" \\ \n".join(lines) + f"\n\n{LATIN[2]}")) == (*lines, LATIN[2])


def test_a_hyphen_of_a_word_stays_and_one_of_a_line_goes_where_that_is_known() -> None:
    narrow = (
        '#set page(width: 10cm)\n#set text(lang: "en", hyphenate: true)\n#set par(justify: true)'
    )
    words = ("Responsibilities", "internationalization", "responsibilities internationalization")
    pdf = typeset("\n\n".join(words), narrow)
    broken = re.findall(r"(\w+)\ufffe(\w+)", pages_of(pdf)[0][0])
    assert broken
    assert all(one + two in words[:2] or (one + two).capitalize() in words for one, two in broken)
    assert shown(pdf) == words
    # Nobody knows that of this one: it stays as it stands on the page.
    once = "Moliya-xoʻjalik, ijtimoiy-iqtisodiy va madaniy-maʼrifiy ishlar uchun"
    kept = shown(typeset(once, "#set page(width: 8cm)\n#set par(justify: true)"))
    assert "\ufffe" in pages_of(typeset(once, "#set page(width: 8cm)"))[0][0]
    assert kept == (once,)


FULL = "Bir qator toʻliq yozilgan matn bilan toʻla boʻlsa"
OTHER = "va u shu yerda davom etib yana bir qatorni toʻldirsa"


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ((OTHER, 70, 0), "it goes on"),
        (("2. " + OTHER, 70, 0), "an item of a list"),
        (("ё) " + OTHER, 70, 0), "an item with a letter"),
        (("• " + OTHER, 70, 0), "an item with a dot"),
        ((OTHER, 70, 9), "room above it"),
        ((OTHER, 110, 0), "an indent"),
        ((OTHER, 70, -14), "beside it, in another column"),
        ((OTHER.upper(), 70, 0, 1.6), "larger letters"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_line_end_stays_where_it_is_not_sure(
    second: tuple[str, float, float] | tuple[str, float, float, float], why: str
) -> None:
    words, left, lower, *size = second
    lines = [FULL, FULL, words, FULL]
    boxes: list[Box] = []
    for number in range(len(lines)):
        begin = left if number == 2 else 70.0
        top = 100 + 14.0 * number + (lower if number >= 2 else 0)
        high = 9 * (size[0] if size and number == 2 else 1)
        boxes.append((begin, top, 370.0, top + high))
    text = "\r\n".join(lines)
    found = [line for line in flowed(text, lines_of(text, boxes)).text.split("\n") if line]
    assert (len(found) == 1) is (why == "it goes on"), found
    assert found[0].startswith(f"{FULL} {FULL}"), found


def test_a_line_with_room_between_its_parts_stays_alone() -> None:
    text = "\r\n".join([FULL, FULL + " " + OTHER, FULL])
    boxes: list[Box] = [(70, 100, 370, 109), (70, 114, 370, 123), (400, 114, 670, 123)]
    lines = lines_of(text, [*boxes, (70, 128, 370, 137)])
    assert lines is not None
    assert [line.parted for line in lines] == [False, True, False]
    assert flowed(text, lines).text.split("\n") == text.split("\r\n")


def test_lines_below_each_other_in_the_middle_are_a_heading() -> None:
    lines = [FULL, FULL + " va", FULL + " va u", FULL]
    widths = [6.0 * len(line) for line in lines]
    boxes: list[Box] = [
        (300 - width / 2, 100 + 14 * n, 300 + width / 2, 109 + 14 * n)
        for n, width in enumerate(widths)
    ]
    text = "\r\n".join(lines)
    assert flowed(text, lines_of(text, boxes)).text.split("\n") == lines


def test_boxes_and_lines_are_brought_together() -> None:
    # More pieces than lines: two of them are of one line, whose letters tell which.
    text = "\r\n".join(["Qisqa", "Uzun qator shu yerda turibdi", "Oxiri"])
    parts: list[Box] = [(70, 100, 100, 109), (70, 114, 130, 123), (60, 118, 168, 127)]
    lines = lines_of(text, [*parts, (70, 140, 100, 149)])
    assert lines is not None
    assert [(line.top, line.bottom) for line in lines] == [(100, 109), (114, 127), (140, 149)]
    # Fewer: what stands side by side is two lines of the text.
    text = "\r\n".join(["Chap katak", "Oʻng katak", "Oxirgi qator"])
    cells: list[Box] = [(70, 100, 130, 109), (300, 100, 360, 109), (70, 120, 140, 129)]
    lines = lines_of(text, cells)
    assert lines is not None
    assert [line.left for line in lines] == [70, 300, 70]
    # So many that nobody could say which: nothing is said, and soon.
    steps: list[Box] = [(70.0, 100.0 + 20 * n, 90.0, 109.0 + 20 * n) for n in range(60)]
    assert lines_of("\r\n".join(["Bir qator"] * 30), steps) is None
    assert lines_of("\r\n".join(["Bir qator"] * 50), steps) is not None


@pytest.mark.parametrize("look", LOOKS)
def test_each_letter_is_the_one_of_the_page(look: str) -> None:
    pdf = of_paragraphs(CYRILLIC, LOOKS[look])
    for (text, _), flow in zip(pages_of(pdf), flows_of(pdf), strict=True):
        places = flow.places
        for at, letter in enumerate(flow.text):
            place = places.in_page(at)
            assert places.in_shown(place) == at
            assert letter == text[place] or (letter in " \n" and text[place] in "\r\n")
        # Nothing is lost but line ends.
        assert "".join(flow.text.split()) == "".join(text.split())
        assert places.in_page(len(flow.text)) == places.end


def test_where_lines_stand_nobody_knows_they_stay() -> None:
    text = "\r\nBir\r\nikki \r\nuch\r\n"
    assert lines_of(text, ()) is None
    assert lines_of(text, ((0.0, 0.0, 9.0, 9.0),)) is None
    assert flowed(text, None) == plain(text)
    assert plain(text).text == "Bir\nikki \nuch"
    places = plain(text).places
    assert [places.in_page(at) for at in (0, 4, 5, 9, 13)] == [2, 7, 8, 13, 17]
    assert flowed("", None).text == ""


def test_pages_that_are_only_drawn_and_pages_with_one_line(qtbot: QtBot) -> None:  # noqa: ARG001
    assert flows_of(make_plain_pdf([(595.0, 842.0)], ""))[0].text in {"", "1"}
    many = make_plain_pdf([(595.0, 842.0)], "Hokim qarori", lines=40)
    assert shown(many) == ("Hokim qarori 1",) * 40


@pytest.fixture
def view(speech: Speech, qtbot: QtBot) -> DocumentView:  # noqa: ARG001 - English words
    made = DocumentView()
    qtbot.addWidget(made)
    made.resize(640, 560)
    made.show()
    pdf = of_paragraphs(LATIN, LOOKS["justified"])
    made.await_file("one")
    made.show_pdf("one", pdf)
    qtbot.waitUntil(lambda: made.page_count == 1)
    made.as_text.click()
    qtbot.waitUntil(lambda: LATIN[-1] in made.text.toPlainText().replace("\xa0", " "))
    return made


def test_remarks_and_found_words_are_at_the_same_place_of_the_page(
    view: DocumentView, qtbot: QtBot
) -> None:
    text = view.text.toPlainText()
    # Over an end of a line of the page.
    raw = view.source.texts.text(0) or ""
    broken = re.search(r"(\w+) ?\r\n(\w+)", raw[raw.index("Tuman moliya") :])
    assert broken is not None
    phrase = f"{broken[1]} {broken[2]}"
    assert phrase in text
    cursor = view.text.textCursor()
    cursor.setPosition(text.index(phrase))
    cursor.setPosition(text.index(phrase) + len(phrase), QTextCursor.MoveMode.KeepAnchor)
    view.text.setTextCursor(cursor)
    chosen = view.selected
    assert chosen is not None
    assert " ".join(chosen.quote.split()) == phrase
    assert raw[chosen.start : chosen.end].split() == phrase.split()
    # On the page it is the same, and back again.
    view.as_pages.click()
    view.as_text.click()
    qtbot.waitUntil(lambda: view.text.textCursor().selectedText() == phrase)
    view.show_asked(Question(f'"{phrase}"'))
    qtbot.waitUntil(lambda: len(view.text.extraSelections()) > 0)
    assert {mark.cursor.selectedText() for mark in view.text.extraSelections()} == {phrase}


def test_a_page_is_read_once_for_its_text_and_its_boxes(view: DocumentView) -> None:
    texts, seen = view.source.texts, []
    # While it is told of, the very same is there; afterwards nothing is held.
    texts.read.connect(lambda page: seen.append(texts.whole(page) is texts.whole(page)))
    texts.forget()
    texts.ask("somebody", (0,))
    while not seen:
        QApplication.processEvents()
    assert seen == [True]
    assert texts.whole(0) is not texts.whole(0)
    assert texts.whole(0).text() == view.source.document.getAllText(0).text()


def test_lines_are_never_wider_than_can_be_read(view: DocumentView, qtbot: QtBot) -> None:
    text = view.text
    assert text.viewport().width() > text.width() - 40
    view.resize(2400, 560)
    letter = text.fontMetrics().averageCharWidth()
    qtbot.waitUntil(lambda: 80 * letter < text.viewport().width() < 100 * letter)
    place = text.viewport().geometry()
    assert place.center().x() == pytest.approx(text.width() / 2, abs=20)
    before = text.viewport().width()
    view.show_text_percent(200)
    qtbot.waitUntil(lambda: text.viewport().width() > 1.5 * before)
    # The wheel scrolls beside them too.
    view.resize(2400, 200)
    bar = text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(0)
    at = QPointF(20, 60)
    assert not place.contains(at.toPoint())
    turned = QWheelEvent(
        at,
        text.mapToGlobal(at),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(text, turned)
    assert bar.value() > 0
