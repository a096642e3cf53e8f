"""One made case for each situation, and what EN 319 102-1 says of it (table 5; 5.3.4, 5.5.4)."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from signing.cms_asn1 import tlv
from signing.foreign.contents import Content
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import SET, Crafted, algorithm, attribute
from tests.signing.foreign.test_weak import sha1_signature, stamped
from tests.signing.pki import HOKIM, NOW, Authority2, Issued

MATTER = b"Eski qaror matni\r\n"
"""As in tests.signing.foreign.test_weak, which makes the SHA-1 signature."""
DAY = timedelta(days=1)
BEGINS = NOW - timedelta(days=100)
CONTENT_TIME_STAMP = "1.2.840.113549.1.9.16.2.20"


@dataclass
class World:
    """An authority and one person; a case changes what it is about."""

    authority: Authority2
    issued: Issued
    parts: dict[str, object] = field(default_factory=dict)
    stamps: tuple[datetime, ...] = ()
    inside: datetime | None = None
    """A time-stamp over the content, that the signature covers."""
    lists: tuple[x509.CertificateRevocationList, ...] = ()
    trusted: bool = True
    content: bytes | None = None
    edit: Callable[[bytes], bytes] = bytes

    def signed(self) -> bytes:
        made = Crafted(self.issued, MATTER)
        if self.issued_weak:
            made = sha1_signature(self.issued)
        attributes = list(made.attributes or crafted.usual(self.issued, MATTER))
        if self.inside is not None:
            token = stamped(self.authority, MATTER, self.inside, begins=BEGINS)
            attributes.append(attribute(CONTENT_TIME_STAMP, token))
        made = replace(made, attributes=attributes)
        made = replace(made, **self.parts)  # type: ignore[arg-type]  # of a case's own choice
        if not made.certificates:
            chain = (self.issued.certificate, self.authority.issuing.certificate)
            made = replace(made, certificates=chain)
        sign = made.sign or crafted.signs(made.issued)
        value = sign(tlv(SET, made.signed))
        tokens = [stamped(self.authority, value, at, begins=BEGINS) for at in self.stamps]
        made = replace(made, unsigned=[attribute(crafted.TIME_STAMP, item) for item in tokens])
        return self.edit(made.der(made.info_of(value)))

    issued_weak: bool = False

    def told(self) -> tuple[str, str]:
        anchors = (self.authority.root.certificate,) if self.trusted else ()
        contents = () if self.content is None else (Content.of(self.content, "matn"),)
        report = verify_stream(
            io.BytesIO(self.signed()),
            TrustAnchors(anchors, (), self.lists),
            contents=contents,
            at=NOW,
        )
        if report.signatures and "FORMAT" not in report.sub_indication:
            # Of one signature the file says what the signature does.
            (only,) = report.signatures
            assert (only.verdict, only.sub_indication) == (report.verdict, report.sub_indication)
        return report.verdict.indication, report.sub_indication


def revoked(world: World, serial: int, at: datetime) -> None:
    world.authority.revoked[serial] = at
    world.lists = world.authority.crls()
    world.authority.revoked.clear()


def own_revoked(at: datetime) -> Callable[[World], None]:
    return lambda w: revoked(w, w.issued.certificate.serial_number, at)


def above_revoked(w: World) -> None:
    revoked(w, w.authority.issuing.certificate.serial_number, NOW - DAY)


def ended(*, days: int = 30) -> Callable[[World], None]:
    """A certificate of thirty days that ended that many days ago less ten."""

    def change(w: World) -> None:
        w.issued = w.authority.issue(HOKIM, begins=NOW - 40 * DAY, days=days)
        w.lists = (*w.authority.crls(NOW - 20 * DAY), *w.authority.crls())

    return change


def to_come(w: World) -> None:
    w.issued = w.authority.issue(HOKIM, begins=NOW + DAY)


def for_encryption(w: World) -> None:
    w.issued = w.authority.issue(HOKIM, signing=False)


def weak(w: World) -> None:
    w.issued_weak = True


def unbound(w: World) -> None:
    w.parts["attributes"] = crafted.usual(w.issued, MATTER)[:2]


def other_type(w: World) -> None:
    rest = crafted.usual(w.issued, MATTER)[1:]
    w.parts["attributes"] = [crafted.content_type("1.2.3.4"), *rest]


def stranger_alone(w: World) -> None:
    w.parts["certificates"] = (w.authority.root.certificate,)


def wrong_value(w: World) -> None:
    key = w.issued.key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    w.parts["sign"] = lambda data: key.sign(data + b"x", ec.ECDSA(hashes.SHA256()))


def given(**what: object) -> Callable[[World], None]:
    def change(w: World) -> None:
        for name, value in what.items():
            setattr(w, name, value)

    return change


def both(*changes: Callable[[World], None]) -> Callable[[World], None]:
    def change(w: World) -> None:
        for item in changes:
            item(w)

    return change


PASSED, FAILED, OPEN = "TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"
CASES: dict[str, tuple[Callable[[World], None], str, str]] = {
    "good": (given(), PASSED, ""),
    # The signature's bytes.
    "no CMS at all": (given(edit=lambda der: der[:40]), FAILED, "FORMAT_FAILURE"),
    "another content type": (other_type, FAILED, "FORMAT_FAILURE"),
    "content changed": (
        given(edit=lambda der: der.replace(MATTER, MATTER[::-1])),
        FAILED,
        "HASH_FAILURE",
    ),
    "value of something else": (wrong_value, FAILED, "SIG_CRYPTO_FAILURE"),
    "content not given": (given(parts={"attached": False}), OPEN, "SIGNED_DATA_NOT_FOUND"),
    "another content given": (
        given(parts={"attached": False}, content=b"x"),
        FAILED,
        "HASH_FAILURE",
    ),
    "its content given": (given(parts={"attached": False}, content=MATTER), PASSED, ""),
    "no certificate of its own": (stranger_alone, OPEN, "NO_SIGNING_CERTIFICATE_FOUND"),
    "certificate not bound": (unbound, OPEN, "SIG_CONSTRAINTS_FAILURE"),
    # Its certificate.
    "no trust anchor": (given(trusted=False), OPEN, "NO_CERTIFICATE_CHAIN_FOUND"),
    "for encryption": (for_encryption, OPEN, "CHAIN_CONSTRAINTS_FAILURE"),
    "no word on revocation": (given(lists=()), OPEN, "TRY_LATER"),
    "revoked": (own_revoked(NOW - DAY), OPEN, "REVOKED_NO_POE"),
    "revoked, stamped later": (
        both(own_revoked(NOW - 2 * DAY), given(stamps=(NOW - DAY,))),
        OPEN,
        "REVOKED_NO_POE",
    ),
    "stamped, revoked later": (
        both(own_revoked(NOW - DAY), given(stamps=(NOW - 2 * DAY,))),
        PASSED,
        "",
    ),
    "revoked, then surely signed": (
        both(own_revoked(NOW - 2 * DAY), given(inside=NOW - DAY)),
        FAILED,
        "REVOKED",
    ),
    "surely signed after, but revoked later": (
        both(own_revoked(NOW - DAY), given(inside=NOW - 2 * DAY)),
        OPEN,
        "REVOKED_NO_POE",
    ),
    "authority revoked": (above_revoked, OPEN, "REVOKED_CA_NO_POE"),
    "expired": (ended(), OPEN, "OUT_OF_BOUNDS_NOT_REVOKED"),
    "expired, and nothing tells of it": (
        both(ended(), given(lists=())),
        OPEN,
        "OUT_OF_BOUNDS_NO_POE",
    ),
    "expired, and revoked before": (
        both(ended(), own_revoked(NOW - 20 * DAY)),
        OPEN,
        "OUT_OF_BOUNDS_NO_POE",
    ),
    "expired, of nobody here": (
        both(ended(), given(trusted=False)),
        OPEN,
        "OUT_OF_BOUNDS_NO_POE",
    ),
    "expired, stamped before": (both(ended(), given(stamps=(NOW - 20 * DAY,))), PASSED, ""),
    "expired, stamped after": (
        both(ended(), given(stamps=(NOW - 5 * DAY,))),
        OPEN,
        "OUT_OF_BOUNDS_NOT_REVOKED",
    ),
    "expired, then surely signed": (both(ended(), given(inside=NOW - DAY)), FAILED, "EXPIRED"),
    "not yet valid": (to_come, OPEN, "NOT_YET_VALID"),
    # Algorithms and times.
    "SHA-1": (weak, OPEN, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"),
    "unknown algorithm": (
        given(parts={"signature": algorithm("1.2.3.4")}),
        OPEN,
        "CRYPTO_CONSTRAINTS_FAILURE",
    ),
    "stamped before what it covers": (
        given(inside=NOW - DAY, stamps=(NOW - 2 * DAY,)),
        OPEN,
        "TIMESTAMP_ORDER_FAILURE",
    ),
    # What the standard has no name for.
    "another kind": (
        given(edit=lambda _: b"<a xmlns='http://www.w3.org/2000/09/xmldsig#'/>"),
        OPEN,
        "GENERIC",
    ),
    "no signature": (given(edit=lambda _: b"matn"), OPEN, "SIGNED_DATA_NOT_FOUND"),
}


@pytest.fixture(scope="module")
def authority() -> Authority2:
    return Authority2("Jadval")


@pytest.mark.parametrize("case", CASES)
def test_each_situation_has_the_standards_words(authority: Authority2, case: str) -> None:
    change, indication, sub_indication = CASES[case]
    world = World(authority, authority.issue(HOKIM), lists=authority.crls())
    change(world)
    assert world.told() == (indication, sub_indication)


STANDARD = {
    "TOTAL-FAILED": {
        *("FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE", "REVOKED", "EXPIRED"),
        "NOT_YET_VALID",
    },
    "INDETERMINATE": {
        *("SIG_CONSTRAINTS_FAILURE", "CHAIN_CONSTRAINTS_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE"),
        *("CERTIFICATE_CHAIN_GENERAL_FAILURE", "POLICY_PROCESSING_ERROR", "NO_POE", "TRY_LATER"),
        *("SIGNATURE_POLICY_NOT_AVAILABLE", "TIMESTAMP_ORDER_FAILURE", "REVOKED_NO_POE"),
        *("NO_SIGNING_CERTIFICATE_FOUND", "NO_CERTIFICATE_CHAIN_FOUND", "REVOKED_CA_NO_POE"),
        *("OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED", "SIGNED_DATA_NOT_FOUND"),
        *("REVOCATION_OUT_OF_BOUNDS_NO_POE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "GENERIC"),
    },
}
"""EN 319 102-1, 5.1.3, tables 5 and 6."""
NEVER_GIVEN = {
    # A path that is none for whatever reason is "not found" here: which of them is not told.
    "CERTIFICATE_CHAIN_GENERAL_FAILURE",
    # Policies that a signature names are not processed.
    *("POLICY_PROCESSING_ERROR", "SIGNATURE_POLICY_NOT_AVAILABLE"),
    # Of a list or an answer whose signer's time is over nothing is used; then it is TRY_LATER.
    "REVOCATION_OUT_OF_BOUNDS_NO_POE",
    # Each kind of missing proof has its own name.
    "NO_POE",
}
OPEN_ONLY = {"NOT_YET_VALID"}
"""The standard has it beside TOTAL-FAILED for what was surely made before; that a signature is
older than something is proven, never that its certificate begins later than that."""


def test_each_name_of_the_standard_is_given_or_never() -> None:
    given = {indication: set[str]() for indication in STANDARD}
    for _, indication, name in CASES.values():
        if indication != PASSED:
            given[indication].add(name)
    assert given[FAILED] == STANDARD[FAILED] - OPEN_ONLY
    assert given[OPEN] - OPEN_ONLY == STANDARD[OPEN] - NEVER_GIVEN
    assert given[OPEN] >= OPEN_ONLY
