"""Two members that one system unpacks as one file are no two members."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from time import process_time

import pytest

from signing.container.limits import MIMETYPE
from signing.container.reader import open_container
from signing.errors import MalformedDocument
from signing.foreign.archive import Archive
from tests.signing.zips import Part, archive

KIND = Part(b"mimetype", MIMETYPE.encode())


def others(*names: str) -> None:
    members = (Part(name.encode(), flags=0x800) for name in names)
    Archive(io.BytesIO(archive(KIND, *members)))


def ours(*names: str) -> None:
    open_container(io.BytesIO(archive(KIND, *(Part(name.encode()) for name in names))))


ONE = [
    ("h/qaror.txt", "h/qaror.txt."),
    ("h/qaror.txt", "h/qaror.txt . ."),
    ("h/qaror.txt", "h./QAROR.txt"),
    ("h/qaror.txt", "h /qaror.txt"),
    ("h/qaror.txt_", "h/qaror.txt."),
    ("h/qaror.txt", "h/qaror.txt::$DATA"),
    ("h/x:y/qaror.txt", "h/x/qaror.txt"),
    ("h/qaror_.txt", "h/qaror?.txt"),
    ("h/qaror*.txt", "h/qaror|.txt"),
    ("h/qaror.txt", "h/qaror\x7f.txt"),
    ("hokim qarori.txt", "HOKIMQ~1.TXT"),
    ("HOF4E2~1.TXT", "hokim qarori.txt"),
    ("qaror.html", "QAROR~1.HTM"),
    ("hujjatlar/a.txt", "HUJJAT~1/a.txt"),
    ("hujjatlar/REPORT~1.TXT", "HUJJAT~1/REPORT~1.TXT"),
    ("AB+C.xlsx", "AB_C~1.XLS"),
    ("a b c d.docx", "ABCD~12.DOC"),
    ("qaror.pdf", "qaror.pdf/asl.txt"),
    ("h/qaror.pdf", "h/QAROR.PDF./a/asl.txt"),
    ("h/qaror_.pdf", "h/qaror?.pdf/asl.txt"),
]
UNSEEN = [
    ("h/qaror.txt", "h/qaror\u200b.txt"),
    ("h/qaror.txt", "h/qaror\ufe0f.txt"),
    ("h/qaror.txt", "h/qaror.txt\u00a0"),
    ("h/қарор.txt", "h/\u202eқарор.txt"),
    ("қарор матни.txt", "_АРОРМ~1.TXT"),
    ("h/Қарор.txt", "h/ҚАРОР.TXT"),
    ("h/\u0439.txt", "h/\u0418\u0306.txt"),
    ("h/\u212a.txt", "h/k.txt"),
    ("h/қарор.pdf", "h/ҚАРОР.PDF/asl.txt"),
]
SEVERAL = [
    ("qaror.txt", "qaror.txt.p7s"),
    ("qaror.txt", "QAROR~1.TXT"),
    ("REPORT~1.PDF", "REPORT~2.PDF"),
    ("hokim qarori.txt", "~$kim qarori.txt"),
    ("h/10:30.png", "h/10:31.png"),
    ("h/Nima?.txt", "h/Nima.txt"),
    (".gitignore", "gitignore"),
    ("ilova", "ilova_"),
    ("hujjatlar/a.txt", "hujjatlar.eski/a.txt"),
    ("Qaror №1.pdf", "Qaror No1.pdf"),
    ("Maydon m².xlsx", "Maydon m2.xlsx"),
    ("Straße.pdf", "Strasse.pdf"),
    ("AB~1.doc", "Axborot xati.docx"),
    ("qaror~1.pdf", "Qaror matni.pdf"),
    ("qaror.pdf", "qaror.pdf.txt"),
    ("h/qaror", "h/qaror-eski/a.txt"),
    ("h/qaror", "qaror/a.txt"),
]


@pytest.mark.parametrize("names", [*ONE, *UNSEEN])
def test_names_of_one_file(names: tuple[str, str]) -> None:
    for every in (names, names[::-1]):
        with pytest.raises(MalformedDocument, match="comes twice"):
            others(*every)


@pytest.mark.parametrize("names", SEVERAL)
def test_names_of_several_files(names: tuple[str, str]) -> None:
    others(*names)
    others(*names[::-1])


@pytest.mark.parametrize("name", ["h/. ./a", "...", "h/ ", "h/\u00a0/..."])
@pytest.mark.parametrize("reader", [ours, others])
def test_no_name_is_of_dots_and_blanks(reader: Callable[..., None], name: str) -> None:
    with pytest.raises(MalformedDocument, match="member name"):
        reader(name)


@pytest.mark.parametrize("names", ONE)
def test_no_package_has_two(names: tuple[str, str]) -> None:
    with pytest.raises(MalformedDocument, match="comes twice"):
        ours(*names)


def test_many_short_names_in_deep_folders() -> None:
    """They took 2 s for each look, just below the number that is compared."""
    folder = "a/" * 505
    names = [f"{folder}ab~{number}" for number in range(1, 250)]
    names += [f"{folder}azzz{number} l" for number in range(250)]
    begun = process_time()
    with pytest.raises(MalformedDocument, match="comes twice"):
        others(*names)
    assert process_time() - begun < 1


def test_a_name_is_told_in_nobodys_notation() -> None:
    """It was told as Python writes it, in reports of all languages."""
    name = "h/\x01o'\\.txt"
    with pytest.raises(MalformedDocument, match=re.escape(f'member name "{name}"')):
        ours(name)
