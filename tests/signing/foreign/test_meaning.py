"""What a signature means beside being right: a commitment, a policy, whose it is, and of what."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from signing.certificate import PINFL, STIR, facts
from signing.cms_asn1 import tlv
from signing.cms_verify import check_cms
from signing.flaws import Flaw
from signing.identity import Identities
from signing.report import Kind, Verdict
from tests.signing.foreign.cms_parts import judge, shaped
from tests.signing.foreign.crafted import SEQUENCE, attribute, oid, usual
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.foreign.test_asic import FILES, Made, manifest
from tests.signing.foreign.test_asic import judge as judge_container
from tests.signing.pki import Issued

TYPES = "1.2.840.113549.1.9.16.6"


def committed(*types: str) -> bytes:
    return attribute("1.2.840.113549.1.9.16.2.16", *(tlv(SEQUENCE, oid(name)) for name in types))


def policy(value: bytes) -> bytes:
    return attribute("1.2.840.113549.1.9.16.2.15", value)


NULL = b"\x05\0"
MEANT: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "receipt": (committed(f"{TYPES}.2"), [("COMMITMENT_TYPE", "proof of receipt")]),
    "delivery": (committed(f"{TYPES}.3"), [("COMMITMENT_TYPE", "proof of delivery")]),
    "sender": (committed(f"{TYPES}.4"), [("COMMITMENT_TYPE", "proof of sender")]),
    "creation": (committed(f"{TYPES}.6"), [("COMMITMENT_TYPE", "proof of creation")]),
    "approval": (committed(f"{TYPES}.5"), []),
    "origin and receipt": (committed(f"{TYPES}.1", f"{TYPES}.2"), []),
    "unknown": (committed("1.2.3"), [("COMMITMENT_TYPE", "commitment 1.2.3")]),
    "unreadable": (
        attribute("1.2.840.113549.1.9.16.2.16", NULL),
        [("COMMITMENT_TYPE", "commitment –")],
    ),
    "nothing": (
        attribute("1.2.840.113549.1.9.16.2.16", tlv(SEQUENCE, b"")),
        [("COMMITMENT_TYPE", "commitment –")],
    ),
    "another structure": (
        attribute("1.2.840.113549.1.9.16.2.16", tlv(0x31, oid(f"{TYPES}.5"))),
        [("COMMITMENT_TYPE", "commitment –")],
    ),
    "policy": (policy(tlv(SEQUENCE, oid("1.2.3.4"))), [("SIGNATURE_POLICY", "1.2.3.4")]),
    "implied policy": (policy(NULL), [("SIGNATURE_POLICY", "implied policy")]),
}


@pytest.mark.parametrize("what", MEANT)
def test_what_a_signer_says_that_it_means_is_told(makers: Makers, what: str) -> None:
    added, expected = MEANT[what]
    issued = makers.people["first"]
    data = shaped(makers, attributes=[*usual(issued, MATTER), added]).der()
    report = judge(makers, data)
    (signature,) = report.signatures
    told = [item for item in signature.warnings if item.code != "CLAIMED_TIME"]
    assert report.verdict is Verdict.VALID
    assert [(item.code, item.detail) for item in told] == expected
    # The reader of our own packages tells the same.
    own = Identities(makers.anchors, makers.now).judge("package", check_cms(data))
    again = [item for item in own.warnings if item.code != "CLAIMED_TIME"]
    assert again == told


def test_many_commitments_are_not_all_told(makers: Makers) -> None:
    added = committed(*(f"1.2.{number}" for number in range(300)))
    data = shaped(makers, attributes=[*usual(makers.people["first"], MATTER), added]).der()
    assert len(judge(makers, data).signatures[0].warnings) < 10


def of_several(makers: Makers, *fields: tuple[x509.ObjectIdentifier, str]) -> Issued:
    """Somebody whose certificate says more than one thing of its holder."""
    own = makers.people["first"]
    authority = makers.authority.issuing
    old = own.certificate
    names = [*old.subject, *(x509.NameAttribute(kind, value) for kind, value in fields)]
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(old.issuer)
        .public_key(own.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(old.not_valid_before_utc)
        .not_valid_after(old.not_valid_after_utc)
    )
    for extension in old.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    signed = builder.sign(authority.key, old.signature_hash_algorithm)  # type: ignore[arg-type]
    return Issued(signed, own.key)


def test_of_a_certificate_with_several_names_it_is_open_whose_it_is(makers: Makers) -> None:
    issued = of_several(
        makers, (PINFL, "99999999999999"), (STIR, "999999999"), (NameOID.COMMON_NAME, "Boshqa")
    )
    every = [Flaw.SEVERAL_PERSONS, Flaw.SEVERAL_ORGANISATIONS, Flaw.SEVERAL_NAMES]
    assert list(facts(issued.certificate).several) == every
    made = shaped(makers)
    made.issued, made.certificates = issued, [issued.certificate, *made.certificates[1:]]
    data = made.der()
    report = judge(makers, data)
    assert report.verdict is Verdict.INDETERMINATE
    told = [("SIGNER_AMBIGUOUS", item.value) for item in every]
    assert [(item.code, item.detail) for item in report.reasons] == told
    own = Identities(makers.anchors, makers.now).judge("package", check_cms(data))
    assert [(item.code, item.detail) for item in own.reasons] == told
    # The same twice is one.
    name = makers.people["first"].certificate.subject
    (common,) = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    same = of_several(makers, (NameOID.COMMON_NAME, str(common.value)))
    assert facts(same.certificate).several == ()


@pytest.mark.parametrize(
    "second", ["ilova/jadval.csv", "META-INF/qaror.pdf", "META-INF/ASiCManifest9.xml/qaror.html"]
)
def test_who_signed_a_part_only_is_told_what_is_left_out(makers: Makers, second: str) -> None:
    first, files = "matn.txt", {"matn.txt": FILES["matn.txt"], second: b"Boshqa qaror"}
    made = Made(dict(files))
    for (name, data), by in zip(files.items(), ("first", "second"), strict=True):
        number = len(made.members)
        signature = f"META-INF/signature{number:03d}.p7s"
        listed = manifest(signature, {name: data})
        made.members[f"META-INF/ASiCManifest{number:03d}.xml"] = listed
        made.members[signature] = makers.cms(by=(by,), data=listed)
    report = judge_container(makers, made.zip())
    assert report.verdict is Verdict.VALID
    assert [(item.covers, item.warnings[-1].code) for item in report.signatures] == [
        ((first,), "COVERS_PART"),
        ((second,), "COVERS_PART"),
    ]
    assert [item.warnings[-1].detail for item in report.signatures] == [second, first]


def test_who_signs_what_stands_beside_a_document_leaves_nobody_with_a_part(makers: Makers) -> None:
    """An earlier signature and its manifest are no documents."""
    made, covered = Made({"matn.txt": FILES["matn.txt"]}), {"matn.txt": FILES["matn.txt"]}
    for by in ("first", "second"):
        listed = manifest(f"META-INF/{by}.p7s", covered)
        signed = {
            f"META-INF/ASiCManifest-{by}.xml": listed,
            f"META-INF/{by}.p7s": makers.cms(by=(by,), data=listed),
        }
        made.members.update(signed)
        covered |= signed
    report = judge_container(makers, made.zip())
    assert report.verdict is Verdict.VALID
    assert [len(item.covers) for item in report.signatures] == [1, 3]
    assert [item.warnings for item in report.signatures] == [(), ()]


def test_a_counter_signature_says_whose_it_is_over(makers: Makers) -> None:
    first = makers.people["first"]
    made = shaped(makers)
    from tests.signing.foreign import crafted

    value = crafted.signs(first)(tlv(crafted.SET, made.signed))
    attributes = usual(first, value)[1:]
    over = crafted.Crafted(first, value, attributes=attributes)
    made.unsigned = [attribute("1.2.840.113549.1.9.6", over.info())]
    report = judge(makers, made.der(made.info_of(value)))
    plain, counter = report.signatures
    assert (plain.kind, plain.over) == (Kind.SIGNATURE, "")
    assert (counter.kind, counter.over) == (
        Kind.COUNTER_SIGNATURE,
        facts(first.certificate).name,
    )
