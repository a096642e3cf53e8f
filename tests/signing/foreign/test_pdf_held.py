"""PDFs that are read where they stand, and what is found in them whatever their tables say."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signing.errors import DocumentTooLarge
from signing.flaws import Flaw
from signing.foreign.patience import LARGE
from signing.foreign.pdf import verify_any_pdf
from signing.foreign.pdf_scan import byte_ranges, objects, table_at
from signing.pdf.held import HELD, PIECE, Held, Lost
from signing.report import Report
from signing.verify_any import verify_stream
from tests.signing.fuzz.samples import Samples

# What was looked for before, a pattern at every byte; white space may be a zero byte too.
_OBJECT = re.compile(
    rb"(?:(?<=[\0\t\n\f\r ])|(?<=endobj))(\d{1,10})[\0\s]+(\d{1,5})[\0\s]+obj(?!\w)"
)
_WORDS = st.sampled_from(
    b"obj|endobj|1|0|23|123456|12345678901| |\n|\0|  |x|<|/ByteRange|[|_".split(b"|")
)


def nothing() -> None:
    """Nobody is impatient."""


def both(data: bytes) -> tuple[Held, Held]:
    """Bytes at hand, and the same as a stream."""
    return Held.of(data), Held.standing(io.BytesIO(data), len(data))


@given(st.lists(_WORDS, max_size=60), st.integers(0, 20))
@settings(deadline=None)
def test_objects_are_found_as_by_a_pattern_at_every_byte(words: list[bytes], start: int) -> None:
    data = b"".join(words)
    expected = [(i.start(), int(i[1]), int(i[2])) for i in _OBJECT.finditer(data, start)]
    for held in both(data):
        assert list(objects(held, start, nothing)) == expected
        ranges = len(re.findall(rb"/ByteRange\s*\[", data))
        assert byte_ranges(held, 100, nothing) == ranges
        assert byte_ranges(held, 1, nothing) == min(ranges, 1)


@pytest.mark.parametrize("shift", range(-6, 3))
def test_a_word_on_the_border_of_two_pieces(shift: int) -> None:
    at = PIECE + shift
    data = b" " * at + b"7 0 obj" + b" " * 40
    for held in both(data):
        assert list(objects(held, 0, nothing)) == [(at, 7, 0)]
        assert table_at(held, at)
        assert held.cut(at, at + 3) == b"7 0"
        assert b"".join(held.pieces(3, at + 4)) == data[3 : at + 4]
        assert held.stripped(0, len(data), b" ") == at + 7
        assert held.stripped(0, at, b" ") == 0


def test_looking_ends_when_somebody_ends_it() -> None:
    def enough() -> None:
        raise DocumentTooLarge(Flaw.READ_TOO_LONG)

    with pytest.raises(DocumentTooLarge):
        list(objects(Held.of(b"obj " * 3), 0, enough))


@pytest.fixture(scope="module")
def samples() -> Samples:
    return Samples()


def sample(samples: Samples, name: str) -> bytes:
    (found,) = [item.data for item in samples.every if item.name == name]
    return found


def updated(pdf: bytes, objects: dict[int, bytes], before: bytes = b"") -> bytes:
    """Append an update, some bytes before it."""
    start, root = (re.findall(i, pdf)[-1] for i in (rb"startxref\s+(\d+)", rb"/Root (\d+)"))
    out, table = bytearray(pdf + before), bytearray(b"xref\n0 0\n")
    for number, body in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max([1 + max(objects, default=0), *map(int, re.findall(rb"/Size (\d+)", pdf))])
    trailer = b"trailer\n<</Size %d/Root %s 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + table) + trailer % (size, root, start, len(out))


def verdicts(samples: Samples, path: Path, data: bytes) -> Report:
    path.write_bytes(data)
    with path.open("rb") as stream:
        return verify_stream(stream, samples.anchors, at=samples.at)


@pytest.mark.parametrize("word", [b"x", b"7 0 obj\n"])
def test_a_file_that_is_not_held(samples: Samples, tmp_path: Path, word: bytes) -> None:
    """One report, whichever way it is read."""
    pdf = sample(samples, "two.pdf")
    # What is read where it stands, and what is not even held.
    larger = HELD if word == b"x" else LARGE
    few, many = (
        updated(pdf, {}, b"%" + word * (size // len(word)) + b"\n") for size in (4096, larger)
    )
    small = verify_stream(io.BytesIO(few), samples.anchors, at=samples.at)
    large = verdicts(samples, tmp_path / "large", many)
    assert (large.verdict, large.reasons) == (small.verdict, small.reasons)
    assert large.signatures == small.signatures
    assert [item.intact for item in large.signatures] == [True, True]
    assert small.verdict == ("valid" if word == b"x" else "invalid")


def test_a_large_file_that_is_lost_while_it_is_read(samples: Samples) -> None:
    """That says nothing about it: it is no broken signature."""
    data = updated(sample(samples, "signed.pdf"), {}, b"%" + b"x" * HELD + b"\n")

    class Torn(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 1 << 20:
                raise OSError("gone")
            return super().read(size)

    with pytest.raises(OSError, match="gone"):
        verify_stream(Torn(data), samples.anchors, at=samples.at)


def test_a_file_that_became_shorter(samples: Samples) -> None:
    data = sample(samples, "signed.pdf")
    held = Held.standing(io.BytesIO(data[:-20]), len(data))
    with pytest.raises(Lost, match="shorter"):
        verify_any_pdf(held, samples.anchors, at=samples.at)


@pytest.mark.parametrize("order", [b"%s 900 0 R", b"900 0 R %s"])
def test_one_signature_is_not_shown_as_two(samples: Samples, order: bytes) -> None:
    """Whoever has the file could let a person sign twice: a new field with the same value."""
    pdf = sample(samples, "signed.pdf")
    form, field, value = (
        re.findall(pattern, pdf)[-1]
        for pattern in (rb"/AcroForm (\d+)", rb"/Fields\s*\[\s*(\d+ 0 R)", rb"/V (\d+ 0 R)")
    )
    objects = {
        900: b"<</FT/Sig/T(Imzo2)/V %s>>" % value,
        int(form): b"<</Fields[%s]/SigFlags 3>>" % (order % field),
    }
    report = verify_stream(io.BytesIO(updated(pdf, objects)), samples.anchors, at=samples.at)
    assert report.verdict == "invalid"
    assert sum(item.intact for item in report.signatures) == 1
    details = {reason.detail.partition(": ")[2] for reason in report.reasons}
    assert "a signature of two fields" in details
