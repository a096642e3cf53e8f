"""Fields that a later signature brings: where they stand, what they lead to, their names."""

from __future__ import annotations

import pytest

from tests.signing.foreign.test_pdf_compared import (
    BARE,
    PAGE,
    RANGE,
    Form,
    compared,
    form,
    updated,
)

FIELD = b"<</FT/Sig/T%b/Rect[0 0 0 0]%b/V" + RANGE % b"" + b">>"
NODE = b"<</T(g)/Kids[%b]%b>>"
LIST = "form /Fields"
LONE = BARE.replace(b"/T(summa)", b"")
KIDS = b"<</FT/Tx/T(a)/V(10)/Kids[11 0 R]>>"
WIDGET = b"<</Subtype/Widget/Rect[9 9 99 99]/Parent 7 0 R>>"


def said(base: Form, objects: dict[int, bytes]) -> set[str]:
    pdf = form(**base)
    shown = b"".join(b" %d 0 R" % n for n in objects if n >= 20)
    page = {3: PAGE % (b"/Annots[7 0 R 9 0 R%b]" % shown)}
    return {str(item.what) for item in compared(pdf, updated(pdf, page | objects))}


def listed(fields: bytes) -> dict[int, bytes]:
    return {6: b"<</Fields[%b]>>" % fields}


BELOW = FIELD % (b"(b)", b"/Parent 12 0 R")


@pytest.mark.parametrize(
    ("base", "fields", "node", "field", "told"),
    [
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R", b""), BELOW, set()),
        # What it says, or leads to, becomes a text that was there: it is its first widget.
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R", b"/FT/Tx/V(99)"), BELOW, {LIST}),
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R", b"/DA(/A 9 Tf)"), BELOW, {LIST}),
        ({"field": LONE, "fields": b""}, b"12 0 R", NODE % (b"7 0 R 20 0 R", b""), BELOW, {LIST}),
        ({"field": LONE, "fields": b""}, b"12 0 R", NODE % (b"20 0 R 7 0 R", b""), BELOW, {LIST}),
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R 9 0 R", b""), BELOW, {LIST}),
        ({"field": KIDS, "others": (WIDGET,)}, b"7 0 R 12 0 R", NODE % (b"11 0 R 20 0 R", b""),
         BELOW, {LIST}),
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R <<>>", b""), BELOW, {LIST}),
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R null", b""), BELOW, {LIST}),
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R", b"/Parent 7 0 R"), BELOW, {LIST}),
        # Its kid says that another one stands above it, or none.
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R", b""), FIELD % (b"(b)", b"/Parent 7 0 R"),
         {"field g.b"}),
        ({}, b"7 0 R 12 0 R", NODE % (b"20 0 R", b""), FIELD % (b"(b)", b""), {"field g.b"}),
        ({}, b"7 0 R 20 0 R", b"<<>>", FIELD % (b"(b)", b"/Parent 7 0 R"), {"field b"}),
        # Before what was there, between it, or with it in another order or twice.
        ({}, b"12 0 R 7 0 R", NODE % (b"20 0 R", b""), BELOW, {LIST}),
        ({}, b"20 0 R 7 0 R", b"<<>>", FIELD % (b"(b)", b""), {LIST}),
        ({"fields": b"7 0 R 11 0 R", "others": (BARE.replace(b"summa", b"s"),)},
         b"11 0 R 7 0 R 20 0 R", b"<<>>", FIELD % (b"(b)", b""), {LIST}),
        ({}, b"7 0 R 20 0 R null", b"<<>>", FIELD % (b"(b)", b""), {LIST}),
        # Names: of what is there, of what stands above it, below it.
        ({}, b"7 0 R 12 0 R", NODE.replace(b"(g)", b"(summa)") % (b"20 0 R", b""), BELOW,
         {"field summa.b"}),
        ({}, b"7 0 R 20 0 R", b"<<>>", FIELD % (b"(summa.b)", b""), {"field summa.b"}),
        ({"field": LONE.replace(b"/V", b"/T(b)/V"), "fields": b""}, b"20 0 R", b"<<>>",
         FIELD % (b"(b)", b""), {"field b"}),
        ({"field": LONE.replace(b"/V", b"/T(b.c)/V"), "fields": b""}, b"20 0 R", b"<<>>",
         FIELD % (b"(b)", b""), {"field b"}),
        ({"field": LONE.replace(b"/V", b"/T(c)/V"), "fields": b""}, b"20 0 R", b"<<>>",
         FIELD % (b"(b)", b""), set()),
        ({"field": LONE.replace(b"/V", b"/T<FEFF001B0062001B0063>/V"), "fields": b""}, b"20 0 R",
         b"<<>>", FIELD % (b"(b)", b""), {"field b"}),
    ],
)  # fmt: skip
def test_a_new_field_stands_behind_what_was_there(
    base: Form, fields: bytes, node: bytes, field: bytes, told: set[str]
) -> None:
    """Readers come to it on ways of their own, and take from it what was another's."""
    assert said(base, listed(fields) | {12: node, 20: field}) == told


