"""What in a container a signature or a time-stamp covers, and what beside it nobody signed."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace

import pytest

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.report import Kind, Report, Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import with_between
from tests.signing.foreign.crafted import Crafted, algorithm, attribute
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_asic import (
    EXTENDED,
    FILES,
    SIMPLE,
    Made,
    codes,
    extended,
    judge,
    manifest,
    stamped,
)

VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE
TEXT = FILES["matn.txt"]


def test_two_manifests_for_one_signature(makers: Makers) -> None:
    """Whichever stands first, it is the one that the signature is over; the other is anybody's."""
    made, token = stamped(makers, archive=False), "META-INF/timestamp001.tst"
    assert token in made.members
    other = {"matn.txt": b"Boshqa"}
    for signature, listed in (
        ("META-INF/signature001.p7s", other),
        ("META-INF/signature001.p7s", FILES),
        (token, other),
        ("META-INF/signature009.p7s", FILES),
    ):
        more = {"META-INF/ASiCManifest000.xml": manifest(signature, listed)}
        for members in ({**made.members, **more}, {**more, **made.members}):
            report = judge(makers, Made(members).zip())
            missing = {"MEMBER_MISSING"} if "9" in signature else set()
            told = {"MEMBER_NOT_LISTED", *missing}
            assert (report.verdict, codes(report)) == (OPEN, told), signature
            assert all(item.intact and item.trusted for item in report.signatures)
    assert judge(makers, made.zip()).verdict is VALID


def test_two_manifests_for_a_signature_without_attributes(makers: Makers) -> None:
    """What it is over only its value tells."""
    signature = "META-INF/signature001.p7s"
    listed = manifest(signature, FILES)
    makers.write("input", listed)
    bare = makers.openssl(
        *("cms", "-sign", "-binary", "-noattr", "-in", "input", "-outform", "DER"),
        *("-signer", "first.pem", "-inkey", "first.key", "-certfile", "between.pem"),
    )
    made = {**FILES, "META-INF/ASiCManifest001.xml": listed, signature: bare}
    more = {"META-INF/ASiCManifest000.xml": manifest(signature, {"matn.txt": TEXT})}
    alone = judge(makers, Made(made).zip())
    for members in ({**made, **more}, {**more, **made}):
        report = judge(makers, Made(members).zip())
        assert (report.verdict, codes(report)) == (OPEN, codes(alone) | {"MEMBER_NOT_LISTED"})
        assert report.signatures[0].intact


@pytest.mark.parametrize(
    "signature", ["matn.txt", "mimetype", "META-INF/ASiCManifest001.xml", "META-INF/manifest.xml"]
)
def test_a_manifest_of_no_signature(makers: Makers, signature: str) -> None:
    """What it names is there, and is no signature: nobody has signed a word of it."""
    made = extended(makers)
    listed = manifest(signature, FILES).replace(b"</ASiCManifest>", b"Evil</ASiCManifest>")
    made.members.update({"META-INF/manifest.xml": b"<a/>", "META-INF/ASiCManifest002.xml": listed})
    report = judge(makers, made.zip())
    assert (report.verdict, codes(report)) == (OPEN, {"MEMBER_NOT_LISTED"})
    assert [item.detail for item in report.reasons] == ["META-INF/ASiCManifest002.xml"]


@pytest.mark.parametrize("own", [{}, {"decision.json": b"{}", "agreement/trail.json": b"{}"}])
def test_a_manifest_that_cannot_be_read_breaks_no_other(
    makers: Makers, own: dict[str, bytes]
) -> None:
    made = extended(makers)
    stray = "META-INF/ASiCManifest009.xml"
    made.members.update({**own, stray: b"<x/>"})
    report = verify_stream(io.BytesIO(made.zip()), makers.anchors)
    assert (report.verdict, report.signatures[0].intact) == (OPEN, True)
    assert codes(report) == {"FORMAT_FAILURE", "MEMBER_NOT_LISTED"}
    # It may be that of one which has none.
    made.members["META-INF/signature002.p7s"] = made.members["META-INF/signature001.p7s"]
    assert verify_stream(io.BytesIO(made.zip()), makers.anchors).verdict is INVALID


