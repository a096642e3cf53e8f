"""Containers of other makers: several signatures and manifests, time-stamps, and attacks."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from signing.foreign.asic import is_package, verify_container
from signing.manifest import ASIC, XMLDSIG
from signing.report import Kind, Report, Verdict
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.foreign.makers import Makers

VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE
SIMPLE, EXTENDED = "application/vnd.etsi.asic-s+zip", "application/vnd.etsi.asic-e+zip"
FILES = {"matn.txt": b"Qaror matni\n" * 40, "ilova/jadval.csv": b"1;2;3\n"}
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def manifest(
    signature: str,
    files: Mapping[str, bytes],
    *,
    algorithm: str = _SHA256,
    hashed: Callable[[bytes], bytes] = lambda data: hashlib.sha256(data).digest(),
    head: str = "",
    mime: str = "application/pkcs7-signature",
) -> bytes:
    """An ASiCManifest as another library writes it: indented, other prefixes, extensions.

    That of a time-stamp has none, as nobody signs what they say.
    """
    name = "DataObjectReferenceExtensions"
    extension = "" if signature.endswith(".tst") else f'<{name}><x:a xmlns:x="urn:x"/></{name}>'
    references = "".join(
        f"""
  <DataObjectReference URI="{name.replace(" ", "%20")}" MimeType="text/plain" Rootfile="true">
    <d:DigestMethod Algorithm="{algorithm}"/>
    <d:DigestValue>
      {base64.b64encode(hashed(data)).decode()}
    </d:DigestValue>
    {extension}
  </DataObjectReference>"""
        for name, data in files.items()
    )
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>{head}
<ASiCManifest xmlns="{ASIC}" xmlns:d="{XMLDSIG}">
  <SigReference MimeType="{mime}" URI="{signature}"/>{references}
</ASiCManifest>""".encode()


