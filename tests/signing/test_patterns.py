"""Patterns: the same to every Python from 3.11.0 on, and no text costs more than its length."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine.budget import Budget, Limits
from signing.examine.content import operators
from signing.pdf.held import Held
from signing.pdf.linearized import require_no_promise
from signing.pdf.painted import Unsure, painted
from signing.pdf.repair import words

HERE = Path(__file__).parents[2]
ROOMS = ("eqaror_desktop", "registry", "resources", "signing", "sync", "ui", "bench", "tests")
POSSESSIVE = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+")


def test_no_group_is_possessive() -> None:
    """Before 3.11.5 what such a group tried last and gave up stayed taken (gh-106052)."""
    assert POSSESSIVE.search(")" + "*+")
    paths = [path for room in ROOMS for path in sorted((HERE / room).rglob("*.py"))]
    assert len(paths) > 500
    assert not [path for path in paths if POSSESSIVE.search(path.read_text(encoding="utf-8"))]


def read(data: bytes) -> list[tuple[bytes, list[object]]]:
    return list(operators(data, Budget(Limits(), lambda: None)))


def test_comments_are_nothing() -> None:
    assert read(b"%a\n%(\r 1 %b\n 2 % ]\n m[1 %]\n%c\r\n2]TJ%d") == [
        (b"m", [1, 2]),
        (b"TJ", [[1, 2]]),
    ]
    assert read(b"% m") == read(b" ") == []


@pytest.mark.parametrize("count", [0, 1, 9999, 10_000])
def test_strings_of_any_number_of_escapes(count: int) -> None:
    one = rb"a\)\050\n"
    assert read(b"(" + one * count + rb"(\\))Tj") == [(b"Tj", [b"a)(\n" * count + b"(\\)"])]
    assert read(b"(" + one * count + b")Tj") == [(b"Tj", [b"a)(\n" * count])]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (rb"(a\)(b\((c\))))", True),
        (rb"[(a\)(b\((c\))))-1<0A 1>(\\)]", True),
        (b"[(a)%c\n]", False),
        (b"(((())))", False),
        (b"(a", False),
        (rb"(a\)", False),
        (b"[<00]", False),
        (b"[(a]", False),
        (b"[[1]]", False),
    ],
)
def test_which_strings_are_read(text: bytes, right: bool) -> None:
    if right:
        assert painted(text + b" g", {}).boxes == ()
    else:
        with pytest.raises(Unsure):
            painted(text + b" g", {})


def paint(data: bytes) -> None:
    with suppress(Unsure):
        painted(data, {})


def begin(data: bytes) -> None:
    with suppress(MalformedDocument):
        require_no_promise(data, len(data), 0)


def look(data: bytes) -> None:
    assert len([*words(Held.of(data), 0, len(data), lambda: None)]) < 2


def operate(data: bytes) -> None:
    with suppress(MalformedDocument, DocumentTooLarge):
        read(data)


PARTS = [
    *(b"%\n", b"\n", b"\\a", b"(a)", b"(a(b(c)))", b"((a)", b"<00>", b"% ", b"[(", b"((", b"a\\"),
]


@pytest.mark.parametrize("reader", [paint, begin, look, operate])
@pytest.mark.parametrize("before", [b"", b"(", b"[", b"trailer"])
def test_nothing_is_looked_at_again_and_again(
    reader: Callable[[bytes], None], before: bytes
) -> None:
    def looked(part: bytes, size: int) -> float:
        some = before + part * (size // len(part))
        begun = process_time()
        reader(some)
        return process_time() - begun

    for part in PARTS:
        # Eight times as many take eight times as long; they would take sixty-four times.
        few = min(looked(part, 2_000) for _ in range(3))
        assert looked(part, 16_000) < 30 * few + 0.02