@pytest.mark.parametrize("kind", [EXTENDED, ""])
def test_a_signature_with_a_content_of_its_own_says_nothing_of_the_files(
    makers: Makers, kind: str
) -> None:
    made = Made({**FILES, "META-INF/signature.p7s": makers.cms("-nodetach")}, kind)
    report = judge(makers, made.zip())
    assert (report.verdict, report.signatures[0].intact) == (OPEN, True)
    assert codes(report) == {"SIGNED_DATA_NOT_FOUND", "MEMBER_NOT_LISTED"}
    detached = Made({**FILES, "META-INF/signature.p7s": makers.cms()}, kind)
    other = judge(makers, detached.zip())
    assert (other.verdict, other.signatures[0].intact) == (OPEN, False)


def test_a_time_stamp_proves_the_signature_that_it_covers_and_no_other(makers: Makers) -> None:
    made = stamped(makers, archive=False)
    listed = manifest("META-INF/signature002.p7s", FILES)
    made.members["META-INF/ASiCManifest003.xml"] = listed
    made.members["META-INF/signature002.p7s"] = makers.cms(by=("second",), data=listed)
    first, second, stamp = judge(makers, made.zip()).signatures
    assert (first.proven, first.level) == (True, "B-T")
    assert (second.proven, second.level) == (False, "B-B")
    assert stamp.covers == (*FILES, "META-INF/signature001.p7s")


def test_a_time_stamp_alone_covers_what_it_lists(makers: Makers) -> None:
    token = "META-INF/timestamp.tst"
    listed = manifest(token, FILES, mime="application/vnd.etsi.timestamp-token")
    members = {**FILES, "META-INF/ASiCManifest.xml": listed, token: makers.token(listed)}
    report = judge(makers, Made(members).zip())
    assert (report.verdict, codes(report)) == (OPEN, {"NOBODY_SIGNED"})
    assert (report.signatures[0].kind, report.signatures[0].trusted) == (Kind.TIME_STAMP, True)
    changed = judge(makers, Made({**members, "matn.txt": b"."}).zip())
    assert (changed.verdict, codes(changed)) == (INVALID, {"HASH_FAILURE", "NOBODY_SIGNED"})
    assert not changed.signatures[0].trusted
    # One over something else covers nothing.
    other = judge(makers, Made({**members, token: makers.token(b".")}).zip())
    assert (other.verdict, "MEMBER_NOT_LISTED" in codes(other)) == (INVALID, True)
    for wrong in (b"\5\0", b""):
        broken = judge(makers, Made({**members, token: wrong}).zip())
        assert (broken.verdict, broken.signatures[0].intact) == (INVALID, False)


def test_a_time_stamp_makes_no_document_of_what_nobody_signed(makers: Makers) -> None:
    made = extended(makers)
    token, others = "META-INF/timestamp.tst", {"ilova.txt": b"Men hech narsa imzolamadim"}
    signature = {"META-INF/signature001.p7s": made.members["META-INF/signature001.p7s"]}
    proofs = {"META-INF/qaror.html": b"<h1>Evil</h1>"}
    for extra in (others, {**others, **signature}, {**proofs, **signature}, proofs):
        listed = manifest(token, extra, mime="application/vnd.etsi.timestamp-token")
        members = {**made.members, **extra, "META-INF/ASiCManifest9.xml": listed}
        report = judge(makers, Made({**members, token: makers.token(listed)}).zip())
        name = next(iter(extra))
        assert (report.verdict, codes(report)) == (OPEN, {"MEMBER_NOT_LISTED"}), extra
        assert [item.detail for item in report.reasons] == [name]


@pytest.mark.parametrize("system", [0, 3, 19])
@pytest.mark.parametrize(
    ("name", "attributes", "verdict"),
    [
        ("matn.txt", 0o120777 << 16, INVALID),
        ("matn.txt", 0o010644 << 16, INVALID),
        ("matn.txt", 0x10, INVALID),
        ("ilova/", 0o120777 << 16, INVALID),
        ("matn.txt", 0o100644 << 16, VALID),
        ("matn.txt", 0x20, VALID),
        ("ilova/", (0o040755 << 16) | 0x10, VALID),
    ],
)
def test_a_link_is_no_document(
    makers: Makers, name: str, attributes: int, verdict: Verdict, system: int
) -> None:
    made = extended(makers)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for item in ["mimetype", "ilova/", *made.members]:
            info = zipfile.ZipInfo(item)
            info.create_system, info.external_attr = system, attributes if item == name else 0
            archive.writestr(info, made.members.get(item, EXTENDED * (item == "mimetype")))
    report = judge(makers, out.getvalue())
    assert (report.verdict, codes(report)) == (
        verdict,
        {"FORMAT_FAILURE"} if verdict is INVALID else set(),
    )