@dataclass
class Made:
    """Members in their order."""

    members: dict[str, bytes] = field(default_factory=dict)
    kind: str = EXTENDED

    def zip(self, *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            if self.kind:
                archive.writestr("mimetype", self.kind, zipfile.ZIP_STORED)
            for name, data in self.members.items():
                archive.writestr(name, data)
            archive.comment = comment
        return out.getvalue()


def extended(makers: Makers, *, by: tuple[str, ...] = ("first",)) -> Made:
    """A manifest and a signature of each of ``by``."""
    made = Made(dict(FILES))
    for number, name in enumerate(by, 1):
        signature = f"META-INF/signature{number:03d}.p7s"
        listed = manifest(signature, FILES)
        made.members[f"META-INF/ASiCManifest{number:03d}.xml"] = listed
        made.members[signature] = makers.cms(by=(name,), data=listed)
    return made


def stamped(makers: Makers, *, archive: bool) -> Made:
    made = extended(makers)
    token = "META-INF/timestamp001.tst"
    covered = {name: made.members[name] for name in (*FILES, "META-INF/signature001.p7s")}
    listed = manifest(token, covered, mime="application/vnd.etsi.timestamp-token")
    name = "ASiCArchiveManifest001" if archive else "ASiCManifest002"
    made.members[f"META-INF/{name}.xml"] = listed
    made.members[token] = makers.token(listed)
    return made


def judge(makers: Makers, data: bytes, anchors: TrustAnchors | None = None) -> Report:
    return verify_container(io.BytesIO(data), anchors or makers.anchors)


def codes(report: Report) -> set[str]:
    return {item.code for item in report.reasons}


# --- what other makers make --------------------------------------------------------------------


def test_several_signatures_and_manifests(makers: Makers) -> None:
    report = judge(makers, extended(makers, by=("first", "second")).zip())
    assert (report.verdict, report.reasons) == (VALID, ())
    assert [item.covers for item in report.signatures] == [tuple(FILES)] * 2
    assert len({item.signer for item in report.signatures}) == 2
    alone = judge(makers, extended(makers).zip(), TrustAnchors(()))
    assert (alone.verdict, codes(alone)) == (OPEN, {"NO_CERTIFICATE_CHAIN_FOUND"})


def test_each_signature_covers_what_its_manifest_lists(makers: Makers) -> None:
    made = Made(dict(FILES))
    for number, name in enumerate(FILES, 1):
        signature = f"META-INF/signature{number}.p7s"
        listed = manifest(signature, {name: FILES[name]})
        made.members[f"META-INF/ASiCManifest{number}.xml"] = listed
        made.members[signature] = makers.cms(data=listed)
    report = judge(makers, made.zip())
    assert report.verdict is VALID
    assert [item.covers for item in report.signatures] == [(name,) for name in FILES]


def test_names_as_zip_of_linux_writes_them(makers: Makers) -> None:
    """In UTF-8, without the flag that says so; another member of that name stays a second one."""
    name, signature = "\u049aарор.txt", "META-INF/signature.p7s"
    listed = manifest(signature, {name: b"matn"})
    signed = {"META-INF/ASiCManifest.xml": listed, signature: makers.cms(data=listed)}

    def without_flag(data: bytes) -> bytes:
        flagged = rb"(?s)(PK\x03\x04..|PK\x01\x02....)\x00\x08"
        return re.sub(flagged, lambda found: found[1] + bytes(2), data)

    made = without_flag(Made({name: b"matn", **signed}).zip())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert name not in archive.namelist()
    report = judge(makers, made)
    assert (report.verdict, report.signatures[0].covers) == (VALID, (name,))
    shown = name.encode().decode("cp437")
    again = without_flag(Made({name: b"matn", shown: b"boshqa", **signed}).zip())
    assert judge(makers, again).verdict is not VALID


@pytest.mark.parametrize("comment", [b"", b"mimetype=application/vnd.etsi.asic-s+zip"])
def test_one_file_and_its_signature(makers: Makers, comment: bytes) -> None:
    matter = FILES["matn.txt"]
    members = {"matn.txt": matter, "META-INF/signature.p7s": makers.cms(data=matter)}
    data = Made(members, "" if comment else SIMPLE).zip(comment=comment)
    report = judge(makers, data)
    assert report.verdict is VALID
    assert report.signatures[0].covers == ("matn.txt",)
    changed = judge(makers, Made({**members, "matn.txt": matter + b"."}, SIMPLE).zip())
    assert (changed.verdict, codes(changed)) == (INVALID, {"HASH_FAILURE", "MEMBER_NOT_LISTED"})
    two = judge(makers, Made({**members, "b.txt": b"b"}, SIMPLE).zip())
    assert (two.verdict, codes(two)) == (INVALID, {"FORMAT_FAILURE"})


def test_one_file_and_its_time_stamp(makers: Makers) -> None:
    matter = FILES["matn.txt"]
    token = makers.token(matter)
    members = {"matn.txt": matter, "META-INF/timestamp.tst": token}
    report = judge(makers, Made(members, SIMPLE).zip())
    assert report.signatures[0].verdict is VALID
    assert (report.verdict, codes(report)) == (OPEN, {"NOBODY_SIGNED"})
    assert report.signatures[0].kind is Kind.TIME_STAMP
    assert report.signatures[0].covers == ("matn.txt",)
    changed = judge(makers, Made({**members, "matn.txt": b"."}, SIMPLE).zip())
    assert changed.verdict is INVALID
    assert "HASH_FAILURE" in codes(changed)


def test_a_time_stamp_manifest_proves_the_signature(makers: Makers) -> None:
    report = judge(makers, stamped(makers, archive=False).zip())
    signature, stamp = report.signatures
    assert (report.verdict, signature.level, signature.proven) == (VALID, "B-T", True)
    assert (stamp.kind, stamp.trusted, stamp.time) == (Kind.TIME_STAMP, True, signature.time)
    archived = judge(makers, stamped(makers, archive=True).zip())
    assert archived.verdict is VALID
    assert archived.signatures[1].kind is Kind.ARCHIVE_TIME_STAMP
    # It brings no revocation lists, so it is no B-LTA yet.
    assert archived.signatures[0].level == "B-T"


def test_a_time_stamp_over_another_signature_proves_nothing(makers: Makers) -> None:
    made = stamped(makers, archive=False)
    other = makers.cms(data=made.members["META-INF/ASiCManifest001.xml"])
    made.members["META-INF/signature001.p7s"] = other
    report = judge(makers, made.zip())
    assert (report.verdict, codes(report)) == (INVALID, {"HASH_FAILURE"})
    assert (report.signatures[0].intact, report.signatures[0].level) == (True, "B-B")


def test_weak_and_strange_digests_are_named(makers: Makers) -> None:
    def with_digest(uri: str, hashed: Callable[[bytes], bytes]) -> Report:
        made = Made(dict(FILES))
        listed = manifest("META-INF/signature.p7s", FILES, algorithm=uri, hashed=hashed)
        made.members["META-INF/ASiCManifest.xml"] = listed
        made.members["META-INF/signature.p7s"] = makers.cms(data=listed)
        return judge(makers, made.zip())

    sha3 = "http://www.w3.org/2007/05/xmldsig-more#sha3-256"
    assert with_digest(sha3, lambda data: hashlib.sha3_256(data).digest()).verdict is VALID
    weak = with_digest(f"{XMLDSIG}sha1", lambda data: hashlib.sha1(data).digest())
    assert (weak.verdict, codes(weak)) == (OPEN, {"CRYPTO_CONSTRAINTS_FAILURE_NO_POE"})
    unknown = with_digest("urn:unknown", lambda _: b"x")
    assert (unknown.verdict, codes(unknown)) == (OPEN, {"CRYPTO_CONSTRAINTS_FAILURE"})


@pytest.mark.parametrize(
    ("members", "code", "detail"),
    [
        ({"a.txt": b"a"}, "SIGNED_DATA_NOT_FOUND", ""),
        ({"a.txt": b"a", "META-INF/signatures.xml": b"<x/>"}, "NOT_SUPPORTED", "XAdES"),
        ({"_xmlsignatures/sig1.xml": b"<x/>", "w.xml": b"<x/>"}, "NOT_SUPPORTED", "XAdES"),
        ({"META-INF/A.SF": b"", "META-INF/A.RSA": b""}, "NOT_SUPPORTED", "JAR"),
    ],
)
def test_what_holds_no_signature_for_us_says_so(
    makers: Makers, members: dict[str, bytes], code: str, detail: str
) -> None:
    report = judge(makers, Made(members, "").zip())
    assert report.verdict is OPEN
    assert (report.reasons[0].code, report.reasons[0].detail) == (code, detail)


def test_our_own_packages_are_told_apart(makers: Makers) -> None:
    own = {"decision.json": b"{}", "agreement/trail.json": b"{}"}
    assert is_package(io.BytesIO(Made(own).zip()))
    # A document of another maker may have one of the names.
    assert not any(is_package(io.BytesIO(Made({name: b"{}"}).zip())) for name in own)
    assert not is_package(io.BytesIO(extended(makers).zip()))
    # Unsigned, they break nothing of another's; signed, also in two parts, they are ours.
    both = {"decision.json": b"{}", "agreement/trail.json": b"{}"}
    made = extended(makers)
    made.members.update(both)
    assert not is_package(io.BytesIO(made.zip()))
    report = verify_stream(io.BytesIO(made.zip()), makers.anchors)
    assert [(item.code, item.detail, item.failed) for item in report.reasons] == [
        ("MEMBER_NOT_LISTED", name, False) for name in both
    ]
    assert report.verdict is Verdict.INDETERMINATE
    for number, (name, data) in enumerate(both.items(), 2):
        assert not is_package(io.BytesIO(made.zip()))
        listed = manifest(f"META-INF/signature00{number}.p7s", {name: data})
        made.members[f"META-INF/ASiCManifest00{number}.xml"] = listed
    assert is_package(io.BytesIO(made.zip()))
    assert is_package(io.BytesIO(Made(own).zip() + b"more"))
    assert not is_package(io.BytesIO(b"PK\3\4damaged"))


# --- what somebody does to them ----------------------------------------------------------------


def changed(makers: Makers, **members: bytes | None) -> Report:
    made = extended(makers)
    for name, data in members.items():
        if data is None:
            del made.members[name]
        else:
            made.members[name] = data
    return judge(makers, made.zip())


def test_members_are_changed_added_and_taken(makers: Makers) -> None:
    report = changed(makers, **{"matn.txt": b"Boshqa"})
    assert (report.verdict, codes(report)) == (INVALID, {"HASH_FAILURE"})
    report = changed(makers, **{"matn.txt": None})
    assert (report.verdict, codes(report)) == (INVALID, {"MEMBER_MISSING"})
    report = changed(makers, **{"qoshimcha.txt": b"x"})
    assert (report.verdict, codes(report)) == (OPEN, {"MEMBER_NOT_LISTED"})
    report = changed(makers, **{"META-INF/signature001.p7s": None})
    # Anybody can add a manifest: one of an absent signature breaks nothing that is signed.
    assert report.verdict is OPEN
    assert "MEMBER_MISSING" in codes(report)
    report = changed(makers, **{"META-INF/ASiCManifest001.xml": None})
    assert report.verdict is not VALID
    assert not any(item.intact for item in report.signatures)
    other = manifest("META-INF/signature001.p7s", {"matn.txt": b"Boshqa"})
    report = changed(makers, **{"META-INF/ASiCManifest001.xml": other, "matn.txt": b"Boshqa"})
    assert (report.verdict, report.signatures[0].intact) == (INVALID, False)


_BOMB = "<!DOCTYPE a [<!ENTITY a 'a'><!ENTITY b '&a;&a;'>]>"
_OUTSIDE = "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'>"


@pytest.mark.parametrize(
    "xml",
    [
        manifest("META-INF/signature001.p7s", FILES, head=_BOMB),
        manifest("META-INF/signature001.p7s", FILES, head=_OUTSIDE),
        manifest("META-INF/signature001.p7s", FILES).decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="windows-1251"?>\n'
        + manifest("META-INF/signature001.p7s", FILES).partition(b"?>")[2],
        b"<a>" * 5000,
        manifest("META-INF/signature001.p7s", FILES).replace(
            b"<SigReference", b"<SigReference URI='x'/><SigReference"
        ),
        manifest("META-INF/signature001.p7s", FILES).replace(b"ilova/jadval.csv", b"matn.txt"),
        manifest("META-INF/signature001.p7s", FILES).replace(
            b"<DataObjectReferenceExtensions>", b"<b>" * 20
        ),
        manifest("META-INF/signature001.p7s", FILES) + b" " * (1 << 20),
        b"",
    ],
    ids=[
        "entities",
        "outside",
        "utf-16",
        "claimed",
        "deep",
        "two",
        "twice",
        "nested",
        "large",
        "empty",
    ],
)
def test_hostile_manifests(makers: Makers, xml: bytes) -> None:
    """The signature over it may be right: what cannot be read in one way is refused."""
    signature = makers.cms(data=xml)
    begun = time.process_time()
    report = changed(
        makers, **{"META-INF/ASiCManifest001.xml": xml, "META-INF/signature001.p7s": signature}
    )
    assert report.verdict is INVALID
    assert "FORMAT_FAILURE" in codes(report)
    assert time.process_time() - begun < 5


# --- ZIP ---------------------------------------------------------------------------------------


def entry(
    name: bytes, data: bytes, offset: int, *, shown: bytes | None = None
) -> tuple[bytes, bytes]:
    """A member with its header, and the directory's word about it."""
    shared = struct.pack("<5H3L", 20, 0x800, 0, 0, 33, zlib.crc32(data), len(data), len(data))
    local = b"PK\3\4" + shared + struct.pack("<2H", len(name), 0) + name + data
    told = name if shown is None else shown
    central = (
        b"PK\1\2\x14\0" + shared + struct.pack("<5H2L", len(told), 0, 0, 0, 0, 0, offset) + told
    )
    return local, central


def end(count: int, size: int, offset: int) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, offset, 0)


