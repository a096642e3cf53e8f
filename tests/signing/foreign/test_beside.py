"""What stands in a container beside what is signed is what the standard has there, or named."""

from __future__ import annotations

import io
import itertools
import re
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace

import pytest

from signing.foreign.plain_xml import is_plain_listing
from signing.manifest import XMLDSIG
from signing.report import Kind, Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_asic import (
    EXTENDED,
    FILES,
    SIMPLE,
    Made,
    extended,
    manifest,
    stamped,
)
from tests.signing.fuzz import zips
from tests.signing.zips import Part, archive, field

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
        ("</manifest:manifest>", "<plaintext/></manifest:manifest>"),
        ("</manifest:manifest>", "<manifest:file-entry xmlns:q='Evil'/></manifest:manifest>"),
        ("<manifest:manifest", "<manifest:manifest xmlns:evil='urn:oasis:names:tc:'"),
        ("<manifest:manifest", "<manifest:manifest xmlns='Evil'"),
        ("<manifest:manifest", f"<manifest:manifest xmlns:evil='{XMLDSIG}'"),
        ("<manifest:manifest", "<manifest:manifest manifest:version='Evil'"),
        ('full-path="/"', 'full-path="Evil"'),
        ('full-path="/"', 'full-path="matn.txt"'),
        ("text/plain", "text/evil"),
        ("UTF-8", "Evil"),
        ('version="1.0"', 'version="1.0Evil"'),
        ('plain"/>', 'plain"><manifest:file-entry/></manifest:file-entry>'),
    ],
)
def test_the_list_of_members(makers: Makers, old: str, new: str) -> None:
    name = "META-INF/manifest.xml"
    assert with_members(makers, {name: LISTING.encode()}) == []
    changed = LISTING.replace(old, new).encode()
    assert changed != LISTING.encode()
    assert with_members(makers, {name: changed}) == [name]


def test_a_list_of_members_with_what_others_write(makers: Makers) -> None:
    head, tail = LISTING.split("</manifest:manifest>")
    for old, new in (
        ("<manifest:manifest", f"<manifest:manifest xmlns:ns2='{XMLDSIG}' manifest:version='1.2'"),
        ("text/plain", ""),
        ('"/"', '"ilova/"'),
        ("application/pdf", EXTENDED),
        ('full-path="matn.txt"', 'full-path="META-INF/signature001.p7s"'),
    ):
        assert head.replace(old, new) != head
        changed = head.replace(old, new) + "</manifest:manifest>" + tail
        assert with_members(makers, {"META-INF/manifest.xml": changed.encode()}) == []


def test_names_in_many_folders() -> None:
    """Each folder of each name was held: 1.2 GB for a container of 12 MB."""
    names = [f"{number:03d}" + "/a" * 500 for number in range(200)]
    listing = LISTING.replace("matn.txt", names[7]).replace('"/"', '"007/a/a/"')
    tracemalloc.start()
    try:
        assert is_plain_listing(listing.encode(), names, ())
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
    for path in ("007/a/a", "007/a/", "00", "00/", "007/a/a/b/", "a/"):
        again = listing.replace('"007/a/a/"', f'"{path}"').encode()
        assert is_plain_listing(again, names, ()) is (path == "007/a/")


def test_a_media_type_that_is_signed(makers: Makers) -> None:
    made = extended(makers)
    name, signature = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"
    listing = LISTING.replace("text/plain", "text/x-qaror").encode()
    made.members["META-INF/manifest.xml"] = listing
    assert told(makers, made.zip()) == ["META-INF/manifest.xml"]
    made.members[name] = made.members[name].replace(b"text/plain", b"text/x-qaror")
    made.members[signature] = makers.cms(data=made.members[name])
    assert told(makers, made.zip()) == []


