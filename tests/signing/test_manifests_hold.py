"""Each rule of a manifest broken alone: both readers refuse it, and for that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign.manifest import read_manifest as read_any
from signing.manifest import MAX_BYTES
from signing.manifest import read_manifest as read_own

SPACES = 'xmlns:a="http://uri.etsi.org/02918/v1.2.1#" xmlns:d="http://www.w3.org/2000/09/xmldsig#"'
SIGNATURE = '<a:SigReference URI="s"/>'
METHOD = '<d:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
VALUE = "<d:DigestValue>AA==</d:DigestValue>"


def reference(inner: str = METHOD + VALUE, uri: str = "f") -> str:
    return f'<a:DataObjectReference URI="{uri}">{inner}</a:DataObjectReference>'


def manifest(inner: str = SIGNATURE + reference(), root: str = "a:ASiCManifest") -> bytes:
    return f"<{root} {SPACES}>{inner}</{root}>".encode()


def any_of(data: bytes) -> object:
    return read_any(data, "m")


BROKEN = {
    "two signatures": manifest(SIGNATURE * 2 + reference()),
    "two digest methods": manifest(SIGNATURE + reference(METHOD * 2 + VALUE)),
    "two digests": manifest(SIGNATURE + reference(METHOD + VALUE * 2)),
    "an incomplete reference": manifest(SIGNATURE + reference(METHOD)),
    "incomplete reference": manifest(SIGNATURE + reference(uri="")),
    "incomplete": manifest(SIGNATURE + reference(VALUE)),
    "another kind of document": manifest(root="a:Manifest"),
    "nothing is signed": manifest(reference()),
    "nothing": manifest(SIGNATURE),
    "comes twice": manifest(SIGNATURE + reference() * 2),
    "not base64": manifest(SIGNATURE + reference(METHOD + VALUE.replace("==", "=!"))),
}
WITHIN = manifest(SIGNATURE + reference(METHOD + VALUE.replace("A==", "A=<a:x/>=")))


@pytest.mark.parametrize("reader", [read_own, any_of], ids=["own", "any"])
def test_the_right_one_is_read(reader: Callable[[bytes], object]) -> None:
    assert reader(manifest())


@pytest.mark.parametrize("reader", [read_own, any_of], ids=["own", "any"])
@pytest.mark.parametrize("what", BROKEN)
def test_one_rule_is_broken(reader: Callable[[bytes], object], what: str) -> None:
    with pytest.raises(MalformedDocument, match=what):
        reader(BROKEN[what])


@pytest.mark.parametrize("reader", [read_own, any_of], ids=["own", "any"])
def test_something_within_a_digest(reader: Callable[[bytes], object]) -> None:
    with pytest.raises(MalformedDocument, match=r"within a digest|out of its place"):
        reader(WITHIN)


def test_of_ours_everything_has_its_place() -> None:
    for inner in (METHOD, VALUE, f"<a:x>{reference()}</a:x>"):
        with pytest.raises(MalformedDocument, match="out of its place"):
            read_own(manifest(SIGNATURE + reference() + inner))


@pytest.mark.parametrize("reader", [read_own, any_of], ids=["own", "any"])
def test_too_large(reader: Callable[[bytes], object]) -> None:
    with pytest.raises(DocumentTooLarge):
        reader(manifest() + b" " * MAX_BYTES)


@pytest.mark.parametrize(
    "inner",
    [
        "<x/>" * 100_001,
        "<x>" * 17 + "</x>" * 17,
        "".join(
            reference(f'<d:DigestMethod Algorithm="x"/>{VALUE}', str(number))
            for number in range(8193)
        ),
    ],
    ids=["elements", "depth", "references"],
)
def test_too_much_of_anything(inner: str) -> None:
    data = manifest(SIGNATURE + reference() + inner)
    assert len(data) < MAX_BYTES
    with pytest.raises(DocumentTooLarge):
        any_of(data)