def written(*members: tuple[bytes, bytes], **shown: bytes) -> bytes:
    out, directory = b"", b""
    for name, data in members:
        local, central = entry(name, data, len(out), shown=shown.get(name.decode()))
        out += local
        directory += central
    return out + directory + end(len(members), len(directory), len(out))


def gap() -> bytes:
    first, one = entry(b"a", b"1", 0)
    second, other = entry(b"b", b"2", len(first) + 4)
    members = first + b"data" + second
    return members + one + other + end(2, len(one + other), len(members))


def too_many(count: int) -> bytes:
    directory = b"".join(entry(b"%d" % number, b"", 0)[1] for number in range(count))
    return directory + end(count, len(directory), 0)


def overlapping() -> bytes:
    local, first = entry(b"a", b"x" * 40, 0)
    second = entry(b"b", b"x" * 40, 0, shown=b"b")[1]
    return local + first + second + end(2, len(first + second), len(local))


def zip64_lie() -> bytes:
    data = written((b"a", b"x"))
    at = data.index(b"PK\5\6")
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 46, 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    return data[:at] + record + locator + end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def longer(place: int) -> bytes:
    """The last entry of the directory goes on into what stands behind it."""
    data = bytearray(written((b"a", b"1"), (b"b", b"2")))
    data[data.rindex(b"PK\1\2") + place] += 4
    return bytes(data)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "twice": lambda: written((b"a", b"1"), (b"a", b"2")),
    "case": lambda: written((b"a", b"1"), (b"A", b"2")),
    "unicode": lambda: written(("é".encode(), b"1"), ("e\u0301".encode(), b"2")),
    "absolute": lambda: written((b"/a", b"1")),
    "above": lambda: written((b"x/../../a", b"1")),
    "backslash": lambda: written((b"..\\a", b"1")),
    "drive": lambda: written((b"c:/a", b"1")),
    "other name": lambda: written((b"a", b"1"), a=b"b"),
    "before": lambda: b"x" * 8 + written((b"a", b"1")),
    "behind": lambda: written((b"a", b"1")) + b"more",
    "between": gap,
    "before the directory": lambda: written((b"a", b"1")).replace(
        b"PK\1\2", b"data" + b"PK\1\2", 1
    ),
    "other size": lambda: written((b"a", b"1")).replace(
        b"\1\0\0\0\1\0\0\0", b"\2\0\0\0\1\0\0\0", 1
    ),
    "longer name": lambda: longer(28),
    "longer fields": lambda: longer(30),
    "longer comment": lambda: longer(32),
    "a comment": lambda: Made({"a": b"1"}).zip(comment=b"another file"),
    "encrypted": lambda: written((b"a", b"1")).replace(b"\x14\0\0\x08", b"\x14\0\1\x08"),
    "overlap": overlapping,
    "zip64": zip64_lie,
    "60000": lambda: too_many(60_000),
    "4097": lambda: too_many(4_097),
    "cut": lambda: written((b"a", b"1"))[:-9],
    "bomb": lambda: Made({"a": bytes(1 << 20)}).zip(),
    "no directory": lambda: b"PK\3\4" + bytes(200),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives(makers: Makers, name: str) -> None:
    data = HOSTILE[name]()
    begun = time.process_time()
    report = judge(makers, data)
    assert (report.verdict, codes(report)) == (INVALID, {"FORMAT_FAILURE"}), report.reasons
    assert time.process_time() - begun < 3


def test_the_honest_form_of_the_hostile_ones_is_read(makers: Makers) -> None:
    assert codes(judge(makers, written((b"a", b"1"), (b"b", b"2")))) == {"SIGNED_DATA_NOT_FOUND"}
