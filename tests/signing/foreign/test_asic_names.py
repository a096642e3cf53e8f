"""Names as programs of Windows write them: in the Russian code page, with a field or without."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest

from signing.report import Report, Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_asic import EXTENDED, manifest
from tests.signing.zips import Part, archive, other_name

NAME = "Буйруқлар/Приказ №1.txt"
OTHER = "Приказ/№1 (лойиҳа).txt"
PLAIN = "Приказ/№1.txt"
LACKED = "Қ.txt"
"""Of whose letters the page has those of ASCII alone."""


def judged(makers: Makers, named: str, *parts: Part) -> Report:
    return judged_all(makers, (named,), *parts)


def judged_all(makers: Makers, named: Sequence[str], *parts: Part) -> Report:
    listed = manifest("META-INF/signature.p7s", dict.fromkeys(named, b"1"))
    members = (
        Part(b"mimetype", EXTENDED.encode()),
        *parts,
        Part(b"META-INF/ASiCManifest.xml", listed),
        Part(b"META-INF/signature.p7s", makers.cms(data=listed)),
    )
    return verify_stream(io.BytesIO(archive(*members)), makers.anchors)


def of_winrar(name: str | bytes, raw: bytes, data: bytes = b"1") -> Part:
    field = other_name(raw, name if isinstance(name, bytes) else name.encode())
    return Part(raw, data, extra=field, local_extra=field)


def test_names_of_explorer(makers: Makers) -> None:
    """Without a word of the code page; a folder has an entry of its own."""
    raw = PLAIN.encode("cp866")
    folder = Part(raw.partition(b"/")[0] + b"/", b"")
    report = judged(makers, PLAIN, folder, Part(raw))
    assert (report.verdict, report.signatures[0].covers) == (Verdict.VALID, (PLAIN,))
    assert judged(makers, PLAIN, Part(raw, b"2")).verdict is Verdict.INVALID
    both = judged(makers, PLAIN, Part(raw, b"2"), Part(PLAIN.encode(), flags=0x800))
    assert both.verdict is Verdict.INDETERMINATE
    known = raw.decode("cp437")
    report = judged(makers, known, Part(raw))
    assert (report.verdict, report.signatures[0].covers) == (Verdict.VALID, (known,))


@pytest.mark.parametrize("lacked", ["_", "?"])
@pytest.mark.parametrize("name", [NAME, OTHER, PLAIN, LACKED])
def test_names_of_winrar(makers: Makers, name: str, lacked: str) -> None:
    raw = name.encode("cp866", "replace").replace(b"?", lacked.encode())
    report = judged(makers, name, of_winrar(name, raw))
    assert (report.verdict, report.signatures[0].covers) == (Verdict.VALID, (name,))
    assert judged(makers, name, of_winrar(name, raw, b"2")).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        (b"\xff" * len(PLAIN), PLAIN.encode("cp866")),
        (PLAIN, OTHER.encode("cp866", "replace")),
        (PLAIN, b"matn.txt"),
        (PLAIN, PLAIN.encode("cp866")[:-1] + b"_"),
        (PLAIN.encode().decode("cp866"), PLAIN.encode()),
        ("a\0b", b"a_b"),
    ],
    ids=["no UTF-8", "another", "ascii", "has it", "in UTF-8", "none"],
)
def test_a_field_with_another_name(makers: Makers, name: str | bytes, raw: bytes) -> None:
    named = name.partition("\0")[0] if isinstance(name, str) else PLAIN
    report = judged(makers, named, of_winrar(name, raw))
    assert [item.code for item in report.reasons] == ["FORMAT_FAILURE"]


@pytest.mark.parametrize("flags", [0, 0x800])
def test_a_field_with_the_headers_own_name(makers: Makers, flags: int) -> None:
    part = replace(of_winrar(PLAIN, PLAIN.encode()), flags=flags)
    assert judged(makers, PLAIN, part).verdict is Verdict.VALID


def test_two_names_that_some_programs_take_for_one(makers: Makers) -> None:
    """By their fields, without them, or as Windows reads a code page and large letters."""
    by_field = (of_winrar(LACKED, b"_.txt"), Part(LACKED.encode(), b"2", flags=0x800))
    without = [of_winrar(name, b"_.txt") for name in (LACKED, "Ғ.txt")]
    cases = [Part(name.encode("cp866")) for name in ("Приказ.txt", "приказ.txt")]
    for named, parts in (
        ((LACKED,), by_field),
        ((LACKED, "Ғ.txt"), without),
        (("Приказ.txt", "приказ.txt"), cases),
    ):
        (reason,) = judged_all(makers, named, *parts).reasons
        assert (reason.code, reason.detail[-11:]) == ("FORMAT_FAILURE", "comes twice")


@pytest.mark.parametrize("place", ["extra", "local_extra"])
def test_a_field_in_one_place_alone(makers: Makers, place: str) -> None:
    """Who reads from the front must not find another name than by the directory."""
    raw = PLAIN.encode("cp866")
    field = other_name(raw, PLAIN.encode())
    part = Part(raw, extra=field) if place == "extra" else Part(raw, local_extra=field)
    report = judged(makers, PLAIN, part)
    assert (report.verdict is Verdict.VALID) == (place == "extra")
    assert report.verdict is not Verdict.VALID or report.signatures[0].covers == (PLAIN,)