def test_a_manifest_that_only_a_time_stamp_covers(makers: Makers) -> None:
    """Anybody gets a time-stamp for anything, also for words beside digests."""
    made = stamped(makers, archive=True)
    assert told(makers, made.zip()) == []
    name, token = "META-INF/ASiCArchiveManifest001.xml", "META-INF/timestamp001.tst"
    sound = made.members[name]
    for old, new in (
        (b"</ASiCManifest>", b"<!-- Evil --></ASiCManifest>"),
        (
            b"</ASiCManifest>",
            b"<Extensions><x:evil xmlns:x='Evil'/></Extensions></ASiCManifest>",
        ),
        (b"text/plain", b"Evil"),
        (b'Rootfile="true"', b'Rootfile="Evil"'),
        (b"xmlns:d=", b"xmlns:evil='urn:evil' xmlns:d="),
        (b"<d:DigestValue>", b"<d:DigestValue Id='Evil'>"),
    ):
        listed = sound.replace(old, new)
        assert listed != sound
        made.members.update({name: listed, token: makers.token(listed)})
        assert told(makers, made.zip()) == [name]
    # DSS declares the name space of digests where they are, as Java's writers do.
    dsig = f'xmlns="{XMLDSIG}"'.encode()
    inner = re.sub(rb"<d:(DigestMethod|DigestValue)", rb"<\1 " + dsig, sound)
    inner = inner.replace(b"</d:", b"</").replace(f' xmlns:d="{XMLDSIG}"'.encode(), b"")
    for listed, plain in (
        (inner, True),
        (inner.replace(dsig, b"xmlns:evil='Evil' " + dsig), False),
    ):
        made.members.update({name: listed, token: makers.token(listed)})
        assert told(makers, made.zip()) == ([] if plain else [name])
    none = b"<ASiCManifestExtensions><Extension Critical='false'/></ASiCManifestExtensions>"
    for inner, plain in ((none, True), (none.replace(b"/>", b">Evil</Extension>"), False)):
        listed = sound.replace(b"</ASiCManifest>", inner + b"</ASiCManifest>")
        made.members.update({name: listed, token: makers.token(listed)})
        assert told(makers, made.zip()) == ([] if plain else [name])


def owned(number: int) -> bytes:
    return field(0x7875, struct.pack("<2BLBL", 1, 4, number, 4, number))


def test_names_folders_comments_and_fields(makers: Makers) -> None:
    whole = extended(makers).zip()

    def changed(member: str, comment: bytes = b"", extra: bytes = b"") -> list[str]:
        made = io.BytesIO(whole)
        with zipfile.ZipFile(made, "a") as archive:
            # Five hours east of what the field below has in UTC.
            info = zipfile.ZipInfo(member, (2023, 11, 15, 3, 13, 20))
            info.comment, info.extra = comment, extra
            archive.writestr(info, b"")
        return told(makers, made.getvalue())

    for folder in ("ilova/", "META-INF/"):
        assert changed(folder) == []
        assert changed(folder, b"Evil") == [folder]
        times = struct.pack("<2HB2L", 0x5455, 9, 3, 1_700_000_000, 1_800_000_000)
        owner = owned(1000)
        for extra in (b"", times, times + owner, field(1, bytes(24)), field(0xCAFE, b"")):
            assert changed(folder, extra=extra) == []
            assert changed(folder, extra=extra + bytes(3)) == []
        for extra in (
            times + b"abc",
            times + times,
            field(0x5455, b"\1" + struct.pack("<L", 1_700_000_004)),
            field(0x5455, b"\1" + struct.pack("<L", 1_700_086_400)),
            field(0x5455, b"\7" + bytes(12)),
            field(0x5455, b"\1" + struct.pack("<L", 1)),
            owned(0x3E31683C),
            field(0x7875, b"\1\4Evil\4Evil"),
            field(1, b"<h1>Evil"),
            field(1, bytes(32)),
            field(0x9999, b"Evil"),
            field(10, struct.pack("<L2H3Q", 0, 1, 24, *[0x1D9000000000000] * 3)),
        ):
            assert changed(folder, extra=extra) == [folder]
    assert changed("<h1>Evil<h1>/") == ["<h1>Evil<h1>/"]