def test_a_signature_over_a_signature_stays_what_it_is(makers: Makers) -> None:
    """Of the one over the files what they are decides; the one over its value is right."""
    second = makers.people["second"]
    listed = manifest("META-INF/signature.p7s", FILES)
    people = [*with_between(makers), second.certificate]
    made = Crafted(makers.people["first"], listed, certificates=people, attached=False)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    attributes = [
        crafted.message_digest(value),
        crafted.signing_certificate(second.certificate),
    ]
    counter = Crafted(second, value, attributes, signature=algorithm(crafted.RSA)).info()
    full = replace(made, unsigned=[attribute(crafted.COUNTER, counter)])
    members = {
        **FILES,
        "META-INF/ASiCManifest.xml": listed,
        "META-INF/signature.p7s": full.der(full.info_of(value)),
    }
    assert judge(makers, Made(members).zip()).verdict is VALID
    report = judge(makers, Made({**members, "matn.txt": b"."}).zip())
    assert report.verdict is INVALID
    assert [item.intact for item in report.signatures] == [False, True]


def test_a_broken_signature_covers_nothing(makers: Makers) -> None:
    signature = makers.cms(data=TEXT)
    for der in (signature[:-1] + bytes([signature[-1] ^ 1]), signature[:60]):
        members = {"matn.txt": TEXT, "META-INF/signature.p7s": der}
        report = judge(makers, Made(members, SIMPLE).zip())
        assert report.verdict is INVALID
        assert "MEMBER_NOT_LISTED" in codes(report)


def test_signatures_that_are_large_together(makers: Makers) -> None:
    """Each may be as large as one may be; all of them are held at once."""
    piece = os.urandom(15 << 20)
    large = {f"META-INF/{number}.p7s": piece for number in range(3)}
    manifests = {f"META-INF/ASiCManifest{number}.xml": piece[: 1 << 20] for number in range(9)}
    for some in (large, manifests):
        report = judge(makers, Made({"matn.txt": TEXT, **some}, SIMPLE).zip(method=0))
        assert (report.verdict, codes(report)) == (OPEN, {"NOT_EXAMINED"})


@pytest.mark.parametrize("kind", [EXTENDED, SIMPLE])
def test_a_signature_that_carries_another_content_than_it_covers(
    makers: Makers, kind: str
) -> None:
    matter = FILES["matn.txt"]
    files = {"matn.txt": matter}
    listed = manifest("META-INF/signature.p7s", files)
    over = listed if kind == EXTENDED else matter
    beside = {"META-INF/ASiCManifest.xml": listed} if kind == EXTENDED else {}

    def told(carried: bytes, signed: bytes) -> Report:
        top = ber.read_all(makers.cms(data=signed))
        parts = [item.raw for item in top.children[1].only().children]
        parts[2] = tlv(0x30, crafted.oid(crafted.DATA) + tlv(0xA0, tlv(4, carried)))
        signature = tlv(0x30, top.children[0].raw + tlv(0xA0, tlv(0x30, b"".join(parts))))
        members = {**files, **beside, "META-INF/signature.p7s": signature}
        return judge(makers, Made(members, kind).zip())

    assert told(over, over).verdict is VALID
    for carried, signed in ((b"Evil", over), (b"Evil", b"Evil")):
        report = told(carried, signed)
        assert (report.verdict, "HASH_FAILURE" in codes(report)) == (INVALID, True)


def test_a_document_may_have_the_name_of_one_of_ours(makers: Makers) -> None:
    files = {"decision.json": b"{}"}
    listed = manifest("META-INF/signature.p7s", files)
    signature = makers.cms(data=listed)
    made = Made(
        {**files, "META-INF/ASiCManifest.xml": listed, "META-INF/signature.p7s": signature}
    )
    report = verify_stream(io.BytesIO(made.zip()), makers.anchors)
    assert (report.verdict, report.signatures[0].covers) == (VALID, ("decision.json",))