@pytest.mark.parametrize(
    ("field", "kid", "told"),
    [
        (b"/Kids[21 0 R]", b"<</Subtype/Widget/Rect[0 0 0 0]/Parent 20 0 R>>", set()),
        (b"/Kids[21 0 R]", b"<</Subtype/Widget/Rect[0 0 0 0]>>", {"field b"}),
        (b"/Kids[7 0 R]", b"<<>>", {"field b", "annotation 1"}),
        (b"/Kids[<</Subtype/Widget/Rect[0 0 0 0]>>]", b"<<>>", {"field b", "annotation 1"}),
    ],
)
def test_a_new_field_has_new_widgets(field: bytes, kid: bytes, told: set[str]) -> None:
    base: Form = {"field": LONE, "fields": b""}
    assert said(base, listed(b"20 0 R") | {20: FIELD % (b"(b)", field), 21: kid}) == told


@pytest.mark.parametrize(
    ("kids", "told"),
    [
        (b"7 0 R", set()),
        (b"7 0 R 20 0 R", set()),
        (b"20 0 R 7 0 R", {"field p.summa"}),
        (b"7 0 R 9 0 R", {"field p.summa"}),
        (b"12 0 R 7 0 R", {"field p.summa"}),
        (b"7 0 R 12 0 R 20 0 R", {"field p.summa"}),
    ],
)
def test_a_node_gains_new_fields_and_nothing_else(kids: bytes, told: set[str]) -> None:
    """A widget that stands on the page gets the value of what takes it for its kid."""
    child = BARE.replace(b"/V(10)", b"/V(10)/Parent 11 0 R")
    node = b"<</T(p)/FT/Tx/V(99)/Kids[%b]>>"
    base: Form = {"fields": b"11 0 R", "field": child, "others": (node % b"7 0 R", LONE)}
    field = FIELD % (b"(b)", b"/Parent 11 0 R")
    new = {20: field} if b"20" in kids else {}
    assert said(base, {11: node % kids, **new}) == told


def test_a_node_that_is_a_field_to_some_gains_nothing() -> None:
    """One of its kids is a widget: it has a text, unless its first kid is a field."""
    child = BARE.replace(b"/V(10)", b"/V(10)/Parent 11 0 R")
    node = b"<</T(p)/FT/Tx/V(99)/Kids[12 0 R 7 0 R%b]>>"
    widget = LONE.replace(b"/V(10)", b"/Parent 11 0 R")
    base: Form = {"fields": b"11 0 R", "field": child, "others": (node % b"", widget)}
    field = FIELD % (b"(b)", b"/Parent 11 0 R")
    assert said(base, {11: node % b" 20 0 R", 20: field}) == {"field p.summa"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (b"(Imzo 2)", False),
        (b"<FEFF0418043C0437043E>", False),
        (b"(Pr\\351nom)", False),
        # The language of what follows, half a letter, marks that few know, what is no letter.
        (b"<FEFF001B0075007A001B0062>", True),
        (b"<FEFF006200>", True),
        (b"<FFFE6200>", True),
        (b"<EFBBBF62>", True),
        (b"(b\\000)", True),
        (b"(b\\033)", True),
        (b"<FEFFD83DDE00>", True),
        (b"()", True),
        (b"/b", True),
    ],
)
def test_a_name_that_every_reader_takes_for_the_same(name: bytes, *, told: bool) -> None:
    found = said({}, listed(b"7 0 R 20 0 R") | {20: FIELD % (name, b"")})
    assert bool(found) == told


WAITS = b"<</FT/Sig/T%b/Kids[%b]%b>>"
OWN = b"<</Subtype/Widget/Rect[0 0 0 0]/Parent 7 0 R>>"


@pytest.mark.parametrize(
    ("name", "kids", "told"),
    [
        (b"(b)", b"11 0 R", set()),
        (b"<62>", b"11 0 R", set()),
        (b"<FEFF0062>", b"11 0 R", {"field b"}),
        (b"(b)", b"11 0 R 12 0 R", {"field b"}),
        (b"(b)", b"12 0 R 11 0 R", {"field b"}),
        (b"(b)", b"12 0 R", {"field b"}),
        (b"(b)", b"", {"field b"}),
    ],
)
def test_a_field_that_waited_keeps_its_name_and_its_widgets(
    name: bytes, kids: bytes, told: set[str]
) -> None:
    base: Form = {"field": WAITS % (b"(b)", b"11 0 R", b""), "others": (OWN, LONE)}
    assert said(base, {7: WAITS % (name, kids, b"/V" + RANGE % b"")}) == told
