"""Documents for the tests of the panel, and the judges of what is seen."""

from __future__ import annotations

import hashlib
import io
import subprocess
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from registry.contract import DraftType, Role, Script
from registry.office import documents, people
from registry.office.documents import Outline
from registry.office.typeset import typeset
from registry.office.wording import matters
from signing.pdf.pades import PdfSignature, check_pdf
from signing.pdf.panel import WIDTH, Panel
from tests.signing.pki import NOW, small_pdf

ADDRESS = "https://qaror.namuna.example/v/" + "0f" * 32
PANEL = Panel("uz", "Namuna viloyati hokimi", "Gʻuzor tumani hokimligi", "2026-000123-v1", ADDRESS)


def check(signed: bytes, frozen: bytes) -> PdfSignature:
    return check_pdf(signed, len(frozen), hashlib.sha256(frozen).hexdigest())


def pdf(content: str, *, box: tuple[float, ...] = (0, 0, 595, 842), **page: PdfObject) -> bytes:
    """A page of ``content``, with font /F1 and an image /I, behind a page of text."""
    writer = PdfWriter(clone_from=io.BytesIO(small_pdf(pages=2)))
    last = writer.pages[-1]
    stream = DecodedStreamObject()
    stream.set_data(content.encode())
    last[NameObject("/Contents")] = writer._add_object(stream)
    last[NameObject("/MediaBox")] = ArrayObject([FloatObject(value) for value in box])
    image = DecodedStreamObject()
    image.set_data(b"\x00")
    for name, value in (("Width", 1), ("Height", 1), ("BitsPerComponent", 8)):
        image[NameObject(f"/{name}")] = NumberObject(value)
    image[NameObject("/Subtype")] = NameObject("/Image")
    image[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
    images = DictionaryObject({NameObject("/I"): writer._add_object(image)})
    last["/Resources"][NameObject("/XObject")] = images  # type: ignore[index]
    for key, entry in page.items():
        last[NameObject(f"/{key}")] = entry
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def lines(*heights: float, size: int = 12) -> str:
    return "".join(f"BT /F1 {size} Tf 72 {y} Td (Qaror matni ghjpqy) Tj ET\n" for y in heights)


FULL = lines(*range(60, 800, 20))
TURNED_90 = "q 0 1 -1 0 595 0 cm " + lines(500, 480) + "Q"
"""Upright for who looks at a page with /Rotate 90."""

SAME_PAGE = {
    "text above": pdf(lines(700, 680)),
    "footer": pdf(lines(700, 680, 30)),
    "cropped": pdf(
        lines(700, 680), CropBox=ArrayObject([NumberObject(n) for n in (40, 50, 590, 800)])
    ),
    "shifted": pdf(lines(300), box=(-20, -400, 575, 442)),
    "landscape": pdf(lines(500), box=(0, 0, 842, 595)),
    "rotated 90": pdf(TURNED_90, Rotate=NumberObject(90)),
    "rotated 180": pdf("q -1 0 0 -1 595 842 cm " + lines(700) + "Q", Rotate=NumberObject(180)),
    "rotated 270": pdf("q 0 -1 1 0 0 842 cm " + lines(500) + "Q", Rotate=NumberObject(-90)),
    "image": pdf("q 400 0 0 100 72 650 cm /I Do Q"),
    "strokes": pdf("3 w 72 600 m 500 640 l S 72 590 400 4 re f"),
    "empty": pdf(""),
    "real font": small_pdf(),
}
OWN_PAGES = {
    "full": pdf(FULL),
    "frame around the page": pdf("20 20 555 800 re S"),
    "image over all": pdf("q 595 0 0 842 0 0 cm /I Do Q"),
    "text at an angle": pdf("BT /F1 12 Tf .7 .7 -.7 .7 100 500 Tm (NUSXA) Tj ET"),
    "shading": pdf("/S sh"),
    "inline image": pdf("BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"),
    "broken content": pdf("BT /F1 12 Tf (no end"),
    "small sheet": pdf(lines(300), box=(0, 0, 420, 595)),
    "its own units": pdf(lines(700), UserUnit=NumberObject(2)),
    "no room left by the crop": pdf(
        lines(700), CropBox=ArrayObject([NumberObject(n) for n in (0, 560, 595, 842)])
    ),
    "a stamp": pdf(
        lines(700),
        Annots=ArrayObject(
            [
                DictionaryObject(
                    {
                        NameObject("/Subtype"): NameObject("/Stamp"),
                        NameObject("/Rect"): ArrayObject(
                            [NumberObject(n) for n in (300, 620, 100, 100)]
                        ),
                    }
                )
            ]
        ),
    ),
    "gap only between lines": pdf(lines(700, 680, 120)),
}


def render(data: bytes, page: int, directory: Path) -> Image.Image:
    file, target = directory / "page.pdf", directory / "page"
    file.write_bytes(data)
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            "108",
            "-gray",
            "-f",
            str(page),
            "-l",
            str(page),
            "-singlefile",
            file,
            target,
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return Image.open(target.with_suffix(".pgm")).copy()


def said_by_the_code(image: Image.Image, directory: Path) -> str:
    image.save(directory / "code.png")
    done = subprocess.run(
        ["zbarimg", "-q", "--raw", directory / "code.png"], capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def require_nothing_covered(frozen: bytes, signed: bytes, directory: Path) -> None:
    """Judged by another program's eyes: where the pages differ there was bare paper before."""
    last = len(PdfReader(io.BytesIO(frozen)).pages)
    before, after = (render(data, last, directory) for data in (frozen, signed))
    found = ImageChops.difference(before, after).getbbox()
    assert found is not None
    assert before.crop(found).getextrema() == (255, 255)
    assert before.size == after.size
    assert found[2] - found[0] == pytest.approx(WIDTH * 1.5, abs=3)
    assert 0 < found[0] < found[2] < after.width
    assert 0 < found[1] < found[3] < after.height
    assert said_by_the_code(after, directory) == ADDRESS


@cache
def real_documents(script: str) -> tuple[bytes, bytes]:
    """A decision of the demo office with room on its last page, and an annex without."""
    outline = Outline(
        matter=matters()["heating"],
        type=DraftType.DECISION,
        script=Script(script),
        signer=people.signer_role(people.HOKIM, Role.HOKIM),
        deputy=people.DEPUTY.name,
        seed=1000,
        moment=NOW,
        annexes=(("programme", "group"),),
        extra=12,
    )
    text = typeset("act", documents.act(outline, 1), NOW)
    return text, typeset("annex", documents.annex(outline, 1, 1), NOW)
