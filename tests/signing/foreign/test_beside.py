"""What stands in a container beside what is signed is what the standard has there, or named."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from signing.report import Kind, Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_asic import EXTENDED, FILES, Made, extended, manifest, stamped

LISTING = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
  <manifest:file-entry manifest:full-path="/" manifest:media-type="application/pdf"/>
  <manifest:file-entry manifest:full-path="matn.txt" manifest:media-type="text/plain"/>
</manifest:manifest>"""


def told(makers: Makers, data: bytes) -> list[str]:
    report = verify_stream(io.BytesIO(data), makers.anchors)
    assert {(item.code, item.failed) for item in report.reasons} <= {("UNSIGNED_BESIDE", False)}
    assert report.verdict is (Verdict.INDETERMINATE if report.reasons else Verdict.VALID)
    return [item.detail for item in report.reasons]


def with_members(makers: Makers, members: Mapping[str, bytes]) -> list[str]:
    made = extended(makers)
    made.members.update(members)
    return told(makers, made.zip())


@pytest.mark.parametrize("kind", ["application/epub+zip", "<h1>Evil</h1>", f"{EXTENDED} <h1>"])
def test_a_kind_that_is_not_a_containers(makers: Makers, kind: str) -> None:
    made = extended(makers)
    assert told(makers, made.zip()) == []
    made.kind = kind
    assert told(makers, made.zip()) == ["mimetype"]
    made.kind = ""
    assert told(makers, made.zip()) == []
    assert told(makers, made.zip(comment=b"mimetype=" + kind.encode())) == ["mimetype"]
    assert told(makers, made.zip(comment=b"mimetype=" + EXTENDED.encode())) == []


@pytest.mark.parametrize("name", ["container", "metadata"])
def test_what_leads_programs_to_a_document(makers: Makers, name: str) -> None:
    name = f"META-INF/{name}.xml"
    assert with_members(makers, {name: b"<a/>"}) == [name]
    files = {**FILES, name: b"<a/>"}
    listed = manifest("META-INF/signature001.p7s", files)
    signature = {"META-INF/signature001.p7s": makers.cms(data=listed)}
    covered = {"META-INF/ASiCManifest001.xml": listed, **signature, name: b"<a/>"}
    assert with_members(makers, covered) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</manifest:manifest>", "Evil</manifest:manifest>"),
        ("</manifest:manifest>", "<!-- <h1>Evil</h1> --></manifest:manifest>"),
        ("</manifest:manifest>", "<?evil words?></manifest:manifest>"),
        ("</manifest:manifest>", "<a href='evil'/></manifest:manifest>"),
        ("<manifest:manifest", "<!DOCTYPE html><manifest:manifest"),
        ("manifest:1.0", "other:1.0"),
        ("</manifest:manifest>", ""),
    ],
)
def test_the_list_of_members(makers: Makers, old: str, new: str) -> None:
    name = "META-INF/manifest.xml"
    assert with_members(makers, {name: LISTING.encode()}) == []
    changed = LISTING.replace(old, new).encode()
    assert with_members(makers, {name: changed}) == [name]


def test_a_manifest_that_only_a_time_stamp_covers(makers: Makers) -> None:
    """Anybody gets a time-stamp for anything, also for words beside digests."""
    made = stamped(makers, archive=True)
    assert told(makers, made.zip()) == []
    name, token = "META-INF/ASiCArchiveManifest001.xml", "META-INF/timestamp001.tst"
    listed = made.members[name].replace(b"</ASiCManifest>", b"<!-- Evil --></ASiCManifest>")
    made.members.update({name: listed, token: makers.token(listed)})
    assert told(makers, made.zip()) == [name]


def test_names_folders_comments_and_fields(makers: Makers) -> None:
    whole = extended(makers).zip()

    def changed(member: str, comment: bytes = b"", extra: bytes = b"") -> list[str]:
        made = io.BytesIO(whole)
        with zipfile.ZipFile(made, "a") as archive:
            info = zipfile.ZipInfo(member)
            info.comment, info.extra = comment, extra
            archive.writestr(info, b"")
        return told(makers, made.getvalue())

    for folder in ("ilova/", "META-INF/"):
        assert changed(folder) == []
        assert changed(folder, b"Evil") == [folder]
        times = struct.pack("<2HB2L", 0x5455, 9, 3, 1, 2)
        assert changed(folder, extra=times + bytes(3)) == []
        known = struct.pack("<2HL2H3Q", 10, 32, 0, 1, 24, *[0x1D9000000000000] * 3)
        assert changed(folder, extra=known) == []
        words = struct.pack("<2HL2H", 10, 32, 0, 1, 24) + b"Words instead of a time."
        for extra in (words, struct.pack("<2H", 0x9999, 4) + b"Evil", times + b"abc"):
            assert changed(folder, extra=extra) == [folder]
    assert changed("<h1>Evil<h1>/") == ["<h1>Evil<h1>/"]


def test_a_signature_with_words_in_its_name(makers: Makers) -> None:
    made = Made({"matn.txt": FILES["matn.txt"]}, "")
    name = "META-INF/<plaintext>.p7s"
    made.members[name] = makers.cms(data=FILES["matn.txt"])
    assert told(makers, made.zip()) == [name]


def test_what_stands_in_its_signatures(makers: Makers) -> None:
    made = extended(makers, by=("first", "second"))
    name = "META-INF/certificates.p7b"
    made.members[name] = makers.openssl(
        *("crl2pkcs7", "-nocrl", "-certfile", "between.pem", "-outform", "DER")
    )
    assert told(makers, made.zip()) == ["a part of the signature's own structure"]


def test_a_time_stamp_alone_is_no_signature(makers: Makers) -> None:
    token = "META-INF/timestamp.tst"
    listed = manifest(token, FILES, mime="application/vnd.etsi.timestamp-token")
    members = {**FILES, "META-INF/ASiCManifest.xml": listed, token: makers.token(listed)}
    report = verify_stream(io.BytesIO(Made(members).zip()), makers.anchors)
    assert (report.verdict, report.signatures[0].kind) == ("indeterminate", Kind.TIME_STAMP)
    assert [item.code for item in report.reasons] == ["NOBODY_SIGNED"]