def test_what_members_have_of_their_own(makers: Makers) -> None:
    """Of one owner, of one time in both places, and no times from which others go on."""

    def changed(*extras: tuple[bytes, bytes]) -> list[str]:
        parts = members(makers)
        parts[1:] = [
            replace(part, extra=extra, local_extra=own)
            for part, (extra, own) in zip(parts[1:], extras, strict=False)
        ] + parts[1 + len(extras) :]
        return told(makers, archive(*parts))

    first, second = FILES
    assert changed((owned(1), owned(1)), (owned(1), owned(1))) == []
    assert changed((owned(1), owned(1)), (owned(2), owned(1)))[0] == second
    moment = 315_532_800 + 3600
    short, long = (struct.pack("<2HB", 0x5455, size, 3) for size in (5, 9))
    used = struct.pack("<2L", moment, moment + 5)
    assert changed((short + used[:4], long + used), (b"", short + used[:4])) == []
    other = struct.pack("<L", moment + 900)
    assert changed((short + other, long + used)) == [first]


def test_times_that_read_as_the_beginning_of_a_tag(makers: Makers) -> None:
    """In one member by chance; where a text stands unpacked nobody knows by whom."""

    kind, *parts = zips.entries(extended(makers).zip())

    def changed(texts: tuple[bytes, ...], method: int) -> list[str]:
        made = [item.filled(item.content, method) for item in parts]
        for at, text in enumerate(texts):
            time, date = struct.unpack("<2H", text)
            same = {"time": time, "date": date}
            made[at] = replace(made[at], header=same, told=same)
        return told(makers, zips.written([kind, *made]))

    plain, first, second = struct.pack("<2H", 0, 33), b"<aYZ", b"<bYZ"
    names = [*FILES]
    stored, packed = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
    assert changed((plain, plain), stored) == changed((plain, plain), packed) == []
    assert changed((first, plain), packed) == changed((first, first), packed) == []
    assert changed((first, second), packed)[0] == names[1]
    assert changed((first, plain), stored)[0] == names[0]
    for text in (b"<!--", b"*/+'", b"</aZ", b"a-->"):
        for method in (stored, packed):
            assert changed((text, plain), method) == [names[0]]


def test_a_list_whose_sum_reads_as_the_end_of_a_comment(makers: Makers) -> None:
    """Blanks in it are anybody's, and give any sum."""
    listing = (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest='
        b'"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">%s\n</manifest:manifest>'
    )
    made = (listing % b"".join(one) for one in itertools.product((b" ", b"\t"), repeat=18))
    found = next(one for one in made if b"*/" in struct.pack("<L", zlib.crc32(one)))
    assert with_members(makers, {"META-INF/manifest.xml": listing % b""}) == []
    assert with_members(makers, {"META-INF/manifest.xml": found}) == ["META-INF/manifest.xml"]


def test_a_signature_with_words_in_its_name(makers: Makers) -> None:
    made = Made({"matn.txt": FILES["matn.txt"]}, "")
    name = "META-INF/<plaintext>.p7s"
    made.members[name] = makers.cms(data=FILES["matn.txt"])
    assert told(makers, made.zip()) == [name]


@pytest.mark.parametrize("ending", ["p7s", "tst"])
@pytest.mark.parametrize(
    ("name", "plain"),
    [
        *(("signature", True), ("signature-0B1D2F3A", True), ("timestamp001", True)),
        *(("Adliya tasdiqladi", False), ("qaror-bekor", False), ("signature.bekor", False)),
    ],
)
def test_a_name_that_nobody_signed_says_no_more_than_what_it_is_of(
    makers: Makers, name: str, ending: str, plain: bool
) -> None:
    matter, place = b"matn", f"META-INF/{name}.{ending}"
    if ending == "p7s":
        made = Made({"matn.txt": matter, place: makers.cms(data=matter)}, SIMPLE)
    else:
        made = extended(makers)
        over = {one: made.members[one] for one in (*FILES, "META-INF/signature001.p7s")}
        listed = manifest(place, over, mime="application/vnd.etsi.timestamp-token")
        made.members |= {"META-INF/ASiCManifest002.xml": listed, place: makers.token(listed)}
    assert told(makers, made.zip()) == ([] if plain else [place])


def test_what_stands_in_its_signatures(makers: Makers) -> None:
    made = extended(makers, by=("first", "second"))
    name = "META-INF/certificates.p7b"
    made.members[name] = makers.openssl(
        *("crl2pkcs7", "-nocrl", "-certfile", "between.pem", "-outform", "DER")
    )
    assert told(makers, made.zip()) == ["a part of the signature's own structure"]


def test_two_names_that_few_systems_take_for_one(makers: Makers) -> None:
    files = {"Stra\u00dfe.pdf": b"1", "Strasse.pdf": b"2"}
    listed = manifest("META-INF/signature.p7s", files)
    signed = {"META-INF/ASiCManifest.xml": listed}
    signed["META-INF/signature.p7s"] = makers.cms(data=listed)
    assert told(makers, Made({**files, **signed}).zip()) == ["Strasse.pdf comes twice"]


def test_a_time_stamp_alone_is_no_signature(makers: Makers) -> None:
    token = "META-INF/timestamp.tst"
    listed = manifest(token, FILES, mime="application/vnd.etsi.timestamp-token")
    members = {**FILES, "META-INF/ASiCManifest.xml": listed, token: makers.token(listed)}
    report = verify_stream(io.BytesIO(Made(members).zip()), makers.anchors)
    assert (report.verdict, report.signatures[0].kind) == ("indeterminate", Kind.TIME_STAMP)
    assert [item.code for item in report.reasons] == ["NOBODY_SIGNED"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Қарор №5 (нусха).pdf", True),
        ("qaror – o\u02bbzgartirilgan.docx", True),
        ("и\u0306.txt", True),
        ("<h1>Evil<!--", False),
        ("%!PS {", False),
        ("a\u202efdp.txt", False),
        ("a\u200b.txt", False),
        ("Қарор\u00a0№\u202f5\u3000(нусха).docx", True),
        ("a\u2028b.txt", False),
        ('Reja #3, 100 % – «A» {v2} ~ ^ $ * | " · … ™ °.pdf', True),
        ("q" * 255, True),
        ("q" * 256, False),
        ("a\ufe0f.txt", False),
        ("rad> etildi", False),
        ("a*/alert()/*", False),
        ("meta-inf/<plaintext>", False),
    ],
)
def test_the_name_of_the_one_file(makers: Makers, name: str, *, plain: bool) -> None:
    """No manifest has it: whoever has the container may change it."""
    matter = FILES["matn.txt"]
    made = Made({name: matter, "META-INF/signature.p7s": makers.cms(data=matter)}, SIMPLE)
    assert told(makers, made.zip()) == ([] if plain else [name])
    report = verify_stream(io.BytesIO(made.zip()), makers.anchors)
    assert [(item.code, item.detail) for item in report.signatures[0].warnings] == [
        ("NAME_UNSIGNED", name)
    ]
    assert (
        not verify_stream(io.BytesIO(extended(makers).zip()), makers.anchors)
        .signatures[0]
        .warnings
    )


def members(makers: Makers) -> list[Part]:
    made = extended(makers)
    parts = [Part(name.encode(), data) for name, data in made.members.items()]
    return [Part(b"mimetype", EXTENDED.encode()), *parts]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        *((("flags", flag)) for flag in (0x10, 0x20, 0x1000, 0x4000, 0x8000)),
        *(("entry", at) for at in (4, 5, 34, 35, 36, 37, 38, 39)),
        *(("both", at) for at in (0, 1)),
        *(("header", at) for at in (4, 10, 12)),
        *(("end", at) for at in (4, 6, 8)),
    ],
)
def test_fields_that_nobody_signs(makers: Makers, place: str, value: int) -> None:
    """Made by, disk, attributes, version, times; and in the end the numbers of disks."""
    parts = members(makers)
    sound = archive(*parts)
    assert told(makers, sound) == []
    assert told(makers, archive(*(replace(part, flags=6) for part in parts))) == []
    if place == "flags":
        parts[-1] = replace(parts[-1], flags=value)
        assert told(makers, archive(*parts)) == [parts[-1].name.decode()]
        return
    data = bytearray(sound)
    entry, header = data.rindex(b"PK\1\2"), data.rindex(b"PK\3\4")
    if place == "end":
        data[data.rindex(b"PK\5\6") + value] ^= 0x40
        assert told(makers, bytes(data)) == ["the end of the ZIP file"]
        return
    if place == "both":
        data[entry + 12 + value * 2] = data[header + 10 + value * 2] = 0xFF
        data[entry + 13 + value * 2] = data[header + 11 + value * 2] = 0xFF
    else:
        data[(entry if place == "entry" else header) + value] ^= 0x49
    assert told(makers, bytes(data)) == [parts[-1].name.decode()]
